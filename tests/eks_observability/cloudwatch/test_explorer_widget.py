"""The explorer widget, against the two that the book's chapter makes by hand."""

from typing import Any

import pytest

from eks_observability.cloudwatch.explorer_widget import (
    ExplorerAggregation,
    ExplorerMetric,
    ExplorerWidget,
)

CPU = ExplorerMetric(name="CPUUtilization", resource_type="AWS::EC2::Instance")


def widget(**more: Any) -> ExplorerWidget:
    return ExplorerWidget(
        title="Nodes",
        region="eu-central-1",
        metrics=[CPU],
        tags={"eks:cluster-name": "myipv4cluster"},
        **more,
    )


def properties(**more: Any) -> dict[str, Any]:
    (json,) = widget(**more).to_json()
    found: dict[str, Any] = json["properties"]
    return found


def test_it_is_an_explorer_widget() -> None:
    assert widget().to_json()[0]["type"] == "explorer"


def test_a_metric_is_named_with_its_resource_type_and_statistic() -> None:
    assert properties()["metrics"] == [
        {"metricName": "CPUUtilization", "resourceType": "AWS::EC2::Instance", "stat": "Average"}
    ]


def test_resources_are_found_by_tag() -> None:
    assert properties()["labels"] == [{"key": "eks:cluster-name", "value": "myipv4cluster"}]


def test_each_resource_has_its_own_line_by_default() -> None:
    assert "aggregateBy" not in properties()


def test_resources_can_be_grouped_by_another_tag() -> None:
    grouped = properties(aggregation=ExplorerAggregation(tag="eks:nodegroup-name", function="MAX"))

    assert grouped["aggregateBy"] == {"key": "eks:nodegroup-name", "func": "MAX"}


@pytest.mark.parametrize(("key", "value"), [("period", 60), ("region", "eu-central-1")])
def test_a_minute_of_this_region_is_one_value(key: str, value: object) -> None:
    assert properties()[key] == value


def test_the_legend_is_below_and_two_graphs_stand_side_by_side() -> None:
    assert properties()["widgetOptions"] == {
        "legend": {"position": "bottom"},
        "view": "timeSeries",
        "rowsPerPage": 1,
        "widgetsPerRow": 2,
    }


def test_it_stands_where_the_layout_puts_it() -> None:
    one = widget(width=12, height=5)
    one.position(12, 7)

    (json,) = one.to_json()
    assert {key: json[key] for key in ("x", "y", "width", "height")} == {
        "x": 12,
        "y": 7,
        "width": 12,
        "height": 5,
    }
