"""Pods: how they fare, what they use, and why they do not run."""

from typing import Final

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards import pod_graphs
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Column, Table, Texts
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import number
from eks_observability.signals.dashboards.queries import pods as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import above, any_is_bad
from eks_observability.signals.dashboards.variables import (
    CLUSTER,
    namespace,
    node,
    pod,
    workload,
)

_READY: Final[Texts] = {"0": ("No", "red"), "1": ("Yes", "green")}
_TO_NODE: Final = Link(title="The node", to="nodes", labels=(("node", "node"),))


def dashboard(scope: DashboardScope) -> Dashboard:
    """How pods fare and what they use, down to their containers.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="pods",
        title="Pods",
        description="How pods fare and what they use, down to their containers, and why those "
        "that do not run do not.",
        variables=(
            CLUSTER,
            namespace(scope.jobs),
            workload(),
            node(),
            pod(scope.jobs, of_workload=True),
        ),
        rows=(
            Row(title="Now", panels=_now(limits)),
            Row(title="Each pod", panels=(_table(limits),)),
            Row(title="Processors and memory", panels=pod_graphs.resources()),
            Row(title="Containers", panels=pod_graphs.containers(limits)),
            Row(title="Restarts and network", panels=pod_graphs.states()),
        ),
    )


def _now(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        number("Running", "Pods that run, ready or not.", queries.count()),
        number(
            "Waiting",
            "Pods that wait for a node, an image, a volume or an address. Some always do while "
            "something is rolled out.",
            queries.waiting(),
        ),
        number(
            "Not ready",
            "Pods that run and are not ready: Services send them nothing.",
            queries.not_ready(),
            thresholds=any_is_bad(),
        ),
        number(
            "Failed",
            "Pods that ended with an error and are not tried again, and pods of which nothing is "
            "known.",
            queries.failed(),
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
        number(
            "Killed for memory",
            "Containers whose last end was that the kernel killed them, because they were at their "
            "memory limit.",
            queries.out_of_memory(),
            thresholds=any_is_bad(),
            no_value="None",
        ),
    )


def _table(limits: AlertThresholds) -> Panel:
    asked = (
        *(queries.is_ready(), queries.restarts_by_pod(), queries.cpu()),
        *(queries.resource("requests", "cpu"), queries.memory()),
        *(queries.resource("limits", "memory"), queries.age(), queries.where()),
    )
    return Panel(
        title="What each pod has",
        description="The latest values of each pod. A click on a pod leads to its logs and traces, "
        "one on a node to the node.",
        queries=tuple(PromQl(expr=expr) for expr in asked),
        look=Table(
            columns=(
                Column(name="namespace", title="Namespace", width=160),
                Column(name="pod", title="Pod", links=pod_graphs.LINKS),
                Column(name="Value #A", title="Ready", texts=_READY, width=80),
                Column(
                    name="Value #B",
                    title="Restarts",
                    thresholds=above(limits.pod_restarts_per_hour),
                    width=90,
                ),
                Column(name="Value #C", title="CPU", width=90),
                Column(name="Value #D", title="CPU request", width=110),
                Column(name="Value #E", title="Memory", unit="bytes", width=100),
                Column(name="Value #F", title="Memory limit", unit="bytes", width=110),
                Column(name="Value #G", title="Age", unit="s", width=100),
                Column(name="node", title="Node", width=240, links=(_TO_NODE,)),
                Column(name="pod_ip", title="Address", width=120),
            ),
            sort="CPU",
        ),
        width=24,
        height=10,
        no_value="No such pod",
    )
