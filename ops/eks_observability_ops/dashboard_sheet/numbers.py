"""Large numbers, bars, and bands of states."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from eks_observability_ops.dashboard_sheet import svg
from eks_observability_ops.dashboard_sheet.answers import Series
from eks_observability_ops.dashboard_sheet.box import Box
from eks_observability_ops.dashboard_sheet.values import COLORS, color_of, mapped, written

_GREY: Final = "#6e7480"
_BAND: Final = 17
_NAME_SHARE: Final = 0.3


def stat(panel: Mapping[str, Any], series: Sequence[Series], box: Box) -> Iterator[str]:
    """A large number for each series.

    Args:
        panel: Grafana's JSON of the panel.
        series: What is drawn.
        box: Where.
    """
    defaults = panel["fieldConfig"]["defaults"]
    graph = panel["options"].get("graphMode", "area") == "area"
    width = box.width / len(series)
    for number, one in enumerate(series):
        part = Box(x=box.x + number * width, y=box.y, width=width, height=box.height)
        said = mapped(one.last, defaults.get("mappings") or ())
        words, color = said or (
            written(one.last, defaults.get("unit", "short"), defaults.get("decimals")),
            color_of(one.last, defaults.get("thresholds")),
        )
        if graph and not said:
            yield from _course(one, part, color)
        size = min(26, (part.width - 12) / max(len(words), 4) / 0.68)
        middle = part.x + part.width / 2
        y = part.y + part.height / 2 + size * 0.3
        yield svg.text(middle, y, words, size=size, color=color, anchor="middle", bold=True)
        if len(series) > 1:
            name = svg.cut(one.name, part.width - 6, 10)
            yield svg.text(middle, part.bottom - 4, name, size=10, color=_GREY, anchor="middle")


def _course(one: Series, box: Box, color: str) -> Iterator[str]:
    values = [(time, value) for time, value in one.values if math.isfinite(value)]
    if len(values) < 2:
        return
    low = min(value for _, value in values)
    span = (max(value for _, value in values) - low) or 1
    start, end = values[0][0], values[-1][0]
    top = box.y + box.height * 0.6
    points = [
        (
            box.x + box.width * (time - start) / max(end - start, 1),
            box.bottom - 2 - (box.bottom - 2 - top) * (value - low) / span,
        )
        for time, value in values
    ]
    yield svg.area([(box.x, box.bottom), *points, (box.right, box.bottom)], color, opacity=0.18)


def bars(panel: Mapping[str, Any], series: Sequence[Series], box: Box) -> Iterator[str]:
    """A bar for each series, of its latest value.

    Args:
        panel: Grafana's JSON of the panel.
        series: What is drawn.
        box: Where.
    """
    defaults = panel["fieldConfig"]["defaults"]
    fit = max(int(box.height / _BAND), 1)
    shown = sorted(series, key=lambda one: -one.last)[:fit]
    most = max([one.last for one in shown] + [1e-9])
    name_width = box.width * _NAME_SHARE
    for number, one in enumerate(shown):
        y = box.y + number * _BAND
        room = box.width - name_width - 60
        color = color_of(one.last, defaults.get("thresholds"))
        yield svg.text(box.x + 6, y + 12, one.name, size=10, width=name_width - 10)
        width = room * one.last / most
        yield svg.rectangle(box.x + name_width, y + 3, width, _BAND - 6, color, opacity=0.7)
        value = written(one.last, defaults.get("unit", "short"), defaults.get("decimals"))
        yield svg.text(box.right - 6, y + 12, value, size=10, color=color, anchor="end")


def states(
    panel: Mapping[str, Any], series: Sequence[Series], box: Box, times: tuple[float, float]
) -> Iterator[str]:
    """A band for each series, colored by its value.

    Args:
        panel: Grafana's JSON of the panel.
        series: What is drawn.
        box: Where.
        times: From when until when, in Unix time.
    """
    mappings = panel["fieldConfig"]["defaults"].get("mappings") or ()
    fit = max(int((box.height - 14) / _BAND), 1)
    start, end = times
    left = box.x + box.width * _NAME_SHARE
    width = box.right - left - 6
    for number, one in enumerate(series[:fit]):
        y = box.y + number * _BAND
        yield svg.text(box.x + 6, y + 12, one.name, size=10, width=left - box.x - 10)
        for first, last, value in _runs(one):
            said = mapped(value, mappings)
            x = left + width * (first - start) / max(end - start, 1)
            wide = max(width * (last - first) / max(end - start, 1), 2)
            color = said[1] if said else COLORS["blue"]
            yield svg.rectangle(x, y + 2, wide, _BAND - 4, color, opacity=0.75)
    if len(series) > fit:
        more = f"and {len(series) - fit} more"
        yield svg.text(box.x + 6, box.bottom - 4, more, size=10, color=_GREY)


def _runs(one: Series) -> Iterator[tuple[float, float, float]]:
    """From when to when a series had a value without a break, and which."""
    values = one.values
    step = min((b[0] - a[0] for a, b in pairwise(values)), default=0)
    if not values:
        return
    first, current = values[0]
    for (time, value), (later, following) in pairwise(values):
        if following != current or later - time > 1.5 * step:
            yield first, time + step, value
            first, current = later, following
    yield first, values[-1][0], current
