"""Tables, lines of logs, and texts."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from eks_observability_ops.dashboard_sheet import svg
from eks_observability_ops.dashboard_sheet.answers import Line
from eks_observability_ops.dashboard_sheet.box import Box
from eks_observability_ops.dashboard_sheet.values import COLORS, color_of, mapped, written

_GREY: Final = "#6e7480"
_ROW: Final = 17
_BY_DEFAULT: Final = 150


def table(panel: Mapping[str, Any], lines: Sequence[Line], box: Box) -> Iterator[str]:
    """A table.

    Args:
        panel: Grafana's JSON of the panel.
        lines: Its lines, by field.
        box: Where.
    """
    fields = _fields(panel, lines)
    properties = {field: _properties(panel, title) for field, title in fields.items()}
    widths = _widths(properties, box.width - 12)
    y = box.y + 12
    for field, x, width in _columns(fields, widths, box.x + 6):
        yield svg.text(x, y, fields[field], size=10, bold=True, width=width * 0.85)
    fit = int((box.height - _ROW - 14) / _ROW)
    ordered = _sorted(panel, lines, fields)
    for number, line in enumerate(ordered[:fit]):
        y = box.y + 12 + (number + 1) * _ROW
        rule = [(box.x + 6, y - 12), (box.right - 6, y - 12)]
        yield svg.line(rule, "#e4e7eb", width=1)
        for field, x, width in _columns(fields, widths, box.x + 6):
            yield from _cell(line.get(field), properties[field], x, y, width - 6)
    if len(lines) > fit:
        more = f"and {len(lines) - fit} more lines"
        yield svg.text(box.x + 6, box.bottom - 4, more, size=10, color=_GREY)


def logs(lines: Sequence[Line], box: Box) -> Iterator[str]:
    """Lines of logs.

    Args:
        lines: Them, by field.
        box: Where.
    """
    for number, line in enumerate(lines[: int(box.height / _ROW)]):
        y = box.y + 12 + number * _ROW
        yield svg.rectangle(box.x + 6, y - 9, 3, 12, COLORS["blue"])
        words = "  ".join(str(value) for value in line.values() if value not in (None, ""))
        yield svg.text(box.x + 14, y, words, size=10, width=box.width - 20)


def words(markdown: str, box: Box) -> Iterator[str]:
    """A text, without its marks.

    Args:
        markdown: The text.
        box: Where.
    """
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>|[*`#]", "", markdown))
    rows = [row.strip(" -|") for row in plain.splitlines() if row.strip(" -|:")]
    for number, row in enumerate(rows[: int(box.height / 16)]):
        yield svg.text(box.x + 8, box.y + 13 + number * 16, row, width=box.width - 16)


def _fields(panel: Mapping[str, Any], lines: Sequence[Line]) -> dict[str, str]:
    """Fields that are shown, in their order, with their titles."""
    for each in panel.get("transformations") or ():
        if each["id"] == "organize":
            titles = each["options"].get("renameByName", {})
            order = each["options"].get("indexByName", {})
            return {field: titles.get(field, field) for field in sorted(order, key=order.get)}
    found = dict.fromkeys(field for line in lines for field in line)
    return {field: field for field in found}


def _properties(panel: Mapping[str, Any], title: str) -> dict[str, Any]:
    """What goes for one column."""
    found = dict(panel["fieldConfig"]["defaults"])
    for each in panel["fieldConfig"].get("overrides", ()):
        if each["matcher"]["options"] == title:
            found |= {one["id"]: one["value"] for one in each["properties"]}
    return found


def _widths(properties: Mapping[str, Mapping[str, Any]], room: float) -> dict[str, float]:
    fixed = {field: each.get("custom.width") for field, each in properties.items()}
    taken = sum(width for width in fixed.values() if width)
    free = sum(1 for width in fixed.values() if not width)
    share = max((room - taken) / free, 40) if free else _BY_DEFAULT
    found = {field: float(width or share) for field, width in fixed.items()}
    scale = room / sum(found.values()) if found else 1
    return {field: width * scale for field, width in found.items()}


def _columns(
    fields: Mapping[str, str], widths: Mapping[str, float], x: float
) -> Iterator[tuple[str, float, float]]:
    for field in fields:
        yield field, x, widths[field]
        x += widths[field]


def _sorted(
    panel: Mapping[str, Any], lines: Sequence[Line], fields: Mapping[str, str]
) -> list[Line]:
    by = next(iter(panel["options"].get("sortBy") or ()), None)
    field = next((f for f, title in fields.items() if by and title == by["displayName"]), None)
    if by is None or field is None:
        return list(lines)

    def key(line: Line) -> tuple[int, float, str]:
        value = line.get(field)
        if isinstance(value, float):
            return 1, value if math.isfinite(value) else -math.inf, ""
        return (0, 0, "") if value is None else (1, 0, str(value))

    return sorted(lines, key=key, reverse=bool(by["desc"]))


def _cell(
    value: object, properties: Mapping[str, Any], x: float, y: float, width: float
) -> Iterator[str]:
    if value is None or value == "":
        return
    said = mapped(value, properties.get("mappings") or ())
    if said:
        yield svg.text(x, y, said[0], size=10, color=said[1], width=width)
        return
    if not isinstance(value, float):
        yield svg.text(x, y, str(value), size=10, width=width)
        return
    color = color_of(value, properties.get("thresholds"))
    label = written(value, properties.get("unit", "short"), properties.get("decimals"))
    if (properties.get("custom.cellOptions") or {}).get("type") == "gauge":
        full = width - 46
        yield svg.rectangle(x, y - 9, full, 10, "#eceff2")
        yield svg.rectangle(x, y - 9, full * min(max(value, 0), 1), 10, color, opacity=0.75)
        yield svg.text(x + full + 4, y, label, size=10, color=color)
        return
    yield svg.text(x, y, label, size=10, color=color, width=width)
