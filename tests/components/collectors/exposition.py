"""What a target exposes, and what is to become of it: a second reading of what is promised."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from eks_observability_charts.collector.keep import Keep

Labels = Mapping[str, str]
Series = frozenset[tuple[str, str]]

_SAMPLE = re.compile(r"([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?")
_LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)",?')
_ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}


def samples(text: str) -> Iterator[tuple[str, dict[str, str], float]]:
    """Name, labels and value of each sample of an exposition."""
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        found = _SAMPLE.fullmatch(line)
        assert found, line
        labels = {name: _unescaped(value) for name, value in _LABEL.findall(found[2] or "")}
        yield found[1], labels, float(found[3])


def _unescaped(value: str) -> str:
    return re.sub(r"\\.", lambda found: _ESCAPES[found[0]], value)


def number(text: str) -> str:
    """A bound as it is written to the workspace: without exponent, without needless zeros."""
    if text == "+Inf":
        return text
    value = float(text)
    return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What is promised of a job's series."""

    keep: Keep
    target: Labels
    """Labels of the target, `job` and `cluster` included."""

    honor: bool = False
    """Whether labels of the exposition win over the target's."""

    without: tuple[str, ...] = ()
    """Regular expressions for `name{label="value",...}` with labels in their order of names, of
    series that are dropped."""

    def of(self, text: str) -> set[Series]:
        """The series that are to be there."""
        return {
            frozenset(self._labels(name, labels).items())
            for name, labels, _ in samples(text)
            if self._kept(name, labels)
        }

    def _kept(self, name: str, labels: Labels) -> bool:
        if name in {"target_info", "otel_scope_info"}:
            return False
        written = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()) if value)
        if any(re.fullmatch(each, f"{name}{{{written}}}") for each in self.without):
            return False
        return kept(self.keep, name, labels)

    def _labels(self, name: str, labels: Labels) -> dict[str, str]:
        found = {"__name__": name}
        for label, value in labels.items():
            if not value or label in self.keep.drop_labels:
                continue
            clash = label in self.target and not self.honor
            shown = number(value) if label in {"le", "quantile"} else value
            found[f"exported_{label}" if clash else label] = shown
        return {**self.target, **found} if self.honor else {**found, **self.target}


def kept(keep: Keep, name: str, labels: Labels) -> bool:
    """Whether a series is wanted."""
    if keep.metrics is None:
        return True
    if name in keep.buckets:
        bounds = {number(value) for value in keep.buckets[name]}
        return number(labels["le"]) in bounds | {"+Inf"}
    family = re.sub("_(sum|count)$", "", name)
    return _named(keep.metrics, name) or f"{family}_bucket" in keep.metrics


def _named(patterns: Iterable[str], name: str) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in patterns)
