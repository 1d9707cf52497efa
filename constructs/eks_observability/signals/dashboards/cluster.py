"""A cluster: what it has, what is in use of it, and who uses it.

It shows what dashboard 3119 of grafana.com ("Kubernetes cluster monitoring") does, by today's names
of metrics, and besides what is requested. `System services` there are control groups of systemd;
here they are what nodes use for anything but pods, for which no further series is collected.
"""

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards import cluster_graphs
from eks_observability.signals.dashboards.looks import Number
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import number, share
from eks_observability.signals.dashboards.queries import cluster as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above, any_is_bad, plain
from eks_observability.signals.dashboards.variables import CLUSTER


def dashboard(scope: DashboardScope) -> Dashboard:
    """What a cluster has, what is in use of it, and who uses it.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="cluster",
        title="Cluster",
        description="What a cluster has of processors, memory, disks and network, what is in use "
        "and requested of it, and who uses it.",
        variables=(CLUSTER,),
        rows=(
            Row(title="Now", panels=_now(limits, alerts=scope.alerts)),
            Row(title="In use", panels=_in_use(limits)),
            Row(title="In use, requested and there", panels=cluster_graphs.requests()),
            Row(title="Processors", panels=cluster_graphs.processors()),
            Row(title="Memory", panels=cluster_graphs.memory()),
            Row(title="Network", panels=cluster_graphs.network()),
        ),
    )


def _now(limits: AlertThresholds, *, alerts: bool) -> tuple[Panel, ...]:
    firing = number(
        "Alerts that fire",
        "Alerts of severity critical or warning that fire now.",
        queries.firing(),
        thresholds=any_is_bad(),
    )
    failed = number(
        "Pods that failed",
        "Pods that ended with an error and are not tried again.",
        queries.pods("Failed"),
        thresholds=any_is_bad(),
    )
    return (
        number("Nodes", "How many nodes there are.", queries.nodes()),
        number(
            "Nodes not ready",
            "Nodes whose kubelet says that it is not ready, or says nothing.",
            queries.nodes_not_ready(),
            thresholds=any_is_bad(),
        ),
        number("Pods that run", "Pods that run, ready or not.", queries.pods("Running")),
        number(
            "Pods that wait",
            "Pods that wait for a node, an image, a volume or an address.",
            queries.pods("Pending"),
        ),
        number(
            "Restarts in an hour",
            "Restarts of containers in the last hour, all together. Red from where an alert begins "
            "for a single container.",
            queries.restarts_in_hour(),
            thresholds=above(limits.pod_restarts_per_hour),
            decimals=0,
        ),
        firing if alerts else failed,
    )


def _in_use(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        share(
            "CPU in use",
            "CPU in use of all that the nodes have. Red from where an alert begins for a node.",
            queries.cpu_share(),
            percent=limits.node_cpu_percent,
        ),
        _of("Cores", "Cores in use, and how many the nodes have.", queries.cpu_used(), "cpu"),
        share(
            "Memory in use",
            "Memory in use of all that the nodes have. Red from where an alert begins for a node.",
            queries.memory_share(),
            percent=limits.node_memory_percent,
        ),
        _of("Memory", "Memory in use, and how much there is.", queries.memory_used(), "memory"),
        share(
            "File systems in use",
            "Bytes in use of all file systems of nodes. Red from where an alert begins for one.",
            queries.disks_share(),
            percent=limits.node_filesystem_percent,
        ),
        _of("File systems", "Bytes in use, and how many there are.", queries.disks_used(), "disks"),
    )


def _of(title: str, description: str, used: str, what: str) -> Panel:
    """What is in use, beside what there is."""
    total = {
        "cpu": queries.cpu_total,
        "memory": queries.memory_total,
        "disks": queries.disks_total,
    }[what]
    return Panel(
        title=title,
        description=description,
        queries=(PromQl(expr=used, legend="In use"), PromQl(expr=total(), legend="All")),
        unit="short" if what == "cpu" else "bytes",
        look=Number(graph=False),
        width=4,
        height=4,
        thresholds=plain(),
        decimals=1 if what == "cpu" else 0,
    )
