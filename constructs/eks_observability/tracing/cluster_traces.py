"""What a cluster has in X-Ray, besides its traces."""

from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from eks_observability.notes import note_cost
from eks_observability.settings.tracing import Tracing
from eks_observability.tracing.sampling_rule import SamplingRule
from eks_observability.tracing.x_ray_group import XRayGroup


class ClusterTraces(Construct):
    """The group and the sampling rule of a cluster in X-Ray.

    Args:
        scope: Parent construct, in a stack of the cluster's account and Region.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        settings: What is made. Default: as the settings' own defaults.
    """

    group: XRayGroup | None = None
    """Its group; None where switched off."""

    sampling_rule: SamplingRule | None = None
    """Its sampling rule; None where switched off."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        settings: Tracing | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        settings = settings or Tracing()
        if settings.group.enabled:
            self.group = XRayGroup(
                self,
                "Group",
                cluster=cluster,
                insights=settings.group.insights,
                notifications=settings.group.notifications,
            )
        if settings.sampling_rule.enabled:
            self.sampling_rule = SamplingRule(
                self, "SamplingRule", cluster=cluster, settings=settings.sampling_rule
            )
        note_cost(
            self,
            f"traces of {cluster.cluster_name}: spans by the GB that CloudWatch ingests, and "
            "traces that X-Ray indexes beyond 1 % (docs/cost.md)"
            if settings.destination == "otlp"
            else f"traces of {cluster.cluster_name}: X-Ray, by traces recorded and traces asked "
            "for, beyond the free ones of each month (docs/cost.md)",
        )
