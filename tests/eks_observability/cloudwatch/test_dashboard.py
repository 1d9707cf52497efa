"""The dashboard: the two widgets that the book's chapter makes by hand, and what goes beyond."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.dashboard import ClusterDashboard
from eks_observability.signals.log_metrics import application as application_metrics
from eks_observability.signals.log_queries import application as application_logs
from eks_observability.signals.log_queries import control_plane as control_plane_logs
from eks_observability.signals.log_queries import events as event_log
from eks_observability.signals.vended_metrics import container_insights as workload_metrics
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


@pytest.fixture(scope="module")
def whole(template_of: TemplateOf) -> Widgets:
    """The widgets of a dashboard with all that it can show."""
    return widgets_of(
        template_of(
            lambda stack, cluster: ClusterDashboard(
                stack,
                "It",
                cluster=cluster,
                container_insights=True,
                application_logs=True,
                events=True,
                log_metrics=application_metrics.metrics(),
            )
        )
    )


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


def test_no_two_widgets_overlap(whole: Widgets) -> None:
    widgets = whole

    cells = [
        (widget["x"] + column, widget["y"] + row)
        for widget in widgets
        for column in range(widget["width"])
        for row in range(widget["height"])
    ]

    assert len(cells) == len(set(cells))


def test_no_widget_is_wider_than_the_dashboard(whole: Widgets) -> None:
    widgets = whole

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


def headings(widgets: Widgets) -> list[str]:
    return [widget["markdown"].removeprefix("## ") for widget in of_type(widgets, "text")]


def test_parts_have_headings_in_the_order_of_a_search_for_a_cause(whole: Widgets) -> None:
    assert headings(whole) == [
        "Control plane",
        "Workloads",
        "Logs",
        "Control-plane logs",
        "Container logs",
        "Kubernetes events",
    ]


def test_the_chapters_widgets_stay_first_with_all_else_on(whole: Widgets) -> None:
    assert [widget["type"] for widget in whole[:2]] == ["explorer", "explorer"]


def test_what_is_not_observed_is_not_shown(widgets: Widgets) -> None:
    assert headings(widgets) == ["Control plane", "Control-plane logs"]


@pytest.mark.parametrize("graph", workload_metrics.graphs(), ids=lambda graph: str(graph.title))
def test_metrics_of_the_cluster_as_a_whole_are_shown(whole: Widgets, graph: Any) -> None:
    (shown,) = [one for one in of_type(whole, "metric") if one["title"] == graph.title]

    assert [metric[:4] for metric in shown["metrics"]] == [
        ["ContainerInsights", metric.name, "ClusterName", "myipv4cluster"]
        for metric in graph.metrics
    ]


def test_the_workloads_that_restart_most_are_searched_for(whole: Widgets) -> None:
    (shown,) = [
        one for one in of_type(whole, "metric") if one["title"].startswith("Container restarts")
    ]
    ((search,),) = shown["metrics"]

    assert search["expression"] == (
        "SLICE(SORT(SEARCH('{ContainerInsights,ClusterName,Namespace,PodName} "
        'ClusterName="myipv4cluster" MetricName="pod_number_of_container_restarts"\', '
        "'Sum', 300), SUM, DESC), 0, 10)"
    )


@pytest.mark.parametrize(
    ("queries", "group"),
    [
        (application_logs.queries(), "/aws/containerinsights/myipv4cluster/application"),
        (event_log.queries(), "/aws/containerinsights/myipv4cluster/events"),
    ],
)
def test_questions_are_asked_of_the_logs_that_answer_them(
    whole: Widgets, queries: Any, group: str
) -> None:
    titles = {query.title for query in queries}
    asked = [one["query"] for one in of_type(whole, "log") if one["title"] in titles]

    assert len(asked) == len(titles)
    assert all(query.startswith(f"SOURCE '{group}' | ") for query in asked)


def test_what_is_counted_from_logs_is_shown(whole: Widgets) -> None:
    (shown,) = [one for one in of_type(whole, "metric") if one["title"] == "Counted from logs"]

    assert shown["metrics"][0][:2] == ["EksObservability/myipv4cluster", "ApplicationErrors"]


@pytest.mark.parametrize("top", workload_metrics.top_graphs(), ids=lambda top: str(top.title))
def test_what_stands_out_is_searched_for_by_exactly_its_dimensions(
    whole: Widgets, top: Any
) -> None:
    (shown,) = [one for one in of_type(whole, "metric") if one["title"] == top.title]
    ((search,),) = shown["metrics"]
    schema = ",".join(("ContainerInsights", "ClusterName", *top.dimensions))

    assert f"{{{schema}}}" in search["expression"]


def test_the_state_of_alarms_stands_at_the_top(template_of: TemplateOf) -> None:
    arns = [f"arn:aws:cloudwatch:eu-central-1:111122223333:alarm:{each}" for each in range(8)]

    def build(stack: Any, cluster: Any) -> None:
        alarms = [cloudwatch.Alarm.from_alarm_arn(stack, arn[-1], arn) for arn in arns]
        ClusterDashboard(stack, "It", cluster=cluster, alarms=alarms)

    first = widgets_of(template_of(build))[0]
    assert (first["type"], first["x"], first["y"]) == ("alarm", 0, 0)
    assert first["properties"]["alarms"] == arns


def test_without_alarms_there_is_no_state_of_them(widgets: Widgets) -> None:
    assert not of_type(widgets, "alarm")
