"""A place in a VPC for the functions of a handler that has to reach what stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_

# What Lambda needs to put a function into subnets. Amazon's own policy for it,
# AWSLambdaVPCAccessExecutionRole, also lets the function write any log of the account.
NETWORK_INTERFACES: Final = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)


@dataclass(frozen=True, kw_only=True)
class HandlerNetwork:
    """Subnets of one VPC, by their ids: nothing is looked up."""

    subnets: Sequence[str]
    """Where functions run, with a way to AWS's services."""

    security_groups: Sequence[str]
    """Security groups they run in."""

    def let_in(self, role: iam.Role) -> None:
        """Let functions that run as `role` stand there."""
        role.add_to_policy(iam.PolicyStatement(actions=list(NETWORK_INTERFACES), resources=["*"]))
        reason = "Lambda makes the function's network interfaces, and asks for these on everything."
        cdk.Validations.of(role).acknowledge(
            cdk.Acknowledgment(id="AwsSolutions-IAM5[Resource::*]", reason=reason)
        )

    def put(self, function: lambda_.Function) -> None:
        """Have `function` run there; its role has to be let in."""
        resource = cast("lambda_.CfnFunction", function.node.default_child)
        resource.vpc_config = lambda_.CfnFunction.VpcConfigProperty(
            subnet_ids=list(self.subnets), security_group_ids=list(self.security_groups)
        )
