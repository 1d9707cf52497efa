"""Jobs that fail or run long, and CronJobs that do not start any."""

from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these alerts need."""

_JOB: Final = "(cluster, namespace, job_name)"
_CRON_JOB: Final = "(cluster, namespace, cronjob)"
_JOB_NAME: Final = (
    "Job {{ $labels.namespace }}/{{ $labels.job_name }} in cluster {{ $labels.cluster }}"
)
_START: Final = f'max by {_JOB} (kube_job_status_start_time{{job="kube-state-metrics"}})'


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """One of each."""
    hours = scope.thresholds.job_hours
    return (
        Alert(
            name="JobFailed",
            # A later success of the same CronJob makes up for it, though the failed Job stays.
            expr=(
                f"max by {_JOB} "
                '(kube_job_failed{job="kube-state-metrics", condition="true"}) == 1 '
                f"unless on {_JOB} {_made_up_for()}"
            ),
            hold="1m",
            severity="warning",
            summary="A Job failed.",
            description=f"{_JOB_NAME} failed.",
        ),
        Alert(
            name="JobRunsLong",
            expr=(
                f"time() - {_START} > {hours} * 3600 and on {_JOB} "
                f'max by {_JOB} (kube_job_status_active{{job="kube-state-metrics"}}) > 0'
            ),
            hold="5m",
            severity="warning",
            summary="A Job runs long.",
            description=f"{_JOB_NAME} has been running for {{{{ $value | humanizeDuration }}}}.",
        ),
        Alert(
            name="CronJobNotScheduled",
            # There is no next time while it is suspended; one that still runs may hold it up.
            expr=(
                f"time() - max by {_CRON_JOB} "
                '(kube_cronjob_next_schedule_time{job="kube-state-metrics"}) > 3600 '
                f"unless on {_CRON_JOB} max by {_CRON_JOB} "
                '(kube_cronjob_status_active{job="kube-state-metrics"}) > 0'
            ),
            hold="5m",
            severity="warning",
            summary="A CronJob did not start its Job.",
            description=(
                "CronJob {{ $labels.namespace }}/{{ $labels.cronjob }} in cluster "
                "{{ $labels.cluster }} should have started a Job "
                "{{ $value | humanizeDuration }} ago."
            ),
        ),
    )


def _made_up_for() -> str:
    """Jobs of a CronJob that started before its last success."""
    owner = (
        "max by (cluster, namespace, job_name, cronjob) (label_replace("
        'kube_job_owner{job="kube-state-metrics", owner_kind="CronJob"}, '
        '"cronjob", "$1", "owner_name", "(.+)"))'
    )
    success = (
        f'max by {_CRON_JOB} (kube_cronjob_status_last_successful_time{{job="kube-state-metrics"}})'
    )
    return f"({owner} * on {_JOB} group_left () {_START} < on {_CRON_JOB} group_left () {success})"
