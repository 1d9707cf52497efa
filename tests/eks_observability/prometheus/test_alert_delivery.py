"""Whom alerts reach."""

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from eks_observability.notes import COSTS
from eks_observability.prometheus.alert_delivery import AlertDelivery
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings.alerts import SlackChannel, TeamsChannel

TemplateOf = Callable[[Any], Template]

WORKSPACE = WorkspaceReference(id="ws-1", account="111122223333", region="eu-central-1")
SLACK = SlackChannel(workspace_id="T07EA123LEP", channel_id="C07EZ1ABC23")
TEAMS = TeamsChannel(
    tenant_id="12345678-1234-1234-1234-123456789012",
    team_id="12345678-1234-1234-1234-123456789013",
    channel_id="19%3ab6ef35dc342d56ba5654e8fc%40thread.skype",
)
SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:hook-AbCdEf"


@pytest.fixture(scope="module")
def make(template_of: TemplateOf) -> Callable[..., Template]:
    """Synthesizes topics with these arguments, to which a workspace may publish."""

    def build(stack: cdk.Stack, **arguments: Any) -> None:
        AlertDelivery(stack, "It", **arguments).let_publish(WORKSPACE)

    return lambda **arguments: template_of(lambda stack: build(stack, **arguments))


@pytest.fixture(scope="module")
def everybody(make: Callable[..., Template]) -> Template:
    return make(
        emails=["a@example.com", "b@example.com"],
        webhooks=["https://example.com/hook?key=do-not-tell", SECRET],
        slack=[SLACK],
        teams=[TEAMS],
    )


def named(template: Template, name: str) -> str:
    """The logical id of a topic."""
    (found,) = template.find_resources("AWS::SNS::Topic", {"Properties": {"TopicName": name}})
    return str(found)


def statements(template: Template, name: str, service: str) -> list[dict[str, Any]]:
    """What the policy of a topic lets a service do."""
    topic = named(template, name)
    (policy,) = [
        one
        for one in template.find_resources("AWS::SNS::TopicPolicy").values()
        if one["Properties"]["Topics"] == [{"Ref": topic}]
    ]
    return [
        one
        for one in policy["Properties"]["PolicyDocument"]["Statement"]
        if one["Principal"] == {"Service": service}
    ]


TOPICS = ["eks-observability-alerts", "eks-observability-chat", "eks-observability-watchdog"]


@pytest.mark.parametrize("name", TOPICS)
def test_a_topic_is_encrypted_with_a_key_of_its_own(everybody: Template, name: str) -> None:
    (key,) = everybody.find_resources("AWS::KMS::Key")

    everybody.has_resource_properties(
        "AWS::SNS::Topic", {"TopicName": name, "KmsMasterKeyId": {"Fn::GetAtt": [key, "Arn"]}}
    )


@pytest.mark.parametrize("name", TOPICS)
def test_one_workspace_alone_may_publish_alerts(everybody: Template, name: str) -> None:
    (allowed,) = statements(everybody, name, "aps.amazonaws.com")

    assert allowed["Effect"] == "Allow"
    assert sorted(allowed["Action"]) == ["sns:GetTopicAttributes", "sns:Publish"]
    assert allowed["Condition"] == {
        "ArnEquals": {"aws:SourceArn": WORKSPACE.arn},
        "StringEquals": {"aws:SourceAccount": "111122223333"},
    }


@pytest.mark.parametrize("name", TOPICS[:2])
def test_alarms_of_this_account_alone_may_publish(everybody: Template, name: str) -> None:
    (allowed,) = statements(everybody, name, "cloudwatch.amazonaws.com")

    assert allowed["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:*"},
        "StringEquals": {"aws:SourceAccount": "111122223333"},
    }


def test_no_alarm_may_pretend_to_be_the_watchdog(everybody: Template) -> None:
    assert statements(everybody, TOPICS[2], "cloudwatch.amazonaws.com") == []


@pytest.mark.parametrize("service", ["aps.amazonaws.com", "cloudwatch.amazonaws.com"])
def test_a_publisher_may_use_the_key(everybody: Template, service: str) -> None:
    (key,) = everybody.find_resources("AWS::KMS::Key").values()
    _, *statements = key["Properties"]["KeyPolicy"]["Statement"]
    (allowed,) = [one for one in statements if one["Principal"] == {"Service": service}]

    assert sorted(allowed["Action"]) == ["kms:Decrypt", "kms:GenerateDataKey*"]


