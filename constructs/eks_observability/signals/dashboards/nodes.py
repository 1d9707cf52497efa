"""Nodes: what they are, what they use of themselves, and what wrongs them."""

from typing import Final

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards import node_graphs
from eks_observability.signals.dashboards.looks import Column, States, Table, Texts
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.parts import number, share, share_column
from eks_observability.signals.dashboards.queries import nodes as queries
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.dashboards.thresholds import any_is_bad
from eks_observability.signals.dashboards.variables import CLUSTER, node

_READY: Final[Texts] = {"0": ("Not ready", "red"), "1": ("Ready", "green")}
_PRESSURE: Final[Texts] = {"0": ("None", "green"), "1": ("Pressure", "red")}


def dashboard(scope: DashboardScope) -> Dashboard:
    """What nodes use of processors, memory, disks and network.

    Args:
        scope: What it is made for.
    """
    limits = scope.thresholds
    return Dashboard(
        subject="nodes",
        title="Nodes",
        description="What each node of a cluster uses of its processors, memory, disks and "
        "network, how many pods it has, and what wrongs it.",
        variables=(CLUSTER, node()),
        rows=(
            Row(title="Now", panels=_now(limits)),
            Row(title="Each node", panels=(_table(limits),)),
            Row(
                title="Processors and memory",
                panels=(*node_graphs.shares(limits), *node_graphs.parts()),
            ),
            Row(title="Pods", panels=(*node_graphs.requests(limits), *_conditions())),
            Row(title="Disks", panels=node_graphs.disks(limits)),
            Row(title="Network and clocks", panels=node_graphs.network()),
        ),
    )


def _now(limits: AlertThresholds) -> tuple[Panel, ...]:
    return (
        number("Nodes", "How many nodes there are.", queries.count()),
        number(
            "Not ready",
            "Nodes whose kubelet says that it is not ready, or says nothing. Their pods are moved "
            "away after five minutes.",
            queries.not_ready(),
            thresholds=any_is_bad(),
        ),
        share(
            "CPU in use",
            "CPU in use of all that these nodes have. Red from where an alert begins for a node.",
            queries.cpu_of_all(),
            percent=limits.node_cpu_percent,
        ),
        share(
            "Memory in use",
            "Memory that could not be had without swapping, of all that these nodes have. Red from "
            "where an alert begins for a node.",
            queries.memory_of_all(),
            percent=limits.node_memory_percent,
        ),
        share(
            "Fullest file system",
            "The fullest file system of these nodes. Kubelets delete images from 85 % on and evict "
            "pods from 90 % on.",
            queries.fullest_file_system(),
            percent=limits.node_filesystem_percent,
        ),
        share(
            "Most pods of a node",
            "Pods of the node that has most, of those it can take: addresses and kubelets set the "
            "limit.",
            queries.fullest_with_pods(),
            percent=limits.kubelet_pods_percent,
        ),
    )


def _table(limits: AlertThresholds) -> Panel:
    asked = (
        *(queries.ready(), queries.cpu_share(), queries.memory_share(), queries.fullest_by_node()),
        *(queries.pods(), queries.age(), queries.info()),
    )
    return Panel(
        title="What each node has",
        description="The latest values of each node. A click on a node leads to its pods and logs.",
        queries=tuple(PromQl(expr=expr) for expr in asked),
        look=Table(
            columns=(
                Column(name="node", title="Node", links=node_graphs.LINKS),
                Column(name="Value #A", title="State", texts=_READY, width=90),
                share_column("Value #B", "CPU", percent=limits.node_cpu_percent),
                share_column("Value #C", "Memory", percent=limits.node_memory_percent),
                share_column("Value #D", "File system", percent=limits.node_filesystem_percent),
                Column(name="Value #E", title="Pods", width=70),
                Column(name="Value #F", title="Age", unit="s", width=100),
                Column(name="kubelet_version", title="Kubelet", width=180),
                Column(name="os_image", title="Image", width=240),
            ),
            sort="CPU",
        ),
        width=24,
        height=9,
        no_value="No node reports",
    )


def _conditions() -> tuple[Panel, ...]:
    return (
        Panel(
            title="Ready",
            description="When each node was ready. Short red bands are a kubelet that flaps.",
            queries=(PromQl(expr=queries.ready(), legend="{{node}}"),),
            look=States(texts=_READY),
            unit="none",
        ),
        Panel(
            title="Pressure",
            description="Nodes that say they run out of memory, disk or processes, or have no "
            "network. Kubelets evict pods then.",
            queries=(PromQl(expr=queries.pressures(), legend="{{condition}} {{node}}"),),
            look=States(texts=_PRESSURE),
            unit="none",
        ),
    )
