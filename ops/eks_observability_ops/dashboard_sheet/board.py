"""A dashboard as a picture."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from eks_observability_ops.dashboard_sheet import graph, lines, numbers, svg, tables
from eks_observability_ops.dashboard_sheet.answers import lines_of, series_of
from eks_observability_ops.dashboard_sheet.box import Box

_COLUMN, _ROW, _EDGE, _HEAD = 58, 26, 8, 44
"""Pixels of a column, of a row, around everything, and above it."""
_TITLE: Final = 22
_GREY: Final = "#6e7480"

Answers = Mapping[str, Mapping[str, Any]]
"""Answers to the queries of each panel, by the panel's id and the query's `refId`."""


def draw(board: Mapping[str, Any], answers: Answers, times: tuple[float, float]) -> str:
    """The picture of a dashboard, as SVG.

    Args:
        board: Grafana's JSON of it.
        answers: What its queries were answered.
        times: From when until when, in Unix time.
    """
    placed = list(_placed(board["panels"]))
    bottom = max(y + panel["gridPos"]["h"] for panel, y in placed)
    width, height = 24 * _COLUMN + 2 * _EDGE, bottom * _ROW + _HEAD + _EDGE
    parts = [
        svg.rectangle(0, 0, width, height, "#f1f3f5"),
        svg.text(_EDGE + 4, 28, board["title"], size=19, bold=True),
    ]
    for panel, y in placed:
        place = panel["gridPos"]
        box = Box(
            x=_EDGE + place["x"] * _COLUMN,
            y=_HEAD + y * _ROW,
            width=place["w"] * _COLUMN,
            height=place["h"] * _ROW,
        )
        if panel["type"] == "row":
            parts.append(svg.text(box.x + 4, box.y + 17, panel["title"], size=13, bold=True))
        else:
            parts += _panel(panel, answers.get(str(panel["id"]), {}), box, times)
    return svg.picture(width, height, parts)


def _placed(panels: list[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Panels with their first row, when closed rows are opened."""
    more = 0
    for panel in panels:
        yield panel, panel["gridPos"]["y"] + more
        if panel["type"] == "row":
            inner = panel.get("panels") or ()
            for each in inner:
                yield each, each["gridPos"]["y"] + more
            if inner:
                top = panel["gridPos"]["y"] + 1
                more += max(each["gridPos"]["y"] + each["gridPos"]["h"] for each in inner) - top


def _panel(
    panel: Mapping[str, Any],
    answers: Mapping[str, Any],
    outer: Box,
    times: tuple[float, float],
) -> Iterator[str]:
    box = outer.inset(left=2, top=2, right=2, bottom=2)
    yield svg.rectangle(box.x, box.y, box.width, box.height, "#ffffff", stroke="#dfe3e8", radius=2)
    sampled = any(answer.get("sample") for answer in answers.values())
    room = box.width - (60 if sampled else 12)
    yield svg.text(box.x + 6, box.y + 15, panel["title"], bold=True, width=room)
    if sampled:
        yield svg.text(box.right - 6, box.y + 15, "sample", size=9, color=_GREY, anchor="end")
    yield from _content(panel, answers, box.inset(top=_TITLE, bottom=2), times)


def _content(
    panel: Mapping[str, Any], answers: Mapping[str, Any], box: Box, times: tuple[float, float]
) -> Iterator[str]:
    kind = panel["type"]
    if kind == "text":
        yield from tables.words(panel["options"]["content"], box)
        return
    if kind in {"table", "logs"} and (found := lines_of(panel, answers)):
        yield from tables.table(panel, found, box) if kind == "table" else tables.logs(found, box)
        return
    if kind == "nodeGraph" and answers:
        yield from graph.draw(next(iter(answers.values())), box)
        return
    series = series_of(panel, answers)
    if not series:
        words = panel["fieldConfig"]["defaults"].get("noValue", "No data")
        x, y = box.x + box.width / 2, box.y + box.height / 2
        yield svg.text(x, y, words, size=12, color=_GREY, anchor="middle")
    elif kind == "timeseries":
        yield from lines.draw(panel, series, box, times)
    elif kind == "stat":
        yield from numbers.stat(panel, series, box)
    elif kind == "bargauge":
        yield from numbers.bars(panel, series, box)
    elif kind == "state-timeline":
        yield from numbers.states(panel, series, box, times)
    else:
        msg = f"{panel['title']}: nothing draws {kind}"
        raise ValueError(msg)
