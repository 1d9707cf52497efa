"""Metrics that a target exposes, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["counter", "gauge", "histogram", "summary", "untyped"]
"""Kinds of metrics, as Prometheus' text format names them."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """A metric with all the series that it consists of."""

    name: str
    """Its name, as `# TYPE` gives it."""

    kind: Kind
    """What it is."""

    labels: tuple[str, ...]
    """Labels that its series carry, besides `le`, `quantile` and those of the target."""

    @property
    def series(self) -> tuple[str, ...]:
        """Names of its series."""
        of_sums = f"{self.name}_count", f"{self.name}_sum"
        if self.kind == "histogram":
            return f"{self.name}_bucket", *of_sums
        if self.kind == "summary":
            return self.name, *of_sums
        return (self.name,)


@dataclass(frozen=True, kw_only=True)
class Exposition:
    """What the targets of a job expose."""

    families: tuple[Family, ...]
    """Their metrics."""

    droppable: tuple[str, ...] = ()
    """Labels without which a target's series still differ from each other. Default: none."""

    @cached_property
    def by_series(self) -> Mapping[str, Family]:
        """The metric that each series belongs to, by the series' name."""
        return {series: family for family in self.families for series in family.series}


def families(kind: Kind, labels: str, names: str) -> tuple[Family, ...]:
    """Metrics of one kind with the same labels.

    Args:
        kind: What they are.
        labels: Their labels, with spaces between.
        names: Their names, with spaces between.
    """
    return tuple(
        Family(name=name, kind=kind, labels=tuple(labels.split())) for name in names.split()
    )
