"""Everything this library gives one cluster, as a construct for any CDK app."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.cloudwatch.container_insights import AddOnInsights, AgentInsights
from eks_observability.cloudwatch.control_plane_logging import ControlPlaneLogging
from eks_observability.cloudwatch.dashboard import ClusterDashboard
from eks_observability.cloudwatch.log_metrics import LogMetrics
from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.cluster_alarms import Watch, watch
from eks_observability.cluster_collection import collect
from eks_observability.cluster_logs import count_log_lines, keep_logs, log_control_plane
from eks_observability.kubernetes.add_on import AddOn
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.vpc_endpoints import VpcEndpoints
from eks_observability.kubernetes.wanted_add_ons import ADOT, CERT_MANAGER, wanted_add_ons
from eks_observability.prometheus.collectors import Collectors
from eks_observability.prometheus.managed_scraper import ManagedScraper
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import Capabilities
from eks_observability.settings.alerts import Alerts
from eks_observability.tracing.cluster_traces import ClusterTraces
from eks_observability.tracing.instrumented_namespaces import InstrumentedNamespaces


class ClusterObservability(Construct):
    """Observability for an EKS cluster: a new one of your own, or one that exists already.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        access: The way into it. Default: none, and then no agent can be deployed.
        workspace: Where its Prometheus metrics are written to. Default: nowhere, and then
            `metrics` has to be off.
        capabilities: What it gets, and how. Default: everything, with its defaults.
        alerts: The workspace's alerts and recording rules: what they ask for is collected.
            Default: as the settings' own defaults.
        dashboards: Whether Grafana's dashboards show the workspace: what they ask for is collected
            too. Default: there are none.
        listened_to: Topics that people listen to, of the same account and Region, for alarms of
            CloudWatch. Default: none, and alarms tell nobody.

    Raises:
        ValueError: An agent or a collector is to be deployed, and there is no access; or metrics
            are to be collected, and there is no workspace.
    """

    log_retention: LogRetention | None = None
    """Retention of its log groups; None where switched off."""

    control_plane_logging: ControlPlaneLogging | None = None
    """Its control-plane logging; None where switched off."""

    add_ons: Mapping[str, AddOn]
    """The EKS add-ons installed here besides Container Insights' own, by their names in EKS."""

    container_insights: AgentInsights | AddOnInsights | None = None
    """Container Insights; None where switched off."""

    collectors: Collectors | None = None
    """What scrapes it from within, and takes what its applications send; None where neither is
    on."""

    scraper: ManagedScraper | None = None
    """What scrapes it from outside; None where that is off."""

    traces: ClusterTraces | None = None
    """What it has in X-Ray besides its traces; None where switched off."""

    vpc_endpoints: VpcEndpoints | None = None
    """Private ways from its VPC to AWS; None where switched off."""

    log_metrics: LogMetrics | None = None
    """Metrics counted from its logs; None where switched off, and where retention is: a metric
    filter needs a group that is there."""

    watch: Watch
    """What warns of it in CloudWatch."""

    instrumentation: InstrumentedNamespaces | None = None
    """What instruments programs in it; None where no namespace is named."""

    dashboard: ClusterDashboard | None = None
    """Its CloudWatch dashboard; None where switched off."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        access: ClusterAccess | None = None,
        workspace: WorkspaceReference | None = None,
        capabilities: Capabilities | None = None,
        alerts: Alerts | None = None,
        dashboards: bool = False,
        listened_to: Sequence[sns.ITopic] = (),
    ) -> None:
        super().__init__(scope, construct_id)

        wanted, told = capabilities or Capabilities(), alerts or Alerts()
        self._cluster, self._wanted = cluster, wanted
        self._open_private_ways()
        self.log_retention = keep_logs(self, cluster=cluster, wanted=wanted)
        self.control_plane_logging = log_control_plane(
            self, cluster=cluster, wanted=wanted, retention=self.log_retention
        )
        self._install_add_ons()
        self._observe_containers(access)
        collection = collect(
            self,
            cluster=cluster,
            access=access,
            workspace=workspace,
            wanted=wanted,
            alerts=told,
            dashboards=dashboards,
            add_ons=self.add_ons,
            retention=self.log_retention,
        )
        self.collectors, self.scraper = collection.collectors, collection.scraper
        if wanted.tracing.enabled:
            self.traces = ClusterTraces(self, "Traces", cluster=cluster, settings=wanted.tracing)
            self._instrument(access)
        self.log_metrics = count_log_lines(
            self, cluster=cluster, wanted=wanted, retention=self.log_retention
        )
        self.watch = watch(
            self,
            cluster=cluster,
            wanted=wanted,
            access=access,
            log_metrics=self.log_metrics,
            measured_by=self.container_insights,
            listened_to=listened_to,
            runbooks_url=told.runbooks_url,
        )
        self._show()

    def _install_add_ons(self) -> None:
        self.add_ons = {
            name: AddOn(
                self,
                name.title().replace("-", ""),
                cluster=self._cluster,
                name=name,
                version=add_on.version,
            )
            for name, add_on in wanted_add_ons(self._wanted).items()
        }
        if {ADOT, CERT_MANAGER} <= self.add_ons.keys():
            self.add_ons[ADOT].node.add_dependency(self.add_ons[CERT_MANAGER].ready)

    def _observe_containers(self, access: ClusterAccess | None) -> None:
        wanted, mode = self._wanted, self._wanted.container_insights.mode
        if mode == "addon":
            self.container_insights = AddOnInsights(
                self,
                "ContainerInsights",
                cluster=self._cluster,
                settings=wanted.container_insights,
                agents=wanted.agents,
                identity=wanted.workload_identity,
                create_log_groups=self.log_retention is None,
            )
        elif mode == "manifests":
            if not access:
                msg = (
                    "container_insights.mode is manifests, and there is no way into the cluster: "
                    "pass access=ClusterAccess(…), or set the mode to addon or off"
                )
                raise ValueError(msg)
            self.container_insights = AgentInsights(
                self,
                "ContainerInsights",
                cluster=self._cluster,
                access=access,
                settings=wanted.container_insights,
                agents=wanted.agents,
                identity=wanted.workload_identity,
                create_log_groups=self.log_retention is None,
            )
        if self.container_insights:
            if self.log_retention:
                # An agent that finds no log group makes one that keeps for ever.
                self.container_insights.node.add_dependency(self.log_retention)
            if agent := self.add_ons.get("eks-pod-identity-agent"):
                self.container_insights.node.add_dependency(agent)

    def _open_private_ways(self) -> None:
        wanted = self._wanted.vpc_endpoints
        if not wanted.enabled:
            return
        vpc = self._cluster.vpc
        groups = [
            ec2.SecurityGroup.from_security_group_id(self, each, each, mutable=False)
            for each in wanted.security_groups
        ]
        self.vpc_endpoints = VpcEndpoints(
            self,
            "VpcEndpoints",
            vpc=vpc,
            subnets=vpc.private_subnets,
            security_groups=groups or self._cluster.connections.security_groups,
            services=wanted.services,
        )

    def _instrument(self, access: ClusterAccess | None) -> None:
        wanted = self._wanted
        if not (wanted.tracing.instrumentation.namespaces and access and self.collectors):
            return
        self.instrumentation = InstrumentedNamespaces(
            self,
            "Instrumentation",
            access=access,
            settings=wanted.tracing,
            agents=wanted.agents,
            metrics=wanted.tracing.metrics and wanted.metrics.enabled,
        )
        self.instrumentation.node.add_dependency(self.collectors)

    def _show(self) -> None:
        wanted, logging = self._wanted.dashboard, self._wanted.control_plane_logging
        if not wanted.enabled:
            return
        insights = self._wanted.container_insights
        asks = wanted.log_queries
        self.dashboard = ClusterDashboard(
            self,
            "Dashboard",
            cluster=self._cluster,
            name=wanted.name,
            log_types=logging.types if logging.enabled and asks else (),
            container_insights=insights.has_classic_metrics,
            application_logs=asks and insights.logs_containers,
            events=asks and insights.logs_events,
            log_metrics=self.log_metrics.metrics if self.log_metrics else (),
            alarms=self.watch.shown,
        )
