"""Which clusters need something of the hub."""

from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from eks_observability.settings import Settings
from eks_observability.stacks.hub import HubStack
from eks_observability.stacks.hub_need import hub_is_needed, needs_hub, told_by_hub

FACTS = {
    "name": "shop",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
OFF = {"enabled": False}
TOPIC = {"topic_arn": "arn:aws:sns:eu-central-1:111122223333:oncall"}
GURU = {"enabled": True}
SEARCH = {"transaction_search": {"mode": "on"}}


def settings(*clusters: dict[str, Any], **values: Any) -> Settings:
    facts = tuple(FACTS | one for one in clusters or ({},))
    return Settings.model_validate({"clusters": facts, **values})


@pytest.mark.parametrize(
    "values",
    [
        {"alarms": OFF},
        {"metrics": OFF},
        {"metrics": OFF, "alarms": OFF, "hub": SEARCH},
        {"metrics": OFF, "alarms": OFF, "devops_guru": GURU},
    ],
    ids=["metrics", "alarms", "Transaction Search", "DevOps Guru"],
)
def test_it_is_needed_for_one_thing_alone(values: dict[str, Any]) -> None:
    assert hub_is_needed(settings(**values))


@pytest.mark.parametrize(
    "values",
    [
        {"metrics": OFF, "alarms": OFF},
        {"metrics": OFF, "alarms": TOPIC},
        {"metrics": OFF, "alerts": OFF},
        {"metrics": OFF, "alerts": OFF, "devops_guru": GURU},
    ],
    ids=["no alarms", "a topic of one's own", "nobody to tell", "nobody to tell of insights"],
)
def test_it_is_not_needed_for_nothing(values: dict[str, Any]) -> None:
    assert not hub_is_needed(settings(**values))


IRELAND = {
    "region": "eu-west-1",
    "oidc_issuer": FACTS["oidc_issuer"].replace("eu-central-1", "eu-west-1"),
}


@pytest.mark.parametrize("elsewhere", [IRELAND, {"account": "444455556666"}])
def test_alarms_from_elsewhere_cannot_reach_its_topic(elsewhere: dict[str, str]) -> None:
    wanted = settings({}, {"name": "bank", **elsewhere})

    assert [each.name for each in told_by_hub(wanted)] == ["shop"]


def test_a_cluster_that_sends_spans_comes_after_transaction_search() -> None:
    wanted = settings(metrics=OFF, alarms=OFF, hub=SEARCH, tracing={"destination": "otlp"})

    assert needs_hub(wanted, wanted.clusters[0])


def test_a_cluster_that_sends_segments_does_not_wait_for_it() -> None:
    wanted = settings(metrics=OFF, alarms=OFF, hub=SEARCH)

    assert not needs_hub(wanted, wanted.clusters[0])


@pytest.fixture(scope="module")
def without_metrics() -> Template:
    return Template.from_stack(HubStack(App(), settings=settings(metrics=OFF)))


def test_without_metrics_there_is_no_workspace(without_metrics: Template) -> None:
    without_metrics.resource_count_is("AWS::APS::Workspace", 0)
    without_metrics.resource_count_is("AWS::APS::RuleGroupsNamespace", 0)
    without_metrics.resource_count_is("AWS::SSM::Parameter", 0)


def test_without_metrics_there_is_a_topic_for_alarms(without_metrics: Template) -> None:
    without_metrics.has_resource_properties(
        "AWS::SNS::Topic", {"TopicName": "eks-observability-alerts"}
    )


def test_without_metrics_and_alarms_there_is_no_topic() -> None:
    wanted = settings(metrics=OFF, alarms=OFF, hub=SEARCH)

    Template.from_stack(HubStack(App(), settings=wanted)).resource_count_is("AWS::SNS::Topic", 0)


def test_devops_guru_needs_a_topic() -> None:
    off = {"metrics": OFF, "alarms": OFF}

    assert hub_is_needed(settings(**off, devops_guru={"enabled": True}))
    assert not hub_is_needed(settings(**off, devops_guru={"enabled": True}, alerts=OFF))


def test_devops_guru_may_publish_where_it_is_asked_for() -> None:
    with_it = Template.from_stack(HubStack(App(), settings=settings(devops_guru={"enabled": True})))
    without = Template.from_stack(HubStack(App(), settings=settings()))

    assert "devops-guru.amazonaws.com" in str(with_it.find_resources("AWS::SNS::TopicPolicy"))
    assert "devops-guru" not in str(without.to_json())
