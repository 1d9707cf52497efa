"""docs/dashboards.md: all dashboards, with a picture of each."""

from collections.abc import Iterator
from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.links import uid
from eks_observability.signals.dashboards.model import Dashboard
from eks_observability.signals.dashboards.scope import DashboardScope

_EVERYTHING: Final = DashboardScope(
    jobs=frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR})
)


def render() -> str:
    """The whole page."""
    boards = dashboards(_EVERYTHING)
    lines = [
        "# Dashboards",
        "",
        "With `grafana.enabled` a workspace of Amazon Managed Grafana has these. What needs a",
        "scrape job that is off is left out, and what is left is all collected.",
        "",
        "The pictures are no screenshots of Grafana. `make dashboards-sheet` draws them as SVG,",
        "from the JSON that Grafana gets and from the answers of a real Prometheus. That is filled",
        "by the real collectors, deployed as in a cluster, that scrape the recorded expositions of",
        "`tests/components/expositions` as if they went on, of three nodes for ten minutes.",
        "So how things move in the pictures is made up: the recording is one moment of a small",
        "cluster. Besides it there are simulated pods, and series of webhooks and of the resolver",
        "behind CoreDNS, which it had none of. Some of the trouble",
        "that they show is the recorded cluster's, and some comes of the pace.",
        "Recording rules and alerts are ours, but alerts fire after seconds instead of minutes.",
        "Panels marked `sample` ask CloudWatch or X-Ray, which are not here: what they show is",
        "made up, or what our queries find in recorded log events.",
        "",
        "| dashboard | what one sees there |",
        "|---|---|",
        *map(_row, boards),
        "",
        *(line for each in boards for line in _section(each)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _row(board: Dashboard) -> str:
    anchor = board.title.lower().replace(" ", "-")
    return f"| [{board.title}](#{anchor}) | {board.description} |"


def _section(board: Dashboard) -> Iterator[str]:
    yield f"## {board.title}"
    yield ""
    yield board.description
    yield ""
    yield f"![{board.title}](dashboards/{uid(board.subject)}.svg)"
    yield ""
