"""How fast the scheduler places pods, and with what result."""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (jobs.SCHEDULER,)
"""Scrape jobs that these rules need."""


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Attempts a second by result, how long they take, and pods that wait, by queue.

    Time spent waiting for a node to appear is not in them: clusters that scale by demand wait by
    plan.
    """
    del scope
    job = f'job="{jobs.SCHEDULER}"'
    return (
        RecordingRule(
            name="cluster_result:scheduler_schedule_attempts:rate5m",
            expr=(
                f"sum by (cluster, result) (rate(scheduler_schedule_attempts_total{{{job}}}[5m]))"
            ),
        ),
        RecordingRule(
            name="cluster:scheduler_scheduling_attempt_duration_seconds:p99_rate5m",
            expr=(
                "histogram_quantile(\n  0.99,\n  sum by (cluster, le) "
                f"(rate(scheduler_scheduling_attempt_duration_seconds_bucket{{{job}}}[5m]))\n)"
            ),
        ),
        RecordingRule(
            name="cluster_queue:scheduler_pending_pods:max",
            expr=f"max by (cluster, queue) (scheduler_pending_pods{{{job}}})",
        ),
    )
