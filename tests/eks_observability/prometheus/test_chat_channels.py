"""Channels in Slack and Microsoft Teams."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from eks_observability.prometheus.chat_channels import ChatChannels
from eks_observability.settings.alerts import SlackChannel, TeamsChannel

TOPIC = "arn:aws:sns:eu-central-1:111122223333:eks-observability-chat"
CHANNELS = ("C07EZ1ABC23", "C07EZ1ABC24")
SLACK = [SlackChannel(workspace_id="T07EA123LEP", channel_id=each) for each in CHANNELS]
TEAMS = TeamsChannel(
    tenant_id="12345678-1234-1234-1234-123456789012",
    team_id="12345678-1234-1234-1234-123456789013",
    channel_id="19%3ab6ef35dc342d56ba5654e8fc%40thread.skype",
)
KINDS = [
    "AWS::Chatbot::SlackChannelConfiguration",
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration",
]


@pytest.fixture(scope="module")
def template(template_of: Callable[[Any], Template]) -> Template:
    def build(stack: cdk.Stack) -> None:
        topic = sns.Topic.from_topic_arn(stack, "Topic", TOPIC)
        ChatChannels(stack, "It", topic=topic, slack=SLACK, teams=[TEAMS])

    return template_of(build)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_slack_channel_listens(template: Template, channel: str) -> None:
    template.has_resource_properties(
        KINDS[0],
        {
            "SlackWorkspaceId": "T07EA123LEP",
            "SlackChannelId": channel,
            "SnsTopicArns": [TOPIC],
        },
    )


def test_a_teams_channel_listens(template: Template) -> None:
    template.has_resource_properties(
        KINDS[1],
        {
            "TeamsTenantId": TEAMS.tenant_id,
            "TeamId": TEAMS.team_id,
            "TeamsChannelId": TEAMS.channel_id,
            "SnsTopicArns": [TOPIC],
        },
    )


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_administers_the_account_from_a_channel(template: Template, kind: str) -> None:
    guardrail = "arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"
    found = template.find_resources(kind).values()

    assert found
    for one in found:
        (policy,) = one["Properties"]["GuardrailPolicies"]
        parts = policy["Fn::Join"][1] if isinstance(policy, dict) else [policy]
        text = "".join("aws" if isinstance(part, dict) else part for part in parts)
        assert text == guardrail


def test_its_role_shows_graphs_and_nothing_else(template: Template) -> None:
    (policy,) = template.find_resources("AWS::IAM::Policy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]

    assert {action.split(":")[0] for action in statement["Action"]} == {"cloudwatch"}
    verbs = ("Describe", "Get", "List")
    assert all(action.split(":")[1].startswith(verbs) for action in statement["Action"])


def test_names_are_the_accounts_and_say_the_region(template: Template) -> None:
    names = [
        one["Properties"]["ConfigurationName"]
        for kind in KINDS
        for one in template.find_resources(kind).values()
    ]

    assert len(set(names)) == 3
    assert all("-eu-central-1-" in name for name in names)
