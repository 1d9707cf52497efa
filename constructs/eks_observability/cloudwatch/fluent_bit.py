"""Fluent Bit in a cluster: logs of containers and nodes, and Kubernetes events."""

from collections.abc import Iterator

import aws_cdk as cdk
import cdk8s
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability import versions
from eks_observability.acknowledgments import wildcard_resource
from eks_observability.cloudwatch.log_access import accept_streams, write_logs
from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.cloudwatch.log_outputs import outputs_of, secrets_of
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.chart_values import (
    placement_of,
    placement_of_one,
    resources_of,
)
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.workload_identity import WorkloadIdentity
from eks_observability.notes import note_cost
from eks_observability.settings.container_insights import ContainerLogs as LogSettings
from eks_observability.settings.log_outputs import LogOutputs
from eks_observability.settings.workloads import Agents, IdentityKind
from eks_observability_charts.agent import NAMESPACE
from eks_observability_charts.fluent_bit import chart as fluent_bit
from eks_observability_charts.fluent_bit import events
from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.logs import ContainerLogs
from eks_observability_charts.fluent_bit.pod import DEFAULT_RESOURCES
from eks_observability_charts.kubelet import pods_of_kubelet


class FluentBit(Construct):
    """Sends logs of containers and nodes to CloudWatch, and elsewhere where the settings say so.

    Its role writes to these logs' own groups and to no other, and reads exactly the secrets of the
    destinations.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        access: The way into it. Its namespace `amazon-cloudwatch` is there before this.
        settings: Which logs, and where to. One of application, dataplane and host at least.
        agents: What holds for all agents. Default: as the settings' own defaults.
        identity: How it gets its role's credentials.
        create_log_groups: Whether it may make its groups, which then keep everything for ever.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        access: ClusterAccess,
        settings: LogSettings | None = None,
        agents: Agents | None = None,
        identity: IdentityKind = "irsa",
        create_log_groups: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        settings, agents = settings or LogSettings(), agents or Agents()
        names = log_group_names(cluster.cluster_name)
        logs = logs_of(settings)
        groups = [
            names[name] for name in ("application", "dataplane", "host") if getattr(logs, name)
        ]
        self.identity = WorkloadIdentity(
            self,
            "Identity",
            cluster=cluster,
            namespace=NAMESPACE,
            service_account=fluent_bit.NAME,
            kind=identity,
            statements=[
                write_logs(self, groups, create_groups=create_log_groups),
                *_forwarding(settings.outputs),
            ],
        )
        accept_streams(self, groups)
        self._accept_domain(settings.outputs)
        region = cdk.Stack.of(self).region
        chart = fluent_bit.FluentBitChart(
            cdk8s.App(),
            fluent_bit.NAME,
            namespace=NAMESPACE,
            cluster_name=cluster.cluster_name,
            region=region,
            image=versions.FLUENT_BIT.address(agents.image_registry),
            secrets_image=versions.AWS_CLI.address(agents.image_registry),
            kubelet_resource=pods_of_kubelet(access.kubernetes_version),
            role_arn=self.identity.annotated_role_arn,
            create_log_groups=create_log_groups,
            logs=logs,
            buffer=Buffer(disk_mebibytes=settings.disk_buffer_mebibytes),
            outputs=outputs_of(settings.outputs, region=region),
            placement=placement_of(agents),
            resources=resources_of(settings.resources, default=DEFAULT_RESOURCES),
        )
        self.manifest = ChartManifest(self, "Manifest", access=access, chart=chart)
        self.manifest.node.add_dependency(self.identity)
        note_cost(
            self,
            f"{', '.join(groups)}: CloudWatch Logs ingestion and storage per GB; exclude_namespaces"
            " and log_retention.groups make it less",
        )

    def _accept_domain(self, outputs: LogOutputs) -> None:
        if outputs.opensearch and outputs.opensearch.domain_arn:
            reason = "The indices of this one domain; each day has its own."
            cdk.Validations.of(self).acknowledge(
                wildcard_resource(self, f"{outputs.opensearch.domain_arn}/*", reason)
            )


class KubernetesEvents(Construct):
    """Sends Kubernetes events to CloudWatch, from one pod of the cluster.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        access: The way into it. Its namespace `amazon-cloudwatch` is there before this.
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
        agents: Agents | None = None,
        identity: IdentityKind = "irsa",
        create_log_groups: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        agents = agents or Agents()
        groups = [log_group_names(cluster.cluster_name)["events"]]
        self.identity = WorkloadIdentity(
            self,
            "Identity",
            cluster=cluster,
            namespace=NAMESPACE,
            service_account=events.NAME,
            kind=identity,
            statements=[write_logs(self, groups, create_groups=create_log_groups)],
        )
        accept_streams(self, groups)
        chart = events.KubernetesEventsChart(
            cdk8s.App(),
            events.NAME,
            namespace=NAMESPACE,
            cluster_name=cluster.cluster_name,
            region=cdk.Stack.of(self).region,
            image=versions.FLUENT_BIT.address(agents.image_registry),
            role_arn=self.identity.annotated_role_arn,
            create_log_groups=create_log_groups,
            placement=placement_of_one(agents),
        )
        self.manifest = ChartManifest(self, "Manifest", access=access, chart=chart)
        self.manifest.node.add_dependency(self.identity)
        note_cost(self, f"{groups[0]}: CloudWatch Logs ingestion and storage per GB")


def logs_of(settings: LogSettings) -> ContainerLogs:
    """Which logs are collected, in the chart's own terms."""
    return ContainerLogs(
        application=settings.application,
        dataplane=settings.dataplane,
        host=settings.host,
        include_namespaces=settings.include_namespaces,
        exclude_namespaces=settings.exclude_namespaces,
        include_containers=settings.include_containers,
        exclude_containers=settings.exclude_containers,
    )


def _forwarding(outputs: LogOutputs) -> Iterator[iam.PolicyStatement]:
    """What destinations other than CloudWatch ask of Fluent Bit's role."""
    if secrets := secrets_of(outputs):
        yield iam.PolicyStatement(
            actions=["secretsmanager:GetSecretValue"], resources=list(secrets)
        )
    if outputs.opensearch and outputs.opensearch.domain_arn:
        yield iam.PolicyStatement(
            actions=["es:ESHttpPost"], resources=[f"{outputs.opensearch.domain_arn}/*"]
        )
