"""Alarms on the nodes, by what Container Insights measures of them.

A node counts as failed while any of its pressure or network conditions is not false. While a
kubelet is not heard of they are unknown, so that a lost node counts too
(opentelemetry-collector-contrib, internal/aws/k8s/k8sclient/node.go).
"""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import Measure, Message, ThresholdAlarm

_UNTIL_HEARD_OF: Final = (
    "Without a value no agent reports, which NodesSilent says, and what was known stands until "
    "then."
)

MESSAGES: Final = (
    Message(
        name="NodesLost",
        summary="Nodes of the cluster have failed, or none is heard of.",
        alarms=("NodesFailed", "NodesSilent"),
    ),
    Message(
        name="NodesFull",
        summary="A node of the cluster has hardly any CPU, memory or disk left.",
        alarms=("NodeCpuHigh", "NodeMemoryHigh", "NodeFilesystemFull"),
        consequence_of="NodesFailed",
    ),
)
"""What people hear of nodes."""


def alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """The alarms, those on the whole node first."""
    return (
        ThresholdAlarm(
            name="NodesFailed",
            measures={"failed": _measure("cluster_failed_node_count", "Count")},
            threshold=1,
            unit="Count",
            minutes=5,
            summary="A node is not heard of, has no network, or is short of memory, disk or PIDs.",
            missing="ignore",
            because=_UNTIL_HEARD_OF,
        ),
        ThresholdAlarm(
            name="NodesSilent",
            measures={"nodes": _measure("cluster_node_count", "Count")},
            threshold=1,
            unit="Count",
            comparison="<",
            minutes=15,
            period_seconds=300,
            summary="Container Insights hears of no node: nobody would notice if one failed.",
            missing="breaching",
            because=(
                "Silence is what it is about, so it is on when it is made, until the agents are "
                "heard of once."
            ),
        ),
        _usage("NodeCpuHigh", "node_cpu_utilization", "CPU", thresholds.node_cpu_percent),
        _usage(
            "NodeMemoryHigh", "node_memory_utilization", "memory", thresholds.node_memory_percent
        ),
        _usage(
            "NodeFilesystemFull",
            "node_filesystem_utilization",
            "file system",
            thresholds.node_filesystem_percent,
        ),
    )


def _usage(name: str, metric: str, what: str, percent: float) -> ThresholdAlarm:
    return ThresholdAlarm(
        name=name,
        measures={"used": _measure(metric, "Percent")},
        threshold=percent,
        unit="Percent",
        minutes=15,
        summary=f"In each minute of 15 some node used {percent:g} % of its {what} or more.",
        missing="ignore",
        because=_UNTIL_HEARD_OF,
    )


def _measure(name: str, unit: str) -> Measure:
    """The most among nodes: their average hides the one that is full."""
    return Measure(
        source="classic",
        name=name,
        unit="Percent" if unit == "Percent" else "Count",
        statistic="Maximum",
    )
