"""What the controllers of Kubernetes itself have to do, and what they get done."""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (jobs.CONTROLLER_MANAGER,)
"""Scrape jobs that these rules need."""


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Objects that wait for each controller, and those it finishes a second.

    Every API server passes on the same controller manager, so the larger of equal numbers counts.
    """
    del scope
    job = f'job="{jobs.CONTROLLER_MANAGER}"'
    return (
        RecordingRule(
            name="cluster_name:workqueue_depth:max",
            expr=f"max by (cluster, name) (workqueue_depth{{{job}}})",
        ),
        RecordingRule(
            name="cluster_name:workqueue_work_done:rate5m",
            expr=(
                f"max by (cluster, name) (rate(workqueue_work_duration_seconds_count{{{job}}}[5m]))"
            ),
        ),
    )
