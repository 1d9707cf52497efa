"""What collecting a cluster's metrics costs, as ratios to what it costs elsewhere.

    make bench
    python benchmarks/metrics.py [--sizes 100 1000] [--seconds 120]

Needs the programs of `make components` and of `make components NAMES=kwok`; without them it says so
and does nothing. Nodes and pods are simulated in recorded shapes, and the API server is a real one
that has them as objects. A machine cannot run a thousand collectors: one node is measured, and
counted as often as there are nodes; the peers' central collector scrapes a hundred nodes, and is
counted ten times for a thousand. What measures the cluster as a whole is measured in full.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

sys.path.extend(
    str(Path(__file__).resolve().parents[1] / root) for root in (".", "ops", "charts", "constructs")
)

from benchmarks import results
from benchmarks.collector_run import Measured, Surroundings, measure
from benchmarks.metrics_configurations import Configuration, of_the_peers, of_this_project
from benchmarks.remote_write import Receiver
from benchmarks.rule_answers import SETTINGS, Answers, compare
from eks_observability.settings.alerts import Alerts
from eks_observability.signals.kept_series import kept_for
from eks_observability_ops.components import exposition_server as served
from eks_observability_ops.components.cache import MissingProgramError, require
from eks_observability_ops.components.kubernetes_api import KubernetesApi, start_kubernetes_api
from eks_observability_ops.components.kwok import start_kwok
from eks_observability_ops.components.loopback import isolate
from eks_observability_ops.components.running import Supervisor
from eks_observability_ops.components.simulated_cluster import SimulatedCluster

ROOT: Final = Path(__file__).resolve().parents[1]
PODS_PER_NODE: Final = 10
NODES_TOGETHER: Final = 100
"""Nodes that the peers' collector scrapes at once here."""

GOAL: Final = 0.25
"""Series, to those of the peers."""


@dataclass(frozen=True, kw_only=True)
class Whole:
    """A whole cluster: what scrapes its nodes, as often as it takes, and what scrapes the rest."""

    nodes: Measured
    times: float
    rest: Measured

    def total(self, what: str) -> float:
        """The sum of one of `Measured`'s numbers."""
        of_nodes: float = getattr(self.nodes, what)
        of_rest: float = getattr(self.rest, what)
        return of_nodes * self.times + of_rest


