"""The construct that switches Transaction Search on."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from eks_observability.notes import CHANGES, COSTS
from eks_observability.tracing.transaction_search import TransactionSearch

RESOURCE = "Custom::TransactionSearch"
GROUPS = [
    f"arn:aws:logs:eu-central-1:111122223333:log-group:{name}:*"
    for name in ("aws/spans", "/aws/application-signals/data")
]


def in_a_stack() -> cdk.Stack:
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    return cdk.Stack(cdk.App(), "Stack", env=environment)


@pytest.fixture(scope="module")
def template() -> Template:
    stack = in_a_stack()
    TransactionSearch(stack, "It")
    return Template.from_stack(stack)


def allowed(template: Template) -> dict[str, Any]:
    """On which resource the handler may do what, its log apart."""
    granted: dict[str, Any] = {}
    for policy in template.find_resources("AWS::IAM::Policy").values():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            named = statement["Action"]
            for action in [named] if isinstance(named, str) else named:
                granted.setdefault(action, statement["Resource"])
    frameworks = ("lambda:", "states:", "logs:PutLogEvents")
    return {key: value for key, value in granted.items() if not key.startswith(frameworks)}


def notes(**properties: Any) -> dict[str, str]:
    made = TransactionSearch(in_a_stack(), "It", **properties)
    return {each.type: str(each.data) for each in made.node.metadata}


def test_what_is_free_is_indexed_by_default(template: Template) -> None:
    template.has_resource_properties(RESOURCE, {"IndexingPercent": "1"})


@pytest.mark.parametrize(("percent", "written"), [(0, "0"), (2.5, "2.5"), (100, "100")])
def test_another_share_can_be_indexed(percent: float, written: str) -> None:
    stack = in_a_stack()
    TransactionSearch(stack, "It", indexing_percent=percent)

    Template.from_stack(stack).has_resource_properties(RESOURCE, {"IndexingPercent": written})


@pytest.mark.parametrize("percent", [-0.1, 100.1])
def test_what_is_no_percentage_is_refused(percent: float) -> None:
    with pytest.raises(ValueError, match="is no percentage"):
        TransactionSearch(in_a_stack(), "It", indexing_percent=percent)


def test_x_ray_may_write_to_both_groups_on_behalf_of_this_account_and_region(
    template: Template,
) -> None:
    (resource,) = template.find_resources(RESOURCE).values()

    assert json.loads(resource["Properties"]["PolicyDocument"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "TransactionSearchXRayAccess",
                "Effect": "Allow",
                "Principal": {"Service": "xray.amazonaws.com"},
                "Action": "logs:PutLogEvents",
                "Resource": GROUPS,
                "Condition": {
                    "ArnLike": {"aws:SourceArn": "arn:aws:xray:eu-central-1:111122223333:*"},
                    "StringEquals": {"aws:SourceAccount": "111122223333"},
                },
            }
        ],
    }


def test_it_is_waited_for_for_half_an_hour(template: Template) -> None:
    template.has_resource_properties(RESOURCE, {"ServiceTimeout": str(40 * 60)})


def test_the_handler_does_what_aws_says_is_needed_and_deletes_the_policy(
    template: Template,
) -> None:
    assert allowed(template).keys() == {
        *("xray:GetTraceSegmentDestination", "xray:UpdateTraceSegmentDestination"),
        *("xray:GetIndexingRules", "xray:UpdateIndexingRule"),
        *("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutRetentionPolicy"),
        *("logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DeleteResourcePolicy"),
        *("application-signals:StartDiscovery", "cloudtrail:CreateServiceLinkedChannel"),
        *("iam:CreateServiceLinkedRole", "iam:GetRole"),
    }


def test_the_handler_makes_no_other_group(template: Template) -> None:
    assert allowed(template)["logs:PutRetentionPolicy"] == GROUPS


def test_that_it_changes_the_whole_account_is_noted() -> None:
    assert notes()[CHANGES].startswith("ALL traces of account 111122223333 in eu-central-1")


def test_what_is_indexed_for_nothing_is_no_cost() -> None:
    assert "beyond 1 %" not in notes()[COSTS]


def test_what_is_indexed_beyond_that_is_noted_as_a_cost() -> None:
    assert "beyond 1 % (here 2.5 %)" in notes(indexing_percent=2.5)[COSTS]
