"""What kube-state-metrics tells of objects other than pods (docs/metrics in its repository)."""

from collections.abc import Iterator
from typing import Final

from eks_observability_ops.components.kube_state_values import (
    Object,
    Row,
    Rows,
    Table,
    at,
    conditions,
    info,
    never,
    number,
    one_of,
    owners,
    quantity,
    resources,
    time,
)

_CREATED: Final = ("Unix creation timestamp", time("metadata.creationTimestamp"))
_LABELS: Final = ("Kubernetes labels converted to Prometheus labels.", never)
_ANNOTATIONS: Final = ("Kubernetes annotations converted to Prometheus labels.", never)
_OBSERVED: Final = (
    "The generation observed by the controller.",
    number("status.observedGeneration", 0),
)
_GENERATION: Final = (
    "Sequence number representing a specific generation of the desired state.",
    number("metadata.generation", 0),
)
_VERSION: Final = (
    "Resource version representing a specific version of the object.",
    number("metadata.resourceVersion"),
)
_DELETED: Final = ("Unix deletion timestamp", time("metadata.deletionTimestamp"))


def _common(prefix: str) -> Table:
    return {
        f"{prefix}_created": _CREATED,
        f"{prefix}_labels": _LABELS,
        f"{prefix}_annotations": _ANNOTATIONS,
    }


def _numbers(prefix: str, kind: str, /, **paths: str) -> Table:
    """Counts, 0 where the API has none, by the end of the metric's name."""
    return {
        f"{prefix}_{name}": (f"The {name.replace('_', ' ')} of a {kind}.", number(path, 0))
        for name, path in paths.items()
    }


def _flag(path: str) -> Rows:
    def rows(thing: Object) -> Iterator[Row]:
        yield {}, float(bool(at(thing, path, False)))

    return rows


def _taints(node: Object) -> Iterator[Row]:
    for taint in at(node, "spec.taints", ()):
        labels = {name: taint.get(name, "") for name in ("key", "value", "effect")}
        yield labels, 1.0


def _node_addresses(node: Object) -> Iterator[Row]:
    for one in at(node, "status.addresses", ()):
        yield {"type": one["type"], "address": one["address"]}, 1.0


def _node_info(node: Object) -> Iterator[Row]:
    about = at(node, "status.nodeInfo", {})
    addresses = {one["type"]: one["address"] for one in at(node, "status.addresses", ())}
    labels = {
        "kernel_version": about.get("kernelVersion", ""),
        "os_image": about.get("osImage", ""),
        "container_runtime_version": about.get("containerRuntimeVersion", ""),
        "kubelet_version": about.get("kubeletVersion", ""),
        "kubeproxy_version": "deprecated",
        "provider_id": at(node, "spec.providerID", ""),
        "pod_cidr": at(node, "spec.podCIDR", ""),
        "system_uuid": about.get("systemUUID", ""),
        "internal_ip": addresses.get("InternalIP", ""),
    }
    yield labels, 1.0


NODES: Final[Table] = {
    **_common("kube_node"),
    "kube_node_deletion_timestamp": _DELETED,
    "kube_node_info": ("Information about a cluster node.", _node_info),
    "kube_node_role": ("The role of a cluster node.", never),
    "kube_node_spec_taint": ("The taint of a cluster node.", _taints),
    "kube_node_spec_unschedulable": (
        "Whether a node can schedule new pods.",
        _flag("spec.unschedulable"),
    ),
    "kube_node_status_addresses": ("Node address information.", _node_addresses),
    "kube_node_status_allocatable": (
        "The allocatable for different resources of a node that are available for scheduling.",
        resources("status.allocatable"),
    ),
    "kube_node_status_capacity": (
        "The capacity for different resources of a node.",
        resources("status.capacity"),
    ),
    "kube_node_status_condition": ("The condition of a cluster node.", conditions("condition")),
}

