"""Alarms on what is unusual."""

from collections.abc import Callable, Sequence
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.anomaly_alarms import AnomalyAlarms
from eks_observability.notes import COSTS
from eks_observability.settings.alarms import Alarms
from eks_observability.signals.alarms.bands import BANDS, Band

TemplateOf = Callable[[Any], Template]
TOPIC = "arn:aws:sns:eu-central-1:111122223333:alerts"

each_band = pytest.mark.parametrize("band", BANDS, ids=lambda band: str(band.name))


def put(
    stack: cdk.Stack,
    cluster: eks.ICluster,
    *,
    topics: Sequence[str] = (),
    runbooks_url: str | None = None,
    **settings: Any,
) -> AnomalyAlarms:
    return AnomalyAlarms(
        stack,
        "It",
        cluster=cluster,
        settings=Alarms.model_validate(settings),
        bands=BANDS,
        topics=[sns.Topic.from_topic_arn(stack, arn, arn) for arn in topics],
        runbooks_url=runbooks_url,
    )


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return template_of(put)


def resource(template: Template, kind: str, name: str) -> dict[str, Any]:
    """What is made of one kind for a band, by the ids of constructs."""
    found = template.find_resources(f"AWS::CloudWatch::{kind}")
    (only,) = [one for key, one in found.items() if key.startswith(f"It{name}")]
    return dict(only)


def alarm(template: Template, band: Band) -> dict[str, Any]:
    found = template.find_resources("AWS::CloudWatch::Alarm").values()
    (only,) = [
        one for one in found if one["Properties"]["AlarmName"] == f"myipv4cluster-{band.name}"
    ]
    return dict(only)


def parts(template: Template, band: Band) -> tuple[dict[str, Any], dict[str, Any]]:
    """The band and the metric of an alarm."""
    expression, metric = alarm(template, band)["Properties"]["Metrics"]
    return expression, metric


@each_band
def test_an_alarm_is_on_what_is_above_the_band(template: Template, band: Band) -> None:
    expression, metric = parts(template, band)
    properties = alarm(template, band)["Properties"]

    assert properties["ComparisonOperator"] == "GreaterThanUpperThreshold"
    assert properties["ThresholdMetricId"] == expression["Id"]
    assert expression["Expression"] == f"ANOMALY_DETECTION_BAND({metric['Id']}, 3)"


@each_band
def test_a_model_is_of_the_metric_that_its_alarm_is_on(template: Template, band: Band) -> None:
    _, metric = parts(template, band)
    model = resource(template, "AnomalyDetector", f"{band.name}Model")["Properties"]
    single = model["SingleMetricAnomalyDetector"]

    assert single.pop("Stat") == metric["MetricStat"]["Stat"] == band.statistic
    assert {key: value for key, value in single.items() if value} == metric["MetricStat"]["Metric"]


@each_band
def test_an_alarm_goes_before_its_model(template: Template, band: Band) -> None:
    (needed,) = alarm(template, band)["DependsOn"]

    assert needed.startswith(f"It{band.name}Model")


@each_band
def test_a_metric_is_of_the_cluster_alone(template: Template, band: Band) -> None:
    metric = parts(template, band)[1]["MetricStat"]["Metric"]

    if band.source == "logs":
        assert (metric["Namespace"], "Dimensions" in metric) == (
            "EksObservability/myipv4cluster",
            False,
        )
        return
    assert metric["Namespace"] == "ContainerInsights"
    assert metric["Dimensions"] == [{"Name": "ClusterName", "Value": "myipv4cluster"}]


@each_band
def test_a_peak_is_no_alarm(template: Template, band: Band) -> None:
    properties = alarm(template, band)["Properties"]

    assert parts(template, band)[1]["MetricStat"]["Period"] == 300
    assert properties["EvaluationPeriods"] == 3
    assert "DatapointsToAlarm" not in properties


@each_band
def test_missing_values_count_as_the_band_says(template: Template, band: Band) -> None:
    assert alarm(template, band)["Properties"]["TreatMissingData"] == band.missing


@each_band
def test_an_alarm_says_why_and_what_to_do(template: Template, band: Band) -> None:
    said = alarm(template, band)["Properties"]["AlarmDescription"]

    assert said.startswith(band.summary)
    assert band.because in said
    assert said.endswith(f"docs/runbooks/cloudwatch/{band.name}.md")


def test_runbooks_may_be_somewhere(template_of: TemplateOf) -> None:
    made = template_of(
        lambda stack, cluster: put(stack, cluster, runbooks_url="https://example.com/runbooks/")
    )
    said = alarm(made, BANDS[0])["Properties"]["AlarmDescription"]

    assert said.endswith(" https://example.com/runbooks/cloudwatch/NodeCpuUnusual.md")


def test_nobody_is_told_by_default(template: Template) -> None:
    for band in BANDS:
        assert not {"AlarmActions", "OKActions"} & alarm(template, band)["Properties"].keys()


def test_somebody_may_be_told_that_it_began_and_that_it_is_over(template_of: TemplateOf) -> None:
    made = template_of(lambda stack, cluster: put(stack, cluster, topics=[TOPIC]))
    properties = alarm(made, BANDS[0])["Properties"]

    assert properties["AlarmActions"] == properties["OKActions"] == [TOPIC]


def test_the_band_may_be_wider(template_of: TemplateOf) -> None:
    made = template_of(lambda stack, cluster: put(stack, cluster, anomaly_band=4.5))

    assert parts(made, BANDS[0])[0]["Expression"].endswith(", 4.5)")


def test_an_alarm_that_is_off_has_no_model_either(template_of: TemplateOf) -> None:
    made = template_of(lambda stack, cluster: put(stack, cluster, off=("NodeCpuUnusual",)))

    for kind in ("Alarm", "AnomalyDetector"):
        made.resource_count_is(f"AWS::CloudWatch::{kind}", len(BANDS) - 1)


@pytest.mark.parametrize("off", [{"enabled": False}, {"anomaly_detection": False}])
def test_there_is_nothing_where_it_is_switched_off(
    template_of: TemplateOf, off: dict[str, Any]
) -> None:
    made: list[AnomalyAlarms] = []
    template = template_of(lambda stack, cluster: made.append(put(stack, cluster, **off)))

    for kind in ("Alarm", "AnomalyDetector"):
        template.resource_count_is(f"AWS::CloudWatch::{kind}", 0)
    assert made[0].alarms == {}
    assert made[0].node.metadata == []


def test_alarms_are_there_for_others_to_include(template_of: TemplateOf) -> None:
    made: list[AnomalyAlarms] = []
    template_of(lambda stack, cluster: made.append(put(stack, cluster)))

    assert list(made[0].alarms) == [band.name for band in BANDS]
    assert [entry.type for entry in made[0].node.metadata] == [COSTS]
