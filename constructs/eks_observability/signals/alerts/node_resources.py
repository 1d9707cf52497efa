"""Nodes that run out of something, as the node exporter measures them."""

from typing import Final

from eks_observability.signals.jobs import NODE_EXPORTER
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (NODE_EXPORTER,)
"""Scrape jobs that these alerts need."""

_WHERE: Final = "node {{ $labels.node }} in cluster {{ $labels.cluster }}"
_DISK: Final = "{{ $labels.device }} of " + _WHERE
_USED: Final = "node_device:node_filesystem_utilization:ratio"
# Nearly full for a prediction: kubelets delete images at 85 %, which ends most such trends.
_POINTS_BELOW: Final = 5
# Beyond the 90 % at which kubelets evict pods, so that this did not help.
_FULL: Final = 97


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Processors and memory, file systems, network, clock."""
    return (*_load(scope), *_space(scope), *_files(scope), *_network(scope), *_clock())


def _load(scope: Scope) -> tuple[Alert, ...]:
    return (
        Alert(
            name="NodeCpuHigh",
            expr=(
                "avg_over_time(node:node_cpu_utilization:ratio_rate5m[15m]) "
                f"> {scope.thresholds.node_cpu_percent:g} / 100"
            ),
            # Whoever waits for CPU is heard of by its own latency: a busy node alone wakes nobody.
            severity="info",
            summary="A node's CPU is nearly all in use.",
            description=f"{{{{ $value | humanizePercentage }}}} of the CPU of {_WHERE} is in use.",
        ),
        Alert(
            name="NodeMemoryHigh",
            expr=(
                "node:node_memory_utilization:ratio "
                f"> {scope.thresholds.node_memory_percent:g} / 100"
            ),
            severity="warning",
            summary="A node's memory is nearly all in use.",
            description=(
                f"{{{{ $value | humanizePercentage }}}} of the memory of {_WHERE} is in use. "
                "Before the last of it is, the kubelet evicts pods, or the kernel kills processes."
            ),
        ),
    )


def _space(scope: Scope) -> tuple[Alert, ...]:
    limit = scope.thresholds.node_filesystem_percent
    hours = scope.thresholds.node_filesystem_full_within_hours
    return (
        Alert(
            name="NodeFilesystemAlmostFull",
            expr=f"{_USED} > {limit:g} / 100",
            # The kubelet has the time to delete images that nobody uses.
            hold="30m",
            severity="warning",
            summary="A node's file system is nearly full.",
            description=f"{{{{ $value | humanizePercentage }}}} of {_DISK} is in use.",
        ),
        Alert(
            name="NodeFilesystemFull",
            expr=f"{_USED} > {max(limit, _FULL):g} / 100",
            hold="5m",
            severity="critical",
            summary="A node's file system is full.",
            description=(
                f"{{{{ $value | humanizePercentage }}}} of {_DISK} is in use, although the kubelet "
                "deletes images and evicts pods before that."
            ),
        ),
        Alert(
            name="NodeFilesystemFills",
            # By the last hour too, and for longer than that: a burst that has ended is no trend.
            expr=(
                f"predict_linear({_USED}[6h], {hours} * 3600) > 1 "
                f"and predict_linear({_USED}[1h], {hours} * 3600) > 1 "
                f"and {_USED} > {max(limit - _POINTS_BELOW, 0):g} / 100"
            ),
            hold="90m",
            severity="warning",
            summary="A node's file system will soon be full.",
            description=(
                f"{_DISK} will be full within {hours} hours, if it goes on filling as in the last "
                "six hours."
            ),
        ),
    )


def _files(scope: Scope) -> tuple[Alert, ...]:
    return (
        Alert(
            name="NodeFilesystemInodesAlmostFull",
            expr=(
                "node_device:node_filesystem_inodes_utilization:ratio "
                f"> {scope.thresholds.node_filesystem_percent:g} / 100"
            ),
            hold="30m",
            severity="warning",
            summary="A node's file system has hardly any inodes left.",
            description=(
                f"{{{{ $value | humanizePercentage }}}} of the inodes of {_DISK} are in use."
            ),
        ),
        Alert(
            name="NodeFilesystemReadOnly",
            # Bottlerocket's system images, which are read-only by design, are on such devices.
            expr=(
                "max by (cluster, node, device) (node_filesystem_readonly"
                '{job="node-exporter", fstype=~"ext[234]|xfs|btrfs", '
                'device!~"/dev/(dm-|loop|root).*", '
                'mountpoint!~"/boot.*|/var/lib/kubelet/.+"}) == 1'
            ),
            hold="5m",
            severity="warning",
            summary="A node's file system cannot be written any more.",
            description=f"{_DISK} is read-only: the kernel does so when the volume has errors.",
        ),
    )


def _network(scope: Scope) -> tuple[Alert, ...]:
    def both(what: str) -> str:
        one = f'rate(node_network_{{}}_{what}_total{{{{job="node-exporter", device!="lo"}}}}[5m])'
        ways = " + ".join(one.format(way) for way in ("receive", "transmit"))
        return f"sum by (cluster, node, device) ({ways})"

    return (
        Alert(
            name="NodeNetworkErrors",
            expr=(
                f"{both('errs')} / {both('packets')} "
                f"> {scope.thresholds.node_network_error_percent:g} / 100"
            ),
            severity="warning",
            summary="Packets of a node's network interface fail.",
            description=(
                f"{{{{ $value | humanizePercentage }}}} of the packets of {{{{ $labels.device }}}} "
                f"of {_WHERE} fail."
            ),
        ),
        Alert(
            name="NodeConntrackAlmostFull",
            expr=(
                'max by (cluster, node) (node_nf_conntrack_entries{job="node-exporter"} '
                '/ node_nf_conntrack_entries_limit{job="node-exporter"}) > 80 / 100'
            ),
            hold="10m",
            severity="warning",
            summary="A node can track hardly any more connections.",
            description=(
                "{{ $value | humanizePercentage }} of the connections that the kernel of "
                f"{_WHERE} can track are in use. Beyond that it drops packets of new ones."
            ),
        ),
    )


def _clock() -> tuple[Alert, ...]:
    return (
        Alert(
            name="NodeClockSkewed",
            expr=(
                "max by (cluster, node) "
                '(abs(node_timex_offset_seconds{job="node-exporter"})) > 0.05'
            ),
            hold="10m",
            severity="warning",
            summary="A node's clock is off.",
            description=f"The clock of {_WHERE} is off by {{{{ $value | humanizeDuration }}}}.",
        ),
        Alert(
            name="NodeClockNotSynchronized",
            # The kernel gives up at an error of 16 s (adjtimex, STA_UNSYNC).
            expr=(
                'max by (cluster, node) (node_timex_sync_status{job="node-exporter"}) == 0 '
                "and on (cluster, node) "
                'max by (cluster, node) (node_timex_maxerror_seconds{job="node-exporter"}) >= 16'
            ),
            hold="10m",
            severity="warning",
            summary="A node's clock is not set by anything.",
            description=(
                f"The clock of {_WHERE} is not synchronized. AWS refuses requests that are signed "
                "more than five minutes off."
            ),
        ),
    )
