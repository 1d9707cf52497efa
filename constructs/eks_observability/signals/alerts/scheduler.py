"""The scheduler, by what EKS shows of it.

EKS passes on some of its metrics only (EKS User Guide, "Fetch control plane raw metrics in
Prometheus format"). Pods that find no node are an alert of the workloads.
"""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (jobs.SCHEDULER,)
"""Scrape jobs that these alerts need."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Slowness and errors of the scheduler's own."""
    seconds = scope.thresholds.scheduler_latency_seconds
    percent = scope.thresholds.scheduler_error_percent
    return (
        Alert(
            name="SchedulerSlow",
            expr=f"cluster:scheduler_scheduling_attempt_duration_seconds:p99_rate5m\n> {seconds}",
            severity="warning",
            summary="The scheduler takes long to find a node for a pod.",
            description=(
                "The scheduler of {{ $labels.cluster }} takes up to "
                "{{ $value | humanizeDuration }} for 99 of 100 attempts to place a pod; "
                f"{seconds} s are fine. New pods start late."
            ),
        ),
        Alert(
            name="SchedulerFails",
            expr=(
                'sum by (cluster) (cluster_result:scheduler_schedule_attempts:rate5m{result="error"'
                "})\n/\nsum by (cluster) (cluster_result:scheduler_schedule_attempts:rate5m)\n"
                f"> {percent / 100:g}"
            ),
            severity="warning",
            summary="The scheduler's attempts to place pods end in errors.",
            description=(
                "In {{ $labels.cluster }} {{ $value | humanizePercentage }} of the scheduler's "
                "attempts to place a pod end in an error of its own, not for want of a node."
            ),
        ),
    )
