"""Lines over time."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from eks_observability_ops.dashboard_sheet import svg
from eks_observability_ops.dashboard_sheet.answers import Series
from eks_observability_ops.dashboard_sheet.box import Box
from eks_observability_ops.dashboard_sheet.values import COLORS, PALETTE, written

_GREY: Final = "#6e7480"
_GRID: Final = "#e4e7eb"
_MOST: Final = 8
"""Series that are drawn of one panel."""
_LEGEND_LINE: Final = 13
_GRID_LINES: Final = 4
_ROUND: Final = (1, 2, 2.5, 5)


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """From times and values to places."""

    box: Box
    times: tuple[float, float]
    values: tuple[float, float]

    def point(self, time: float, value: float) -> svg.Point:
        (start, end), (low, high) = self.times, self.values
        x = self.box.x + self.box.width * (time - start) / max(end - start, 1)
        y = self.box.bottom - self.box.height * (value - low) / (high - low)
        return x, min(max(y, self.box.y), self.box.bottom)


def draw(
    panel: Mapping[str, Any], series: Sequence[Series], box: Box, times: tuple[float, float]
) -> Iterator[str]:
    """A panel of lines.

    Args:
        panel: Grafana's JSON of it.
        series: What is drawn.
        box: Where.
        times: From when until when, in Unix time.
    """
    ordered = sorted(series, key=lambda one: -one.most)[:_MOST]
    shown = [one for one in series if one in ordered]
    mirrored = _mirrored(panel, shown)
    left_out = len(series) - len(shown)
    legend = min(len(shown) + (left_out > 0), max(int(box.height * 0.4 / _LEGEND_LINE), 1))
    plot = box.inset(left=52, top=4, right=6, bottom=legend * _LEGEND_LINE + 18)
    stacked = bool(_custom(panel).get("stacking", {}).get("mode") == "normal")
    limits = {name for name in (each.name for each in shown) if _is_dashed(panel, name)}
    layers = list(_layers(mirrored, stacked=stacked, apart=limits))
    scale = _Scale(box=plot, times=times, values=_range(panel, layers))
    yield from _grid(panel, scale)
    for number, (one, base) in enumerate(layers):
        color = PALETTE[number % len(PALETTE)]
        yield from _one(one, base, scale, color, dashed=one.name in limits, stacked=stacked)
    yield from _legend(panel, shown, legend, left_out, box)


def _custom(panel: Mapping[str, Any]) -> Mapping[str, Any]:
    return panel["fieldConfig"]["defaults"].get("custom") or {}


def _mirrored(panel: Mapping[str, Any], series: Sequence[Series]) -> list[Series]:
    """Series, those downwards that a panel draws so."""
    patterns = [
        re.compile(each["matcher"]["options"].strip("/"))
        for each in panel["fieldConfig"].get("overrides", ())
        if any(one["id"] == "custom.transform" for one in each["properties"])
    ]
    return [
        replace(one, values=tuple((time, -value) for time, value in one.values))
        if any(pattern.search(one.name) for pattern in patterns)
        else one
        for one in series
    ]


def _is_dashed(panel: Mapping[str, Any], name: str) -> bool:
    return any(
        each["matcher"]["options"] == name
        and any(one["id"] == "custom.lineStyle" for one in each["properties"])
        for each in panel["fieldConfig"].get("overrides", ())
    )


def _layers(
    series: Sequence[Series], *, stacked: bool, apart: set[str]
) -> Iterator[tuple[Series, Mapping[float, float]]]:
    """Each series with what it stands on, by time."""
    base: dict[float, float] = {}
    for one in series:
        if not stacked or one.name in apart:
            yield one, {}
            continue
        below = dict(base)
        values = []
        for time, value in one.values:
            if math.isfinite(value):
                base[time] = base.get(time, 0) + value
                values.append((time, base[time]))
        yield replace(one, values=tuple(values)), below


def _range(
    panel: Mapping[str, Any], layers: Sequence[tuple[Series, Mapping[float, float]]]
) -> tuple[float, float]:
    found = [v for one, _ in layers for _, v in one.values if math.isfinite(v)]
    defaults = panel["fieldConfig"]["defaults"]
    low = min([*found, *([defaults["min"]] if "min" in defaults else [])], default=0)
    high = max([*found, *([defaults["max"]] if "max" in defaults else [])], default=1)
    if high <= low:
        high = low + (abs(low) or 1)
    return low, high + (high - low) * 0.06


def _grid(panel: Mapping[str, Any], scale: _Scale) -> Iterator[str]:
    """Lines across, values beside them, times below them, and where values turn bad."""
    box, (low, high) = scale.box, scale.values
    unit = panel["fieldConfig"]["defaults"].get("unit", "short")
    for value in _ticks(low, high, 1024 if unit == "bytes" else 1000):
        _, y = scale.point(scale.times[0], value)
        yield svg.line([(box.x, y), (box.right, y)], _GRID, width=1)
        label = svg.cut(written(value, unit), 46, 9)
        yield svg.text(box.x - 5, y + 3, label, size=9, color=_GREY, anchor="end")
    start, end = scale.times
    for share in (0.0, 0.5, 1.0):
        minutes = (end - start) * (1 - share) / 60
        label = "now" if share == 1 else f"{minutes:.3g} min ago"
        anchor: svg.Anchor = "start" if share == 0 else "middle" if share == 0.5 else "end"
        x = box.x + box.width * share
        yield svg.text(x, box.bottom + 11, label, size=8.5, color=_GREY, anchor=anchor)
    if _custom(panel).get("thresholdsStyle", {}).get("mode", "off") == "off":
        return
    for each in (panel["fieldConfig"]["defaults"].get("thresholds") or {}).get("steps", ()):
        if each["value"] is not None and low <= each["value"] <= high:
            _, y = scale.point(start, each["value"])
            yield svg.line([(box.x, y), (box.right, y)], COLORS["red"], width=1, dashed=True)


def _ticks(low: float, high: float, base: int) -> Iterator[float]:
    """Round values between two others, a handful of them."""
    rough = (high - low) / _GRID_LINES
    power = base ** math.floor(math.log(rough, base))
    ten = power * 10 ** math.floor(math.log10(rough / power))
    step = next((ten * each for each in _ROUND if ten * each >= rough), ten * 10)
    for number in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1):
        yield number * step


def _one(
    one: Series,
    base: Mapping[float, float],
    scale: _Scale,
    color: str,
    *,
    dashed: bool,
    stacked: bool,
) -> Iterator[str]:
    points = [scale.point(time, value) for time, value in one.values if math.isfinite(value)]
    if not points:
        return
    if len(points) == 1:
        yield svg.circle(*points[0], 2, color)
        return
    if stacked and not dashed:
        below = [scale.point(time, base.get(time, 0)) for time, _ in reversed(one.values)]
        yield svg.area([*points, *below], color, opacity=0.45)
    yield svg.line(points, color, dashed=dashed)


def _legend(
    panel: Mapping[str, Any], shown: Sequence[Series], count: int, left_out: int, box: Box
) -> Iterator[str]:
    """Color, name and latest value of each series, a line each."""
    unit = panel["fieldConfig"]["defaults"].get("unit", "short")
    y = box.bottom - count * _LEGEND_LINE + 7
    fit = count if len(shown) + (left_out > 0) <= count else count - 1
    for number, one in enumerate(shown[:fit]):
        color = PALETTE[number % len(PALETTE)]
        yield svg.rectangle(box.x + 6, y - 5, 10, 3, color)
        value = written(one.last, unit)
        room = box.width - 32 - svg.width_of(value, 10)
        yield svg.text(box.x + 21, y, one.name, size=10, width=room)
        yield svg.text(box.right - 6, y, value, size=10, color=_GREY, anchor="end")
        y += _LEGEND_LINE
    if more := len(shown) - fit + left_out:
        yield svg.text(box.x + 21, y, f"and {more} more", size=10, color=_GREY)
