"""What the results of the traces benchmark say."""

from benchmarks.tracing_report import Handled, Overloaded, report
from eks_observability_ops.components.otlp_load import Sent

HANDLED = Handled(
    name="node",
    offered=0,
    taken_per_second=12_345,
    refused=50,
    cores=0.5,
    megabytes=98.4,
    bytes_per_span=31.24,
    requests_per_second=247,
)
OVERLOADED = Overloaded(
    sent=Sent(taken=11_500, refused=429_500, codes={"A": 3, "B": 775}, seconds=15),
    seconds_to_refusal=6.04,
    most_megabytes=538.4,
    peak_megabytes=692,
    seconds_to_recovery=28.3,
    lost=0,
    metric_points_refused=0,
)
LINES = report([HANDLED], OVERLOADED, 20).splitlines()


def row(name: str) -> list[str]:
    (found,) = (line for line in LINES if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in found.strip("|").split("|")][1:]


def test_spans_are_stated_by_a_whole_core() -> None:
    assert HANDLED.per_core == 24_690
    assert row("node") == [
        "all it takes",
        "12,345",
        "50",
        "0.50",
        "24,690",
        "98",
        "31.2",
        "247",
    ]


def test_what_senders_were_told_most_often_stands_first() -> None:
    assert row("what senders were told") == ["B 775 times, A 3 times"]


def test_memory_stands_beside_its_limit() -> None:
    assert row("most MiB that are no file's; resident") == ["538; 692 of 768"]


def test_what_was_lost_is_said() -> None:
    assert row("spans taken and lost") == ["0"]
