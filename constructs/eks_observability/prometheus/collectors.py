"""Collectors in a cluster: they scrape it, and take what its applications send."""

from collections.abc import Iterator, Mapping, Sequence

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
from eks_observability.settings.tracing import Tracing
from eks_observability.settings.workloads import Agents, IdentityKind
from eks_observability.signals import jobs
from eks_observability.signals.kept_series import KeptSeries
from eks_observability.tracing.otlp_log_stream import OtlpLogStream
from eks_observability.tracing.otlp_values import otlp_values
from eks_observability.tracing.rights import accept_everything, node_statements, sampler_statements
from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.names import (
    CLUSTER_ACCOUNT,
    CLUSTER_COLLECTOR,
    NAMESPACE,
    NODE_ACCOUNT,
    NODE_COLLECTOR,
    SAMPLER_ACCOUNT,
    SAMPLER_COLLECTOR,
)
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.otlp import Otlp
from eks_observability_charts.collector.pipeline import ABOUT_SCRAPES
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sampler_chart import SamplerChart
from eks_observability_charts.collector.sizes import (
    CLUSTER_RESOURCES,
    DEFAULT_NODE_RESOURCES,
    OTLP_NODE_RESOURCES,
    SAMPLER_RESOURCES,
)
from eks_observability_charts.namespace import NamespaceChart


