"""Metrics that AWS publishes, arranged for a graph."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["Count", "Seconds", "Bytes", "Percent"]
"""Units of metrics, as CloudWatch names them."""


@dataclass(frozen=True, kw_only=True)
class VendedMetric:
    """A metric that AWS, or an agent of AWS's, publishes of a cluster."""

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

    unit: Unit
    """Unit of all its metrics, and label of its axis."""

    metrics: tuple[VendedMetric, ...]
    """What it shows."""


@dataclass(frozen=True, kw_only=True)
class TopGraph:
    """The most of one metric among things that come and go, such as pods."""

    title: str
    """Heading."""

    unit: Unit
    """The metric's unit, and label of its axis."""

    metric: str
    """The metric's name."""

    dimensions: tuple[str, ...]
    """The dimensions besides the cluster's that tell the things apart."""

    statistic: Literal["Sum", "Average", "Maximum"]
    """How the samples of one period become one value."""

    period_seconds: int = 60
    """Seconds that one value stands for."""

    ranked_by: Literal["MAX", "SUM"] = "MAX"
    """What of a thing's values decides its rank."""

    count: int = 10
    """How many things are shown: those with the highest value in the time range."""
