"""Where panels stand: from the left to the right, and below what is there when a line is full."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eks_observability.signals.dashboards.model import COLUMNS, Panel, Row


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place on a dashboard, in columns and rows."""

    x: int
    """First column, from 0."""

    y: int
    """First row, from 0."""

    width: int
    """Columns."""

    height: int
    """Rows."""


@dataclass(frozen=True, kw_only=True)
class PlacedRow:
    """A row, where it stands, and where its panels do."""

    row: Row
    """The row."""

    place: Place
    """Where its title stands."""

    panels: tuple[tuple[Panel, Place], ...]
    """Its panels; of a closed row, where they stand when it is opened."""


def placed(rows: Sequence[Row]) -> Iterator[PlacedRow]:
    """Rows one below the other, each with its panels below its title."""
    y = 0
    for row in rows:
        title = Place(x=0, y=y, width=COLUMNS, height=1)
        panels = tuple(_flow(row.panels, y + 1))
        yield PlacedRow(row=row, place=title, panels=panels)
        bottom = max((place.y + place.height for _, place in panels), default=y + 1)
        y = y + 1 if row.collapsed else bottom


def _flow(panels: Sequence[Panel], top: int) -> Iterator[tuple[Panel, Place]]:
    x, y, tallest = 0, top, 0
    for panel in panels:
        if x + panel.width > COLUMNS:
            x, y, tallest = 0, y + tallest, 0
        yield panel, Place(x=x, y=y, width=panel.width, height=panel.height)
        x += panel.width
        tallest = max(tallest, panel.height)