NAMESPACES: Final[Table] = {
    **_common("kube_namespace"),
    "kube_namespace_status_condition": (
        "The condition of a namespace.",
        conditions("condition"),
    ),
    "kube_namespace_status_phase": (
        "kubernetes namespace status phase.",
        one_of("phase", "status.phase", "Active", "Terminating"),
    ),
}

DEPLOYMENTS: Final[Table] = {
    **_common("kube_deployment"),
    "kube_deployment_deletion_timestamp": _DELETED,
    "kube_deployment_metadata_generation": _GENERATION,
    **_numbers(
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
        _flag("spec.paused"),
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
    **_common("kube_replicaset"),
    "kube_replicaset_metadata_generation": _GENERATION,
    "kube_replicaset_owner": ("Information about the ReplicaSet's owner.", owners),
    **_numbers(
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
    **_common("kube_statefulset"),
    "kube_statefulset_metadata_generation": _GENERATION,
    **_numbers(
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
    **_common("kube_daemonset"),
    "kube_daemonset_deletion_timestamp": _DELETED,
    "kube_daemonset_metadata_generation": _GENERATION,
    **_numbers(
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
    **_common("kube_job"),
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
    **_numbers("kube_job", "job", status_active="status.active"),
    **_numbers("kube_job", "job", status_succeeded="status.succeeded"),
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
    **_common("kube_cronjob"),
    "kube_cronjob_info": (
        "Info about cronjob.",
        info(
            schedule="spec.schedule",
            concurrency_policy="spec.concurrencyPolicy",
            timezone="spec.timeZone",
        ),
    ),
    "kube_cronjob_metadata_resource_version": _VERSION,
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
        _flag("spec.suspend"),
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


def _metric_targets(path: str) -> Rows:
    def rows(scaler: Object) -> Iterator[Row]:
        for metric in at(scaler, path, ()):
            source = metric.get("resource", {})
            for key, kind in (("averageUtilization", "utilization"), ("averageValue", "average")):
                value = at(source, f"target.{key}", at(source, f"current.{key}"))
                if value is not None:
                    labels = {"metric_name": source["name"], "metric_target_type": kind}
                    yield labels, quantity(value)

    return rows


SCALERS: Final[Table] = {
    **_common("kube_horizontalpodautoscaler"),
    "kube_horizontalpodautoscaler_info": (
        "Information about this autoscaler.",
        info(
            scaletargetref_api_version="spec.scaleTargetRef.apiVersion",
            scaletargetref_kind="spec.scaleTargetRef.kind",
            scaletargetref_name="spec.scaleTargetRef.name",
        ),
    ),
    "kube_horizontalpodautoscaler_metadata_generation": _GENERATION,
    **_numbers(
        "kube_horizontalpodautoscaler",
        "autoscaler",
        spec_max_replicas="spec.maxReplicas",
        spec_min_replicas="spec.minReplicas",
        status_current_replicas="status.currentReplicas",
        status_desired_replicas="status.desiredReplicas",
    ),
    "kube_horizontalpodautoscaler_spec_target_metric": (
        "The metric specifications used by this autoscaler when calculating the desired replica"
        " count.",
        _metric_targets("spec.metrics"),
    ),
    "kube_horizontalpodautoscaler_status_condition": (
        "The condition of this autoscaler.",
        conditions("condition"),
    ),
    "kube_horizontalpodautoscaler_status_target_metric": (
        "The current metric status used by this autoscaler when calculating the desired replica"
        " count.",
        _metric_targets("status.currentMetrics"),
    ),
}

BUDGETS: Final[Table] = {
    **_common("kube_poddisruptionbudget"),
    "kube_poddisruptionbudget_deletion_timestamp": _DELETED,
    **_numbers(
        "kube_poddisruptionbudget",
        "pod disruption budget",
        status_current_healthy="status.currentHealthy",
        status_desired_healthy="status.desiredHealthy",
        status_expected_pods="status.expectedPods",
        status_pod_disruptions_allowed="status.disruptionsAllowed",
    ),
    "kube_poddisruptionbudget_status_observed_generation": _OBSERVED,
}
