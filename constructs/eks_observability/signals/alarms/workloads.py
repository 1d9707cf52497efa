"""Pods that do not start, or start again and again."""

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import AlarmMetric, ThresholdAlarm
from eks_observability.signals.log_metrics.performance import CONTAINER_RESTARTS


def alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """Alarms on what the scheduler and Container Insights tell of pods.

    Container Insights has restarts by pod alone, and an alarm over all pods of a search is not to
    be had; what its agent logs of each pod has them too, and is counted.

    Args:
        thresholds: From where on something is worth an alarm.
    """
    return (
        ThresholdAlarm(
            name="PodsRestarting",
            metrics=(
                AlarmMetric(
                    source="log_metrics", name=CONTAINER_RESTARTS, statistic="Sum", unit="Count"
                ),
            ),
            threshold=thresholds.pod_restarts,
            periods=2,
            why_missing="No line that counts means no restart.",
            summary="Containers crash, are killed, or fail their liveness probes, and start again.",
        ),
        ThresholdAlarm(
            name="PodsPending",
            metrics=(
                AlarmMetric(
                    source="control_plane",
                    name="scheduler_pending_pods",
                    statistic="Sum",
                    unit="Count",
                ),
            ),
            period_seconds=60,
            periods=15,
            threshold=thresholds.pending_pods,
            why_missing="EKS publishes it every minute; without it, the cluster is no worse.",
            summary="Pods wait for a node: none has room, or none fits what they ask for.",
        ),
    )
