"""The part of RESULTS.md that benchmarks/metrics.py writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks import results
from benchmarks.collector_run import Measured
from benchmarks.metrics_configurations import Configuration
from benchmarks.rule_answers import Answers

PODS_PER_NODE: Final = 10

GOAL: Final = 0.25
"""Series, to those of the peers."""

_IN_TIME: Final = 0.95


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A whole cluster: what scrapes its nodes, as often as it takes, and what scrapes the rest."""

    nodes: Measured
    times: float
    rest: Measured

    program: float = 0
    """Megabytes of a collector by itself, where one process scrapes both: counted once then.
    Default: each is a process."""

    def total(self, what: str) -> float:
        """The sum of one of `Measured`'s numbers."""
        of_nodes: float = getattr(self.nodes, what)
        of_rest: float = getattr(self.rest, what)
        once = self.program if what == "megabytes" else 0
        return (of_nodes - once) * self.times + of_rest


def report(
    configurations: Mapping[str, Configuration],
    wholes: Mapping[int, Mapping[str, Whole]],
    seconds: int,
) -> list[str]:
    """The part of RESULTS.md, but for what rules find."""
    lines = [
        f"On {results.machine()}. {PODS_PER_NODE} pods on each node, each of one container. Every "
        f"collector ran for {seconds} s after it had scraped all there is; its memory is its most. "
        "Bytes are those of compressed remote write requests with their headers, samples and "
        "series those that a real Prometheus took.",
        "",
        "Simulated: nodes, pods and what they expose, in recorded shapes. Real: the collectors and "
        "the API server, which has the nodes and pods as objects. One node's collector is measured "
        "and counted for each node; of (b), which is central, one for each "
        f"{configurations['peers'].nodes_together} nodes is, without the memory that the program "
        "has by itself. What measures the cluster as a whole is measured in full. (b) scrapes "
        "every 15 s, the others every 60 s.",
    ]
    for size, whole in wholes.items():
        lines += ["", f"### {size:,} nodes, {size * PODS_PER_NODE:,} pods", ""]
        lines += table(configurations, whole)
        lines += ["", *parts(configurations, whole, size)]
        lines += ["", *shares(configurations, whole, size)]
    return [*lines, "", *goals(wholes)]


def table(configurations: Mapping[str, Configuration], whole: Mapping[str, Whole]) -> list[str]:
    """What a whole cluster takes."""
    base = whole["peers"]
    rows = [
        "| | series | to (b) | samples/s | to (b) | kB/s written | to (b) | bytes/sample "
        "| cores | to (b) | GB | to (b) |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, one in whole.items():
        cells = [configurations[name].title]
        for what, scale, digits in (
            ("series", 1, 0),
            ("samples_per_second", 1, 0),
            ("bytes_per_second", 1e-3, 0),
            ("cores", 1, 2),
            ("megabytes", 1e-3, 1),
        ):
            if what == "cores":
                cells.append(
                    f"{one.total('bytes_per_second') / one.total('samples_per_second'):.1f}"
                )
            cells.append(f"{one.total(what) * scale:,.{digits}f}")
            cells.append(f"{one.total(what) / base.total(what):.2f}")
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def parts(
    configurations: Mapping[str, Configuration], whole: Mapping[str, Whole], size: int
) -> list[str]:
    """What each collector takes, and what that is by series."""
    rows = [
        "| collector | series | cores | cores per 10,000 series | peak MB | MB per 10,000 series |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in whole.items():
        together = configurations[name].nodes_together
        of_nodes = "one node's" if together == 1 else f"{together} nodes'"
        for which, it in ((of_nodes, one.nodes), (f"the rest's, {size:,} nodes", one.rest)):
            ten_thousands = it.series / 10_000
            cells = [
                f"{configurations[name].title}: {which}",
                f"{it.series:,.0f}",
                f"{it.cores:.3f}",
                f"{it.cores / ten_thousands:.3f}",
                f"{it.megabytes:,.0f}",
                f"{it.megabytes / ten_thousands:,.0f}",
            ]
            rows.append(f"| {' | '.join(cells)} |")
        rows += late(configurations[name], one)
    return rows


def late(configuration: Configuration, whole: Whole) -> list[str]:
    """Rows for targets that did not answer in time, and for samples that did not come in time."""
    found = []
    for one in (whole.nodes, whole.rest):
        share = one.samples_per_second * configuration.interval_seconds / one.series
        if one.down:
            found.append(f"{one.down:.0f} targets were not scraped in time")
        if share < _IN_TIME:
            found.append(f"{share:.0%} of the samples of {one.series:,.0f} series came in time")
    return [f"| {configuration.title}: {each} | | | | | |" for each in found]


def shares(
    configurations: Mapping[str, Configuration], whole: Mapping[str, Whole], size: int
) -> list[str]:
    """Series of one more node without pods, of one more pod, and of a cluster without either."""
    rows = [
        "| series | of each pod | of each node | of the rest: deployments and control plane |",
        "|---|---|---|---|",
    ]
    for name, one in whole.items():
        nodes = configurations[name].nodes_together
        of_pod = one.nodes.of_pods / nodes + one.rest.of_pods / size
        of_node = (one.nodes.series - one.nodes.of_pods) / nodes + one.rest.of_nodes / size
        of_cluster = one.rest.series - one.rest.of_pods - one.rest.of_nodes
        cells = (f"{of_pod / PODS_PER_NODE:.1f}", f"{of_node:.0f}", f"{of_cluster:,.0f}")
        rows.append(f"| {configurations[name].title} | {' | '.join(cells)} |")
    return rows


def goals(wholes: Mapping[int, Mapping[str, Whole]]) -> list[str]:
    """What was to be reached, and what is."""
    lines = []
    for size, whole in wholes.items():
        ratio = whole["kept"].total("series") / whole["peers"].total("series")
        lines.append(
            f"Goal: at most {GOAL:.0%} of the series of (b). At {size:,} nodes it is {ratio:.1%}."
        )
    return lines


def answered(answers: Sequence[Answers]) -> list[str]:
    """Whether rules find all that they would find without a keep-list."""
    alike = frozenset().union(*(each.alike for each in answers))
    fewer = frozenset().union(*(each.fewer for each in answers))
    nothing = frozenset.intersection(*(each.nothing for each in answers))
    lines = [
        "",
        f"Of the {len(alike | fewer | nothing)} selectors of all rules, {len(alike | fewer)} find "
        f"series in everything that is exposed here. {len(alike - fewer)} of them find as many in "
        f"what is kept. {len(nothing)} ask for states that this cluster is not in.",
    ]
    return lines + [f"- fewer: `{each}`" for each in sorted(fewer)]
