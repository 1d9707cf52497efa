"""The Lambda function that runs kubectl for CloudFormation, with the rights it needs only."""

from collections.abc import Sequence
from typing import Final, cast

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from eks_observability.kubernetes.kubectl_layer import kubectl_layer

_MANAGED_LOG_GROUPS: Final = "@aws-cdk/aws-lambda:useCdkManagedLogGroup"

# What Lambda needs to put a function into subnets. Amazon's own policy for it,
# AWSLambdaVPCAccessExecutionRole, also lets the function write any log of the account.
_NETWORK_INTERFACES: Final = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)


class Kubectl(Construct):
    """CDK's kubectl provider, less what it may do by default, and with logs that end.

    CDK gives it every image of the account to read (only Helm charts in ECR need that), every log
    group to write, and logs for ever.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster to run kubectl against; in subnets, one that has a `vpc`.
        kubernetes_version: Its minor version, e.g. "1.36".
        subnets: Where to run. Default: outside any VPC.
        security_groups: Security groups to run in, in subnets. Default: the cluster's own.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        kubernetes_version: str,
        subnets: Sequence[ec2.ISubnet] = (),
        security_groups: Sequence[ec2.ISecurityGroup] = (),
    ) -> None:
        super().__init__(scope, construct_id)

        # By this flag the functions get groups that last two years, and outlive the stack.
        self.node.set_context(_MANAGED_LOG_GROUPS, False)
        self._in_vpc = bool(subnets)
        self._log_group = logs.LogGroup(
            self,
            "Log",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        role.add_to_policy(
            iam.PolicyStatement(actions=["eks:DescribeCluster"], resources=[cluster.cluster_arn])
        )
        provider = eks.KubectlProvider(
            self,
            "Provider",
            cluster=cluster,
            kubectl_layer=kubectl_layer(self, "Layer", kubernetes_version=kubernetes_version),
            role=role.without_policy_updates(),
            private_subnets=list(subnets) or None,
            security_groups=list(security_groups) or None,
        )
        # The provider's condition for a policy that the role above does not take.
        self.node.try_remove_child("HasEcrPublic")
        handler = cast("lambda_.Function", provider.node.find_child("Handler"))
        self._confine(handler, role)
        self._confine_framework(provider, handler)

        self.provider: eks.IKubectlProvider = provider
        self.role: iam.IRole = role

    def _confine(self, function: lambda_.Function, role: iam.Role) -> None:
        """Let `function`, which runs as `role`, write its log, and stand in subnets if it does."""
        resource = cast("cdk.CfnResource", function.node.default_child)
        resource.add_property_override("LoggingConfig.LogGroup", self._log_group.log_group_name)
        self._log_group.grant_write(role)
        if self._in_vpc:
            role.add_to_policy(
                iam.PolicyStatement(actions=list(_NETWORK_INTERFACES), resources=["*"])
            )
            _accept(
                role,
                "AwsSolutions-IAM5[Resource::*]",
                "Lambda makes the function's network interfaces as this role, and asks for these "
                "six actions on every resource.",
            )

    def _confine_framework(self, provider: eks.KubectlProvider, handler: lambda_.Function) -> None:
        """Do the same to the function that answers CloudFormation, whose role cannot be given."""
        framework = cast(
            "lambda_.Function",
            provider.node.find_child("Provider").node.find_child("framework-onEvent"),
        )
        role = cast("iam.Role", framework.role)
        cast("iam.CfnRole", role.node.default_child).managed_policy_arns = []
        self._confine(framework, role)
        handler_id = cdk.Stack.of(self).get_logical_id(
            cast("cdk.CfnElement", handler.node.default_child)
        )
        _accept(
            role,
            f"AwsSolutions-IAM5[Resource::<{handler_id}.Arn>:*]",
            "Invokes exactly this one function; the wildcard stands for its versions.",
        )
        _accept(
            handler,
            "AwsSolutions-L1",
            "CDK chooses the Python that it tests its kubectl handler with.",
        )


def _accept(scope: Construct, finding: str, reason: str) -> None:
    cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=finding, reason=reason))
