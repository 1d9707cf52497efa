"""docs/dashboards.md: all dashboards, with a picture of each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any


def render(boards: Sequence[Mapping[str, Any]]) -> str:
    """The whole page.

    Args:
        boards: Grafana's JSON of each dashboard.
    """
    lines = [
        "# Dashboards",
        "",
        "With `grafana.enabled` a workspace of Amazon Managed Grafana has these. What needs a",
        "scrape job that is off is left out, and what is left is all collected.",
        "",
        "The pictures are no screenshots of Grafana. `make dashboards-sheet` draws them as SVG,",
        "from the JSON that Grafana gets and from the answers of a real Prometheus. That is filled",
        "by the real collectors, deployed as in a cluster, that scrape the recorded expositions of",
        "`tests/components/expositions` as if they went on, of three nodes for some ten minutes.",
        "Recording rules and alerts are ours, but alerts fire after seconds instead of minutes.",
        "Panels marked `sample` ask CloudWatch or X-Ray, which are not here: what they show is",
        "made up, or what our queries find in recorded log events.",
        "",
        "| dashboard | what one sees there |",
        "|---|---|",
        *(
            f"| [{each['title']}](#{_anchor(each['title'])}) | {each['description']} |"
            for each in boards
        ),
        "",
        *(line for each in boards for line in _section(each)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _row(board: Mapping[str, Any]) -> str:
    title = board["title"]
    return f"| [{title}](#{_anchor(title)}) | {board['description']} |"


def _section(board: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {board['title']}"
    yield ""
    yield board["description"]
    yield ""
    yield f"![{board['title']}](dashboards/{board['uid']}.svg)"
    yield ""


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-").replace(",", "")
