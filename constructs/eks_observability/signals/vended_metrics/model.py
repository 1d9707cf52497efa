"""Metrics that AWS publishes, arranged for a graph."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class VendedMetric:
    """A metric that AWS publishes for every cluster, once a minute, for nothing."""

    name: str
    """Its name, in the namespace of its module."""

    label: str
    """What it is called in a legend."""

    statistic: Literal["Sum", "Average", "Maximum"]
    """The statistic AWS documents as valid for it."""


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Metrics of one unit that are read together."""

    title: str
    """Heading."""

    unit: Literal["Count", "Seconds", "Bytes"]
    """Unit of all its metrics, and label of its axis."""

    metrics: tuple[VendedMetric, ...]
    """What it shows."""
