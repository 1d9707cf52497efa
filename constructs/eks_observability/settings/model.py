"""The settings file as types. Each docstring here is its own entry in docs/settings.md."""

from typing import Annotated, TypeVar

from pydantic import Field, StringConstraints

from eks_observability.settings.add_ons import AddOns
from eks_observability.settings.alarms import Alarms
from eks_observability.settings.alerts import Alerts
from eks_observability.settings.cluster import ClusterFacts
from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.settings.control_plane_logging import ControlPlaneLogging
from eks_observability.settings.dashboard import Dashboard
from eks_observability.settings.demo import Demo
from eks_observability.settings.devops_guru import DevOpsGuru
from eks_observability.settings.grafana import Grafana
from eks_observability.settings.hub import Hub
from eks_observability.settings.log_metrics import LogMetrics
from eks_observability.settings.log_retention import LogRetention
from eks_observability.settings.metrics import Metrics
from eks_observability.settings.section import Section
from eks_observability.settings.tracing import Tracing
from eks_observability.settings.vpc_endpoints import VpcEndpoints
from eks_observability.settings.workloads import Agents, IdentityKind

_S = TypeVar("_S", bound=Section)


class Capabilities(Section):
    """What a cluster gets. At the top of the file: every cluster; in a cluster: that one."""

    control_plane_logging: ControlPlaneLogging = ControlPlaneLogging()
    """Control-plane logs of the cluster."""

    log_retention: LogRetention = LogRetention()
    """Retention of the cluster's log groups."""

    dashboard: Dashboard = Dashboard()
    """The CloudWatch dashboard."""

    container_insights: ContainerInsights = ContainerInsights()
    """Container Insights: metrics of nodes, pods and containers, and their logs."""

    log_metrics: LogMetrics = LogMetrics()
    """Metrics counted from log lines."""

    metrics: Metrics = Metrics()
    """Prometheus metrics, written to the hub's workspace."""

    tracing: Tracing = Tracing()
    """Traces of applications."""

    alarms: Alarms = Alarms()
    """CloudWatch alarms."""

    vpc_endpoints: VpcEndpoints = VpcEndpoints()
    """Private ways from the cluster's VPC to what it is observed with."""

    agents: Agents = Agents()
    """All pods that are deployed into the cluster to observe it."""

    workload_identity: IdentityKind = "irsa"
    """How those pods get the rights of their IAM roles. `irsa`: by the cluster's OpenID Connect
    provider, which is made if it is not there. `pod_identity`: by EKS Pod Identity."""

    add_ons: AddOns = AddOns()
    """EKS add-ons that all this stands on."""

    demo: Demo = Demo()
    """Applications that prove that it works."""

    @property
    def deploys_agents(self) -> bool:
        """Whether there is something to deploy into the cluster by kubectl."""
        return self.container_insights.mode == "manifests" or self.runs_collectors

    @property
    def runs_collectors(self) -> bool:
        """Whether collectors run in the cluster."""
        return self.scrapes_within or self.tracing.enabled

    @property
    def scrapes_within(self) -> bool:
        """Whether collectors of metrics run in the cluster."""
        return self.metrics.enabled and self.metrics.collector == "adot"

    @property
    def workloads_have_roles(self) -> bool:
        """Whether there are pods that run as an IAM role."""
        return self.container_insights.mode != "off" or self.runs_collectors


class ClusterSettings(ClusterFacts):
    """One cluster: what it is, and where it differs from the rest of the file."""

    control_plane_logging: ControlPlaneLogging | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    log_retention: LogRetention | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    dashboard: Dashboard | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    container_insights: ContainerInsights | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    log_metrics: LogMetrics | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    metrics: Metrics | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    tracing: Tracing | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    alarms: Alarms | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    vpc_endpoints: VpcEndpoints | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    agents: Agents | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    workload_identity: IdentityKind | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    add_ons: AddOns | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    demo: Demo | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""


