"""What is counted from what the CloudWatch agent logs of each pod."""

from typing import Final

from eks_observability.signals.log_metrics.model import LogMetric

CONTAINER_RESTARTS: Final = "ContainerRestarts"
"""Restarts of containers, each added to the sum when it happened."""


def metrics() -> tuple[LogMetric, ...]:
    """The counts that are made where Container Insights' agent logs what it measures.

    Each line of a pod has the restarts since the line before (CloudWatch User Guide, "Relevant
    fields in performance log events for Amazon EKS and Kubernetes").
    """
    restarts = "$.pod_number_of_container_restarts"
    return (
        LogMetric(
            name=CONTAINER_RESTARTS,
            log_group="performance",
            pattern=f'{{ ($.Type = "Pod") && ({restarts} > 0) }}',
            value=restarts,
        ),
    )
