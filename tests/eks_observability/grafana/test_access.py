"""Who gets in: the resource, and what its handler may do."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from eks_observability.grafana.access import GrafanaAccess
from eks_observability.grafana.reference import GrafanaReference
from eks_observability.notes import CHANGES

TemplateOf = Callable[[Any], Template]

JANE = "73847832-1031-70a6-d142-6fbb72a512f0"
TEAM = "93847832-1031-70a6-d142-6fbb72a512f0"
THERE = GrafanaReference(id="g-0123456789", account="111122223333", region="eu-central-1")
RESOURCE = "Custom::GrafanaAccess"


def access(stack: cdk.Stack, **people: Any) -> GrafanaAccess:
    return GrafanaAccess(stack, "It", workspace=THERE, **people)


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    people: dict[str, Any] = {"users": {JANE.upper(): "ADMIN"}, "groups": {TEAM: "VIEWER"}}
    return template_of(lambda stack: access(stack, **people))


def allowed(template: Template, *actions: str) -> dict[str, Any]:
    """The statement of a policy that allows exactly this."""
    return {
        "PolicyDocument": {
            "Statement": Match.array_with(
                [Match.object_like({"Action": list(actions), "Effect": "Allow"})]
            )
        }
    }


def test_users_and_groups_are_asked_for_with_their_roles(template: Template) -> None:
    template.has_resource_properties(
        RESOURCE,
        {"WorkspaceId": "g-0123456789", "Users": {JANE: "ADMIN"}, "Groups": {TEAM: "VIEWER"}},
    )


def test_nobody_is_a_list_too(template_of: TemplateOf) -> None:
    template_of(access).has_resource_properties(RESOURCE, {"Users": {}, "Groups": {}})


def test_the_order_in_the_settings_makes_no_difference(template_of: TemplateOf) -> None:
    one: dict[str, Any] = {JANE: "ADMIN", TEAM: "VIEWER"}
    other = dict(reversed(one.items()))

    made = [template_of(lambda stack, it=it: access(stack, users=it)) for it in (one, other)]

    assert made[0].to_json() == made[1].to_json()


def test_the_handler_changes_access_to_this_workspace_alone(template: Template) -> None:
    calls = ("DescribeWorkspace", "ListPermissions", "UpdatePermissions")
    statement = {
        "Action": [f"grafana:{call}" for call in calls],
        "Effect": "Allow",
        "Resource": THERE.arn,
    }

    template.has_resource_properties(
        "AWS::IAM::Policy",
        {"PolicyDocument": {"Statement": Match.array_with([statement])}},
    )


def test_the_handler_may_assign_people_and_only_read_the_rest_of_identity_center(
    template: Template,
) -> None:
    policies = template.find_resources("AWS::IAM::Policy").values()
    actions = {
        action
        for policy in policies
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        for action in statement["Action"]
        if action.startswith("sso")
    }

    writes = {
        each
        for each in actions
        if not each.partition(":")[2].startswith(("Get", "List", "Describe"))
    }

    assert writes == {"sso:CreateApplicationAssignment", "sso:DeleteApplicationAssignment"}


def test_it_is_waited_for_for_half_an_hour(template: Template) -> None:
    template.has_resource_properties(RESOURCE, {"ServiceTimeout": str(40 * 60)})


def test_what_changes_in_a_workspace_that_is_there_is_said() -> None:
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)

    made = access(stack, users={JANE: "ADMIN"})

    (note,) = [str(each.data) for each in made.node.metadata if each.type == CHANGES]
    assert "g-0123456789: 1 users and groups get their roles" in note
