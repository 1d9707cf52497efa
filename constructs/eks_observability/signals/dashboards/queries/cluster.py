"""What a cluster has, how much of it is in use, and who uses it."""

from typing import Final

_CLUSTER: Final = 'cluster="$cluster"'
_CADVISOR: Final = f'job="cadvisor", {_CLUSTER}'
_EXPORTER: Final = f'job="node-exporter", {_CLUSTER}'
_STATE: Final = f'job="kube-state-metrics", {_CLUSTER}'
_CPU: Final = "container_cpu_usage_seconds_total:sum_rate5m"
_MEMORY: Final = "container_memory_working_set_bytes:sum"
# As the recording rules have it: no volumes of pods, and each device once.
_DISKS: Final = f'{_EXPORTER}, fstype=~"ext[234]|xfs|btrfs", mountpoint!~"/var/lib/kubelet/.+"'
_SHOWN: Final = 10
"""Lines that can be told apart at a glance."""


def nodes() -> str:
    """Nodes."""
    return f"sum(cluster:kube_node_info:count{{{_CLUSTER}}})"


def nodes_not_ready() -> str:
    """Nodes that are not ready."""
    return f"sum(cluster:kube_node_not_ready:sum{{{_CLUSTER}}})"


def pods(phase: str) -> str:
    """Pods in a phase.

    Args:
        phase: `Running`, `Pending` or `Failed`.
    """
    return f'sum(namespace:kube_pod_status_phase:sum{{{_CLUSTER}, phase="{phase}"}})'


def restarts_in_hour() -> str:
    """Restarts of containers in the last hour."""
    return f"sum(increase(kube_pod_container_status_restarts_total{{{_STATE}}}[1h]))"


def firing() -> str:
    """Alerts that fire and that somebody is to look at."""
    return f"{_alerts('critical|warning')} or vector(0)"


def cpu_share() -> str:
    """CPU in use of all there is: 1 is all."""
    return f"sum(cluster:node_cpu_utilization:ratio_rate5m{{{_CLUSTER}}})"


def cpu_used() -> str:
    """Cores in use by everything on all nodes."""
    return f"sum(node:node_cpu_used_cores:sum_rate5m{{{_CLUSTER}}})"


def cpu_total() -> str:
    """Cores of all nodes."""
    return f"sum(node:node_cpu_cores:count{{{_CLUSTER}}})"


def memory_share() -> str:
    """Memory in use of all there is: 1 is all."""
    return f"sum(cluster:node_memory_utilization:ratio{{{_CLUSTER}}})"


def memory_used() -> str:
    """Bytes in use by everything on all nodes."""
    return f"{memory_total()} - sum({_by_node('node_memory_MemAvailable_bytes')})"


def memory_total() -> str:
    """Bytes of memory of all nodes."""
    return f"sum({_by_node('node_memory_MemTotal_bytes')})"


def disks_share() -> str:
    """Bytes in use of all file systems of nodes: 1 is all."""
    return f"sum(cluster:node_filesystem_utilization:ratio{{{_CLUSTER}}})"


def disks_used() -> str:
    """Bytes in use of all file systems of nodes that can be written."""
    return f"{disks_total()} - {_disks('avail')}"


def disks_total() -> str:
    """Bytes of all file systems of nodes that can be written."""
    return _disks("size")


def pods_of(resource: str) -> str:
    """What pods use: cores or bytes.

    Args:
        resource: `cpu` or `memory`.
    """
    return f"sum(cluster:{_used(resource)}{{{_CLUSTER}}})"


def asked(what: str, resource: str) -> str:
    """What pods request, or may use at most: cores or bytes.

    Args:
        what: `requests` or `limits`.
        resource: `cpu` or `memory`.
    """
    metric = f"cluster:kube_pod_container_resource_{what}:sum"
    return f'sum({metric}{{{_CLUSTER}, resource="{resource}"}})'


