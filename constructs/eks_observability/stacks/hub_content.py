"""What the hub puts into Grafana: which folders there are, and which dashboards are in them."""

from collections.abc import Iterator, Sequence
from typing import Final

from eks_observability.grafana.content import DashboardFile, Folder
from eks_observability.grafana.data_sources import PLUGINS
from eks_observability.settings import Settings
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.links import uid
from eks_observability.signals.dashboards.model import Dashboard
from eks_observability.signals.dashboards.scope import dashboard_scope

ALL_CLUSTERS: Final = Folder(uid="eks-observability", title="EKS")
"""The folder of dashboards that are there once."""

HOME: Final = uid("home")
"""The dashboard that opens first."""


def folders(settings: Settings) -> tuple[Folder, ...]:
    """The folders that the settings ask for: one for all, then one a cluster where they say so."""
    return (ALL_CLUSTERS, *(_of_cluster(label) for label in _apart(settings)))


def dashboard_files(settings: Settings) -> tuple[DashboardFile, ...]:
    """Every dashboard, in each folder that it belongs in."""
    made = dashboards(dashboard_scope(settings))
    labels = _apart(settings)
    return tuple(_files(made, labels))


def plugins(settings: Settings) -> tuple[str, ...]:
    """Plugins to install, if that can be done."""
    grafana = settings.grafana
    if not grafana.workspace.plugin_admin and not grafana.workspace.id:
        return ()
    return (*PLUGINS, *grafana.plugins)


def _apart(settings: Settings) -> tuple[str, ...]:
    """The clusters that have a folder each, by the label of their series."""
    if settings.grafana.folders == "shared":
        return ()
    return tuple(settings.cluster_label(each) for each in settings.collecting)


def _of_cluster(label: str) -> Folder:
    return Folder(uid=uid("folder", label), title=f"EKS {label}")


def _files(made: Sequence[Dashboard], labels: Sequence[str]) -> Iterator[DashboardFile]:
    for dashboard in made:
        if dashboard.of_all_clusters or not labels:
            # Where each cluster has dashboards of its own, links lead to those of the first, in
            # which one can choose another.
            yield _file(dashboard, ALL_CLUSTERS, next(iter(labels), None))
            continue
        for label in labels:
            yield _file(dashboard, _of_cluster(label), label)


def _file(dashboard: Dashboard, folder: Folder, label: str | None) -> DashboardFile:
    # Whoever has no Grafana does not wait for Grafana's own types.
    from eks_observability.signals.dashboards.rendering.dashboard import json_of

    return DashboardFile(
        uid=uid(dashboard.subject, None if dashboard.of_all_clusters else label),
        folder=folder.uid,
        text=json_of(dashboard, cluster=label),
    )
