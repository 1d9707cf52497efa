"""Prometheus' text format, as far as recordings of it are tidied up and multiplied."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"')
_SERIES = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (\S+)( -?\d+)?")
_BOUND = re.compile(r',?\b(?:le|quantile)="[^"]*"')
_PART = re.compile(r"_(?:bucket|sum|count)$")


@dataclass(kw_only=True)
class Family:
    """A metric with its series; a histogram's buckets, sum and count are one metric."""

    name: str
    """As its HELP and TYPE lines name it."""

    comments: list[str] = field(default_factory=list)
    """Its HELP and TYPE lines."""

    samples: list[str] = field(default_factory=list)
    """A series with its value a line."""


def families(text: str) -> Iterator[Family]:
    """The metrics of an exposition, in its order."""
    family: Family | None = None
    for line in text.splitlines():
        if line.startswith(("# HELP ", "# TYPE ")):
            name = line.split(" ")[2]
            if family is None or family.name != name:
                if family:
                    yield family
                family = Family(name=name)
            family.comments.append(line)
        elif line and not line.startswith("#"):
            name = series_name(line)
            if family is None or _PART.sub("", name) != family.name != name:
                if family:
                    yield family
                family = Family(name=name)
            family.samples.append(line)
    if family:
        yield family


def text_of(metrics: Iterable[Family]) -> str:
    """An exposition of some metrics."""
    lines = (line for one in metrics for line in (*one.comments, *one.samples))
    return "".join(f"{line}\n" for line in lines)


def series_name(line: str) -> str:
    """The name of a sample's series."""
    return line.partition("{")[0].partition(" ")[0]


def labels_of(line: str) -> dict[str, str]:
    """The labels of a sample, values as they are written, escapes included."""
    found = _SERIES.fullmatch(line)
    return dict(_LABEL.findall(found[2])) if found and found[2] else {}


def value_of(line: str) -> tuple[str, str, str]:
    """A sample's series, its value, and its timestamp with the blank before it, or nothing."""
    found = _SERIES.fullmatch(line)
    if not found:
        msg = f"This is no sample: {line}"
        raise ValueError(msg)
    return found[1] + (found[2] or ""), found[3], found[4] or ""


def trimmed(family: Family, *, sets: int, histogram_sets: int) -> Family:
    """A metric with its first few label sets; a histogram is kept with all its buckets or not.

    Args:
        family: The metric.
        sets: Label sets that are kept of a counter or a gauge.
        histogram_sets: Of a histogram or a summary.
    """
    kinds = {line.split(" ")[3] for line in family.comments if line.startswith("# TYPE ")}
    most = histogram_sets if kinds & {"histogram", "summary"} else sets
    seen: dict[str, None] = {}
    samples = []
    for line in family.samples:
        series = value_of(line)[0]
        _, _, labels = _BOUND.sub("", series).partition("{")
        key = labels.lstrip(",") or "}"
        if len(seen) < most:
            seen.setdefault(key)
        if key in seen:
            samples.append(line)
    return Family(name=family.name, comments=family.comments, samples=samples)


def kept(metrics: Iterable[Family], keep: Callable[[str], bool]) -> Iterator[Family]:
    """The metrics with those samples alone that `keep` says yes to, and no empty ones."""
    for one in metrics:
        samples = [line for line in one.samples if keep(line)]
        if samples:
            yield Family(name=one.name, comments=one.comments, samples=samples)
