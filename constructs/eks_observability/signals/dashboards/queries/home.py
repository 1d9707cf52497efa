"""How each cluster is, of all that write to the workspace, and what alerts fire."""

from collections.abc import Iterable
from typing import Final

_TO_SEE: Final = "critical|warning|info"
_SHOWN: Final = "alertname, severity, cluster, namespace, node, pod"


def clusters() -> str:
    """Clusters that report."""
    return f"count({_reporting()})"


def silent(labels: Iterable[str]) -> str:
    """Clusters of which nothing comes.

    Args:
        labels: The clusters there are.
    """
    return f"sum(({reports(labels)}) == bool 0)"


def reports(labels: Iterable[str]) -> str:
    """1 for a cluster that reports, and 0 for one that does not, by cluster.

    Args:
        labels: The clusters there are.
    """
    silent_ones = (f'label_replace(vector(0), "cluster", "{each}", "", "")' for each in labels)
    return " or ".join((_reporting(), *silent_ones))


def targets_up() -> str:
    """Targets that answer, of all that are scraped, by cluster: 1 is all."""
    return 'avg by (cluster) (up{job=~".+"})'


def nodes() -> str:
    """Nodes, by cluster."""
    return "cluster:kube_node_info:count"


def nodes_not_ready() -> str:
    """Nodes that are not ready, by cluster."""
    return "cluster:kube_node_not_ready:sum"


def pods(phase: str) -> str:
    """Pods in a phase, by cluster.

    Args:
        phase: `Running`, `Pending` or `Failed`.
    """
    return f'sum by (cluster) (namespace:kube_pod_status_phase:sum{{phase="{phase}"}})'


def cpu() -> str:
    """CPU in use of all there is, by cluster: 1 is all."""
    return "cluster:node_cpu_utilization:ratio_rate5m"


def memory() -> str:
    """Memory in use of all there is, by cluster: 1 is all."""
    return "cluster:node_memory_utilization:ratio"


def requested(resource: str) -> str:
    """What pods request of what nodes give to pods, by cluster: 1 is all.

    Args:
        resource: `cpu` or `memory`.
    """
    asked = f'cluster:kube_pod_container_resource_requests:sum{{resource="{resource}"}}'
    there = f'cluster:kube_node_status_allocatable:sum{{resource="{resource}"}}'
    return f"sum by (cluster) ({asked}) / sum by (cluster) ({there})"


def alerts(severity: str) -> str:
    """Alerts that fire, by cluster: 0 where there is none.

    Args:
        severity: `critical`, `warning` or `info`.
    """
    firing = f'count by (cluster) (ALERTS{{alertstate="firing", severity="{severity}"}})'
    return f"{firing} or 0 * {_reporting()}"


def firing() -> str:
    """Seconds for which each alert that fires has been true, by its labels."""
    fires = f'ALERTS{{alertstate="firing", severity=~"{_TO_SEE}"}}'
    since = f'time() - ALERTS_FOR_STATE{{severity=~"{_TO_SEE}"}}'
    return f"max by ({_SHOWN}) ({since} and ignoring (alertstate) {fires})"


def total(expr: str) -> str:
    """The sum over all clusters."""
    return f"sum({expr})"


def _reporting() -> str:
    return 'max by (cluster) (up{job=~".+"} >= bool 0)'
