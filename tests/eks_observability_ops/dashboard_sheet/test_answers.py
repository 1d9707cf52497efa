"""Recorded answers, as panels show them."""

from typing import Any

from eks_observability_ops.dashboard_sheet.answers import lines_of, series_of


def panel(*legends: str, names: list[str] | None = None) -> dict[str, Any]:
    """A panel with a query for each legend."""
    targets = [{"refId": chr(65 + n), "legendFormat": each} for n, each in enumerate(legends)]
    include = [{"id": "filterFieldsByName", "options": {"include": {"names": names}}}]
    return {"targets": targets, "transformations": include if names else []}


def answer(value: float | None, **labels: str) -> dict[str, Any]:
    """A series with one value."""
    return {"labels": labels, "values": [[0, value]]}


def test_a_series_is_called_by_its_labels() -> None:
    found = series_of(panel("{{node}} on {{ disk }}"), {"A": {"series": [answer(1, node="a")]}})
    assert [one.name for one in found] == ["a on"]


def test_without_a_legend_all_labels_are_shown() -> None:
    found = series_of(panel(""), {"A": {"series": [answer(1, node="a", job="b")]}})
    assert [one.name for one in found] == ["node=a, job=b"]


def test_a_series_without_any_value_is_left_out() -> None:
    assert series_of(panel("a"), {"A": {"series": [answer(None)]}}) == []


def test_the_latest_value_is_the_last_that_is_a_number() -> None:
    values = [[0, 1.0], [1, 3.0], [2, None]]
    (found,) = series_of(panel("a"), {"A": {"series": [{"labels": {}, "values": values}]}})
    assert (found.last, found.most) == (3, 3)


def test_lines_of_several_queries_are_joined_by_their_labels() -> None:
    queries = {
        "A": {"series": [answer(1, node="a"), answer(2, node="b")]},
        "B": {"series": [answer(3, node="b")]},
    }
    assert lines_of(panel("", "", names=["node", "Value #A", "Value #B"]), queries) == [
        {"node": "a", "Value #A": 1},
        {"node": "b", "Value #A": 2, "Value #B": 3},
    ]


def test_fields_that_are_not_asked_for_are_left_out() -> None:
    found = lines_of(panel("", names=["node"]), {"A": {"series": [answer(1, node="a", job="b")]}})
    assert found == [{"node": "a"}]


def test_a_table_of_another_data_source_is_taken_as_it_is() -> None:
    found = lines_of(panel(""), {"A": {"columns": ["who"], "rows": [["x"], ["y"]]}})
    assert found == [{"who": "x"}, {"who": "y"}]
