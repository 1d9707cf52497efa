"""Queries to CloudWatch, as the data source reads them."""

from grafana_foundation_sdk.models import cloudwatch as sdk

from eks_observability.signals.dashboards.queries.amp import of_workspace, usage
from eks_observability.signals.dashboards.queries.cloudwatch import logs, metric


def test_a_metric_is_one_that_grafana_knows_how_to_read() -> None:
    query = metric(
        "AWS/EKS", "m", statistic="Sum", dimensions={"ClusterName": "$cluster"}, label="all"
    ).query
    assert sdk.MetricsQuery.from_json(dict(query)).dimensions == {"ClusterName": "$cluster"}


def test_logs_are_asked_in_a_way_that_grafana_knows_how_to_read() -> None:
    query = sdk.LogsQuery.from_json(dict(logs("fields @message", log_group="/a").query))
    assert (query.expression, query.log_group_names) == ("fields @message", ["/a"])


def test_logs_are_a_table_unless_groups_are_named() -> None:
    assert logs("a", log_group="/a").query["statsGroups"] == []
    assert logs("a", log_group="/a", groups=("bin(1m)", "b")).query["statsGroups"] == [
        "bin(1m)",
        "b",
    ]


def test_every_workspace_of_the_region_is_shown() -> None:
    assert of_workspace("DiscardedSamples", "Refused").query["dimensions"] == {"Workspace": "*"}
    assert usage("ActiveSeries").query["dimensions"] == {
        "Service": "Prometheus",
        "Type": "Resource",
        "Class": "None",
        "Resource": "ActiveSeries",
        "ResourceId": "*",
    }


def test_what_else_tells_series_of_a_workspace_apart_is_taken_too() -> None:
    assert of_workspace("DiscardedSamples", "Refused").query["matchExact"] is False
    assert usage("ActiveSeries").query["matchExact"] is True
