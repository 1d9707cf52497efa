"""Container Insights on one cluster: by agents that are deployed from here, or by AWS's add-on."""

from collections.abc import Sequence

import cdk8s
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.cloudwatch.cloudwatch_agent import CloudWatchAgent
from eks_observability.cloudwatch.container_insights_add_on import (
    AGENT,
    CLUSTER_SCRAPER,
    ContainerInsightsAddOn,
    accept_wildcards,
    cluster_scraper_statements,
    statements,
)
from eks_observability.cloudwatch.fluent_bit import FluentBit, KubernetesEvents
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.chart_values import tolerations_of
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.workload_identity import WorkloadIdentity
from eks_observability.notes import note_change
from eks_observability.settings.container_insights import ContainerInsights as Settings
from eks_observability.settings.workloads import Agents, IdentityKind
from eks_observability_charts.agent import NAMESPACE
from eks_observability_charts.namespace import NamespaceChart


class AgentInsights(Construct):
    """Container Insights by a CloudWatch agent and Fluent Bit, each with an identity of its own.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        access: The way into it.
        settings: What is measured and logged. Default: as the settings' own defaults.
        agents: What holds for all agents. Default: as the settings' own defaults.
        identity: How agents get their roles' credentials.
        create_log_groups: Whether agents may make log groups, which then keep everything for ever.
    """

    agent: CloudWatchAgent
    """The CloudWatch agent."""

    logs: FluentBit | None = None
    """Fluent Bit; None where no node or container logs are sent."""

    events: KubernetesEvents | None = None
    """What sends Kubernetes events; None where none are sent."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        access: ClusterAccess,
        settings: Settings | None = None,
        agents: Agents | None = None,
        identity: IdentityKind = "irsa",
        create_log_groups: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        settings, agents = settings or Settings(), agents or Agents()
        # Agents read the node they run on: its logs, its processes, its disks.
        namespace = ChartManifest(
            self,
            "Namespace",
            access=access,
            chart=NamespaceChart(
                cdk8s.App(), "namespace", name=NAMESPACE, pod_security="privileged"
            ),
        )
        note_change(
            namespace,
            f"namespace {NAMESPACE}: made, or labelled to admit agents if it is there; destroy "
            "takes out what is deployed from here and leaves the namespace",
        )
        logs = settings.container_logs
        self.agent = CloudWatchAgent(
            self,
            "Agent",
            cluster=cluster,
            access=access,
            settings=settings.agent,
            agents=agents,
            identity=identity,
            create_log_groups=create_log_groups,
        )
        if logs.enabled and (logs.application or logs.dataplane or logs.host):
            self.logs = FluentBit(
                self,
                "Logs",
                cluster=cluster,
                access=access,
                settings=logs,
                agents=agents,
                identity=identity,
                create_log_groups=create_log_groups,
            )
        if logs.enabled and logs.events:
            self.events = KubernetesEvents(
                self,
                "Events",
                cluster=cluster,
                access=access,
                agents=agents,
                identity=identity,
                create_log_groups=create_log_groups,
            )
        for each in (self.agent, self.logs, self.events):
            if each:
                each.node.add_dependency(namespace)
        _note_nodes(self, agents, logs=self.logs is not None, ours=True)


class AddOnInsights(Construct):
    """Container Insights by AWS's add-on, with identities that may do what it does and no more.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        settings: What is measured and logged. Default: as the settings' own defaults.
        agents: Which taints its pods put up with; images and priority are the add-on's own.
            Default: as the settings' own defaults.
        identity: How its pods get their roles' credentials.
        create_log_groups: Whether they may make log groups, which then keep everything for ever.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        settings: Settings | None = None,
        agents: Agents | None = None,
        identity: IdentityKind = "irsa",
        create_log_groups: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)

        wanted, agents = (settings or Settings()).addon, agents or Agents()
        metrics, logs, signals = wanted.metrics, wanted.logs, wanted.application_signals
        self.agent = self._identity(
            "Agent",
            cluster,
            AGENT,
            identity,
            statements(
                cluster,
                metrics=metrics,
                logs=logs,
                application_signals=signals,
                create_log_groups=create_log_groups,
            ),
        )
        scraper = None
        if metrics == "otel" and identity == "pod_identity":
            rights = cluster_scraper_statements()
            scraper = self._identity("Scraper", cluster, CLUSTER_SCRAPER, identity, rights)
        accept_wildcards(self, cluster, metrics=metrics, logs=logs, application_signals=signals)
        self.add_on = ContainerInsightsAddOn(
            self,
            "AddOn",
            cluster=cluster,
            role=self.agent.role,
            identity=identity,
            cluster_scraper_role=scraper.role if scraper else None,
            metrics=metrics,
            logs=logs,
            application_signals=signals,
            metric_resolution_seconds=wanted.metric_resolution_seconds,
            tolerations=tolerations_of(agents),
            version=wanted.version,
        )
        _note_nodes(self, agents, logs=logs == "fluent_bit", ours=False)

    def _identity(
        self,
        construct_id: str,
        cluster: eks.ICluster,
        service_account: str,
        kind: IdentityKind,
        rights: Sequence[iam.PolicyStatement],
    ) -> WorkloadIdentity:
        return WorkloadIdentity(
            self,
            construct_id,
            cluster=cluster,
            namespace=NAMESPACE,
            service_account=service_account,
            kind=kind,
            # The add-on makes its associations itself.
            associate=False,
            statements=rights,
        )


def _note_nodes(scope: Construct, agents: Agents, *, logs: bool, ours: bool) -> None:
    """Say what runs on each node from now on."""
    runs = "a CloudWatch agent and Fluent Bit" if logs else "a CloudWatch agent"
    all_of_them = agents.tolerations == Agents().tolerations
    taints = "whatever its taints" if all_of_them else "unless its taints forbid it"
    # The add-on has a PriorityClass of its own.
    first = (
        " and before other pods (agents.priority_class)" if ours and agents.priority_class else ""
    )
    note_change(
        scope,
        f"every Linux node runs {runs}, {taints} (agents.tolerations){first}: docs/footprint.md; "
        "destroy ends that",
    )
