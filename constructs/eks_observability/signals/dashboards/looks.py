"""How a panel can look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.thresholds import Color, Step

Texts = Mapping[str, tuple[str, Color]]
"""What stands there instead of some values, and in which color."""

Calculation = Literal["lastNotNull", "max", "mean", "min", "sum"]
"""What becomes of a series' values, as Grafana names it."""


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Lines over time."""

    stacked: bool = False
    """Whether they stand on each other, as parts of a whole. Default: each by itself."""

    legend: tuple[Calculation, ...] = ("lastNotNull", "max")
    """What a table below says of each series. None: only what they are called, in a line."""

    limits: tuple[str, ...] = ()
    """Series that are drawn dashed, as limits of the others, by what they are called."""

    mirrored: tuple[str, ...] = ()
    """Series that are drawn downwards, by what they are called, such as `Sent`: a regular
    expression for whole names."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """One large number, or one for each series."""

    graph: bool = True
    """Whether its course is behind it. Default: it is."""

    texts: Texts = field(default_factory=dict)
    """What stands there instead of some values, and in which color. Default: the values."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table."""

    name: str
    """A label; or `Value #A` for the values of the first query, `Value #B` of the second."""

    title: str
    """What is above it."""

    unit: str = ""
    """Unit of its values. Default: the panel's."""

    thresholds: tuple[Step, ...] = ()
    """From where on its values have which color. Default: no colors."""

    texts: Texts = field(default_factory=dict)
    """What stands there instead of some values, and in which color. Default: the values."""

    bar: bool = False
    """Whether a bar shows how much of 1 its values are."""

    width: int | None = None
    """Pixels. Default: what is left, shared with the others."""

    links: tuple[Link, ...] = ()
    """Where a click on it leads. Default: nowhere."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the latest values: a line for each set of labels that queries have in common."""

    columns: tuple[Column, ...]
    """Its columns; fields that are not among them are left out."""

    sort: str
    """Title of the column it is sorted by at first."""

    descending: bool = True
    """Whether the highest is first."""


@dataclass(frozen=True, kw_only=True)
class Bars:
    """A bar for each series, of its latest value."""


@dataclass(frozen=True, kw_only=True)
class States:
    """A band for each series, whose color says in what state it was."""

    texts: Texts
    """What each value means, and its color."""


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text."""

    markdown: str
    """The text."""


@dataclass(frozen=True, kw_only=True)
class Directory:
    """A list of ways to other dashboards."""

    entries: tuple[tuple[Link, str], ...]
    """The ways, each with what one sees there."""


@dataclass(frozen=True, kw_only=True)
class Plugin:
    """Whatever else Grafana has, such as `logs` or `nodeGraph`."""

    type: str
    """The panel's type."""

    options: Mapping[str, object] = field(default_factory=dict)
    """Its options, as Grafana's JSON has them. Default: the plugin's."""


Look = Lines | Number | Table | Bars | States | Text | Directory | Plugin
"""How a panel can look."""
