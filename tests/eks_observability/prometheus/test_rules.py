"""Rules in a workspace."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from eks_observability.notes import COSTS
from eks_observability.prometheus.rules import RuleGroups
from eks_observability.prometheus.workspace_reference import WorkspaceReference

WORKSPACE = WorkspaceReference(id="ws-1", account="111122223333", region="eu-central-1")


def test_the_file_is_in_the_workspace_as_it_is(stack: cdk.Stack) -> None:
    RuleGroups(stack, "It", workspace=WORKSPACE, name="mine", rule_file="groups: []\n")

    Template.from_stack(stack).has_resource_properties(
        "AWS::APS::RuleGroupsNamespace",
        {"Workspace": WORKSPACE.arn, "Name": "mine", "Data": "groups: []\n"},
    )


def test_a_file_that_amp_does_not_take_is_refused(stack: cdk.Stack) -> None:
    with pytest.raises(ValueError, match="the rules mine take 1,000,001 bytes, and AMP takes"):
        RuleGroups(stack, "It", workspace=WORKSPACE, name="mine", rule_file="#" * 1_000_001)


def test_it_says_what_its_queries_cost(stack: cdk.Stack) -> None:
    made = RuleGroups(stack, "It", workspace=WORKSPACE, name="mine", rule_file="groups: []\n")

    assert [entry.type for entry in made.node.metadata] == [COSTS]
