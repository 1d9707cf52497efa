"""What nodes use of their processors, memory, file systems and network."""

from typing import Final

from eks_observability.signals.jobs import NODE_EXPORTER
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (NODE_EXPORTER,)
"""Scrape jobs that these rules need."""

# File systems of the node itself: volumes of pods are mounted below /var/lib/kubelet. By device,
# since Bottlerocket mounts one in several places.
_FILE_SYSTEMS: Final = (
    'job="node-exporter", fstype=~"ext[234]|xfs|btrfs", mountpoint!~"/var/lib/kubelet/.+"'
)
_DEVICE: Final = "(cluster, node, device)"
_WRITABLE: Final = (
    "unless on (cluster, node, device, mountpoint) "
    f"node_filesystem_readonly{{{_FILE_SYSTEMS}}} == 1"
)


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Shares by node and device, then sums of a cluster."""
    del scope
    return (*_processors(), *_memory(), *_file_systems(), *_network())


def _processors() -> tuple[RecordingRule, ...]:
    """Cores, cores in use (not idle, waiting or taken by the hypervisor), and their share."""
    return (
        RecordingRule(
            name="node:node_cpu_cores:count",
            expr=(
                "count by (cluster, node) ("
                'node_cpu_seconds_total{job="node-exporter", mode="idle"})'
            ),
        ),
        RecordingRule(
            name="node:node_cpu_used_cores:sum_rate5m",
            expr=(
                "sum by (cluster, node) (rate(node_cpu_seconds_total"
                '{job="node-exporter", mode!~"idle|iowait|steal"}[5m]))'
            ),
        ),
        RecordingRule(
            name="node:node_cpu_utilization:ratio_rate5m",
            expr="node:node_cpu_used_cores:sum_rate5m / node:node_cpu_cores:count",
        ),
        RecordingRule(
            name="cluster:node_cpu_utilization:ratio_rate5m",
            expr=(
                "sum by (cluster) (node:node_cpu_used_cores:sum_rate5m) "
                "/ sum by (cluster) (node:node_cpu_cores:count)"
            ),
        ),
    )


def _memory() -> tuple[RecordingRule, ...]:
    """What could not be had without swapping, of all there is."""
    available = 'node_memory_MemAvailable_bytes{job="node-exporter"}'
    total = 'node_memory_MemTotal_bytes{job="node-exporter"}'
    return (
        RecordingRule(
            name="node:node_memory_utilization:ratio",
            expr=(f"1 - max by (cluster, node) ({available}) / max by (cluster, node) ({total})"),
        ),
        RecordingRule(
            name="cluster:node_memory_utilization:ratio",
            expr=f"1 - sum by (cluster) ({available}) / sum by (cluster) ({total})",
        ),
    )


def _file_systems() -> tuple[RecordingRule, ...]:
    """Those that can be written; a system image that is read-only is full by design."""
    available = f"node_filesystem_avail_bytes{{{_FILE_SYSTEMS}}}"
    size = f"node_filesystem_size_bytes{{{_FILE_SYSTEMS}}}"
    return (
        RecordingRule(
            name="node_device:node_filesystem_utilization:ratio",
            expr=f"max by {_DEVICE} (1 - {available} / {size} {_WRITABLE})",
        ),
        RecordingRule(
            name="node_device:node_filesystem_inodes_utilization:ratio",
            expr=(
                f"max by {_DEVICE} (1 - node_filesystem_files_free{{{_FILE_SYSTEMS}}} "
                f"/ (node_filesystem_files{{{_FILE_SYSTEMS}}} > 0) {_WRITABLE})"
            ),
        ),
        RecordingRule(
            name="cluster:node_filesystem_utilization:ratio",
            expr=(
                f"1 - sum by (cluster) (max by {_DEVICE} ({available} {_WRITABLE})) "
                f"/ sum by (cluster) (max by {_DEVICE} ({size} {_WRITABLE}))"
            ),
        ),
    )


def _network() -> tuple[RecordingRule, ...]:
    """Bytes a second through the node's own interfaces; those of pods are not scraped."""
    return tuple(
        RecordingRule(name=f"{level}:node_network_{way}_bytes_total:sum_rate5m", expr=expr)
        for way in ("receive", "transmit")
        for level, expr in (
            (
                "node",
                f"sum by (cluster, node) (rate(node_network_{way}_bytes_total"
                '{job="node-exporter", device!="lo"}[5m]))',
            ),
            ("cluster", f"sum by (cluster) (node:node_network_{way}_bytes_total:sum_rate5m)"),
        )
    )
