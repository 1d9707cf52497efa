"""What dashboards are made for, by the settings."""

from dataclasses import dataclass, field

from eks_observability.settings import Settings
from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.scope import rule_scope


@dataclass(frozen=True, kw_only=True)
class ClusterView:
    """A cluster, as dashboards name it."""

    label: str
    """What its series carry in the label `cluster`."""

    name: str
    """What EKS calls it, and its log groups are named after."""

    region: str
    """Where it is."""


@dataclass(frozen=True, kw_only=True)
class DashboardScope:
    """What dashboards are made for."""

    jobs: frozenset[str]
    """Names of the scrape jobs that are on, in any cluster: what needs another is left out."""

    thresholds: AlertThresholds = field(default_factory=AlertThresholds)
    """From where on something is worth an alert."""

    alerts: bool = True
    """Whether there are alerts. Default: there are."""

    clusters: tuple[ClusterView, ...] = ()
    """The clusters. Default: none are named."""


def dashboard_scope(settings: Settings) -> DashboardScope:
    """What the dashboards of the one workspace are made for."""
    jobs = rule_scope(settings).jobs
    return DashboardScope(
        jobs=jobs,
        thresholds=settings.alerts.thresholds,
        alerts=settings.alerts.enabled and bool(jobs),
        clusters=tuple(
            ClusterView(label=settings.cluster_label(each), name=each.name, region=each.region)
            for each in settings.clusters
        ),
    )
