"""Whom the alarms on a cluster reach, by where the cluster is and what the settings say."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match

from eks_observability.settings import Settings
from eks_observability.stacks.alarm_topics import alarm_topics

FACTS = {
    "name": "myipv4cluster",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
ARN = "arn:aws:sns:eu-central-1:111122223333"
ELSEWHERE = {"hub": {"account": "111122223333", "region": "eu-west-1"}}
SLACK = {"slack": ({"workspace_id": "T07EA123LEP", "channel_id": "C07EZ1ABC23"},)}

Told = tuple[list[str], list[str]]


def told(**settings: Any) -> Told:
    """The topics, and warnings that there are none."""
    values = Settings.model_validate({"clusters": (FACTS,), **settings})
    context = {"@aws-cdk/core:enablePartitionLiterals": True}
    stack = cdk.Stack(
        cdk.App(context=context),
        "Stack",
        env=cdk.Environment(account="111122223333", region="eu-central-1"),
    )
    topics = alarm_topics(stack, settings=values, cluster=values.clusters[0])
    found = Annotations.from_stack(stack).find_warning(
        "*", Match.string_like_regexp(".*alarms on myipv4cluster tell nobody.*")
    )
    return [topic.topic_arn for topic in topics], [str(each.entry.data) for each in found]


def test_they_reach_the_hubs_topic() -> None:
    assert told() == ([f"{ARN}:eks-observability-alerts"], [])


def test_they_reach_chat_too() -> None:
    topics, _ = told(alerts=SLACK)

    assert topics == [f"{ARN}:eks-observability-alerts", f"{ARN}:eks-observability-chat"]


def test_they_reach_a_topic_of_ones_own_in_place_of_the_hubs() -> None:
    assert told(alarms={"topic_arn": f"{ARN}:oncall"}) == ([f"{ARN}:oncall"], [])


def test_they_reach_a_topic_of_ones_own_also_where_the_hub_is_elsewhere() -> None:
    assert told(**ELSEWHERE, alarms={"topic_arn": f"{ARN}:oncall"}) == ([f"{ARN}:oncall"], [])


@pytest.mark.parametrize(
    ("settings", "why"),
    [(ELSEWHERE, "the hub is elsewhere"), ({"alerts": {"enabled": False}}, "has no topic")],
    ids=["elsewhere", "no alerts"],
)
def test_alarms_that_tell_nobody_are_warned_of(settings: dict[str, Any], why: str) -> None:
    topics, [warning] = told(**settings)

    assert topics == []
    assert why in warning


def test_alarms_that_are_off_need_no_topic() -> None:
    assert told(**ELSEWHERE, alarms={"enabled": False}) == ([], [])
