"""Everything this library gives one cluster, as a construct for any CDK app."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_kms as kms
from constructs import Construct, IConstruct

from eks_observability.cloudwatch.container_insights import AddOnInsights, AgentInsights
from eks_observability.cloudwatch.container_insights_add_on import agent_log_groups
from eks_observability.cloudwatch.control_plane_logging import ControlPlaneLogging
from eks_observability.cloudwatch.dashboard import ClusterDashboard
from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.cloudwatch.log_metrics import LogMetrics
from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.kubernetes.add_on import AddOn
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.vpc_endpoints import VpcEndpoints
from eks_observability.kubernetes.wanted_add_ons import (
    ADOT,
    CERT_MANAGER,
    KUBE_STATE_METRICS,
    wanted_add_ons,
)
from eks_observability.prometheus.collectors import Collectors
from eks_observability.prometheus.managed_scraper import ManagedScraper
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import Capabilities
from eks_observability.settings.alerts import Alerts
from eks_observability.signals.kept_series import kept_for
from eks_observability.signals.log_metrics import application, control_plane
from eks_observability.signals.log_metrics.model import LogMetric


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

    Raises:
        ValueError: An agent is to be deployed, and there is no access; or metrics are to be
            collected, and there is no workspace.
    """

    log_retention: LogRetention | None = None
    """Retention of its log groups; None where switched off."""

    control_plane_logging: ControlPlaneLogging | None = None
    """Its control-plane logging; None where switched off."""

    add_ons: Mapping[str, AddOn]
    """The EKS add-ons installed here besides Container Insights' own, by their names in EKS."""

    container_insights: AgentInsights | AddOnInsights | None = None
    """Container Insights; None where switched off."""

    metrics: Collectors | ManagedScraper | None = None
    """What collects its Prometheus metrics; None where switched off."""

    vpc_endpoints: VpcEndpoints | None = None
    """Private ways from its VPC to AWS; None where switched off."""

    log_metrics: LogMetrics | None = None
    """Metrics counted from its logs; None where switched off, and where retention is: a metric
    filter needs a group that is there."""

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
    ) -> None:
        super().__init__(scope, construct_id)

        self._cluster = cluster
        self._wanted = capabilities or Capabilities()
        self._dashboards = dashboards
        self._open_private_ways()
        self._keep_logs()
        self._log_control_plane()
        self._install_add_ons()
        self._observe_containers(access)
        self._collect_metrics(access, workspace, alerts or Alerts())
        self._count_log_lines()
        self._show()

    def _after_retention(self, construct: IConstruct) -> None:
        """Have `construct` find its log groups: who finds none makes one that keeps for ever."""
        if self.log_retention:
            construct.node.add_dependency(self.log_retention)

    def _keep_logs(self) -> None:
        retention = self._wanted.log_retention
        if not retention.enabled:
            self._warn_of_groups_without_retention()
            return
        arn = retention.kms_key_arn
        self.log_retention = LogRetention(
            self,
            "LogRetention",
            cluster=self._cluster,
            days=retention.days,
            exceptions=retention.groups.model_dump(exclude_none=True),
            further_groups=self._groups_of_add_on(),
            encryption_key=kms.Key.from_key_arn(self, "LogKey", arn) if arn else None,
            on_destroy=retention.on_destroy,
        )

    def _warn_of_groups_without_retention(self) -> None:
        if self._wanted.container_insights.mode == "manifests":
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:noRetention",
                "log_retention is off: agents make the log groups that are missing, and those are "
                "kept, and paid for, for ever. No metric is counted from logs (log_metrics).",
            )

    def _groups_of_add_on(self) -> dict[str, str]:
        """Log groups that only the Container Insights add-on writes to, by a word each."""
        insights = self._wanted.container_insights
        if insights.mode != "addon":
            return {}
        name = self._cluster.cluster_name
        groups = agent_log_groups(name, metrics=insights.addon.metrics, logs=insights.addon.logs)
        known = log_group_names(name).values()
        return {f"otel_{group.rpartition('/')[2]}": group for group in groups if group not in known}

    def _log_control_plane(self) -> None:
        logging = self._wanted.control_plane_logging
        if not logging.enabled:
            return
        self.control_plane_logging = ControlPlaneLogging(
            self, "ControlPlaneLogging", cluster=self._cluster, types=logging.types
        )
        self._after_retention(self.control_plane_logging)

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
            self._after_retention(self.container_insights)
            if agent := self.add_ons.get("eks-pod-identity-agent"):
                self.container_insights.node.add_dependency(agent)

    def _collect_metrics(
        self, access: ClusterAccess | None, workspace: WorkspaceReference | None, alerts: Alerts
    ) -> None:
        wanted = self._wanted.metrics
        if not wanted.enabled:
            return
        if not workspace or (wanted.collector == "adot" and not access):
            missing = "access=ClusterAccess(…)" if workspace else "workspace=WorkspaceReference(…)"
            msg = f"metrics are on: pass {missing}, or set metrics.enabled: false"
            raise ValueError(msg)
        kept = kept_for(wanted, alerts, dashboards=self._dashboards)
        label = wanted.cluster_label or self._cluster.cluster_name
        if wanted.collector == "managed" or not access:
            self.metrics = ManagedScraper(
                self,
                "Metrics",
                cluster=self._cluster,
                workspace=workspace,
                cluster_label=label,
                kept=kept,
                settings=wanted,
            )
            return
        self.metrics = Collectors(
            self,
            "Metrics",
            cluster=self._cluster,
            access=access,
            workspace=workspace,
            cluster_label=label,
            kept=kept,
            settings=wanted,
            agents=self._wanted.agents,
            identity=self._wanted.workload_identity,
            kube_state_metrics_namespace=KUBE_STATE_METRICS
            if KUBE_STATE_METRICS in self.add_ons
            else None,
        )
        for name in (ADOT, KUBE_STATE_METRICS, "eks-pod-identity-agent"):
            if add_on := self.add_ons.get(name):
                self.metrics.node.add_dependency(add_on)

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

    def _count_log_lines(self) -> None:
        wanted = self._wanted.log_metrics
        metrics = self._wanted_log_metrics() if wanted.enabled and self.log_retention else []
        if metrics:
            self.log_metrics = LogMetrics(
                self, "LogMetrics", cluster=self._cluster, metrics=metrics
            )
            self._after_retention(self.log_metrics)

    def _wanted_log_metrics(self) -> list[LogMetric]:
        """What is counted, as far as the logs it is counted from are on."""
        wanted, logging = self._wanted.log_metrics, self._wanted.control_plane_logging
        counted = [LogMetric(**each.model_dump()) for each in wanted.filters]
        if wanted.defaults and self._wanted.container_insights.logs_containers:
            counted += application.metrics()
        if wanted.defaults and logging.enabled and "audit" in logging.types:
            counted += control_plane.metrics()
        return counted

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
        )