def allocatable(resource: str) -> str:
    """What nodes give to pods: cores or bytes.

    Args:
        resource: `cpu` or `memory`.
    """
    selector = f'{_CLUSTER}, resource="{resource}"'
    return f"sum(cluster:kube_node_status_allocatable:sum{{{selector}}})"


def by_namespace(resource: str) -> str:
    """What pods use, by namespace: cores or bytes.

    Args:
        resource: `cpu` or `memory`.
    """
    return f"sum by (namespace) (namespace:{_used(resource)}{{{_CLUSTER}}})"


def by_pod(resource: str) -> str:
    """What pods use, of those that use most: cores or bytes.

    Args:
        resource: `cpu` or `memory`.
    """
    return _highest(f"sum by (namespace, pod) (pod:{_used(resource)}{{{_CLUSTER}}})")


def cpu_by_container() -> str:
    """Cores in use, of the containers that use most."""
    used = (
        f'rate(container_cpu_usage_seconds_total{{{_CADVISOR}, container!=""}}[$__rate_interval])'
    )
    return _highest(f"sum by (namespace, pod, container) ({used})")


def memory_by_container() -> str:
    """Bytes of memory, of the containers that use most."""
    used = f'container_memory_working_set_bytes{{{_CADVISOR}, container!=""}}'
    return _highest(f"max by (namespace, pod, container) ({used})")


def cpu_of_system() -> str:
    """Cores that nodes use for anything but pods: kernel, kubelet, container runtime."""
    pods = f"sum by (node) (node:{_CPU}{{{_CLUSTER}}})"
    return f"clamp_min({cpu_by_node()} - on (node) {pods}, 0)"


def memory_of_system() -> str:
    """Bytes that nodes use for anything but pods, by node."""
    pods = f"sum by (node) (node:{_MEMORY}{{{_CLUSTER}}})"
    return f"clamp_min({memory_by_node()} - on (node) {pods}, 0)"


def cpu_by_node() -> str:
    """Cores in use by all processes, by node."""
    return f"sum by (node) (node:node_cpu_used_cores:sum_rate5m{{{_CLUSTER}}})"


def memory_by_node() -> str:
    """Bytes in use by all processes, by node."""
    total = _by_node("node_memory_MemTotal_bytes")
    return f"({total} - {_by_node('node_memory_MemAvailable_bytes')})"


def network_bytes(way: str) -> str:
    """Bytes a second through all nodes' interfaces.

    Args:
        way: `receive` or `transmit`.
    """
    return f"sum(cluster:node_network_{way}_bytes_total:sum_rate5m{{{_CLUSTER}}})"


def network_by_node(way: str) -> str:
    """Bytes a second through a node's interfaces, by node.

    Args:
        way: `receive` or `transmit`.
    """
    return f"sum by (node) (node:node_network_{way}_bytes_total:sum_rate5m{{{_CLUSTER}}})"


def network_by_pod(way: str) -> str:
    """Bytes a second, of the pods that have most.

    Args:
        way: `receive` or `transmit`.
    """
    sent = f"rate(container_network_{way}_bytes_total{{{_CADVISOR}}}[$__rate_interval])"
    return _highest(f"sum by (namespace, pod) ({sent})")


def _alerts(severity: str) -> str:
    return f'count(ALERTS{{{_CLUSTER}, alertstate="firing", severity=~"{severity}"}})'


def _used(resource: str) -> str:
    return {"cpu": _CPU, "memory": _MEMORY}[resource]


def _by_node(metric: str) -> str:
    return f"max by (node) ({metric}{{{_EXPORTER}}})"


def _disks(what: str) -> str:
    read_only = f"unless on (node, device, mountpoint) node_filesystem_readonly{{{_DISKS}}} == 1"
    bytes_ = f"node_filesystem_{what}_bytes{{{_DISKS}}} {read_only}"
    return f"sum(max by (node, device) ({bytes_}))"


def _highest(expr: str) -> str:
    return f"topk({_SHOWN}, {expr})"
