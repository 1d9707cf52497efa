"""Objectives of a cluster's services, as CloudFormation makes them."""

from collections.abc import Callable, Sequence
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from eks_observability.cloudwatch.service_level_objectives import ServiceLevelObjectives
from eks_observability.notes import COSTS
from eks_observability.settings.service_level_objectives import ServiceLevelObjective

TemplateOf = Callable[[Any], Template]

SLO = "AWS::ApplicationSignals::ServiceLevelObjective"
ALARM = "AWS::CloudWatch::Alarm"
COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
TOPIC = "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
AVAILABLE = ServiceLevelObjective(name="checkout", service="checkout", namespace="shop")
FAST = ServiceLevelObjective(
    name="orders fast",
    service="orders",
    namespace="shop",
    operation="GET /orders",
    kind="latency",
    latency_milliseconds=300,
    goal_percent=99.0,
    days=7,
    warn_percent=30.0,
)


def made(
    stack: cdk.Stack, cluster: eks.ICluster, *objectives: ServiceLevelObjective, **arguments: Any
) -> ServiceLevelObjectives:
    topic = sns.Topic.from_topic_arn(stack, "Topic", TOPIC)
    return ServiceLevelObjectives(
        stack, "It", cluster=cluster, objectives=objectives, listened_to=[topic], **arguments
    )


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return template_of(lambda stack, cluster: made(stack, cluster, AVAILABLE, FAST))


def resources(template: Template, kind: str) -> Sequence[dict[str, Any]]:
    return [dict(one["Properties"]) for one in template.find_resources(kind).values()]


def test_an_objectives_name_says_its_cluster(template: Template) -> None:
    names = {each["Name"] for each in resources(template, SLO)}

    assert names == {"myipv4cluster-checkout", "myipv4cluster-orders fast"}


def test_a_service_is_found_by_its_cluster_and_namespace(template: Template) -> None:
    keys = {"Type": "Service", "Name": "checkout", "Environment": "eks:myipv4cluster/shop"}
    metric = {"KeyAttributes": keys, "MetricType": "AVAILABILITY", "OperationName": Match.absent()}

    template.has_resource_properties(SLO, {"RequestBasedSli": {"RequestBasedSliMetric": metric}})


def test_a_request_is_good_without_a_fault(template: Template) -> None:
    template.has_resource_properties(
        SLO,
        {
            "Name": "myipv4cluster-checkout",
            "RequestBasedSli": {"MetricThreshold": Match.absent()},
        },
    )


def test_a_request_is_good_in_time(template: Template) -> None:
    template.has_resource_properties(
        SLO,
        {
            "RequestBasedSli": {
                "ComparisonOperator": "LessThanOrEqualTo",
                "MetricThreshold": 300,
                "RequestBasedSliMetric": {
                    "MetricType": "LATENCY",
                    "OperationName": "GET /orders",
                },
            }
        },
    )


def test_a_goal_is_counted_over_days_until_now(template: Template) -> None:
    interval = {"RollingInterval": {"Duration": 7, "DurationUnit": "DAY"}}
    goal = {"AttainmentGoal": 99, "WarningThreshold": 30, "Interval": interval}

    template.has_resource_properties(SLO, {"Goal": goal})


def test_every_window_an_alarm_watches_is_measured(template: Template) -> None:
    measured = {
        (each["Name"], str(rate["LookBackWindowMinutes"]))
        for each in resources(template, SLO)
        for rate in each["BurnRateConfigurations"]
    }
    watched = {
        tuple(one["Value"] for one in sorted(each["Dimensions"], key=lambda one: one["Name"]))[::-1]
        for each in resources(template, ALARM)
    }

    assert watched == measured


def test_alarms_watch_what_application_signals_publishes(template: Template) -> None:
    template.all_resources_properties(
        ALARM,
        {
            "Namespace": "AWS/ApplicationSignals",
            "MetricName": "BurnRate",
            "Statistic": "Maximum",
            "Period": 60,
        },
    )


def test_nothing_measured_burns_nothing(template: Template) -> None:
    template.all_resources_properties(ALARM, {"TreatMissingData": "notBreaching"})


def test_a_failure_is_one_message(template: Template) -> None:
    assert [each for each in resources(template, ALARM) if "AlarmActions" in each] == []
    template.resource_count_is(COMPOSITE, 2)


def test_people_hear_that_it_burns_and_that_it_is_over(template: Template) -> None:
    template.all_resources_properties(COMPOSITE, {"AlarmActions": [TOPIC], "OKActions": [TOPIC]})


def test_both_windows_of_a_pair_have_to_burn(template: Template) -> None:
    for each in resources(template, COMPOSITE):
        rule = "".join(part for part in each["AlarmRule"]["Fn::Join"][1] if isinstance(part, str))

        assert rule.count(" AND ") == 3
        assert rule.count(" OR ") == 2


def test_an_alarm_says_what_is_owed(template: Template) -> None:
    said = Match.string_like_regexp(
        r"99 % of requests to orders GET /orders are answered within 300 ms, over 7 days\."
    )

    template.has_resource_properties(COMPOSITE, {"AlarmDescription": said})


def test_an_alarm_names_its_runbook(template: Template) -> None:
    named = Match.string_like_regexp(r"docs/runbooks/cloudwatch/ObjectiveBudgetBurns\.md$")

    template.all_resources_properties(COMPOSITE, {"AlarmDescription": named})


def test_a_runbook_may_be_read_elsewhere(template_of: TemplateOf) -> None:
    url = "https://runbooks.example.com/"
    found = template_of(lambda stack, c: made(stack, c, AVAILABLE, runbooks_url=url))
    named = Match.string_like_regexp(
        r"https://runbooks\.example\.com/cloudwatch/ObjectiveBudgetBurns\.md$"
    )

    found.all_resources_properties(COMPOSITE, {"AlarmDescription": named})


def test_an_alarm_comes_after_what_it_watches(template: Template) -> None:
    alarms = template.find_resources(COMPOSITE).values()
    objectives = template.find_resources(SLO)

    assert all(objectives.keys() & set(each["DependsOn"]) for each in alarms)


def test_two_objectives_of_one_name_are_refused(template_of: TemplateOf) -> None:
    with pytest.raises(ValueError, match="there are two objectives checkout"):
        template_of(lambda stack, cluster: made(stack, cluster, AVAILABLE, AVAILABLE))


def test_a_name_that_is_too_long_with_the_clusters_is_refused(template_of: TemplateOf) -> None:
    long = ServiceLevelObjective(name="a" * 120, service="a", namespace="a")

    with pytest.raises(ValueError, match="has 134 characters: Application Signals takes 128"):
        template_of(lambda stack, cluster: made(stack, cluster, long))


def costs(*objectives: ServiceLevelObjective) -> list[str]:
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = eks.Cluster.from_cluster_attributes(stack, "Cluster", cluster_name="shop")
    found = made(stack, cluster, *objectives)
    return [str(each.data) for each in found.node.metadata if each.type == COSTS]


def test_a_reviewer_reads_what_objectives_cost() -> None:
    assert costs(AVAILABLE)[0].startswith("1 objectives: signals that Application Signals")


def test_none_cost_nothing() -> None:
    assert costs() == []
