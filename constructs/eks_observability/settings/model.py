"""The settings file as types. Each docstring here is its own entry in docs/settings.md."""

from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints

from eks_observability.settings.aws import LogType
from eks_observability.settings.cluster import ClusterFacts
from eks_observability.settings.section import Retention, Section

_S = TypeVar("_S", bound=Section)

DashboardName = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,150}$")]
KmsKeyArn = Annotated[
    str, StringConstraints(pattern=r"^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key/[0-9a-zA-Z-]+$")
]


class ControlPlaneLogging(Section):
    """The control plane's own logs, in `/aws/eks/<cluster>/cluster`.

    Costs: CloudWatch Logs ingestion, and storage for as long as `log_retention` says.
    """

    enabled: bool = True
    """Whether to switch the types below on. What was on before stays on, and on destroy the
    cluster's logging is put back to what it was."""

    types: Annotated[tuple[LogType, ...], Field(min_length=1)] = ("audit", "authenticator")
    """The types to switch on: who did what (audit), who signed in as whom (authenticator), and the
    components' own messages (api, controllerManager, scheduler)."""


class GroupRetention(Section):
    """How long each log group keeps its events, where that differs from `log_retention.days`."""

    control_plane: Retention | None = None
    """`/aws/eks/<cluster>/cluster`. Default: `log_retention.days`."""

    application: Retention | None = None
    """`/aws/containerinsights/<cluster>/application`, what containers print. Default:
    `log_retention.days`."""

    dataplane: Retention | None = None
    """`/aws/containerinsights/<cluster>/dataplane`, kubelet and container runtime. Default:
    `log_retention.days`."""

    host: Retention | None = None
    """`/aws/containerinsights/<cluster>/host`, the nodes' system logs. Default:
    `log_retention.days`."""

    performance: Retention | None = None
    """`/aws/containerinsights/<cluster>/performance`, the events Container Insights computes its
    metrics from. Default: `log_retention.days`."""


class LogRetention(Section):
    """How long log groups keep their events. Saves money: CloudWatch's own default is for ever."""

    enabled: bool = True
    """Whether to set retention. A group that does not exist yet is created with it, so that nothing
    can create it without; on destroy, a group that existed before gets its old retention back."""

    days: Retention = 30
    """Days to keep events, one of those CloudWatch allows from 1 to 3653, or `forever`."""

    groups: GroupRetention = GroupRetention()
    """Exceptions, group by group."""

    kms_key_arn: KmsKeyArn | None = None
    """A KMS key to encrypt the groups with; its policy must let CloudWatch Logs use it. Default:
    encrypted with a key that CloudWatch Logs owns. Costs: KMS requests."""

    on_destroy: Literal["keep", "delete"] = "keep"
    """What becomes of the groups on destroy: `keep` never deletes an event; `delete` deletes the
    groups that were made here, and everything in them. A group that existed before is never
    deleted."""


class Dashboard(Section):
    """The CloudWatch dashboard of the cluster.

    Costs: a monthly price per dashboard beyond the account's first three.
    """

    enabled: bool = True
    """Whether to make it."""

    name: DashboardName = "EKS-Dashboard"
    """Its name. Where several clusters share an account and a Region, the cluster's name is put in
    front, unless the name is given for that one cluster."""

    log_queries: bool = True
    """Whether it shows what the control-plane logs answer. Costs: each opening and each refresh
    scans the logs of the time range shown, at CloudWatch Logs Insights' price per GB."""


class Capabilities(Section):
    """What a cluster gets. At the top of the file: every cluster; in a cluster: that one."""

    control_plane_logging: ControlPlaneLogging = ControlPlaneLogging()
    """Control-plane logs of the cluster."""

    log_retention: LogRetention = LogRetention()
    """Retention of the cluster's log groups."""

    dashboard: Dashboard = Dashboard()
    """The CloudWatch dashboard."""


class ClusterSettings(ClusterFacts):
    """One cluster: what it is, and where it differs from the rest of the file."""

    control_plane_logging: ControlPlaneLogging | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    log_retention: LogRetention | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""

    dashboard: Dashboard | None = None
    """Keys given here win over the top of the file, for this cluster. Default: as there."""


class Settings(Capabilities):
    """The whole settings file."""

    clusters: Annotated[tuple[ClusterSettings, ...], Field(min_length=1)]
    """The clusters to observe: one or a fleet."""

    tags: dict[Annotated[str, StringConstraints(min_length=1, max_length=128)], str] = Field(
        default={}
    )
    """Tags for every resource that can carry tags, for example for cost allocation. Default:
    none."""

    def capabilities_of(self, cluster: ClusterSettings) -> Capabilities:
        """What `cluster` gets: the top of the file, overlaid with what the cluster says itself."""
        top = Capabilities(**{name: getattr(self, name) for name in Capabilities.model_fields})
        result = _overlay(top, cluster)
        named = cluster.dashboard is not None and "name" in cluster.dashboard.model_fields_set
        if named or not self._shares_its_region(cluster):
            return result
        name = f"{cluster.name}-{result.dashboard.name}"
        dashboard = result.dashboard.model_copy(update={"name": name})
        return result.model_copy(update={"dashboard": dashboard})

    def _shares_its_region(self, cluster: ClusterSettings) -> bool:
        return any(
            (other.account, other.region) == (cluster.account, cluster.region)
            for other in self.clusters
            if other is not cluster
        )


def _overlay(base: _S, over: Section) -> _S:
    """`base` with every key that `over` gives explicitly, section by section."""
    update = {}
    for name in over.model_fields_set & type(base).model_fields.keys():
        old, new = getattr(base, name), getattr(over, name)
        if not isinstance(old, Section):
            update[name] = new
        elif new is not None:
            update[name] = _overlay(old, new)
    return base.model_copy(update=update)
