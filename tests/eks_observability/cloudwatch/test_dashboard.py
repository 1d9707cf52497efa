"""The dashboard: the two widgets that the book's chapter makes by hand, and what goes beyond."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.dashboard import ClusterDashboard
from eks_observability.signals.log_queries import control_plane as control_plane_logs
from eks_observability.signals.vended_metrics import control_plane as control_plane_metrics

TemplateOf = Callable[[Any], Template]
Widgets = list[dict[str, Any]]

# Figures 17.1 and 17.2 of the chapter: `aggregateBy` is all that they differ in, besides the title.
CHAPTER = {
    "metrics": [
        {"metricName": "CPUUtilization", "resourceType": "AWS::EC2::Instance", "stat": "Average"},
        {"metricName": "NetworkOut", "resourceType": "AWS::EC2::Instance", "stat": "Average"},
    ],
    "region": "eu-central-1",
    "labels": [{"key": "eks:cluster-name", "value": "myipv4cluster"}],
    "widgetOptions": {
        "legend": {"position": "bottom"},
        "view": "timeSeries",
        "rowsPerPage": 1,
        "widgetsPerRow": 2,
    },
    "period": 60,
}


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return template_of(lambda stack, cluster: ClusterDashboard(stack, "It", cluster=cluster))


@pytest.fixture(scope="module")
def widgets(template: Template) -> Widgets:
    return widgets_of(template)


def widgets_of(template: Template) -> Widgets:
    (dashboard,) = template.find_resources("AWS::CloudWatch::Dashboard").values()
    found: Widgets = json.loads(dashboard["Properties"]["DashboardBody"])["widgets"]
    return found


def of_type(widgets: Widgets, kind: str) -> list[dict[str, Any]]:
    return [widget["properties"] for widget in widgets if widget["type"] == kind]


def test_it_is_named_eks_dashboard_by_default(template: Template) -> None:
    template.has_resource_properties(
        "AWS::CloudWatch::Dashboard", {"DashboardName": "EKS-Dashboard"}
    )


def test_the_first_widget_is_the_chapters_aggregated_one(widgets: Widgets) -> None:
    assert of_type(widgets, "explorer")[0] == CHAPTER | {
        "title": "Cluster EC2 Instances (aggregated)",
        "aggregateBy": {"key": "eks:nodegroup-name", "func": "MAX"},
    }


def test_the_second_widget_is_the_same_with_a_line_for_each_instance(widgets: Widgets) -> None:
    assert of_type(widgets, "explorer")[1] == CHAPTER | {"title": "Cluster EC2 Instances"}


def test_no_two_widgets_overlap(widgets: Widgets) -> None:
    cells = [
        (widget["x"] + column, widget["y"] + row)
        for widget in widgets
        for column in range(widget["width"])
        for row in range(widget["height"])
    ]

    assert len(cells) == len(set(cells))


def test_no_widget_is_wider_than_the_dashboard(widgets: Widgets) -> None:
    assert max(widget["x"] + widget["width"] for widget in widgets) == 24


def test_every_vended_metric_is_shown_for_this_cluster(widgets: Widgets) -> None:
    shown = {
        (namespace, name, dimension, value)
        for graph in of_type(widgets, "metric")
        for namespace, name, dimension, value, _ in graph["metrics"]
    }

    assert shown == {
        ("AWS/EKS", metric.name, "ClusterName", "myipv4cluster")
        for graph in control_plane_metrics.graphs()
        for metric in graph.metrics
    }


def test_a_metric_has_the_statistic_that_aws_documents_for_it(widgets: Widgets) -> None:
    documented = {
        metric.name: metric.statistic
        for graph in control_plane_metrics.graphs()
        for metric in graph.metrics
    }
    shown = {
        name: options.get("stat", "Average")
        for graph in of_type(widgets, "metric")
        for _, name, _, _, options in graph["metrics"]
    }

    assert shown == documented


def test_audit_and_authenticator_questions_are_shown_by_default(widgets: Widgets) -> None:
    assert [widget["title"] for widget in of_type(widgets, "log")] == [
        query.title
        for query in control_plane_logs.queries()
        if set(query.sources) <= {"audit", "authenticator"}
    ]


def test_questions_are_asked_of_the_clusters_own_log_group(widgets: Widgets) -> None:
    sources = {widget["query"].split("\n")[0] for widget in of_type(widgets, "log")}

    assert {source.split(" | ")[0] for source in sources} == {
        "SOURCE '/aws/eks/myipv4cluster/cluster'"
    }


def test_without_any_logs_no_question_is_asked(template_of: TemplateOf) -> None:
    template = template_of(
        lambda stack, cluster: ClusterDashboard(stack, "It", cluster=cluster, log_types=())
    )

    assert of_type(widgets_of(template), "log") == []


def test_with_scheduler_logs_on_its_question_is_shown(template_of: TemplateOf) -> None:
    template = template_of(
        lambda stack, cluster: ClusterDashboard(
            stack, "It", cluster=cluster, log_types=["scheduler"]
        )
    )

    assert [widget["title"] for widget in of_type(widgets_of(template), "log")] == [
        "Pods the scheduler could not place"
    ]
