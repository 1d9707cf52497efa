"""What kube-state-metrics tells of workloads (docs/metrics/workload in its repository)."""

from collections.abc import Iterator
from typing import Final

from eks_observability_ops.components.kube_state_values import (
    DELETED,
    VERSION,
    Object,
    Row,
    Rows,
    Table,
    at,
    common,
    conditions,
    flag,
    info,
    never,
    number,
    numbers,
    owners,
    time,
)

_OBSERVED: Final = (
    "The generation observed by the controller.",
    number("status.observedGeneration", 0),
)
_GENERATION: Final = (
    "Sequence number representing a specific generation of the desired state.",
    number("metadata.generation", 0),
)

DEPLOYMENTS: Final[Table] = {
    **common("kube_deployment"),
    "kube_deployment_deletion_timestamp": DELETED,
    "kube_deployment_metadata_generation": _GENERATION,
    **numbers(
        "kube_deployment",
        "deployment",
        spec_replicas="spec.replicas",
        status_replicas="status.replicas",
        status_replicas_available="status.availableReplicas",
        status_replicas_ready="status.readyReplicas",
        status_replicas_unavailable="status.unavailableReplicas",
        status_replicas_updated="status.updatedReplicas",
    ),
    "kube_deployment_spec_paused": (
        "Whether the deployment is paused and will not be processed by the deployment controller.",
        flag("spec.paused"),
    ),
    "kube_deployment_spec_strategy_rollingupdate_max_surge": (
        "Maximum number of replicas that can be scheduled above the desired number of replicas"
        " during a rolling update of a deployment.",
        lambda _: [({}, 1.0)],
    ),
    "kube_deployment_spec_strategy_rollingupdate_max_unavailable": (
        "Maximum number of unavailable replicas during a rolling update of a deployment.",
        lambda _: [({}, 0.0)],
    ),
    "kube_deployment_status_condition": (
        "The current status conditions of a deployment.",
        conditions("condition", reason=True),
    ),
    "kube_deployment_status_observed_generation": _OBSERVED,
}

REPLICA_SETS: Final[Table] = {
    **common("kube_replicaset"),
    "kube_replicaset_metadata_generation": _GENERATION,
    "kube_replicaset_owner": ("Information about the ReplicaSet's owner.", owners),
    **numbers(
        "kube_replicaset",
        "ReplicaSet",
        spec_replicas="spec.replicas",
        status_replicas="status.replicas",
        status_fully_labeled_replicas="status.fullyLabeledReplicas",
        status_ready_replicas="status.readyReplicas",
    ),
    "kube_replicaset_status_observed_generation": _OBSERVED,
}

STATEFUL_SETS: Final[Table] = {
    **common("kube_statefulset"),
    "kube_statefulset_metadata_generation": _GENERATION,
    **numbers(
        "kube_statefulset",
        "StatefulSet",
        replicas="spec.replicas",
        status_replicas="status.replicas",
        status_replicas_available="status.availableReplicas",
        status_replicas_current="status.currentReplicas",
        status_replicas_ready="status.readyReplicas",
        status_replicas_updated="status.updatedReplicas",
    ),
    "kube_statefulset_ordinals_start": ("Start ordinal of the StatefulSet.", never),
    "kube_statefulset_persistentvolumeclaim_retention_policy": (
        "Count of retention policy for StatefulSet template PVCs",
        info(
            when_deleted="spec.persistentVolumeClaimRetentionPolicy.whenDeleted",
            when_scaled="spec.persistentVolumeClaimRetentionPolicy.whenScaled",
        ),
    ),
    "kube_statefulset_status_current_revision": (
        "Indicates the version of the StatefulSet used to generate Pods.",
        info(revision="status.currentRevision"),
    ),
    "kube_statefulset_status_observed_generation": _OBSERVED,
    "kube_statefulset_status_update_revision": (
        "Indicates the version of the StatefulSet used to generate Pods that are updated.",
        info(revision="status.updateRevision"),
    ),
}

DAEMON_SETS: Final[Table] = {
    **common("kube_daemonset"),
    "kube_daemonset_deletion_timestamp": DELETED,
    "kube_daemonset_metadata_generation": _GENERATION,
    **numbers(
        "kube_daemonset",
        "daemonset",
        status_current_number_scheduled="status.currentNumberScheduled",
        status_desired_number_scheduled="status.desiredNumberScheduled",
        status_number_available="status.numberAvailable",
        status_number_misscheduled="status.numberMisscheduled",
        status_number_ready="status.numberReady",
        status_number_unavailable="status.numberUnavailable",
        status_updated_number_scheduled="status.updatedNumberScheduled",
    ),
    "kube_daemonset_status_observed_generation": _OBSERVED,
}


