"""Alarms on pods: those that do not stay up, and those that have no node."""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import Measure, Message, ThresholdAlarm

MESSAGES: Final = (
    Message(
        name="WorkloadsFail",
        summary="Pods of the cluster restart again and again, or find no node.",
        alarms=("PodsRestarting", "PodsPending"),
        consequence_of="NodesFailed",
    ),
)
"""What people hear of workloads."""


def alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """The alarms, first that of pods that have a node."""
    restarts, pending = thresholds.pod_restarts, thresholds.pending_pods
    return (
        ThresholdAlarm(
            name="PodsRestarting",
            # Of the cluster as a whole it is published with enhanced observability only
            # (amazon-cloudwatch-agent, translator/translate/otel/exporter/awsemf/kubernetes.go).
            measures={
                "restarts": Measure(
                    source="enhanced",
                    name="pod_number_of_container_restarts",
                    unit="Count",
                    statistic="Sum",
                )
            },
            threshold=restarts,
            unit="Count",
            minutes=5,
            period_seconds=300,
            summary=f"Containers restarted {restarts} times or more within five minutes.",
            missing="notBreaching",
            because="Nothing counted is nothing wrong; NodesSilent says if nobody counts.",
        ),
        ThresholdAlarm(
            name="PodsPending",
            # Pods held back by a scheduling gate wait because somebody wants them to.
            measures={
                "unschedulable": _pending("UNSCHEDULABLE"),
                "backoff": _pending("BACKOFF"),
            },
            expression="FILL(unschedulable, 0) + FILL(backoff, 0)",
            threshold=pending,
            unit="Count",
            minutes=15,
            summary=f"For 15 minutes {pending} pods or more have found no node.",
            missing="ignore",
            because="EKS measures each minute; without a value nothing is known, and the state "
            "stays.",
        ),
    )


def _pending(queue: str) -> Measure:
    return Measure(
        source="control_plane",
        name=f"scheduler_pending_pods_{queue}",
        unit="Count",
        statistic="Sum",
    )
