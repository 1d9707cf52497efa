"""Nodes that fail, fall silent, or are used up."""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import AlarmMetric, ThresholdAlarm
from eks_observability.signals.vended_metrics.model import Unit

_TOLD_BY_SILENCE: Final = "A cluster that measures nothing is told by NodesSilent alone."


def alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """Alarms on what Container Insights measures of nodes.

    A metric of the cluster has a sample of each node a minute: its maximum is the worst node's.

    Args:
        thresholds: From where on something is worth an alarm.
    """
    return (
        ThresholdAlarm(
            name="NodesFailed",
            metrics=(_metric("cluster_failed_node_count", "Count"),),
            threshold=1,
            periods=2,
            why_missing=_TOLD_BY_SILENCE,
            summary="Nodes are not ready, or short of memory, disk, network or process ids.",
        ),
        ThresholdAlarm(
            name="NodesSilent",
            metrics=(_metric("cluster_node_count", "Count"),),
            threshold=1,
            below=True,
            missing="breaching",
            why_missing="That nothing is measured is what this alarm is for.",
            summary=(
                "Container Insights measures no node: its agents do not run, or cannot write. No "
                "other alarm on nodes and pods can ring now."
            ),
        ),
        ThresholdAlarm(
            name="NodeCpuHigh",
            metrics=(_metric("node_cpu_utilization", "Percent"),),
            threshold=thresholds.node_cpu_percent,
            why_missing=_TOLD_BY_SILENCE,
            summary="A node's CPU is used up.",
        ),
        ThresholdAlarm(
            name="NodeMemoryHigh",
            metrics=(_metric("node_memory_utilization", "Percent"),),
            threshold=thresholds.node_memory_percent,
            why_missing=_TOLD_BY_SILENCE,
            summary="A node's memory is used up: Kubernetes will evict pods, or Linux kill them.",
        ),
        ThresholdAlarm(
            name="NodeFilesystemFull",
            metrics=(_metric("node_filesystem_utilization", "Percent"),),
            threshold=thresholds.node_filesystem_percent,
            why_missing=_TOLD_BY_SILENCE,
            summary="A node's file system fills up: Kubernetes will evict pods and delete images.",
        ),
    )


def _metric(name: str, unit: Unit) -> AlarmMetric:
    return AlarmMetric(source="container_insights", name=name, statistic="Maximum", unit=unit)
