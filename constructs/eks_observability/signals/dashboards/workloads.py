"""Namespaces and workloads: what they use of what they request, and which pods they lack."""

from typing import Final

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards import workload_graphs
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Column, Table
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import number
from eks_observability.signals.dashboards.queries import workloads as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above, any_is_bad
from eks_observability.signals.dashboards.variables import CLUSTER, namespace, workload

_OF_NAMESPACE: Final = (("namespace", "namespace"),)
_TO_NAMESPACE: Final = (
    Link(title="Pods of this namespace", to="pods", labels=_OF_NAMESPACE),
    Link(title="Logs of this namespace", to="logs", labels=_OF_NAMESPACE),
    Link(title="This namespace alone", to="workloads", labels=_OF_NAMESPACE),
)


def dashboard(scope: DashboardScope) -> Dashboard:
    """What namespaces and workloads use, and whether they have the pods they want.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="workloads",
        title="Namespaces and workloads",
        description="What namespaces and the workloads in them use of what they request, and "
        "whether they have the pods they want.",
        variables=(CLUSTER, namespace(scope.jobs), workload()),
        rows=(
            Row(title="Now", panels=_now(limits)),
            Row(title="Namespaces", panels=(_namespaces(), *workload_graphs.namespaces())),
            Row(title="Workloads", panels=(_workloads(), *workload_graphs.workloads())),
            Row(title="Pods that are missing", panels=workload_graphs.replicas()),
            Row(title="Limits of growth", panels=workload_graphs.growth()),
        ),
    )


def _now(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        number("Namespaces", "Namespaces that have pods.", queries.namespaces()),
        number(
            "Workloads",
            "Deployments, StatefulSets, DaemonSets, Jobs and such that have pods.",
            queries.count(),
        ),
        number("Pods that run", "Pods of these namespaces that run.", queries.pods("Running")),
        number(
            "Pods that wait",
            "Pods of these namespaces that wait for a node, an image, a volume or an address.",
            queries.pods("Pending"),
        ),
        number(
            "Pods missing",
            "Pods that Deployments, StatefulSets and DaemonSets of these namespaces want and that "
            "are not available.",
            queries.all_missing(),
            thresholds=any_is_bad(),
        ),
        number(
            "Restarts in an hour",
            "Restarts of containers in the last hour, all together. Red from where an alert begins "
            "for a single container.",
            queries.restarts_in_hour(),
            thresholds=above(limits.pod_restarts_per_hour),
            decimals=0,
        ),
    )


def _namespaces() -> Panel:
    asked = (
        *(queries.pods_by_namespace(), queries.cpu_of_namespaces()),
        *(queries.requests_of_namespaces("cpu"), queries.memory_of_namespaces()),
        queries.requests_of_namespaces("memory"),
        *(queries.network_of_namespaces("receive"), queries.network_of_namespaces("transmit")),
    )
    return Panel(
        title="What each namespace uses",
        description="The latest values of each namespace. What is requested and not in use is kept "
        "from others.",
        queries=tuple(PromQl(expr=expr) for expr in asked),
        look=Table(
            columns=(
                Column(name="namespace", title="Namespace", links=_TO_NAMESPACE),
                Column(name="Value #A", title="Pods", width=80),
                Column(name="Value #B", title="CPU", width=100),
                Column(name="Value #C", title="CPU requested", width=130),
                Column(name="Value #D", title="Memory", unit="bytes", width=110),
                Column(name="Value #E", title="Memory requested", unit="bytes", width=150),
                Column(name="Value #F", title="Received", unit="Bps", width=110),
                Column(name="Value #G", title="Sent", unit="Bps", width=110),
            ),
            sort="CPU",
        ),
        width=24,
    )


def _workloads() -> Panel:
    asked = (
        *(queries.pods_of_workloads(), queries.cpu()),
        queries.of_requests(queries.cpu(), "cpu"),
        *(queries.memory(), queries.of_requests(queries.memory(), "memory")),
    )
    return Panel(
        title="What each workload uses",
        description="The latest values of each workload. Far below 100 % of its requests, it keeps "
        "room from others; far above, it lives on what others leave.",
        queries=tuple(PromQl(expr=expr) for expr in asked),
        look=Table(
            columns=(
                Column(name="namespace", title="Namespace", width=180),
                Column(name="workload", title="Workload", links=workload_graphs.LINKS),
                Column(name="workload_type", title="Kind", width=120),
                Column(name="Value #A", title="Pods", width=80),
                Column(name="Value #B", title="CPU", width=100),
                Column(name="Value #C", title="Of CPU request", unit="percentunit", width=140),
                Column(name="Value #D", title="Memory", unit="bytes", width=110),
                Column(name="Value #E", title="Of memory request", unit="percentunit", width=160),
            ),
            sort="CPU",
        ),
        width=24,
        height=9,
    )
