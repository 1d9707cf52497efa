"""Alarms on the workspace."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from eks_observability.notes import COSTS
from eks_observability.prometheus.workspace_alarms import WorkspaceAlarms
from eks_observability.prometheus.workspace_reference import WorkspaceReference

ARN = "arn:aws:sns:eu-central-1:111122223333"
WORKSPACE = WorkspaceReference(id="ws-1", account="111122223333", region="eu-central-1")
METRICS = {
    "SamplesDiscarded": "DiscardedSamples",
    "RulesFail": "RuleEvaluationFailures",
    "RulesLate": "RuleGroupIterationsMissed",
    "NotificationsFail": "AlertManagerNotificationsFailed",
    "NotificationsThrottled": "AlertManagerNotificationsThrottled",
}
"""Metrics of the AMP User Guide, "Use CloudWatch metrics to monitor ... resources", by alarm."""
OTHERS = ["AlertsSilent", "SeriesNearLimit", "SubscriberUnreachable", "SubscriberUnreachable2"]


def put(stack: cdk.Stack, *, watchdog: bool = True) -> WorkspaceAlarms:
    topics = {
        name: sns.Topic.from_topic_arn(stack, name, f"{ARN}:{name}")
        for name in ("alerts", "chat", "watchdog")
    }
    return WorkspaceAlarms(
        stack,
        "It",
        workspace=WORKSPACE,
        listened_to=[topics["alerts"], topics["chat"]],
        watchdog=topics["watchdog"] if watchdog else None,
    )


@pytest.fixture(scope="module")
def template(template_of: Callable[[Any], Template]) -> Template:
    return template_of(put)


def alarm(template: Template, name: str) -> dict[str, Any]:
    """The properties of an alarm."""
    found = template.find_resources("AWS::CloudWatch::Alarm").values()
    (only,) = [
        one["Properties"]
        for one in found
        if one["Properties"]["AlarmName"] == f"eks-observability-{name}"
    ]
    return dict(only)


@pytest.mark.parametrize("name", [*METRICS, *OTHERS])
def test_people_hear_that_it_began_and_that_it_is_over(template: Template, name: str) -> None:
    both = [f"{ARN}:alerts", f"{ARN}:chat"]

    assert alarm(template, name)["AlarmActions"] == both
    assert alarm(template, name)["OKActions"] == both


@pytest.mark.parametrize("name", [*METRICS, "SeriesNearLimit", "SubscriberUnreachable"])
def test_nothing_measured_is_nothing_wrong(template: Template, name: str) -> None:
    assert alarm(template, name)["TreatMissingData"] == "notBreaching"


@pytest.mark.parametrize(("name", "metric"), METRICS.items())
def test_what_amp_measures_is_added_up_over_what_else_it_says(
    template: Template, name: str, metric: str
) -> None:
    (query,) = alarm(template, name)["Metrics"]

    assert query["Expression"] == (
        f"SELECT SUM({metric}) FROM \"AWS/Prometheus\" WHERE Workspace = 'ws-1'"
    )


@pytest.mark.parametrize("name", METRICS)
def test_one_is_too_many(template: Template, name: str) -> None:
    properties = alarm(template, name)

    assert properties["ComparisonOperator"] == "GreaterThanThreshold"
    assert properties["Threshold"] == 0


def test_silence_of_the_watchdog_is_noticed(template: Template) -> None:
    properties = alarm(template, "AlertsSilent")

    assert properties["TreatMissingData"] == "breaching"
    assert properties["MetricName"] == "NumberOfMessagesPublished"
    assert properties["Dimensions"] == [{"Name": "TopicName", "Value": "watchdog"}]


def test_silence_takes_a_quarter_of_an_hour(template: Template) -> None:
    properties = alarm(template, "AlertsSilent")

    assert properties["Period"] * properties["EvaluationPeriods"] == 15 * 60


def test_one_message_in_five_minutes_is_no_silence(template: Template) -> None:
    properties = alarm(template, "AlertsSilent")

    assert (properties["ComparisonOperator"], properties["Threshold"]) == ("LessThanThreshold", 1)


def test_a_watchdog_that_is_off_is_not_missed(stack: cdk.Stack) -> None:
    put(stack, watchdog=False)

    alarms = Template.from_stack(stack).find_resources("AWS::CloudWatch::Alarm")
    assert not [name for name in alarms if "AlertsSilent" in name]


def test_series_are_held_against_the_quota_in_force(template: Template) -> None:
    percent, used = alarm(template, "SeriesNearLimit")["Metrics"]

    assert percent["Expression"] == "100 * used / SERVICE_QUOTA(used)"
    dimensions = used["MetricStat"]["Metric"]["Dimensions"]
    assert {"Name": "ResourceId", "Value": "ws-1"} in dimensions
    assert {"Name": "Resource", "Value": "ActiveSeries"} in dimensions


@pytest.mark.parametrize(
    ("name", "topic"), [("SubscriberUnreachable", "alerts"), ("SubscriberUnreachable2", "chat")]
)
def test_a_subscriber_of_any_topic_that_is_not_reached_is_noticed(
    template: Template, name: str, topic: str
) -> None:
    properties = alarm(template, name)

    assert properties["MetricName"] == "NumberOfNotificationsFailed"
    assert properties["Dimensions"] == [{"Name": "TopicName", "Value": topic}]


def test_it_says_what_it_costs(stack: cdk.Stack) -> None:
    (note,) = [entry for entry in put(stack).node.metadata if entry.type == COSTS]

    assert str(note.data).startswith("9 CloudWatch alarms")
