"""Recorded answers to the queries of a dashboard."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_LABEL: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")

Values = Sequence[tuple[float, float]]
"""Unix times and values."""


@dataclass(frozen=True, kw_only=True)
class Series:
    """A series of a panel."""

    name: str
    """What it is called."""

    labels: Mapping[str, str]
    values: Values

    @property
    def last(self) -> float:
        """Its latest value: not a number, where it has none."""
        return next((v for _, v in reversed(self.values) if math.isfinite(v)), math.nan)

    @property
    def most(self) -> float:
        """Its highest value: not a number, where it has none."""
        return max((v for _, v in self.values if math.isfinite(v)), default=math.nan)


def series_of(panel: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Series]:
    """All series of a panel that have a value, in the order of its queries."""
    return [
        one
        for target in panel.get("targets") or ()
        for one in _of_target(target, answers.get(target["refId"]) or {})
        if any(math.isfinite(value) for _, value in one.values)
    ]


def _of_target(target: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[Series]:
    for one in answer.get("series", ()):
        labels = one["labels"]
        legend = target.get("legendFormat") or ""
        name = _LABEL.sub(lambda found, of=labels: of.get(found[1], ""), legend).strip()
        values = tuple(
            (time, math.nan if value is None else value) for time, value in one["values"]
        )
        yield Series(name=name or _labels(labels), labels=labels, values=values)


def _labels(labels: Mapping[str, str]) -> str:
    shown = {name: value for name, value in labels.items() if name != "__name__"}
    if not shown:
        return labels.get("__name__", "Value")
    return ", ".join(f"{name}={value}" for name, value in shown.items())


Line = dict[str, Any]
"""A line of a table, by field."""


def lines_of(panel: Mapping[str, Any], answers: Mapping[str, Any]) -> list[Line]:
    """The lines of a table: of latest values, joined by the labels that queries have in common."""
    targets = panel.get("targets") or ()
    included = _included(panel)
    found: list[Line] = []
    for target in targets:
        answer = answers.get(target["refId"]) or {}
        if "rows" in answer:
            return [dict(zip(answer["columns"], row, strict=True)) for row in answer["rows"]]
        value = "Value" if len(targets) == 1 else f"Value #{target['refId']}"
        for one in _of_target(target, answer):
            line: Line = {**one.labels, value: one.last}
            if included:
                line = {name: each for name, each in line.items() if name in included}
            _merge(found, line)
    return found


def _included(panel: Mapping[str, Any]) -> set[str]:
    for each in panel.get("transformations") or ():
        if each["id"] == "filterFieldsByName":
            return set(each["options"]["include"]["names"])
    return set()


def _merge(lines: list[Line], line: Line) -> None:
    """Adds to the lines that agree with it, as Grafana's `merge` does; else it is one itself."""
    merged = False
    for other in lines:
        common = other.keys() & line.keys()
        if common and all(other[name] == line[name] for name in common):
            other.update(line)
            merged = True
    if not merged:
        lines.append(dict(line))
