"""Where logs go that applications send by OTLP."""

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_logs as logs
from constructs import Construct

from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.cloudwatch.log_retention import LogRetention


class OtlpLogStream(Construct):
    """The log stream that all of a cluster's collectors write to.

    CloudWatch's OTLP endpoint makes neither group nor stream (CloudWatch User Guide, "OTLP
    endpoints"). CloudFormation names the stream: it stays with its events when the stack goes, and
    one of a fixed name would fail the next deploy.

    Args:
        scope: Parent construct, in a stack of the cluster's account and Region.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        retention: What makes the group.
    """

    group_name: str
    """Name of the group, `/aws/containerinsights/<cluster>/otlp`."""

    stream_name: str
    """Name of the stream, which a deploy knows."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        retention: LogRetention,
    ) -> None:
        super().__init__(scope, construct_id)

        self.group_name = log_group_names(cluster.cluster_name)["otlp"]
        stream = logs.CfnLogStream(self, "Stream", log_group_name=self.group_name)
        stream.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        stream.node.add_dependency(retention)
        self.stream_name = stream.ref

    @property
    def arn(self) -> str:
        """ARN of the stream, which alone may be written to."""
        return cdk.Stack.of(self).format_arn(
            service="logs",
            resource="log-group",
            resource_name=f"{self.group_name}:log-stream:{self.stream_name}",
            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        )
