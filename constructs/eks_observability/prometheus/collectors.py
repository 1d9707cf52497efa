"""Collectors in a cluster that scrape it and write to a workspace."""

from collections.abc import Iterator, Mapping

import cdk8s
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability import versions
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.chart_values import placement_of, resources_of
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.workload_identity import WorkloadIdentity
from eks_observability.notes import note_change, note_cost
from eks_observability.prometheus.scrape_jobs import cluster_jobs, keep_of, node_jobs
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings.metrics import Metrics
from eks_observability.settings.workloads import Agents, IdentityKind
from eks_observability.signals import jobs
from eks_observability.signals.kept_series import KeptSeries
from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.names import (
    CLUSTER_ACCOUNT,
    CLUSTER_COLLECTOR,
    NAMESPACE,
    NODE_ACCOUNT,
    NODE_COLLECTOR,
)
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.pipeline import ABOUT_SCRAPES
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sizes import CLUSTER_RESOURCES, DEFAULT_NODE_RESOURCES
from eks_observability_charts.namespace import NamespaceChart


class Collectors(Construct):
    """The collector `observability` on every node, and `observability-cluster` once.

    Both are OpenTelemetryCollector objects, which the operator of the EKS add-on `adot` turns into
    pods: this has to depend on the add-on, so that the operator is there before them, and takes
    them away before it goes. Each has a role that may write to this workspace and nothing else.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        access: The way into it.
        workspace: Where they write to.
        cluster_label: What every series carries in the label `cluster`.
        kept: Which series are kept, by scrape job. Jobs that are not named keep all of theirs.
        settings: What is scraped, and how often. Default: as the settings' own defaults.
        agents: What holds for all agents. Default: as the settings' own defaults.
        identity: How they get their roles' credentials.
        kube_state_metrics_namespace: Where the pod of kube-state-metrics is looked for: a namespace
            that is there before this. Default: everywhere.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        access: ClusterAccess,
        workspace: WorkspaceReference,
        cluster_label: str,
        kept: Mapping[str, KeptSeries],
        settings: Metrics | None = None,
        agents: Agents | None = None,
        identity: IdentityKind = "irsa",
        kube_state_metrics_namespace: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        self._cluster, self._access, self._workspace = cluster, access, workspace
        self._settings, self._agents = settings or Metrics(), agents or Agents()
        self._kept, self._identity, self._label = kept, identity, cluster_label
        self._state_namespace = kube_state_metrics_namespace
        namespace = self._namespace()
        for chart in self._charts():
            name = chart.node.id
            manifest = ChartManifest(self, name, access=access, chart=chart)
            manifest.node.add_dependency(namespace, self.node.find_child(f"{name}-identity"))
        self._note()

    def _namespace(self) -> ChartManifest:
        # Others may run their own Prometheus in a namespace of this name: ours keep to the
        # standard, and nobody else is held to it.
        chart = NamespaceChart(cdk8s.App(), "namespace", name=NAMESPACE, modes=("audit", "warn"))
        return ChartManifest(self, "Namespace", access=self._access, chart=chart)

    def _charts(self) -> Iterator[cdk8s.Chart]:
        settings = self._settings
        yield NodeCollectorChart(
            cdk8s.App(),
            NODE_COLLECTOR,
            image=versions.ADOT_COLLECTOR.address(self._agents.image_registry),
            remote_write=self._remote_write,
            jobs=node_jobs(settings, self._kept),
            collector_keep=keep_of(self._kept.get(jobs.COLLECTOR)),
            scrape_series=self._about_scrapes,
            interval_seconds=settings.interval_seconds,
            timeout_seconds=settings.timeout_seconds,
            role_arn=self._role(NODE_COLLECTOR, NODE_ACCOUNT),
            resources=resources_of(settings.resources.node, default=DEFAULT_NODE_RESOURCES),
            placement=placement_of(self._agents),
        )
        usual = CLUSTER_RESOURCES[settings.cluster_size]
        yield ClusterCollectorChart(
            cdk8s.App(),
            CLUSTER_COLLECTOR,
            image=versions.ADOT_COLLECTOR.address(self._agents.image_registry),
            remote_write=self._remote_write,
            jobs=cluster_jobs(
                settings, self._kept, kube_state_metrics_namespace=self._state_namespace
            ),
            monitors=settings.monitors,
            collector_keep=keep_of(self._kept.get(jobs.COLLECTOR)),
            scrape_series=self._about_scrapes,
            interval_seconds=settings.interval_seconds,
            timeout_seconds=settings.timeout_seconds,
            role_arn=self._role(CLUSTER_COLLECTOR, CLUSTER_ACCOUNT),
            resources=resources_of(settings.resources.cluster, default=usual),
        )

    @property
    def _remote_write(self) -> RemoteWrite:
        workspace = self._workspace
        return RemoteWrite(
            url=workspace.remote_write_url, region=workspace.region, cluster=self._label
        )

    @property
    def _about_scrapes(self) -> list[str]:
        """Series about each target that something asks for."""
        names = {name for kept in self._kept.values() for name in kept.metrics}
        return [name for name in ABOUT_SCRAPES if name in names]

    def _role(self, collector: str, service_account: str) -> str | None:
        """Make a collector's identity; the ARN that its service account has to name, if any."""
        made = WorkloadIdentity(
            self,
            f"{collector}-identity",
            cluster=self._cluster,
            namespace=NAMESPACE,
            service_account=service_account,
            kind=self._identity,
            statements=[
                iam.PolicyStatement(actions=["aps:RemoteWrite"], resources=[self._workspace.arn])
            ],
        )
        return made.annotated_role_arn

    def _note(self) -> None:
        note_change(
            self,
            f"namespace {NAMESPACE}: made, or labelled to warn of pods that break the restricted "
            "standard if it is there; destroy takes out what is deployed from here and leaves it",
        )
        note_change(
            self,
            "every Linux node runs a collector of metrics, whatever its taints (agents."
            "tolerations): docs/footprint.md; destroy removes them",
        )
        note_cost(
            self,
            f"metrics of {self._label} every {self._settings.interval_seconds} s: Amazon Managed "
            "Service for Prometheus, by samples, which grow with nodes and pods (docs/cost.md)",
        )