def main() -> int:
    """Runs the benchmark and writes its results."""
    parser = argparse.ArgumentParser(description="What collecting metrics costs.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000], metavar="NODES")
    parser.add_argument("--together", type=int, default=NODES_TOGETHER, metavar="NODES")
    parser.add_argument("--seconds", type=int, default=120, help="each is measured for so long")
    options = parser.parse_args()
    try:
        for name in ("etcd", "kube-apiserver", "kubectl", "kwok", "collector", "prometheus"):
            require(name)
    except MissingProgramError as error:
        print(f"Skipped: {error}")
        return 0
    if not isolate():
        print("Skipped: the simulated nodes need a network of their own.")
        return 0
    configurations = {
        "kept": of_this_project("this project", kept_for(SETTINGS, Alerts())),
        "all": of_this_project("(a) the same without a keep-list", {}),
        "peers": of_the_peers(
            "(b) as the peers document",
            SimulatedCluster(nodes=options.together, pods_per_node=PODS_PER_NODE),
            nodes=options.together,
        ),
    }
    answers: list[Answers] = []
    nodes = in_cluster(options.together, configurations, "nodes", options.seconds, answers)
    wholes = {}
    for size in options.sizes:
        rest = in_cluster(size, configurations, "rest", options.seconds, answers)
        wholes[size] = {
            name: Whole(
                nodes=nodes[name], times=size / configuration.nodes_together, rest=rest[name]
            )
            for name, configuration in configurations.items()
        }
    text = "\n".join([*report(configurations, wholes, options.seconds), *answered(answers)])
    results.write("Metrics", text)
    print(text)
    return 0


def in_cluster(
    size: int,
    configurations: Mapping[str, Configuration],
    part: str,
    seconds: int,
    answers: list[Answers],
) -> dict[str, Measured]:
    """Measures one part of each configuration in a cluster of so many nodes.

    What keeps some series and what keeps all run side by side, so that the answers that rules get
    of them can be compared; the peers' collector runs alone.
    """
    cluster = SimulatedCluster(nodes=size, pods_per_node=PODS_PER_NODE)

    def look(receivers: Mapping[str, Receiver]) -> None:
        if {"kept", "all"} <= receivers.keys():
            everything, kept = receivers["all"].prometheus, receivers["kept"].prometheus
            answers.append(compare(everything=everything, kept=kept))

    found: dict[str, Measured] = {}
    with Supervisor() as supervisor:
        api = start_api(supervisor, size if part == "rest" else 0)
        around = start_targets(supervisor, api, size, cluster)
        for names in (("kept", "all"), ("peers",)):
            configs = {name: getattr(configurations[name], part) for name in names}
            print(f"{size} nodes, {part}: {', '.join(names)} ...", file=sys.stderr, flush=True)
            found |= measure(around, configs, seconds=seconds, then=look)
            for name in names:
                print(f"  {name}: {found[name]}", file=sys.stderr, flush=True)
    return found


def start_api(supervisor: Supervisor, nodes: int) -> KubernetesApi:
    """Starts a Kubernetes API, with nodes and pods if there are to be any."""
    api = start_kubernetes_api(
        supervisor,
        etcd=require("etcd"),
        kube_apiserver=require("kube-apiserver"),
        kubectl=require("kubectl"),
    )
    if nodes:
        player = start_kwok(supervisor, require("kwok"), api)
        names = player.add_nodes(nodes, seconds=600)
        player.add_pods(nodes * PODS_PER_NODE, nodes=names, namespace="default", seconds=1200)
    return api


def start_targets(
    supervisor: Supervisor, api: KubernetesApi, size: int, cluster: SimulatedCluster
) -> Surroundings:
    """Serves the simulated nodes, and what else is scraped."""
    program = [sys.executable, "-m", "eks_observability_ops.components.exposition_server"]
    options = [f"--nodes={size}", f"--pods={PODS_PER_NODE}", f"--certificate={api.certificate}"]
    key = api.certificate.with_suffix(".key")
    supervisor.serve(
        [*program, *options, f"--key={key}"],
        lambda process: served.READY in process.log(),
        seconds=60,
        environment={"PYTHONPATH": str(ROOT / "ops")},
    )
    account = supervisor.new_folder("account")
    token = api.authorization["Authorization"].removeprefix("Bearer ")
    (account / "token").write_text(token, encoding="ascii")
    return Surroundings(
        supervisor=supervisor,
        account=account,
        api=api.url.removeprefix("https://"),
        node_ip=served.address_of(0),
        node_name=cluster.node_name(0),
    )


def report(
    configurations: Mapping[str, Configuration],
    wholes: Mapping[int, Mapping[str, Whole]],
    seconds: int,
) -> list[str]:
    """The part of RESULTS.md, but for what rules find."""
    lines = [
        f"On {results.machine()}. {PODS_PER_NODE} pods on each node, each of one container. Every "
        f"collector ran for {seconds} s after it had scraped all there is; its memory is its most. "
        "Bytes are those of compressed remote write requests, samples and series those that a real "
        "Prometheus took.",
        "",
        "Simulated: nodes, pods and what they expose, in recorded shapes. Real: the collectors and "
        "the API server, which has the nodes and pods as objects. One node's collector is measured "
        f"and counted for each node; of (b), which is central, one for each "
        f"{configurations['peers'].nodes_together} nodes "
        "is. What measures the cluster as a whole is measured in full. (b) scrapes every 15 s, the "
        "others every 60 s.",
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
    return rows


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


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