class Collectors(Construct):
    """The collector `observability` on every node, and with metrics `observability-cluster` once.

    All are OpenTelemetryCollector objects, which the operator of the EKS add-on `adot` turns into
    pods: this has to depend on the add-on, so that the operator is there before them, and takes
    them away before it goes. Each has a role that may write where it writes to, and nothing else.

    Where `tracing.sampling.at` is `tail`, those on nodes pass traces on to
    `observability-sampler`, which keeps some.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        access: The way into it.
        workspace: Where metrics are written to. Default: nowhere, and then nothing is scraped.
        cluster_label: What every series carries in the label `cluster`.
        kept: Which series are kept, by scrape job. Jobs that are not named keep all of theirs.
        settings: What is scraped, and how often: with `collector: managed` nothing but the
            collectors themselves. Default: as the settings' own defaults.
        tracing: What applications may send, and where it goes. Default: nothing.
        log_stream: Where their logs go. Default: they are refused.
        log_groups: Where X-Ray's console looks for what was logged within a trace. Default:
            nowhere.
        agents: What holds for all agents. Default: as the settings' own defaults.
        identity: How they get their roles' credentials.
        kube_state_metrics_namespace: Where the pod of kube-state-metrics is looked for: a namespace
            that is there before this. Default: everywhere.

    Raises:
        ValueError: There is neither a workspace nor tracing, and so nothing to do.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        access: ClusterAccess,
        workspace: WorkspaceReference | None = None,
        cluster_label: str,
        kept: Mapping[str, KeptSeries],
        settings: Metrics | None = None,
        tracing: Tracing | None = None,
        log_stream: OtlpLogStream | None = None,
        log_groups: Sequence[str] = (),
        agents: Agents | None = None,
        identity: IdentityKind = "irsa",
        kube_state_metrics_namespace: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        if not workspace and not tracing:
            msg = "without 'workspace' it can only take traces: pass 'tracing'"
            raise ValueError(msg)
        self._cluster, self._access, self._workspace = cluster, access, workspace
        self._settings, self._agents = settings or Metrics(), agents or Agents()
        self._kept, self._identity, self._label = kept, identity, cluster_label
        self._tracing, self._log_stream = tracing, log_stream
        self._state_namespace = kube_state_metrics_namespace
        self._image = versions.ADOT_COLLECTOR.address(self._agents.image_registry)
        self._otlp = (
            otlp_values(
                cluster,
                tracing,
                remote_write=self._remote_write,
                log_stream=log_stream,
                log_groups=log_groups,
            )
            if tracing
            else None
        )
        namespace = self._namespace()
        for chart in self._charts():
            name = chart.node.id
            manifest = ChartManifest(self, name, access=access, chart=chart)
            manifest.node.add_dependency(namespace, self.node.find_child(f"{name}-identity"))
        if tracing:
            accept_everything(self)
        self._note()

    def _namespace(self) -> ChartManifest:
        # Others may run their own Prometheus in a namespace of this name: ours keep to the
        # standard, and nobody else is held to it.
        chart = NamespaceChart(cdk8s.App(), "namespace", name=NAMESPACE, modes=("audit", "warn"))
        return ChartManifest(self, "Namespace", access=self._access, chart=chart)

    def _charts(self) -> Iterator[cdk8s.Chart]:
        yield self._on_nodes()
        if self._scrapes and self._remote_write:
            yield self._of_cluster(self._remote_write)
        if self._otlp and self._tracing and self._tracing.sampling.at == "tail":
            yield self._sampler(self._otlp, self._tracing)

    @property
    def _scrapes(self) -> bool:
        return self._workspace is not None and self._settings.collector == "adot"

    def _on_nodes(self) -> NodeCollectorChart:
        settings, tracing = self._settings, self._tracing
        stream = self._log_stream.arn if self._log_stream else None
        rights = node_statements(tracing, log_stream_arn=stream) if tracing else []
        usual = OTLP_NODE_RESOURCES if tracing else DEFAULT_NODE_RESOURCES
        return NodeCollectorChart(
            cdk8s.App(),
            NODE_COLLECTOR,
            image=self._image,
            remote_write=self._remote_write,
            jobs=node_jobs(settings, self._kept) if self._scrapes else (),
            otlp=self._otlp,
            otlp_namespaces=tracing.namespaces if tracing else (),
            collector_keep=keep_of(self._kept.get(jobs.COLLECTOR)),
            scrape_series=self._about_scrapes,
            interval_seconds=settings.interval_seconds,
            timeout_seconds=settings.timeout_seconds,
            role_arn=self._role(NODE_COLLECTOR, NODE_ACCOUNT, rights),
            resources=resources_of(settings.resources.node, default=usual),
            placement=placement_of(self._agents),
        )

    def _of_cluster(self, remote_write: RemoteWrite) -> ClusterCollectorChart:
        settings = self._settings
        usual = CLUSTER_RESOURCES[settings.cluster_size]
        return ClusterCollectorChart(
            cdk8s.App(),
            CLUSTER_COLLECTOR,
            image=self._image,
            remote_write=remote_write,
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

    def _sampler(self, otlp: Otlp, tracing: Tracing) -> SamplerChart:
        settings = self._settings
        return SamplerChart(
            cdk8s.App(),
            SAMPLER_COLLECTOR,
            image=self._image,
            otlp=otlp,
            remote_write=self._remote_write,
            collector_keep=keep_of(self._kept.get(jobs.COLLECTOR)),
            scrape_series=self._about_scrapes,
            interval_seconds=settings.interval_seconds,
            timeout_seconds=settings.timeout_seconds,
            role_arn=self._role(SAMPLER_COLLECTOR, SAMPLER_ACCOUNT, sampler_statements(tracing)),
            resources=resources_of(tracing.resources, default=SAMPLER_RESOURCES),
        )

    @property
    def _remote_write(self) -> RemoteWrite | None:
        workspace = self._workspace
        if not workspace:
            return None
        return RemoteWrite(
            url=workspace.remote_write_url, region=workspace.region, cluster=self._label
        )

    @property
    def _about_scrapes(self) -> list[str]:
        """Series about each target that something asks for."""
        names = {name for kept in self._kept.values() for name in kept.metrics}
        return [name for name in ABOUT_SCRAPES if name in names]

    def _role(
        self, collector: str, service_account: str, rights: Sequence[iam.PolicyStatement] = ()
    ) -> str | None:
        """Make a collector's identity; the ARN that its service account has to name, if any."""
        write = (
            [iam.PolicyStatement(actions=["aps:RemoteWrite"], resources=[self._workspace.arn])]
            if self._workspace
            else []
        )
        made = WorkloadIdentity(
            self,
            f"{collector}-identity",
            cluster=self._cluster,
            namespace=NAMESPACE,
            service_account=service_account,
            kind=self._identity,
            statements=[*write, *rights],
        )
        return made.annotated_role_arn

    def _note(self) -> None:
        note_change(
            self,
            f"namespace {NAMESPACE}: made, or labelled to warn of pods that break the restricted "
            "standard if it is there; destroy takes out what is deployed from here and leaves it",
        )
        what = " and ".join(
            [*(["metrics"] if self._scrapes else []), *(["traces"] if self._tracing else [])]
        )
        note_change(
            self,
            f"every Linux node runs a collector of {what}, whatever its taints (agents."
            "tolerations): docs/footprint.md; destroy removes them",
        )
        if self._scrapes:
            note_cost(
                self,
                f"metrics of {self._label} every {self._settings.interval_seconds} s: Amazon "
                "Managed Service for Prometheus, by samples, which grow with nodes and pods "
                "(docs/cost.md)",
            )
        if self._otlp and self._otlp.metrics:
            note_cost(
                self,
                f"metrics that applications of {self._label} send: Amazon Managed Service for "
                "Prometheus, by samples",
            )
        if self._log_stream:
            note_cost(
                self,
                f"{self._log_stream.group_name}: CloudWatch Logs ingestion per GB, storage per GB "
                "and month",
            )
