"""The construct that gives log groups a retention."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Match, Template

from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.notes import CHANGES, COSTS

GROUPS = [
    "/aws/containerinsights/myipv4cluster/application",
    "/aws/containerinsights/myipv4cluster/dataplane",
    "/aws/containerinsights/myipv4cluster/events",
    "/aws/containerinsights/myipv4cluster/host",
    "/aws/containerinsights/myipv4cluster/otlp",
    "/aws/containerinsights/myipv4cluster/performance",
    "/aws/eks/myipv4cluster/cluster",
]
KEY = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"

TemplateOf = Callable[[Any], Template]


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return template_of(lambda stack, cluster: LogRetention(stack, "It", cluster=cluster))


@pytest.fixture(scope="module")
def other(template_of: TemplateOf) -> Template:
    """Everything that can be set, set to something else than its default."""
    return template_of(
        lambda stack, cluster: LogRetention(
            stack,
            "It",
            cluster=cluster,
            days=90,
            exceptions={"control_plane": "forever", "host": 3},
            encryption_key=kms.Key.from_key_arn(stack, "Key", KEY),
            on_destroy="delete",
        )
    )


def retention(template: Template) -> dict[str, str]:
    found = template.find_resources("Custom::LogRetention").values()
    return {
        one["Properties"]["LogGroupName"]: one["Properties"]["RetentionInDays"] for one in found
    }


def actions_on_groups(template: Template) -> set[str]:
    policies = template.find_resources("AWS::IAM::Policy").values()
    return {
        action
        for policy in policies
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if "/aws/eks/myipv4cluster/cluster" in str(statement["Resource"])
        for action in statement["Action"]
    }


def test_every_group_of_the_cluster_has_a_retention(template: Template) -> None:
    assert sorted(retention(template)) == GROUPS


def test_thirty_days_are_the_default(template: Template) -> None:
    assert set(retention(template).values()) == {"30"}


def test_a_group_may_differ_from_the_rest(other: Template) -> None:
    assert list(map(retention(other).get, GROUPS)) == ["90", "90", "90", "3", "90", "90", "forever"]


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_is_deleted_by_default(template: Template, group: str) -> None:
    template.has_resource_properties(
        "Custom::LogRetention", {"LogGroupName": group, "OnDestroy": "keep"}
    )


def test_groups_are_not_encrypted_with_a_key_of_ours_by_default(template: Template) -> None:
    template.all_resources_properties("Custom::LogRetention", {"KmsKeyArn": Match.absent()})


def test_a_key_goes_to_every_group(other: Template) -> None:
    other.all_resources_properties("Custom::LogRetention", {"KmsKeyArn": KEY})


def test_deletion_goes_to_every_group_when_asked_for(other: Template) -> None:
    other.all_resources_properties("Custom::LogRetention", {"OnDestroy": "delete"})


def test_the_handler_cannot_delete_a_group_unless_asked_to(template: Template) -> None:
    assert "logs:DeleteLogGroup" not in actions_on_groups(template)


def test_the_handler_can_delete_the_groups_when_asked_to(other: Template) -> None:
    assert "logs:DeleteLogGroup" in actions_on_groups(other)


def test_the_handler_does_what_retention_and_keys_need_and_no_more(template: Template) -> None:
    assert actions_on_groups(template) == {
        "logs:AssociateKmsKey",
        "logs:CreateLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:DisassociateKmsKey",
        "logs:PutRetentionPolicy",
    }


def notes(template_of: TemplateOf, kind: str, **properties: Any) -> list[str]:
    """What the construct says of itself."""
    made: list[LogRetention] = []
    template_of(
        lambda stack, cluster: made.append(LogRetention(stack, "It", cluster=cluster, **properties))
    )
    return [entry.data for entry in made[0].node.metadata if entry.type == kind]


def test_groups_that_are_kept_as_long_are_noted_in_one_line(template_of: TemplateOf) -> None:
    (note,) = notes(template_of, CHANGES)

    assert all(group in note for group in GROUPS)


def test_what_destroy_does_to_groups_is_noted(template_of: TemplateOf) -> None:
    (note,) = notes(template_of, CHANGES)

    assert note.endswith("; destroy puts an existing group's retention back and deletes nothing")


def test_a_group_that_is_not_the_clusters_is_refused(template_of: TemplateOf) -> None:
    with pytest.raises(ValueError, match=r"'aplication' is no log group: use one of control_plane"):
        template_of(
            lambda stack, cluster: LogRetention(
                stack, "It", cluster=cluster, exceptions={"aplication": 7}
            )
        )


def test_days_that_cloudwatch_does_not_allow_are_refused(template_of: TemplateOf) -> None:
    with pytest.raises(ValueError, match="CloudWatch cannot keep logs for 31 days"):
        template_of(lambda stack, cluster: LogRetention(stack, "It", cluster=cluster, days=31))


def test_a_further_group_is_kept_too(template_of: TemplateOf) -> None:
    template = template_of(
        lambda stack, cluster: LogRetention(
            stack, "It", cluster=cluster, further_groups={"otel_host": "/aws/otel/host"}
        )
    )

    assert retention(template)["/aws/otel/host"] == "30"


def test_forever_is_noted_as_a_cost(template_of: TemplateOf) -> None:
    (note,) = notes(template_of, COSTS, exceptions={"host": "forever"})

    assert note.startswith("/aws/containerinsights/myipv4cluster/host: storage per GB")


def test_deletion_is_noted_loudly(template_of: TemplateOf) -> None:
    (note,) = notes(template_of, CHANGES, on_destroy="delete")

    assert note.endswith("DELETES groups made here")
