"""What nodes use of themselves, by the cluster and the nodes that are chosen."""

from typing import Final

_NODE: Final = 'cluster="$cluster", node=~"$node"'
_EXPORTER: Final = f'job="node-exporter", {_NODE}'
_STATE: Final = f'job="kube-state-metrics", {_NODE}'
_INTERFACES: Final = f'{_EXPORTER}, device!="lo"'


def count() -> str:
    """Nodes."""
    return f"count(max by (node) (kube_node_info{{{_STATE}}}))"


def not_ready() -> str:
    """Nodes that are not ready."""
    return f"sum(max by (node) ({_condition('Ready', 'true')}) == bool 0)"


def ready() -> str:
    """1 for a node that is ready, by node."""
    return f"max by (node) ({_condition('Ready', 'true')})"


def unschedulable() -> str:
    """Nodes that take no new pods."""
    return f"sum(max by (node) (kube_node_spec_unschedulable{{{_STATE}}}))"


def pressures() -> str:
    """1 for a node under pressure, by node and condition."""
    selector = f'{_STATE}, condition=~".+Pressure|NetworkUnavailable", status="true"'
    return f"max by (node, condition) (kube_node_status_condition{{{selector}}})"


def info() -> str:
    """1 by node, with its versions."""
    labels = "node, kubelet_version, os_image, kernel_version"
    return f"max by ({labels}) (kube_node_info{{{_STATE}}})"


def age() -> str:
    """Seconds since a node joined, by node."""
    return f"time() - max by (node) (kube_node_created{{{_STATE}}})"


def cpu_share() -> str:
    """CPU in use of all there is, by node: 1 is all."""
    return f"node:node_cpu_utilization:ratio_rate5m{{{_NODE}}}"


def cpu_of_all() -> str:
    """CPU in use of all that the nodes have: 1 is all."""
    used = f"sum(node:node_cpu_used_cores:sum_rate5m{{{_NODE}}})"
    return f"{used} / sum(node:node_cpu_cores:count{{{_NODE}}})"


def cpu_by_mode() -> str:
    """Cores that are busy, by what they do."""
    selector = f'{_EXPORTER}, mode!="idle"'
    return f"sum by (mode) (rate(node_cpu_seconds_total{{{selector}}}[$__rate_interval]))"


def load_per_core() -> str:
    """Processes that run or wait for a core, for each core, by node."""
    load = f"max by (node) (node_load5{{{_EXPORTER}}})"
    return f"{load} / max by (node) (node:node_cpu_cores:count{{{_NODE}}})"


def memory_share() -> str:
    """Memory in use of all there is, by node: 1 is all."""
    return f"node:node_memory_utilization:ratio{{{_NODE}}}"


def memory_of_all() -> str:
    """Memory in use of all that the nodes have: 1 is all."""
    return f"1 - sum({_memory('MemAvailable')}) / sum({_memory('MemTotal')})"


def memory_used() -> str:
    """Bytes that could not be had without swapping, of all nodes."""
    return f"sum({_memory('MemTotal')}) - sum({_memory('MemAvailable')})"


def memory_of(part: str) -> str:
    """Bytes of all nodes, by what /proc/meminfo calls them.

    Args:
        part: The name there, such as `Cached`.
    """
    return f"sum({_memory(part)})"


def fullest_file_system() -> str:
    """The fullest file system of all nodes: 1 is full."""
    return f"max(node_device:node_filesystem_utilization:ratio{{{_NODE}}})"


def file_systems() -> str:
    """Bytes in use of each file system, by node and device: 1 is full."""
    return f"node_device:node_filesystem_utilization:ratio{{{_NODE}}}"


def fullest_by_node() -> str:
    """The fullest file system of each node: 1 is full."""
    return f"max by (node) ({file_systems()})"


def inodes() -> str:
    """Inodes in use of each file system, by node and device: 1 is full."""
    return f"node_device:node_filesystem_inodes_utilization:ratio{{{_NODE}}}"


def disk_bytes(way: str) -> str:
    """Bytes a second to or from disks, by node.

    Args:
        way: `read` or `written`.
    """
    return f"sum by (node) (rate(node_disk_{way}_bytes_total{{{_EXPORTER}}}[$__rate_interval]))"


def disk_busy() -> str:
    """The share of time in which a disk was busy, by node and device: 1 is always."""
    busy = f"rate(node_disk_io_time_seconds_total{{{_EXPORTER}}}[$__rate_interval])"
    return f"max by (node, device) ({busy})"


def network_bytes(way: str) -> str:
    """Bytes a second through the node's interfaces, by node.

    Args:
        way: `receive` or `transmit`.
    """
    return f"node:node_network_{way}_bytes_total:sum_rate5m{{{_NODE}}}"


def network_failures(way: str, what: str) -> str:
    """Packets a second that failed, by node.

    Args:
        way: `receive` or `transmit`.
        what: `errs` or `drop`.
    """
    metric = f"node_network_{way}_{what}_total"
    return f"sum by (node) (rate({metric}{{{_INTERFACES}}}[$__rate_interval]))"


def connections_share() -> str:
    """Tracked connections of those that a node can track, by node: 1 is all."""
    entries = f"max by (node) (node_nf_conntrack_entries{{{_EXPORTER}}})"
    return f"{entries} / max by (node) (node_nf_conntrack_entries_limit{{{_EXPORTER}}})"


def clock_offset() -> str:
    """Seconds that a node's clock differs from its time server's, by node."""
    return f"max by (node) (node_timex_offset_seconds{{{_EXPORTER}}})"


def pods() -> str:
    """Pods that run or are about to, by node."""
    return f"node:kube_pod_info:count{{{_NODE}}}"


def pods_share() -> str:
    """Pods of those that a node can take, by node: 1 is all."""
    return f"{pods()} / on (node) {allocatable('pods')}"


def fullest_with_pods() -> str:
    """The node that has most pods of those it can take: 1 is all."""
    return f"max({pods_share()})"


def requested_share(resource: str) -> str:
    """What pods request of what a node gives, by node: 1 is all.

    Args:
        resource: `cpu` or `memory`.
    """
    selector = f'{_NODE}, resource="{resource}"'
    requested = f"node:kube_pod_container_resource_requests:sum{{{selector}}}"
    return f"{requested} / on (node) {allocatable(resource)}"


def allocatable(resource: str) -> str:
    """What a node gives to pods, by node: cores, bytes or pods.

    Args:
        resource: `cpu`, `memory` or `pods`.
    """
    selector = f'{_STATE}, resource="{resource}"'
    return f"max by (node) (kube_node_status_allocatable{{{selector}}})"


def _condition(condition: str, status: str) -> str:
    selector = f'{_STATE}, condition="{condition}", status="{status}"'
    return f"kube_node_status_condition{{{selector}}}"


def _memory(part: str) -> str:
    return f"max by (node) (node_memory_{part}_bytes{{{_EXPORTER}}})"
