"""The CloudWatch agent in a cluster, with an identity of its own."""

import aws_cdk as cdk
import cdk8s
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability import versions
from eks_observability.acknowledgments import wildcard_resource
from eks_observability.cloudwatch.log_access import accept_streams, write_logs
from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.chart_values import placement_of, resources_of
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.workload_identity import WorkloadIdentity
from eks_observability.notes import note_cost
from eks_observability.settings.container_insights import CloudWatchAgent as AgentSettings
from eks_observability.settings.workloads import Agents, IdentityKind
from eks_observability_charts.agent import NAMESPACE
from eks_observability_charts.cloudwatch_agent import (
    DEFAULT_RESOURCES,
    NAME,
    CloudWatchAgentChart,
)
from eks_observability_charts.kubelet import pods_of_kubelet


class CloudWatchAgent(Construct):
    """Measures nodes, pods and containers for Container Insights.

    Its role writes to the group of performance events and to no other, and may ask EC2 for volumes
    and tags. CloudWatchAgentServerPolicy, which the quick start gives it, also writes every log
    group of the account, publishes metrics under any name, and reads parameters.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        access: The way into it. Its namespace `amazon-cloudwatch` is there before this.
        settings: What to measure, and what it may take. Default: as the settings' own defaults.
        agents: What holds for all agents. Default: as the settings' own defaults.
        identity: How it gets its role's credentials.
        create_log_groups: Whether it may make its group, which then keeps everything for ever.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        access: ClusterAccess,
        settings: AgentSettings | None = None,
        agents: Agents | None = None,
        identity: IdentityKind = "irsa",
        create_log_groups: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        settings, agents = settings or AgentSettings(), agents or Agents()
        groups = [log_group_names(cluster.cluster_name)["performance"]]
        self.identity = WorkloadIdentity(
            self,
            "Identity",
            cluster=cluster,
            namespace=NAMESPACE,
            service_account=NAME,
            kind=identity,
            statements=[
                write_logs(self, groups, create_groups=create_log_groups),
                iam.PolicyStatement(
                    actions=["ec2:DescribeTags", "ec2:DescribeVolumes"], resources=["*"]
                ),
            ],
        )
        accept_streams(self, groups)
        every = "EC2 grants its Describe actions on everything or nothing."
        cdk.Validations.of(self).acknowledge(wildcard_resource(self, "*", every))
        chart = CloudWatchAgentChart(
            cdk8s.App(),
            NAME,
            namespace=NAMESPACE,
            cluster_name=cluster.cluster_name,
            region=cdk.Stack.of(self).region,
            image=versions.CLOUDWATCH_AGENT.address(agents.image_registry),
            kubelet_resource=pods_of_kubelet(access.kubernetes_version),
            role_arn=self.identity.annotated_role_arn,
            enhanced_observability=settings.enhanced_observability,
            interval_seconds=settings.interval_seconds,
            placement=placement_of(agents),
            resources=resources_of(settings.resources, default=DEFAULT_RESOURCES),
        )
        self.manifest = ChartManifest(self, "Manifest", access=access, chart=chart)
        self.manifest.node.add_dependency(self.identity)
        note_cost(
            self,
            "Container Insights with enhanced observability: a price per observation, "
            "growing with nodes, pods and containers (docs/cost.md)"
            if settings.enhanced_observability
            else "Container Insights: a price per metric, and ingestion of its performance events "
            "per GB (docs/cost.md)",
        )