def _job_condition(kind: str) -> Rows:
    def rows(job: Object) -> Iterator[Row]:
        for condition in at(job, "status.conditions", ()):
            if condition["type"] == kind:
                for status in ("true", "false", "unknown"):
                    yield {"condition": status}, float(condition["status"].lower() == status)

    return rows


def _job_failures(job: Object) -> Iterator[Row]:
    """Without a failure one series of value 0; with some, their number by the reason."""
    failed = float(at(job, "status.failed", 0))
    reason = next(
        (
            one.get("reason", "")
            for one in at(job, "status.conditions", ())
            if one["type"] == "Failed"
        ),
        "",
    )
    for possible in ("BackoffLimitExceeded", "DeadlineExceeded", "Evicted") if failed else ():
        yield {"reason": possible}, failed if possible == reason else 0.0
    if not failed:
        yield {}, 0.0


JOBS: Final[Table] = {
    **common("kube_job"),
    "kube_job_complete": ("The job has completed its execution.", _job_condition("Complete")),
    "kube_job_failed": ("The job has failed its execution.", _job_condition("Failed")),
    "kube_job_info": ("Information about job.", info()),
    "kube_job_owner": ("Information about the Job's owner.", owners),
    "kube_job_spec_active_deadline_seconds": (
        "The duration in seconds relative to the startTime that the job may be active.",
        number("spec.activeDeadlineSeconds"),
    ),
    "kube_job_spec_completions": (
        "The desired number of successfully finished pods the job should be run with.",
        number("spec.completions"),
    ),
    "kube_job_spec_parallelism": (
        "The maximum desired number of pods the job should run at any given time.",
        number("spec.parallelism"),
    ),
    **numbers("kube_job", "job", status_active="status.active"),
    **numbers("kube_job", "job", status_succeeded="status.succeeded"),
    "kube_job_status_failed": (
        "The number of pods which reached Phase Failed and the reason for failure.",
        _job_failures,
    ),
    "kube_job_status_completion_time": (
        "CompletionTime represents time when the job was completed.",
        time("status.completionTime"),
    ),
    "kube_job_status_start_time": (
        "StartTime represents time when the job was acknowledged by the Job Manager.",
        time("status.startTime"),
    ),
    "kube_job_status_suspended": ("The number of suspended jobs.", _job_condition("Suspended")),
}

CRON_JOBS: Final[Table] = {
    **common("kube_cronjob"),
    "kube_cronjob_info": (
        "Info about cronjob.",
        info(
            schedule="spec.schedule",
            concurrency_policy="spec.concurrencyPolicy",
            timezone="spec.timeZone",
        ),
    ),
    "kube_cronjob_metadata_resource_version": VERSION,
    "kube_cronjob_next_schedule_time": (
        "Next time the cronjob should be scheduled.",
        time("status.lastScheduleTime"),
    ),
    "kube_cronjob_spec_failed_job_history_limit": (
        "Failed job history limit tells the controller how many failed jobs should be preserved.",
        number("spec.failedJobsHistoryLimit"),
    ),
    "kube_cronjob_spec_starting_deadline_seconds": (
        "Deadline in seconds for starting the job if it misses scheduled time for any reason.",
        number("spec.startingDeadlineSeconds"),
    ),
    "kube_cronjob_spec_successful_job_history_limit": (
        "Successful job history limit tells the controller how many completed jobs should be"
        " preserved.",
        number("spec.successfulJobsHistoryLimit"),
    ),
    "kube_cronjob_spec_suspend": (
        "Suspend flag tells the controller to suspend subsequent executions.",
        flag("spec.suspend"),
    ),
    "kube_cronjob_status_active": (
        "Active holds pointers to currently running jobs.",
        lambda cron_job: [({}, float(len(at(cron_job, "status.active", ()))))],
    ),
    "kube_cronjob_status_last_schedule_time": (
        "LastScheduleTime keeps information of when was the last time the job was successfully"
        " scheduled.",
        time("status.lastScheduleTime"),
    ),
    "kube_cronjob_status_last_successful_time": (
        "LastSuccessfulTime keeps information of when was the last time the job was completed"
        " successfully.",
        time("status.lastSuccessfulTime"),
    ),
}
