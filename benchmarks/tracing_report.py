"""What the benchmark of traces says in RESULTS.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import results
from eks_observability_charts.collector.sizes import OTLP_NODE_RESOURCES, SAMPLER_RESOURCES
from eks_observability_ops.components.otlp_load import Sent


@dataclass(frozen=True, kw_only=True)
class Handled:
    """What a collector did with spans."""

    name: str
    offered: int
    """Spans a second that were sent. 0: as many as were taken."""
    taken_per_second: float
    refused: int
    """Spans."""
    cores: float
    """Processor time, in seconds per second."""
    megabytes: float
    """Most memory that is no file's, in MiB."""
    bytes_per_span: float
    """What was sent on, by what had come: compressed, without headers."""
    requests_per_second: float
    """Requests that were sent on."""

    @property
    def per_core(self) -> float:
        """Spans a second that a whole core would take."""
        return self.taken_per_second / self.cores


@dataclass(frozen=True, kw_only=True)
class Overloaded:
    """What a collector did with more than fits."""

    sent: Sent
    seconds_to_refusal: float
    """From the first span on."""
    most_megabytes: float
    """Memory that is no file's, in MiB."""
    peak_megabytes: float
    """All memory that it had resident, in MiB, its program file's too."""
    seconds_to_recovery: float
    """From when X-Ray took spans again until the collector did."""
    lost: float
    """Spans that were taken and did not arrive."""
    metric_points_refused: float
    """Of its own metrics."""


def report(handled: Sequence[Handled], overloaded: Overloaded, seconds: int) -> str:
    """The part of RESULTS.md.

    Args:
        handled: What collectors did with spans.
        overloaded: What one did with more than fits.
        seconds: How long each was measured.
    """
    node = OTLP_NODE_RESOURCES.memory_limit_mebibytes
    codes = sorted(overloaded.sent.codes.items(), key=lambda each: -each[1])
    told = ", ".join(f"{code} {times:,} times" for code, times in codes)
    lines = [
        f"On {results.machine()}. Four senders over gRPC, 50 spans of ten attributes a request, "
        f"for {seconds} s each (tail sampling, which decides after 10 s: at least 30 s). What "
        "sends, what stands for X-Ray's OTLP endpoint and the Kubernetes API share the cores with "
        "the collectors: a core of its own is what *spans/s per core* is about. Memory is what is "
        "no file's, at its most.",
        "",
        "| collector | sent spans/s | taken spans/s | refused | cores | spans/s per core | MiB "
        "| bytes/span to X-Ray | requests/s to X-Ray |",
        "|---|---|---|---|---|---|---|---|---|",
        *(_row(each) for each in handled),
        "",
        f"Limits of memory: {node} MiB on a node, "
        f"{SAMPLER_RESOURCES.memory_limit_mebibytes} MiB for the sampler.",
        "",
        "### More than fits",
        "",
        "X-Ray's OTLP endpoint answers 503, and sixty senders with a second of patience each send "
        "500 spans at a time to a node's collector.",
        "",
        "| | |",
        "|---|---|",
        f"| spans taken, refused | {overloaded.sent.taken:,}, {overloaded.sent.refused:,} |",
        f"| what senders were told | {told} |",
        f"| seconds until memory was short | {overloaded.seconds_to_refusal:.1f} |",
        f"| most MiB that are no file's; resident | {overloaded.most_megabytes:.0f}; "
        f"{overloaded.peak_megabytes:.0f} of {node} |",
        f"| its own metric points refused | {overloaded.metric_points_refused:.0f} |",
        f"| seconds from X-Ray's recovery to its own | {overloaded.seconds_to_recovery:.1f} |",
        f"| spans taken and lost | {overloaded.lost:.0f} |",
    ]
    return "\n".join(lines)


def _row(one: Handled) -> str:
    offered = f"{one.offered:,}" if one.offered else "all it takes"
    cells = (
        one.name,
        offered,
        f"{one.taken_per_second:,.0f}",
        f"{one.refused:,}",
        f"{one.cores:.2f}",
        f"{one.per_core:,.0f}",
        f"{one.megabytes:.0f}",
        f"{one.bytes_per_span:.1f}",
        f"{one.requests_per_second:,.0f}",
    )
    return f"| {' | '.join(cells)} |"
