"""The X-Ray group of a cluster."""

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_xray as xray
from constructs import Construct

from eks_observability.notes import note_cost
from eks_observability.tracing.indexed_attributes import CLUSTER, RESOURCE
from eks_observability.tracing.names import x_ray_name


class XRayGroup(Construct):
    """Finds a cluster's traces among those of the account and Region, and measures them.

    X-Ray counts its requests, faults and errors as CloudWatch metrics in `AWS/X-Ray`, by
    `GroupName`.

    Args:
        scope: Parent construct, in a stack of the cluster's account and Region.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        insights: Whether X-Ray looks for anomalies in it.
        notifications: Whether it sends what it found to Amazon EventBridge.

    Raises:
        ValueError: Notifications are on, and insights, which they tell of, are off.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        insights: bool = True,
        notifications: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        if notifications and not insights:
            msg = "'notifications' tell of 'insights', and those are off"
            raise ValueError(msg)
        self.name = x_ray_name(self, cluster.cluster_name)
        self.group = xray.CfnGroup(
            self,
            "Group",
            group_name=self.name,
            filter_expression=_of_cluster(cluster.cluster_name),
            insights_configuration=xray.CfnGroup.InsightsConfigurationProperty(
                insights_enabled=insights, notifications_enabled=notifications
            ),
        )
        if insights:
            note_cost(self, f"X-Ray insights of the group {self.name}: by traces that it looks at")


def _of_cluster(cluster_name: str) -> str:
    """The filter: the exporter's annotation, or the attribute as spans have it that come by OTLP.

    A key with a dot needs brackets (X-Ray Developer Guide, "Use filter expressions").
    """
    keys = (CLUSTER, CLUSTER.removeprefix(RESOURCE))
    return " OR ".join(f'annotation[{key}] = "{cluster_name}"' for key in keys)
