"""Metrics that are counted from log lines."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

from eks_observability.cloudwatch.log_metrics import LogMetrics
from eks_observability.signals.log_metrics.model import LogMetric

TemplateOf = Callable[[Any], Template]

TIMEOUTS = LogMetric(name="Timeouts", log_group="application", pattern='"timeout"')
LATENCY = LogMetric(
    name="Latency",
    log_group="application",
    pattern="{ $.latency = * }",
    value="$.latency",
    unit="Milliseconds",
)


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return template_of(
        lambda stack, cluster: LogMetrics(stack, "It", cluster=cluster, metrics=[TIMEOUTS, LATENCY])
    )


def transformation(template: Template, name: str) -> dict[str, Any]:
    """What becomes of the lines that count for one metric."""
    found = template.find_resources("AWS::Logs::MetricFilter").values()
    transformations = [one["Properties"]["MetricTransformations"][0] for one in found]
    (only,) = [one for one in transformations if one["MetricName"] == name]
    return dict(only)


def test_lines_of_the_clusters_own_group_are_counted(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Logs::MetricFilter",
        {
            "LogGroupName": "/aws/containerinsights/myipv4cluster/application",
            "FilterPattern": '"timeout"',
        },
    )


def test_each_cluster_has_a_namespace_of_its_own(template: Template) -> None:
    namespace = transformation(template, "Timeouts")["MetricNamespace"]

    assert namespace == "EksObservability/myipv4cluster"


def test_a_minute_without_such_a_line_counts_nought(template: Template) -> None:
    assert transformation(template, "Timeouts")["DefaultValue"] == 0


def test_a_minute_without_a_measurement_counts_nothing(template: Template) -> None:
    assert "DefaultValue" not in transformation(template, "Latency")


def test_a_metric_may_be_a_field_of_the_line(template: Template) -> None:
    assert transformation(template, "Latency")["MetricValue"] == "$.latency"


def test_a_metric_has_its_unit(template: Template) -> None:
    assert transformation(template, "Latency")["Unit"] == "Milliseconds"


def test_one_name_for_two_metrics_is_refused(template_of: TemplateOf) -> None:
    with pytest.raises(ValueError, match="Timeouts is counted twice"):
        template_of(
            lambda stack, cluster: LogMetrics(
                stack, "It", cluster=cluster, metrics=[TIMEOUTS, TIMEOUTS]
            )
        )


def test_lines_of_an_unknown_group_are_refused(template_of: TemplateOf) -> None:
    lost = LogMetric(name="A", log_group="aplication", pattern="a")

    with pytest.raises(ValueError, match="'aplication' is no log group: use one of control_plane"):
        template_of(lambda stack, cluster: LogMetrics(stack, "It", cluster=cluster, metrics=[lost]))


def test_no_filter_asks_for_what_the_api_has_not(template: Template) -> None:
    template.all_resources_properties(
        "AWS::Logs::MetricFilter", {"ApplyOnTransformedLogs": Match.absent()}
    )
