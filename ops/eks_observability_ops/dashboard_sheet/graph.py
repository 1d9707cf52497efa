"""Who calls whom: circles, and lines between them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from eks_observability_ops.dashboard_sheet import svg
from eks_observability_ops.dashboard_sheet.box import Box
from eks_observability_ops.dashboard_sheet.values import COLORS

_RADIUS: Final = 26
_GREY: Final = "#9aa1ab"


def draw(answer: Mapping[str, Any], box: Box) -> Iterator[str]:
    """A graph, from the left to the right by who is called.

    Args:
        answer: `nodes` with name, main and second value and how well they do (1 is well), and
            `edges` between them.
        box: Where.
    """
    places = _places([node["name"] for node in answer["nodes"]], answer["edges"], box)
    for source, target in answer["edges"]:
        yield svg.line([places[source], places[target]], _GREY, width=1.5)
    for node in answer["nodes"]:
        x, y = places[node["name"]]
        ring = COLORS["green"] if node["well"] > 0.99 else COLORS["orange"]
        yield svg.circle(x, y, _RADIUS, "#ffffff", stroke=ring)
        yield svg.text(x, y - 1, node["main"], size=9.5, anchor="middle", bold=True)
        yield svg.text(x, y + 11, node["second"], size=9, anchor="middle")
        yield svg.text(x, y + _RADIUS + 14, node["name"], anchor="middle")


def _places(names: Sequence[str], edges: Sequence[Sequence[str]], box: Box) -> dict[str, svg.Point]:
    depth = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in edges:
            depth[target] = max(depth[target], depth[source] + 1)
    columns = max(depth.values()) + 1
    places = {}
    for column in range(columns):
        here = [name for name in names if depth[name] == column]
        for number, name in enumerate(here):
            x = box.x + box.width * (column + 0.5) / columns
            places[name] = (x, box.y + box.height * (number + 0.5) / len(here))
    return places
