"""One table of alarms, held against what is published and against their pages."""

import re
from pathlib import Path
from typing import Any

import pytest

from eks_observability.cloudwatch.access_entry_changes import DIMENSION, NAMESPACE
from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.signals.alarms.bands import BANDS
from eks_observability.signals.alarms.model import Measure, Message, ThresholdAlarm
from eks_observability.signals.alarms.subjects import (
    ALARM_NAMES,
    MESSAGES,
    measured_alarms,
    sources,
    threshold_alarms,
)
from eks_observability.signals.log_metrics import control_plane as log_metrics
from tests.eks_observability.signals.vended_metrics.test_container_insights import (
    CLUSTER,
)
from tests.eks_observability.signals.vended_metrics.test_container_insights import (
    DOCUMENTED as CONTAINER_INSIGHTS,
)
from tests.eks_observability.signals.vended_metrics.test_control_plane import (
    DOCUMENTED as CONTROL_PLANE,
)

RUNBOOKS = Path(__file__).parents[4] / "docs" / "runbooks" / "cloudwatch"
ALARMS = threshold_alarms(AlarmThresholds())
COUNTED = {metric.name: metric for metric in log_metrics.metrics()}

# EventBridge User Guide, "Monitoring Amazon EventBridge": unit of the metric with RuleName.
EVENTS = {"TriggeredRules": "Count"}

# amazon-cloudwatch-agent, translator/translate/otel/exporter/awsemf/kubernetes.go: with enhanced
# observability these are published with ClusterName alone, too.
ENHANCED = {"pod_number_of_container_restarts": "Count"}

each = pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: str(alarm.name))
each_message = pytest.mark.parametrize("message", MESSAGES, ids=lambda one: str(one.name))
each_measure = pytest.mark.parametrize(
    "measure",
    [measure for alarm in ALARMS for measure in alarm.measures.values()],
    ids=lambda measure: str(measure.name),
)


def published_unit(measure: Measure) -> str | None:
    """The documented unit of a metric that has no more than the cluster's dimension."""
    match measure.source:
        case "classic":
            unit, dimensions = CONTAINER_INSIGHTS[measure.name]
            return unit if CLUSTER in dimensions else None
        case "enhanced":
            return ENHANCED[measure.name]
        case "control_plane":
            return CONTROL_PLANE[measure.name][0]
        case "logs":
            return COUNTED[measure.name].unit
        case "access_entries":
            return EVENTS[measure.name]


@each_measure
def test_a_metric_is_published_for_the_cluster_in_this_unit(measure: Measure) -> None:
    assert measure.unit == published_unit(measure)


@each_measure
def test_a_metric_of_the_control_plane_has_its_one_valid_statistic(measure: Measure) -> None:
    if measure.source == "control_plane":
        assert measure.statistic == CONTROL_PLANE[measure.name][1]


@each_measure
def test_what_is_counted_is_added_up(measure: Measure) -> None:
    if measure.source in ("logs", "access_entries"):
        assert measure.statistic == "Sum"


@each
def test_a_value_has_the_unit_of_its_threshold(alarm: ThresholdAlarm) -> None:
    units = {measure.unit for measure in alarm.measures.values()}
    ratio = alarm.expression is not None and alarm.expression.startswith("100 * ")

    assert alarm.unit == ("Percent" if ratio else units.pop())
    assert len(units) == (1 if ratio else 0)


@each
def test_math_asks_for_all_that_is_measured_and_nothing_else(alarm: ThresholdAlarm) -> None:
    if alarm.expression is None:
        assert len(alarm.measures) == 1
    else:
        assert set(re.findall(r"\b[a-z]+\b", alarm.expression)) == set(alarm.measures)


@each
def test_an_alarm_has_a_runbook(alarm: ThresholdAlarm) -> None:
    text = (RUNBOOKS / f"{alarm.name}.md").read_text(encoding="utf-8")

    assert text.startswith(f"# {alarm.name}\n\n## Symptom\n")


def test_no_runbook_is_of_an_alarm_that_is_gone() -> None:
    others = {"ObjectiveBudgetBurns"}

    assert {page.stem for page in RUNBOOKS.glob("*.md")} - others == set(ALARM_NAMES)


