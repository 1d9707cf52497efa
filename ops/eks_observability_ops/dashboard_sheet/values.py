"""Values as Grafana writes them, and their colors."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

PALETTE: Final = (
    "#3f8f3a",
    "#d9a514",
    "#3b82c4",
    "#d9662b",
    "#c4403f",
    "#2f6db5",
    "#a352cc",
    "#705da0",
    "#6b8f1a",
    "#1aa0a0",
)
"""Colors of series, one after the other."""

COLORS: Final = {
    "green": "#2f8f3a",
    "yellow": "#c99700",
    "orange": "#d9662b",
    "red": "#c4302b",
    "blue": "#2f6db5",
    "purple": "#8a4fc2",
    "text": "#24292e",
}
"""Grafana's colors by name."""

_SCALES: Final[Mapping[str, tuple[float, Sequence[str]]]] = {
    "bytes": (1024, (" B", " KiB", " MiB", " GiB", " TiB", " PiB")),
    "Bps": (1000, (" B/s", " kB/s", " MB/s", " GB/s", " TB/s")),
    "short": (1000, ("", " K", " Mil", " Bil", " Tri")),
    "reqps": (1000, (" req/s", "K req/s", "M req/s")),
    "ops": (1000, (" ops/s", "K ops/s", "M ops/s")),
    "iops": (1000, (" io/s", "K io/s", "M io/s")),
    "pps": (1000, (" p/s", "K p/s", "M p/s")),
}
_TIMES: Final = (
    (86_400 * 7, " weeks"),
    (86_400, " days"),
    (3600, " hours"),
    (60, " mins"),
    (1, " s"),
    (1e-3, " ms"),
    (1e-6, " µs"),
)


def written(value: float, unit: str = "short", decimals: int | None = None) -> str:
    """A value with its unit.

    Args:
        value: The value.
        unit: The unit's id in Grafana.
        decimals: Digits behind the point. Default: as many as it takes.
    """
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞"
    if unit == "percentunit":
        return f"{_digits(value * 100, decimals)}%"
    if unit in {"s", "ms"}:
        return _time(value / (1000 if unit == "ms" else 1), decimals)
    base, names = _SCALES.get(unit, (1000, ("",)))
    step = 0
    while abs(value) >= base and step < len(names) - 1:
        value, step = value / base, step + 1
    return f"{_digits(value, decimals)}{names[step]}"


def _time(seconds: float, decimals: int | None) -> str:
    for size, name in _TIMES:
        if abs(seconds) >= size:
            return f"{_digits(seconds / size, decimals)}{name}"
    return "0 s" if seconds == 0 else f"{_digits(seconds * 1e6, decimals)} µs"


def _digits(value: float, decimals: int | None) -> str:
    if decimals is not None:
        return f"{value:.{decimals}f}"
    if value == 0 or float(value).is_integer():
        return f"{value:.0f}"
    shown = max(0, 2 - math.floor(math.log10(abs(value)))) if abs(value) < 100 else 0
    text = f"{value:.{min(shown, 4)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def color_of(value: float, thresholds: Mapping[str, Any] | None) -> str:
    """The color that thresholds give a value: that of plain text where there are none."""
    found = "text"
    for step in (thresholds or {}).get("steps", ()):
        if step["value"] is None or value >= step["value"]:
            found = step["color"]
    return COLORS.get(found, found)


def mapped(value: object, mappings: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """Text and color that stand for a value, if mappings have any for it."""
    key = f"{value:g}" if isinstance(value, float) else str(value)
    for mapping in mappings:
        options = mapping.get("options") or {}
        if key in options:
            found = options[key]
            return found.get("text", key), COLORS.get(found.get("color", ""), COLORS["text"])
    return None
