"""What kube-state-metrics tells of pods and their containers (docs/metrics/workload)."""

from collections.abc import Iterator
from typing import Final

from eks_observability_ops.components.kube_state_values import (
    Object,
    Row,
    Rows,
    Table,
    at,
    info,
    never,
    one_of,
    owners,
    resources,
    time,
    unix,
)

_REASONS: Final = ("Evicted", "NodeAffinity", "NodeLost", "Shutdown", "UnexpectedAdmissionError")


def _state(kind: str, state: str) -> Rows:
    def rows(pod: Object) -> Iterator[Row]:
        for status in at(pod, f"status.{kind}", ()):
            yield {"container": status["name"]}, float(state in status["state"])

    return rows


def _reason(kind: str, state: str, *, last: bool = False) -> Rows:
    def rows(pod: Object) -> Iterator[Row]:
        for status in at(pod, f"status.{kind}", ()):
            found = status["lastState" if last else "state"].get(state)
            if found:
                yield {"container": status["name"], "reason": found.get("reason", "")}, 1.0

    return rows


def _field(kind: str, path: str) -> Rows:
    def rows(pod: Object) -> Iterator[Row]:
        for status in at(pod, f"status.{kind}", ()):
            value = at(status, path)
            if value is not None:
                seconds = unix(value) if isinstance(value, str) else float(value)
                yield {"container": status["name"]}, seconds

    return rows


def _images(kind: str, specs: str) -> Rows:
    def rows(pod: Object) -> Iterator[Row]:
        wanted = {one["name"]: one["image"] for one in at(pod, f"spec.{specs}", ())}
        for status in at(pod, f"status.{kind}", ()):
            labels = {
                "container": status["name"],
                "image_spec": wanted[status["name"]],
                "image": status.get("image", ""),
                "image_id": status.get("imageID", ""),
                "container_id": status.get("containerID", ""),
            }
            yield labels, 1.0

    return rows


def _asked(specs: str, what: str) -> Rows:
    def rows(pod: Object) -> Iterator[Row]:
        for container in at(pod, f"spec.{specs}", ()):
            for labels, amount in resources(f"resources.{what}")(container):
                node = at(pod, "spec.nodeName", "")
                yield {"container": container["name"], "node": node, **labels}, amount

    return rows


def _condition(kind: str) -> Rows:
    def rows(pod: Object) -> Iterator[Row]:
        for condition in at(pod, "status.conditions", ()):
            if condition["type"] == kind:
                for status in ("true", "false", "unknown"):
                    yield {"condition": status}, float(condition["status"].lower() == status)

    return rows


def _condition_time(kind: str) -> Rows:
    def rows(pod: Object) -> Iterator[Row]:
        for condition in at(pod, "status.conditions", ()):
            if condition["type"] == kind and condition["status"] == "True":
                yield {}, unix(condition["lastTransitionTime"])

    return rows


def _unschedulable(pod: Object) -> Iterator[Row]:
    for condition in at(pod, "status.conditions", ()):
        if condition["type"] == "PodScheduled" and condition["status"] == "False":
            yield {}, 1.0


def _pod_info(pod: Object) -> Iterator[Row]:
    owner: Object = next(iter(at(pod, "metadata.ownerReferences", ())), {})
    labels = {
        "host_ip": at(pod, "status.hostIP", ""),
        "pod_ip": at(pod, "status.podIP", ""),
        "node": at(pod, "spec.nodeName", ""),
        "created_by_kind": owner.get("kind", ""),
        "created_by_name": owner.get("name", ""),
        "priority_class": at(pod, "spec.priorityClassName", ""),
        "host_network": str(at(pod, "spec.hostNetwork", False)).lower(),
    }
    yield labels, 1.0


def _addresses(pod: Object) -> Iterator[Row]:
    for address in at(pod, "status.podIPs", ()):
        yield {"ip": address["ip"], "ip_family": "6" if ":" in address["ip"] else "4"}, 1.0


def _tolerations(pod: Object) -> Iterator[Row]:
    for one in at(pod, "spec.tolerations", ()):
        labels = {
            "key": one.get("key", ""),
            "operator": one.get("operator", ""),
            "effect": one.get("effect", ""),
            "toleration_seconds": str(one.get("tolerationSeconds", "")),
        }
        yield {name: value for name, value in labels.items() if value}, 1.0


def _claims(pod: Object) -> Iterator[Row]:
    for volume in at(pod, "spec.volumes", ()):
        claim = at(volume, "persistentVolumeClaim.claimName")
        if claim:
            yield {"volume": volume["name"], "persistentvolumeclaim": claim}, 1.0


def _claims_read_only(pod: Object) -> Iterator[Row]:
    return ((labels, 0.0) for labels, _ in _claims(pod))


def _ended(pod: Object) -> Iterator[Row]:
    ends = [
        at(one, "state.terminated.finishedAt") for one in at(pod, "status.containerStatuses", ())
    ]
    if ends and all(ends):
        yield {}, max(map(unix, ends))


