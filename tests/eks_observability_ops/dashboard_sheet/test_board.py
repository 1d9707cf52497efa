"""Dashboards as pictures."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from eks_observability_ops.dashboard_sheet.board import draw

TIMES = (0, 60)
OF_TYPE = {
    "timeseries": {},
    "stat": {"graphMode": "area"},
    "bargauge": {},
    "state-timeline": {},
    "table": {},
}


def panel(kind: str, **more: Any) -> dict[str, Any]:
    """A panel of a type with one query."""
    return {
        "id": 2,
        "type": kind,
        "title": "Its title",
        "gridPos": {"x": 0, "y": 1, "w": 12, "h": 8},
        "options": OF_TYPE.get(kind, {}),
        "fieldConfig": {"defaults": {"unit": "short", "noValue": "Nothing here"}, "overrides": []},
        "targets": [{"refId": "A", "legendFormat": "{{node}}"}],
        **more,
    }


def drawn(*panels: dict[str, Any], sample: bool = False, values: bool = True) -> str:
    """The picture of a dashboard with these panels, which two nodes answer."""
    series = [
        {"labels": {"node": node}, "values": [[0, 1], [30, 2], [60, 3]]} for node in ("one", "two")
    ]
    answers = {"A": {"series": series if values else [], "sample": sample}}
    board = {"title": "Board", "uid": "eks-board", "panels": list(panels)}
    return draw(board, {str(each["id"]): answers for each in panels}, TIMES)


def words(picture: str) -> set[str]:
    """All texts of a picture."""
    return {each.text for each in ET.fromstring(picture).iter() if each.text}


@pytest.mark.parametrize("kind", OF_TYPE)
def test_a_panel_shows_its_title_and_its_series(kind: str) -> None:
    found = words(drawn(panel(kind)))
    assert {"Board", "Its title"} <= found
    assert {"one", "two"} <= found


@pytest.mark.parametrize("kind", OF_TYPE)
def test_a_panel_without_an_answer_says_so(kind: str) -> None:
    assert "Nothing here" in words(drawn(panel(kind), values=False))


def test_what_is_made_up_says_so() -> None:
    assert "sample" in words(drawn(panel("stat"), sample=True))
    assert "sample" not in words(drawn(panel("stat")))


def test_a_closed_row_is_opened() -> None:
    row = {"id": 1, "type": "row", "title": "Row", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}}
    below = {**panel("stat"), "id": 3, "title": "Below"}
    below["gridPos"] = {"x": 0, "y": 1, "w": 24, "h": 4}
    picture = draw(
        {"title": "Board", "panels": [{**row, "panels": [panel("stat")]}, below]}, {}, TIMES
    )
    places = {
        each.text: float(each.get("y", 0)) for each in ET.fromstring(picture).iter() if each.text
    }
    assert places["Row"] < places["Its title"] < places["Below"]


def test_a_text_is_shown_without_its_marks() -> None:
    text = panel("text", options={"content": "## Of **all** [nodes](x)"})
    assert "Of all nodes" in words(drawn(text))


def test_names_are_written_as_they_are() -> None:
    assert "a < b & c" in words(drawn(panel("stat", title="a < b & c")))


def test_an_unknown_panel_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing draws heatmap"):
        drawn(panel("heatmap"))


def test_a_value_below_nothing_is_drawn() -> None:
    overrides = [
        {
            "matcher": {"id": "byRegexp", "options": "/^(two)$/"},
            "properties": [{"id": "custom.transform", "value": "negative-Y"}],
        }
    ]
    defaults = {"unit": "short"}
    mirrored = panel("timeseries", fieldConfig={"defaults": defaults, "overrides": overrides})
    assert "-2" in words(drawn(mirrored))
