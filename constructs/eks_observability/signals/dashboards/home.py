"""Home: how each cluster is, what alerts fire, and the way to every other dashboard."""

from collections.abc import Sequence
from typing import Final

from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Column, Directory, Table, Texts
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import lines, number, share_column
from eks_observability.signals.dashboards.queries import home as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import any_is_bad, below

_OF_CLUSTER: Final = (("cluster", "cluster"),)
_LINKS: Final = tuple(
    Link(title=title, to=to, kept=(), labels=_OF_CLUSTER)
    for title, to in (
        ("This cluster", "cluster"),
        ("Its nodes", "nodes"),
        ("Its workloads", "workloads"),
        ("Its logs", "logs"),
    )
)
_REPORTS: Final[Texts] = {"0": ("Silent", "red"), "1": ("Reports", "green")}
_LEVELS: Final[Texts] = {
    "critical": ("Critical", "red"),
    "warning": ("Warning", "orange"),
    "info": ("Info", "blue"),
}


def dashboard(scope: DashboardScope, others: Sequence[Dashboard]) -> Dashboard:
    """How each cluster is, what alerts fire, and the way to every other dashboard.

    Args:
        scope: What it is made for.
        others: The other dashboards.
    """
    alerts = (_alerts(),) if scope.alerts else ()
    return Dashboard(
        subject="home",
        title="Home",
        description="How each cluster is, what alerts fire, and the way to every other dashboard.",
        of_all_clusters=True,
        rows=(
            Row(title="Now", panels=_now(scope)),
            Row(title="Clusters", panels=(_clusters(scope),)),
            Row(
                title="Alerts and dashboards",
                panels=(*alerts, _directory(others, beside_alerts=scope.alerts)),
            ),
            Row(title="Clusters over time", panels=_courses()),
        ),
    )


def _now(scope: DashboardScope) -> tuple[Panel, ...]:
    labels = [each.label for each in scope.clusters]
    counts = (
        number("Clusters", "Clusters that report.", queries.clusters()),
        number(
            "Silent clusters",
            "Clusters that are in the settings and of which nothing comes.",
            queries.silent(labels),
            thresholds=any_is_bad(),
        ),
        number("Nodes", "Nodes of all clusters.", queries.total(queries.nodes())),
        number("Pods", "Pods of all clusters that run.", queries.total(queries.pods("Running"))),
    )
    if scope.alerts:
        return (
            *counts,
            number(
                "Critical alerts",
                "Alerts that fire and that somebody has to see to now.",
                queries.total(queries.alerts("critical")),
                thresholds=any_is_bad(),
            ),
            number(
                "Warnings",
                "Alerts that fire and that somebody has to see to today.",
                queries.total(queries.alerts("warning")),
                thresholds=any_is_bad("orange"),
            ),
        )
    return (
        *counts,
        number(
            "Nodes not ready",
            "Nodes of all clusters that are not ready.",
            queries.total(queries.nodes_not_ready()),
            thresholds=any_is_bad(),
        ),
        number(
            "Pods that wait",
            "Pods of all clusters that wait for a node, an image, a volume or an address.",
            queries.total(queries.pods("Pending")),
        ),
    )


def _clusters(scope: DashboardScope) -> Panel:
    limits = scope.thresholds
    labels = [each.label for each in scope.clusters]
    asked = (
        *(queries.reports(labels), queries.targets_up()),
        *(queries.nodes(), queries.nodes_not_ready(), queries.pods("Running")),
        *(queries.pods("Pending"), queries.cpu(), queries.memory()),
        *(queries.requested("cpu"), queries.requested("memory")),
        *((queries.alerts("critical"), queries.alerts("warning")) if scope.alerts else ()),
    )
    cpu, memory = limits.cluster_cpu_request_percent, limits.cluster_memory_request_percent
    up = below(1 - limits.target_down_percent / 100)
    firing = (
        Column(name="Value #K", title="Critical", thresholds=any_is_bad(), width=80),
        Column(name="Value #L", title="Warnings", thresholds=any_is_bad("orange"), width=90),
    )
    return Panel(
        title="How each cluster is",
        description="The latest values of each cluster. A click on a cluster leads to its "
        "dashboards. Silent is one that is in the settings and of which nothing comes.",
        queries=tuple(PromQl(expr=expr) for expr in asked),
        look=Table(
            columns=(
                Column(name="cluster", title="Cluster", links=_LINKS),
                Column(name="Value #A", title="State", texts=_REPORTS, width=80),
                Column(
                    name="Value #B", title="Targets up", unit="percentunit", thresholds=up, width=95
                ),
                Column(name="Value #C", title="Nodes", width=65),
                Column(name="Value #D", title="Not ready", thresholds=any_is_bad(), width=85),
                Column(name="Value #E", title="Pods", width=65),
                Column(name="Value #F", title="Waiting", width=75),
                share_column("Value #G", "CPU", percent=limits.node_cpu_percent),
                share_column("Value #H", "Memory", percent=limits.node_memory_percent),
                share_column("Value #I", "CPU requested", percent=cpu),
                share_column("Value #J", "Memory requested", percent=memory),
                *(firing if scope.alerts else ()),
            ),
            sort="Cluster",
            descending=False,
        ),
        width=24,
        height=6,
        no_value="No cluster reports",
    )


def _alerts() -> Panel:
    to_alerts = Link(title="Alerts of this cluster", to="alerts", kept=(), labels=_OF_CLUSTER)
    return Panel(
        title="Alerts that fire",
        description="Alerts that fire now, in all clusters, and for how long what they look at "
        "has been so. What to do is in the runbook that a notification links to.",
        queries=(PromQl(expr=queries.firing()),),
        unit="s",
        look=Table(
            columns=(
                Column(name="severity", title="Severity", texts=_LEVELS, width=80),
                Column(name="alertname", title="Alert", links=(to_alerts,)),
                Column(name="cluster", title="Cluster", links=_LINKS, width=130),
                Column(name="namespace", title="Namespace", width=110),
                Column(name="Value #A", title="For", width=90),
            ),
            sort="For",
            descending=False,
        ),
        height=10,
        no_value="No alert fires",
    )


def _directory(others: Sequence[Dashboard], *, beside_alerts: bool) -> Panel:
    return Panel(
        title="Dashboards",
        description="Every dashboard, and what one sees there. The menu at the top leads to them "
        "from everywhere, and takes along what is chosen.",
        look=Directory(
            entries=tuple(
                (
                    Link(
                        title=each.title,
                        to=each.subject,
                        kept=(),
                        of_all_clusters=each.of_all_clusters,
                    ),
                    each.description,
                )
                for each in others
            )
        ),
        width=12 if beside_alerts else 24,
        height=10,
    )


def _courses() -> tuple[Panel, ...]:
    return (
        lines(
            "CPU of clusters",
            "CPU in use of all that a cluster's nodes have.",
            {"{{cluster}}": queries.cpu()},
            unit="percentunit",
            links=_LINKS,
            width=8,
        ),
        lines(
            "Memory of clusters",
            "Memory in use of all that a cluster's nodes have.",
            {"{{cluster}}": queries.memory()},
            unit="percentunit",
            links=_LINKS,
            width=8,
        ),
        lines(
            "Pods of clusters",
            "Pods that run.",
            {"{{cluster}}": queries.pods("Running")},
            links=_LINKS,
            width=8,
        ),
    )