def _containers(prefix: str, kind: str, specs: str) -> Table:
    """The metrics that containers and init containers have in common."""
    called = "init container" if prefix.endswith("init_container") else "container"
    is_in = f"Describes whether the {called} is currently in"
    why_in = f"Describes the reason the {called} is currently in"
    return {
        f"{prefix}_info": (f"Information about a {called} in a pod.", _images(kind, specs)),
        f"{prefix}_resource_limits": (
            f"The number of requested limit resource by a {called}.",
            _asked(specs, "limits"),
        ),
        f"{prefix}_resource_requests": (
            f"The number of requested request resource by a {called}.",
            _asked(specs, "requests"),
        ),
        f"{prefix}_status_last_terminated_reason": (
            f"Describes the last reason the {called} was in terminated state.",
            _reason(kind, "terminated", last=True),
        ),
        f"{prefix}_status_ready": (
            f"Describes whether the {called}s readiness check succeeded.",
            _field(kind, "ready"),
        ),
        f"{prefix}_status_restarts_total": (
            f"The number of {called} restarts per container.",
            _field(kind, "restartCount"),
        ),
        f"{prefix}_status_running": (f"{is_in} running state.", _state(kind, "running")),
        f"{prefix}_status_terminated": (f"{is_in} terminated state.", _state(kind, "terminated")),
        f"{prefix}_status_terminated_reason": (
            f"{why_in} terminated state.",
            _reason(kind, "terminated"),
        ),
        f"{prefix}_status_waiting": (f"{is_in} waiting state.", _state(kind, "waiting")),
        f"{prefix}_status_waiting_reason": (f"{why_in} waiting state.", _reason(kind, "waiting")),
    }


_STATUSES: Final = "containerStatuses"

PODS: Final[Table] = {
    "kube_pod_completion_time": ("Completion time in unix timestamp for a pod.", _ended),
    **_containers("kube_pod_container", _STATUSES, "containers"),
    "kube_pod_container_state_started": (
        "Start time in unix timestamp for a pod container.",
        _field(_STATUSES, "state.running.startedAt"),
    ),
    "kube_pod_container_status_last_terminated_exitcode": (
        "Describes the exit code for the last container in terminated state.",
        _field(_STATUSES, "lastState.terminated.exitCode"),
    ),
    "kube_pod_container_status_last_terminated_timestamp": (
        "Last terminated time for a pod container in unix timestamp.",
        _field(_STATUSES, "lastState.terminated.finishedAt"),
    ),
    "kube_pod_created": ("Unix creation timestamp", time("metadata.creationTimestamp")),
    "kube_pod_deletion_timestamp": (
        "Unix deletion timestamp",
        time("metadata.deletionTimestamp"),
    ),
    "kube_pod_info": ("Information about pod.", _pod_info),
    **_containers("kube_pod_init_container", "initContainerStatuses", "initContainers"),
    "kube_pod_annotations": (
        "Kubernetes annotations converted to Prometheus labels.",
        never,
    ),
    "kube_pod_ips": ("Pod IP addresses", _addresses),
    "kube_pod_labels": ("Kubernetes labels converted to Prometheus labels.", never),
    "kube_pod_overhead_cpu_cores": (
        "The pod overhead in regards to cpu cores associated with running a pod.",
        never,
    ),
    "kube_pod_overhead_memory_bytes": (
        "The pod overhead in regards to memory associated with running a pod.",
        never,
    ),
    "kube_pod_owner": ("Information about the Pod's owner.", owners),
    "kube_pod_restart_policy": (
        "Describes the restart policy in use by this pod.",
        info(type="spec.restartPolicy"),
    ),
    "kube_pod_runtimeclass_name_info": ("The runtimeclass associated with the pod.", never),
    "kube_pod_service_account": (
        "The service account for a pod.",
        info(service_account="spec.serviceAccountName"),
    ),
    "kube_pod_scheduler": ("The scheduler for a pod.", info(name="spec.schedulerName")),
    "kube_pod_spec_volumes_persistentvolumeclaims_info": (
        "Information about persistentvolumeclaim volumes in a pod.",
        _claims,
    ),
    "kube_pod_spec_volumes_persistentvolumeclaims_readonly": (
        "Describes whether a persistentvolumeclaim is mounted read only.",
        _claims_read_only,
    ),
    "kube_pod_start_time": (
        "Start time in unix timestamp for a pod.",
        time("status.startTime"),
    ),
    "kube_pod_status_container_ready_time": (
        "Readiness achieved time in unix timestamp for a pod containers.",
        _condition_time("ContainersReady"),
    ),
    "kube_pod_status_initialized_time": (
        "Initialized time in unix timestamp for a pod.",
        _condition_time("Initialized"),
    ),
    "kube_pod_status_phase": (
        "The pods current phase.",
        one_of("phase", "status.phase", "Pending", "Succeeded", "Failed", "Unknown", "Running"),
    ),
    "kube_pod_status_qos_class": (
        "The pods current qosClass.",
        one_of("qos_class", "status.qosClass", "BestEffort", "Burstable", "Guaranteed"),
    ),
    "kube_pod_status_ready": (
        "Describes whether the pod is ready to serve requests.",
        _condition("Ready"),
    ),
    "kube_pod_status_ready_time": (
        "Readiness achieved time in unix timestamp for a pod.",
        _condition_time("Ready"),
    ),
    "kube_pod_status_reason": (
        "The pod status reasons",
        one_of("reason", "status.reason", *_REASONS),
    ),
    "kube_pod_status_scheduled": (
        "Describes the status of the scheduling process for the pod.",
        _condition("PodScheduled"),
    ),
    "kube_pod_status_scheduled_time": (
        "Unix timestamp when pod moved into scheduled status",
        _condition_time("PodScheduled"),
    ),
    "kube_pod_status_unschedulable": (
        "Describes the unschedulable status for the pod.",
        _unschedulable,
    ),
    "kube_pod_tolerations": ("Information about the pod tolerations", _tolerations),
}