@each
def test_an_alarm_lasts_a_whole_number_of_periods(alarm: ThresholdAlarm) -> None:
    assert alarm.minutes * 60 % alarm.period_seconds == 0


@each
def test_what_is_missing_is_explained(alarm: ThresholdAlarm) -> None:
    assert alarm.summary.endswith(".")
    assert alarm.because.endswith(".")


@each
def test_an_alarm_is_part_of_one_message(alarm: ThresholdAlarm) -> None:
    assert sum(alarm.name in message.alarms for message in MESSAGES) == 1


@each_message
def test_a_message_is_made_of_alarms_there_are(message: Message) -> None:
    assert set(message.alarms) <= {alarm.name for alarm in ALARMS}


@each_message
def test_a_cause_is_said_by_a_message_before(message: Message) -> None:
    before = MESSAGES[: MESSAGES.index(message)]
    if message.consequence_of:
        assert any(message.consequence_of in one.alarms for one in before)


def test_no_two_alarms_have_one_name() -> None:
    names = [*ALARM_NAMES, *(message.name for message in MESSAGES), "Unusual"]

    assert len(set(names)) == len(names)
    assert {band.name for band in BANDS} <= set(ALARM_NAMES)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("node_cpu_percent", "NodeCpuHigh"),
        ("node_memory_percent", "NodeMemoryHigh"),
        ("node_filesystem_percent", "NodeFilesystemFull"),
        ("pod_restarts", "PodsRestarting"),
        ("pending_pods", "PodsPending"),
        ("api_server_error_percent", "ApiServerErrors"),
        ("refused_requests", "UnauthorizedCalls"),
        ("anonymous_requests", "AnonymousCalls"),
    ],
)
def test_each_threshold_is_that_of_its_alarm(key: str, name: str) -> None:
    given: dict[str, Any] = {key: 42}
    changed = {alarm.name: alarm.threshold for alarm in threshold_alarms(AlarmThresholds(**given))}
    usual = {alarm.name: alarm.threshold for alarm in ALARMS}

    assert changed == usual | {name: 42}


def test_latency_is_given_in_milliseconds_and_measured_in_seconds() -> None:
    thresholds = AlarmThresholds(api_server_latency_milliseconds=250)
    (slow,) = [one for one in threshold_alarms(thresholds) if one.name == "ApiServerSlow"]

    assert (slow.threshold, slow.unit) == (0.25, "Seconds")


def names(**insights: Any) -> set[str]:
    """The alarms of a cluster that no logs are counted of."""
    settings = ContainerInsights(**insights)
    return {alarm.name for alarm in measured_alarms(AlarmThresholds(), published=sources(settings))}


OF_EVERY_CLUSTER = {"PodsPending", "ApiServerErrors", "ApiServerSlow", "AccessEntriesChanged"}
OF_NODES = {"NodesFailed", "NodesSilent", "NodeCpuHigh", "NodeMemoryHigh", "NodeFilesystemFull"}


@pytest.mark.parametrize(
    ("insights", "further"),
    [
        ({"mode": "off"}, set()),
        ({"mode": "addon"}, set()),
        ({"mode": "addon", "addon": {"metrics": "classic"}}, OF_NODES | {"PodsRestarting"}),
        ({}, OF_NODES | {"PodsRestarting"}),
        ({"agent": {"enhanced_observability": False}}, OF_NODES),
    ],
    ids=["off", "otel", "classic add-on", "manifests", "not enhanced"],
)
def test_what_is_not_measured_has_no_alarm(insights: dict[str, Any], further: set[str]) -> None:
    assert names(**insights) == OF_EVERY_CLUSTER | further


def test_what_is_not_counted_has_no_alarm() -> None:
    found = measured_alarms(AlarmThresholds(), published=(), log_metrics=["AwsAuthChanges"])

    assert [alarm.name for alarm in found] == ["AwsAuthChanged"]


def test_an_alarm_can_be_left_out() -> None:
    found = measured_alarms(
        AlarmThresholds(), published=["access_entries"], off=["AccessEntriesChanged"]
    )

    assert found == ()


def test_the_rules_metric_has_one_dimension() -> None:
    assert (NAMESPACE, DIMENSION) == ("AWS/Events", "RuleName")
