"""The construct that switches control-plane logs on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template

from eks_observability.cloudwatch.control_plane_logging import ControlPlaneLogging

CLUSTER_ARN = {
    "Fn::Join": [
        "",
        ["arn:", {"Ref": "AWS::Partition"}, ":eks:eu-central-1:111122223333:cluster/myipv4cluster"],
    ]
}


@pytest.fixture(scope="module")
def template(template_of: Callable[[Any], Template]) -> Template:
    return template_of(lambda stack, cluster: ControlPlaneLogging(stack, "It", cluster=cluster))


def statements(template: Template) -> Iterator[dict[str, Any]]:
    for policy in template.find_resources("AWS::IAM::Policy").values():
        yield from policy["Properties"]["PolicyDocument"]["Statement"]


def test_audit_and_authenticator_are_switched_on_by_default(template: Template) -> None:
    template.has_resource_properties(
        "Custom::EksControlPlaneLogging",
        {"ClusterName": "myipv4cluster", "Types": ["audit", "authenticator"]},
    )


def test_types_are_sorted_so_that_their_order_changes_nothing(
    template_of: Callable[[Any], Template],
) -> None:
    template = template_of(
        lambda stack, cluster: ControlPlaneLogging(
            stack, "It", cluster=cluster, types=["scheduler", "api", "scheduler"]
        )
    )

    template.has_resource_properties(
        "Custom::EksControlPlaneLogging", {"Types": ["api", "scheduler"]}
    )


def test_the_handler_may_do_three_things_to_this_cluster_alone(template: Template) -> None:
    template.has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": Match.array_with(
                    [
                        {
                            "Action": [
                                "eks:DescribeCluster",
                                "eks:DescribeUpdate",
                                "eks:UpdateClusterConfig",
                            ],
                            "Effect": "Allow",
                            "Resource": CLUSTER_ARN,
                        }
                    ]
                )
            }
        },
    )


def test_no_statement_has_a_wildcard_action(template: Template) -> None:
    actions = [action for one in statements(template) for action in [one["Action"]]]

    assert actions
    assert not [action for action in actions if "*" in str(action)]


def test_cloudformation_gives_up_only_after_the_provider_has(template: Template) -> None:
    template.has_resource_properties(
        "Custom::EksControlPlaneLogging", {"ServiceTimeout": str(50 * 60 + 600)}
    )


def test_the_waiter_asks_every_fifteen_seconds(template: Template) -> None:
    (machine,) = template.find_resources("AWS::StepFunctions::StateMachine").values()

    assert '\\"IntervalSeconds\\":15' in str(machine).replace('"', '\\"')


def test_the_lambda_functions_logs_go_after_a_month_and_with_the_stack(template: Template) -> None:
    template.has_resource(
        "AWS::Logs::LogGroup", {"Properties": {"RetentionInDays": 30}, "DeletionPolicy": "Delete"}
    )


def test_every_lambda_function_writes_into_that_group(template: Template) -> None:
    (group,) = template.find_resources("AWS::Logs::LogGroup")

    template.all_resources_properties(
        "AWS::Lambda::Function", {"LoggingConfig": Match.object_like({"LogGroup": {"Ref": group}})}
    )


@pytest.mark.parametrize("types", ["audit", ["audits"]])
def test_types_that_eks_has_not_are_refused(
    template_of: Callable[[Any], Template], types: Any
) -> None:
    with pytest.raises(ValueError, match="are no control-plane log types: a list of api, audit"):
        template_of(
            lambda stack, cluster: ControlPlaneLogging(stack, "It", cluster=cluster, types=types)
        )
