"""What namespaces and workloads use and whether they have the pods they want, as chosen."""

from typing import Final

_NAMESPACE: Final = 'cluster="$cluster", namespace=~"$namespace"'
_WORKLOAD: Final = f'{_NAMESPACE}, workload=~"$workload"'
_STATE: Final = f'job="kube-state-metrics", {_NAMESPACE}'
_OWNERS: Final = f"namespace_workload_pod:kube_pod_owner:relabel{{{_WORKLOAD}}}"
_CPU: Final = "container_cpu_usage_seconds_total:sum_rate5m"
_MEMORY: Final = "container_memory_working_set_bytes:sum"
_SHOWN: Final = 20
"""Lines that can be told apart at all."""


def namespaces() -> str:
    """Namespaces that have pods."""
    return f"count(count by (namespace) ({_OWNERS}))"


def count() -> str:
    """Workloads that have pods."""
    return f"count(count by (namespace, workload, workload_type) ({_OWNERS}))"


def pods(phase: str) -> str:
    """Pods in a phase.

    Args:
        phase: `Running`, `Pending`, `Failed`, or several with `|` between.
    """
    return f'sum(namespace:kube_pod_status_phase:sum{{{_NAMESPACE}, phase=~"{phase}"}})'


def pods_by_namespace() -> str:
    """Pods that run, by namespace."""
    selector = f'{_NAMESPACE}, phase="Running"'
    return f"sum by (namespace) (namespace:kube_pod_status_phase:sum{{{selector}}})"


def cpu_of_namespaces() -> str:
    """Cores in use, by namespace."""
    return f"sum by (namespace) (namespace:{_CPU}{{{_NAMESPACE}}})"


def memory_of_namespaces() -> str:
    """Bytes of memory that could not be taken away, by namespace."""
    return f"sum by (namespace) (namespace:{_MEMORY}{{{_NAMESPACE}}})"


def network_of_namespaces(way: str) -> str:
    """Bytes a second, by namespace.

    Args:
        way: `receive` or `transmit`.
    """
    metric = f"namespace:container_network_{way}_bytes_total:sum_rate5m"
    return f"sum by (namespace) ({metric}{{{_NAMESPACE}}})"


def requests_of_namespaces(resource: str) -> str:
    """What pods request, by namespace: cores or bytes.

    Args:
        resource: `cpu` or `memory`.
    """
    selector = f'{_NAMESPACE}, resource="{resource}"'
    metric = "namespace:kube_pod_container_resource_requests:sum"
    return f"sum by (namespace) ({metric}{{{selector}}})"


def pods_of_workloads() -> str:
    """Pods, by workload, finished ones too."""
    return f"count by (namespace, workload, workload_type) ({_OWNERS})"


def cpu() -> str:
    """Cores in use, by workload."""
    return f"{_by_workload()} (workload:{_CPU}{{{_WORKLOAD}}})"


def memory() -> str:
    """Bytes of memory that could not be taken away, by workload."""
    return f"{_by_workload()} (workload:{_MEMORY}{{{_WORKLOAD}}})"


def network(way: str) -> str:
    """Bytes a second, by workload.

    Args:
        way: `receive` or `transmit`.
    """
    metric = f"workload:container_network_{way}_bytes_total:sum_rate5m"
    return f"{_by_workload()} ({metric}{{{_WORKLOAD}}})"


def requests(resource: str) -> str:
    """What pods request, by workload: cores or bytes.

    Args:
        resource: `cpu` or `memory`.
    """
    selector = f'{_WORKLOAD}, resource="{resource}"'
    return f"{_by_workload()} (workload:kube_pod_container_resource_requests:sum{{{selector}}})"


def of_requests(used: str, resource: str) -> str:
    """What is in use of what is requested, by workload: 1 is all.

    Args:
        used: What is in use, by workload.
        resource: `cpu` or `memory`.
    """
    return f"{used} / ({requests(resource)} > 0)"


def highest(expr: str) -> str:
    """The highest of an answer, as many as can be told apart."""
    return f"topk({_SHOWN}, {expr})"


def missing(kind: str) -> str:
    """Pods that are wanted and not available, by workload.

    Args:
        kind: `deployment`, `statefulset` or `daemonset`.
    """
    wanted, there = {
        "deployment": ("spec_replicas", "status_replicas_available"),
        "statefulset": ("replicas", "status_replicas_ready"),
        "daemonset": ("status_desired_number_scheduled", "status_number_available"),
    }[kind]
    return f"clamp_min({_of_kind(kind, wanted)} - {_of_kind(kind, there)}, 0)"


def all_missing() -> str:
    """Pods that are wanted and not available, of all workloads."""
    kinds = ("deployment", "statefulset", "daemonset")
    return " + ".join(f"(sum({missing(kind)}) or vector(0))" for kind in kinds)


def restarts_in_hour() -> str:
    """Restarts of containers in the last hour."""
    counter = f"kube_pod_container_status_restarts_total{{{_STATE}}}"
    by_pod = f"sum by (namespace, pod) (increase({counter}[1h]))"
    return f"sum({by_pod} and on (namespace, pod) {_OWNERS})"


def autoscaled_share() -> str:
    """Replicas that a HorizontalPodAutoscaler has, of those it may have: 1 is all."""
    by = "max by (namespace, horizontalpodautoscaler)"
    has = f"{by} (kube_horizontalpodautoscaler_status_current_replicas{{{_STATE}}})"
    may = f"{by} (kube_horizontalpodautoscaler_spec_max_replicas{{{_STATE}}})"
    return f"{has} / {may}"


def failed_jobs() -> str:
    """1 by Job that failed."""
    failed = f'kube_job_failed{{{_STATE}, condition="true"}}'
    return f"max by (namespace, job_name) ({failed}) == 1"


def quotas_used() -> str:
    """What is in use of a ResourceQuota, by quota and resource: 1 is all."""
    by = "max by (namespace, resourcequota, resource)"
    used = f'{by} (kube_resourcequota{{{_STATE}, type="used"}})'
    hard = f'{by} (kube_resourcequota{{{_STATE}, type="hard"}})'
    return f"{used} / ({hard} > 0)"


def _by_workload() -> str:
    return "sum by (namespace, workload, workload_type)"


def _of_kind(kind: str, what: str) -> str:
    return f"max by (namespace, {kind}) (kube_{kind}_{what}{{{_STATE}}})"
