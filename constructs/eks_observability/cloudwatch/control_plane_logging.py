"""Control-plane logging on a cluster that something else owns."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.handler_provider import HandlerProvider
from eks_observability.notes import note_change, note_cost
from eks_observability.settings.aws import LOG_TYPES, LogType


class ControlPlaneLogging(Construct):
    """Switches types of control-plane logs on, and on destroy back to how they were.

    CloudFormation can do this only on a cluster that it made (or account-wide, through telemetry
    rules: docs/decisions/0003-control-plane-logging.md), hence a custom resource.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster, imported or not.
        types: The types to switch on; others stay as they are.

    Raises:
        ValueError: `types` is no list, or names a type that EKS has not.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        types: Sequence[LogType] = ("audit", "authenticator"),
    ) -> None:
        super().__init__(scope, construct_id)

        wanted = sorted(set(types))
        if isinstance(types, str) or not set(wanted) <= set(LOG_TYPES):
            msg = f"{types!r} are no control-plane log types: a list of {', '.join(LOG_TYPES)}"
            raise ValueError(msg)
        provider = HandlerProvider(
            self,
            "Handler",
            handler="control_plane_logging",
            statements=[
                iam.PolicyStatement(
                    actions=[
                        "eks:DescribeCluster",
                        "eks:DescribeUpdate",
                        "eks:UpdateClusterConfig",
                    ],
                    resources=[cluster.cluster_arn],
                )
            ],
            wait=cdk.Duration.minutes(50),
            poll=cdk.Duration.seconds(15),
        )
        self.resource = cdk.CustomResource(
            self,
            "Resource",
            resource_type="Custom::EksControlPlaneLogging",
            service_token=provider.service_token,
            service_timeout=provider.service_timeout,
            properties={"ClusterName": cluster.cluster_name, "Types": wanted},
        )
        note_change(
            self,
            f"cluster {cluster.cluster_name}: control-plane logs {', '.join(wanted)} are switched "
            "on; destroy switches off those of them that were off before",
        )
        note_cost(
            self,
            f"control-plane logs of {cluster.cluster_name} ({', '.join(wanted)}): CloudWatch Logs "
            "ingestion per GB, most of it audit; control_plane_logging.types takes fewer",
        )