class Settings(Capabilities):
    """The whole settings file."""

    clusters: Annotated[tuple[ClusterSettings, ...], Field(min_length=1)]
    """The clusters to observe: one or a fleet."""

    hub: Hub = Hub()
    """What all clusters write to, once for an account and a Region."""

    alerts: Alerts = Alerts()
    """Alerts on metrics, and whom they reach."""

    grafana: Grafana = Grafana()
    """Grafana, with dashboards of all that is measured."""

    devops_guru: DevOpsGuru = DevOpsGuru()
    """Amazon DevOps Guru, which ends."""

    tags: dict[Annotated[str, StringConstraints(min_length=1, max_length=128)], str] = Field(
        default={}
    )
    """Tags for every resource that can carry tags, for example for cost allocation. Default:
    none."""

    def capabilities_of(self, cluster: ClusterSettings) -> Capabilities:
        """What `cluster` gets: the top of the file, overlaid with what the cluster says itself."""
        top = Capabilities(**{name: getattr(self, name) for name in Capabilities.model_fields})
        result = _without_what_is_built_in(_overlay(top, cluster), cluster)
        named = cluster.dashboard is not None and "name" in cluster.dashboard.model_fields_set
        if named or not self._shares_its_region(cluster):
            return result
        name = f"{cluster.name}-{result.dashboard.name}"
        dashboard = result.dashboard.model_copy(update={"name": name})
        return result.model_copy(update={"dashboard": dashboard})

    @property
    def collecting(self) -> tuple[ClusterSettings, ...]:
        """The clusters whose metrics are collected."""
        return tuple(each for each in self.clusters if self.capabilities_of(each).metrics.enabled)

    def cluster_label(self, cluster: ClusterSettings) -> str:
        """What the series of `cluster` carry in the label `cluster`."""
        return self.capabilities_of(cluster).metrics.cluster_label or cluster.name

    @property
    def hub_place(self) -> tuple[str, str]:
        """Account and Region of the hub: as given, or of the first cluster that needs it."""
        first = next(iter(self.collecting), self.clusters[0])
        return self.hub.account or first.account, self.hub.region or first.region

    def _shares_its_region(self, cluster: ClusterSettings) -> bool:
        return any(
            (other.account, other.region) == (cluster.account, cluster.region)
            for other in self.clusters
            if other is not cluster
        )


def _without_what_is_built_in(wanted: Capabilities, cluster: ClusterFacts) -> Capabilities:
    """`wanted` less what EKS has built into this cluster, or what cannot run in it.

    Auto Mode has the Pod Identity agent built in (EKS User Guide, "Set up the Amazon EKS Pod
    Identity Agent"), and runs the VPC CNI and CoreDNS in no pod ("EKS Auto Mode"). Fargate runs no
    DaemonSet, so neither that agent, nor a node exporter, nor the VPC CNI's pod, nor a collector of
    traces.
    """
    if cluster.compute == "ec2":
        return wanted
    without = wanted.add_ons.pod_identity_agent.model_copy(update={"manage": False})
    add_ons = wanted.add_ons.model_copy(update={"pod_identity_agent": without})
    targets = wanted.metrics.targets
    off: dict[str, object] = {"vpc_cni": False}
    if cluster.compute == "auto_mode":
        off["coredns"] = False
    else:
        off["node_exporter"] = targets.node_exporter.model_copy(update={"enabled": False})
    metrics = wanted.metrics.model_copy(update={"targets": targets.model_copy(update=off)})
    tracing = wanted.tracing
    if cluster.compute == "fargate":
        tracing = tracing.model_copy(update={"enabled": False})
    return wanted.model_copy(update={"add_ons": add_ons, "metrics": metrics, "tracing": tracing})


def _overlay(base: _S, over: Section) -> _S:
    """`base` with every key that `over` gives explicitly, section by section."""
    update = {}
    for name in over.model_fields_set & type(base).model_fields.keys():
        old, new = getattr(base, name), getattr(over, name)
        if isinstance(old, Section) and isinstance(new, Section):
            update[name] = _overlay(old, new)
        elif new is not None or not isinstance(base, Capabilities):
            update[name] = new
    return base.model_copy(update=update)
