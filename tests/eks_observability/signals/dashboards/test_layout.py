"""Where panels stand."""

from itertools import combinations

import pytest

from eks_observability.signals import jobs
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.layout import Place, PlacedRow, placed
from eks_observability.signals.dashboards.model import Dashboard, Panel, Row
from eks_observability.signals.dashboards.scope import DashboardScope

JOBS = frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR})
MADE = dashboards(DashboardScope(jobs=JOBS))


def panel(width: int, height: int = 8) -> Panel:
    return Panel(title="a", description="b", width=width, height=height)


def of(*panels: Panel, collapsed: bool = False) -> tuple[PlacedRow, ...]:
    """Where panels stand in a row, and the row after it."""
    rows = (Row(title="1", panels=panels, collapsed=collapsed), Row(title="2", panels=()))
    return tuple(placed(rows))


def test_panels_stand_below_the_title_of_their_row() -> None:
    assert of(panel(12))[0].panels[0][1] == Place(x=0, y=1, width=12, height=8)


def test_panels_stand_side_by_side_while_there_is_room() -> None:
    assert [place.x for _, place in of(panel(8), panel(8), panel(8))[0].panels] == [0, 8, 16]


def test_a_panel_without_room_stands_below_the_tallest() -> None:
    places = [place for _, place in of(panel(12, 4), panel(8, 9), panel(8))[0].panels]

    assert (places[2].x, places[2].y) == (0, 10)


def test_a_row_stands_below_the_one_before() -> None:
    assert of(panel(12, 4), panel(12, 9))[1].place.y == 10


def test_a_closed_row_takes_one_line() -> None:
    assert of(panel(12), collapsed=True)[1].place.y == 1


def overlap(one: Place, other: Place) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@pytest.mark.parametrize("dashboard", MADE, ids=lambda each: each.subject)
def test_no_panel_stands_on_another(dashboard: Dashboard) -> None:
    rows = list(placed(dashboard.rows))
    for row in rows:
        places = [row.place, *(place for _, place in row.panels)]

        assert not any(overlap(*pair) for pair in combinations(places, 2))
    opened = [place for row in rows if not row.row.collapsed for _, place in row.panels]
    assert not any(overlap(*pair) for pair in combinations(opened, 2))


@pytest.mark.parametrize("dashboard", MADE, ids=lambda each: each.subject)
def test_lines_of_panels_are_full(dashboard: Dashboard) -> None:
    for row in placed(dashboard.rows):
        lines: dict[int, int] = {}
        for _, place in row.panels:
            lines[place.y] = lines.get(place.y, 0) + place.width

        assert set(lines.values()) <= {24}, row.row.title
