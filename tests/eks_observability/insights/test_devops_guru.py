"""The construct that has DevOps Guru look at resources, and the topic's policies."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Annotations, Match, Template

from eks_observability.insights.devops_guru import DevOpsGuru, let_devops_guru_publish
from eks_observability.notes import CHANGES, COSTS

TemplateOf = Callable[[Any], Template]

RESOURCE = "Custom::DevOpsGuru"
TOPIC = "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
HERE = "eu-central-1.devops-guru.amazonaws.com"


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return template_of(lambda stack: DevOpsGuru(stack, "It", topic_arn=TOPIC))


@pytest.fixture(scope="module")
def topic(template_of: TemplateOf) -> Template:
    """A topic with its key, both of which let DevOps Guru in."""

    def build(stack: cdk.Stack) -> None:
        key = kms.Key(stack, "Key")
        let_devops_guru_publish(sns.Topic(stack, "Topic", master_key=key))

    return template_of(build)


def statements(template: Template) -> list[dict[str, Any]]:
    return [
        statement
        for policy in template.find_resources("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def allowed(template: Template, service: str) -> dict[str, Any]:
    """The one statement that allows something of a service."""
    (only,) = [each for each in statements(template) if service in str(each["Action"])]
    return only


def test_it_looks_at_everything_by_default(template: Template) -> None:
    template.has_resource_properties(
        RESOURCE, {"Stacks": ["*"], "TagKey": Match.absent(), "LogAnomalyDetection": "true"}
    )


def test_it_looks_at_stacks(template_of: TemplateOf) -> None:
    made = template_of(lambda stack: DevOpsGuru(stack, "It", stacks=["web", "shop", "web"]))

    made.has_resource_properties(RESOURCE, {"Stacks": ["shop", "web"]})


def test_it_looks_at_a_tag(template_of: TemplateOf) -> None:
    made = template_of(
        lambda stack: DevOpsGuru(stack, "It", tag_key="devops-guru-eks", tag_values=["b", "a"])
    )

    made.has_resource_properties(
        RESOURCE,
        {"TagKey": "devops-guru-eks", "TagValues": ["a", "b"], "Stacks": Match.absent()},
    )


def test_any_value_of_the_tag_is_the_default(template_of: TemplateOf) -> None:
    made = template_of(lambda stack: DevOpsGuru(stack, "It", tag_key="devops-guru-eks"))

    made.has_resource_properties(RESOURCE, {"TagValues": ["*"]})


def test_stacks_and_a_tag_at_once_are_refused(stack: cdk.Stack) -> None:
    with pytest.raises(ValueError, match="give one of both"):
        DevOpsGuru(stack, "It", stacks=["shop"], tag_key="devops-guru-eks")


def test_it_tells_the_topic_what_is_not_low(template: Template) -> None:
    template.has_resource_properties(
        RESOURCE, {"TopicArn": TOPIC, "Severities": ["HIGH", "MEDIUM"]}
    )


def test_logs_and_severities_can_be_chosen(template_of: TemplateOf) -> None:
    made = template_of(
        lambda stack: DevOpsGuru(stack, "It", log_anomaly_detection=False, severities=["low"])
    )

    made.has_resource_properties(
        RESOURCE,
        {"LogAnomalyDetection": "false", "Severities": ["LOW"], "TopicArn": Match.absent()},
    )


def test_it_is_waited_for_for_half_an_hour(template: Template) -> None:
    template.has_resource_properties(RESOURCE, {"ServiceTimeout": str(40 * 60)})


def test_the_handler_calls_what_it_needs_of_devops_guru_and_no_more(template: Template) -> None:
    assert sorted(allowed(template, "devops-guru:")["Action"]) == [
        "devops-guru:AddNotificationChannel",
        "devops-guru:DescribeServiceIntegration",
        "devops-guru:GetResourceCollection",
        "devops-guru:ListNotificationChannels",
        "devops-guru:RemoveNotificationChannel",
        "devops-guru:UpdateResourceCollection",
        "devops-guru:UpdateServiceIntegration",
    ]


def test_the_handler_makes_the_role_of_devops_guru_and_no_other(template: Template) -> None:
    statement = allowed(template, "iam:")

    assert statement["Action"] == "iam:CreateServiceLinkedRole"
    assert statement["Resource"].endswith(
        "::111122223333:role/aws-service-role/devops-guru.amazonaws.com/AWSServiceRoleForDevOpsGuru"
    )
    assert statement["Condition"] == {
        "StringEquals": {"iam:AWSServiceName": "devops-guru.amazonaws.com"}
    }


def test_the_handler_touches_one_topic(template: Template) -> None:
    assert allowed(template, "sns:")["Resource"] == TOPIC


def test_the_handler_uses_a_key_for_that_topic_alone(template: Template) -> None:
    assert allowed(template, "kms:")["Condition"] == {
        "StringEquals": {
            "kms:EncryptionContext:aws:sns:topicArn": TOPIC,
            "kms:ViaService": "sns.eu-central-1.amazonaws.com",
        }
    }


def test_the_handler_touches_no_topic_where_there_is_none(template_of: TemplateOf) -> None:
    made = template_of(lambda stack: DevOpsGuru(stack, "It"))

    assert not [each for each in statements(made) if "sns" in str(each) or "kms" in str(each)]


def test_its_end_its_closing_and_its_price_are_warned_of(stack: cdk.Stack) -> None:
    DevOpsGuru(stack, "It", topic_arn=TOPIC)

    Annotations.from_stack(stack).has_warning(
        "/Stack/It",
        Match.string_like_regexp(
            "ends on 2027-09-30.*use it before 2026-10-29.*paid by the hour.*devops-guru/pricing"
        ),
    )


def test_a_topic_is_no_reason_to_warn(stack: cdk.Stack) -> None:
    DevOpsGuru(stack, "It", topic_arn=TOPIC)

    Annotations.from_stack(stack).has_no_warning(
        "/Stack/It", Match.string_like_regexp("reaches nobody")
    )


def test_that_nobody_is_told_is_warned_of(stack: cdk.Stack) -> None:
    DevOpsGuru(stack, "It")

    Annotations.from_stack(stack).has_warning(
        "/Stack/It", Match.string_like_regexp("reaches nobody: switch alerts on")
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "ALL resources"),
        ({"stacks": ["shop", "web"]}, "the resources of 2 stacks"),
        ({"tag_key": "devops-guru-eks"}, "resources tagged devops-guru-eks"),
    ],
)
def test_what_it_looks_at_is_noted(stack: cdk.Stack, asked: dict[str, Any], said: str) -> None:
    made = DevOpsGuru(stack, "It", **asked)

    notes = {
        each.type: str(each.data) for each in made.node.metadata if "observability" in each.type
    }
    assert f"{said} of account 111122223333 in eu-central-1" in notes[CHANGES]
    assert f"a price per hour and resource, of {said}" in notes[COSTS]


def test_the_topic_lets_devops_guru_of_its_region_publish(topic: Template) -> None:
    (policy,) = topic.find_resources("AWS::SNS::TopicPolicy").values()
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]

    assert statement["Principal"] == {"Service": HERE}
    assert statement["Action"] == "sns:Publish"
    assert statement["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:devops-guru:eu-central-1:111122223333:channel/*"},
        "StringEquals": {"aws:SourceAccount": "111122223333"},
    }


def test_the_key_lets_devops_guru_encrypt(topic: Template) -> None:
    (key,) = topic.find_resources("AWS::KMS::Key").values()
    last = key["Properties"]["KeyPolicy"]["Statement"][-1]

    assert last["Principal"] == {"Service": ["devops-guru.amazonaws.com", HERE]}
    assert last["Action"] == ["kms:GenerateDataKey*", "kms:Decrypt"]


def test_a_topic_without_a_key_can_let_it_in_too(template_of: TemplateOf) -> None:
    made = template_of(lambda stack: let_devops_guru_publish(sns.Topic(stack, "Topic")))

    made.resource_count_is("AWS::SNS::TopicPolicy", 1)