def test_alarms_of_other_accounts_may_not_use_the_key(everybody: Template) -> None:
    (key,) = everybody.find_resources("AWS::KMS::Key").values()
    (alarms,) = [
        one
        for one in key["Properties"]["KeyPolicy"]["Statement"]
        if one["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    ]

    assert alarms["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def test_the_key_is_rotated(everybody: Template) -> None:
    everybody.has_resource_properties("AWS::KMS::Key", {"EnableKeyRotation": True})


@pytest.mark.parametrize("address", ["a@example.com", "b@example.com"])
def test_everybody_is_subscribed_by_e_mail(everybody: Template, address: str) -> None:
    topic = {"Ref": named(everybody, TOPICS[0])}

    everybody.has_resource_properties(
        "AWS::SNS::Subscription", {"Protocol": "email", "Endpoint": address, "TopicArn": topic}
    )


def test_a_webhook_gets_messages_of_sns(everybody: Template) -> None:
    everybody.has_resource_properties(
        "AWS::SNS::Subscription",
        {
            "Protocol": "https",
            "Endpoint": "https://example.com/hook?key=do-not-tell",
            "RawMessageDelivery": Match.absent(),
        },
    )


def test_a_webhooks_url_stands_in_its_endpoint_and_nowhere_else(everybody: Template) -> None:
    text = json.dumps(everybody.to_json())

    assert text.count("do-not-tell") == 1


def test_a_secret_url_stands_in_the_template_by_its_name_alone(everybody: Template) -> None:
    everybody.has_resource_properties(
        "AWS::SNS::Subscription",
        {
            "Protocol": "https",
            "Endpoint": f"{{{{resolve:secretsmanager:{SECRET}:SecretString:::}}}}",
        },
    )


def test_who_else_is_subscribed_changes_nobodys_subscription(make: Callable[..., Template]) -> None:
    alone = make(emails=["b@example.com"]).find_resources("AWS::SNS::Subscription")
    both = make(emails=["a@example.com", "b@example.com"]).find_resources("AWS::SNS::Subscription")

    assert alone.keys() < both.keys()


def test_without_channels_there_is_no_topic_for_them(make: Callable[..., Template]) -> None:
    template = make(emails=["a@example.com"])

    template.resource_count_is("AWS::SNS::Topic", 2)
    template.resource_count_is("AWS::IAM::Role", 0)


@pytest.mark.parametrize("reaches", [{}, {"emails": ["a@example.com"]}], ids=["nobody", "one"])
def test_that_alerts_reach_nobody_is_said(stack: cdk.Stack, reaches: dict[str, Any]) -> None:
    AlertDelivery(stack, "It", **reaches)

    warnings = Annotations.from_stack(stack).find_warning(
        "*", Match.string_like_regexp("alerts are on and reach nobody: give alerts.emails")
    )
    assert len(warnings) == (not reaches)


@pytest.mark.parametrize(("webhook", "shown"), [("https://example.com/", 1), (SECRET, 0)])
def test_that_a_webhooks_url_can_be_read_is_said(
    stack: cdk.Stack, webhook: str, shown: int
) -> None:
    AlertDelivery(stack, "It", webhooks=[webhook])

    said = Annotations.from_stack(stack).find_info(
        "*", Match.string_like_regexp("URLs of alerts.webhooks stand in the template")
    )
    assert len(said) == shown


def test_arns_of_topics_are_known_before_the_topics_are(stack: cdk.Stack) -> None:
    topics = AlertDelivery(stack, "It", slack=[SLACK]).topics

    assert topics.alerts_arn == "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
    assert topics.chat_arn == "arn:aws:sns:eu-central-1:111122223333:eks-observability-chat"


def test_it_says_what_it_costs(stack: cdk.Stack) -> None:
    made = AlertDelivery(stack, "It", emails=["a@example.com"])

    assert COSTS in {entry.type for entry in made.node.metadata}


@pytest.mark.parametrize("name", TOPICS)
def test_nothing_is_published_over_an_unencrypted_connection(
    everybody: Template, name: str
) -> None:
    everybody.has_resource_properties(
        "AWS::SNS::TopicPolicy",
        {
            "Topics": [{"Ref": named(everybody, name)}],
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [
                        Match.object_like(
                            {
                                "Effect": "Deny",
                                "Action": "sns:Publish",
                                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                            }
                        )
                    ]
                )
            },
        },
    )
