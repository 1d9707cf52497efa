"""What pods use and how they fare, by namespace, workload, node and pod as chosen."""

from typing import Final

_CHOSEN: Final = 'cluster="$cluster", namespace=~"$namespace", pod=~"$pod"'
_STATE: Final = f'job="kube-state-metrics", {_CHOSEN}'
_CADVISOR: Final = f'job="cadvisor", {_CHOSEN}'
_OWNER: Final = "namespace_workload_pod:kube_pod_owner:relabel"
# Which pods are of the workloads and on the nodes that are chosen: few metrics say so themselves.
_FILTER: Final = (
    f'({_OWNER}{{{_CHOSEN}, workload=~"$workload"}} '
    f'and on (namespace, pod) kube_pod_info{{{_STATE}, node=~"$node"}})'
)
_SHOWN: Final = 20
"""Lines that can be told apart at all."""


def count() -> str:
    """Pods that run."""
    return f"sum({_phase('Running')})"


def waiting() -> str:
    """Pods that wait: for a node, an image, or a volume."""
    return f"sum({_phase('Pending')})"


def failed() -> str:
    """Pods that failed, and those of which nothing is known."""
    return f"sum({_phase('Failed|Unknown')})"


def phases() -> str:
    """Pods by phase."""
    return f"sum by (phase) ({_phase('.+')})"


def not_ready() -> str:
    """Pods that run and are not ready."""
    ready = f'kube_pod_status_ready{{{_STATE}, condition="true"}}'
    running = f"{_phase('Running')} == 1"
    return f"sum((max by (namespace, pod) ({ready}) == bool 0) and on (namespace, pod) ({running}))"


def is_ready() -> str:
    """1 for a pod that is ready, by pod."""
    ready = f'kube_pod_status_ready{{{_STATE}, condition="true"}}'
    return _of_chosen(f"max by (namespace, pod) ({ready})")


def restarts_in_hour() -> str:
    """Restarts of containers in the last hour."""
    return f"sum({_of_chosen(_restarts('namespace, pod', '1h'))})"


def restarts_by_pod() -> str:
    """Restarts of containers in the last hour, by pod: whole ones, where rates are extrapolated."""
    return f"round({_of_chosen(_restarts('namespace, pod', '1h'))})"


def restarts() -> str:
    """Restarts since the point before, by pod and container: nothing where there is none."""
    found = _of_chosen(_restarts("namespace, pod, container", "$__rate_interval"))
    return f"{_highest(found)} > 0"


def waiting_reasons() -> str:
    """Containers that wait, by the reason."""
    waits = f"kube_pod_container_status_waiting_reason{{{_STATE}}}"
    return (
        f"sum by (reason) ({_of_chosen(f'max by (namespace, pod, container, reason) ({waits})')})"
    )


def last_ends() -> str:
    """Containers by the reason for which they ended last."""
    ended = f"kube_pod_container_status_last_terminated_reason{{{_STATE}}}"
    by_container = f"max by (namespace, pod, container, reason) ({ended})"
    return f"sum by (reason) ({_of_chosen(by_container)})"


def out_of_memory() -> str:
    """Containers whose last end was that the kernel killed them for want of memory."""
    ended = f'kube_pod_container_status_last_terminated_reason{{{_STATE}, reason="OOMKilled"}}'
    return f"sum({_of_chosen(f'max by (namespace, pod, container) ({ended})')})"


def cpu() -> str:
    """Cores in use, by pod."""
    return _of_chosen(_recorded("pod:container_cpu_usage_seconds_total:sum_rate5m"))


def memory() -> str:
    """Bytes of memory that could not be taken away, by pod."""
    return _of_chosen(_recorded("pod:container_memory_working_set_bytes:sum"))


def resource(what: str, name: str) -> str:
    """What pods request, or may use at most, by pod, unless they are done: cores or bytes.

    Args:
        what: `requests` or `limits`.
        name: `cpu` or `memory`.
    """
    metric = f'kube_pod_container_resource_{what}{{{_STATE}, resource="{name}"}}'
    by_pod = f"sum by (namespace, pod) (max by (namespace, pod, container) ({metric}))"
    active = f'kube_pod_status_phase{{{_STATE}, phase=~"Pending|Running"}} == 1'
    return f"({_of_chosen(by_pod)} and on (namespace, pod) {active})"


def total(expr: str) -> str:
    """The sum over all pods that are chosen."""
    return f"sum({expr})"


def highest(expr: str) -> str:
    """The highest of an answer, as many as can be told apart."""
    return _highest(expr)


def cpu_by_container() -> str:
    """Cores in use, by container."""
    used = (
        f'rate(container_cpu_usage_seconds_total{{{_CADVISOR}, container!=""}}[$__rate_interval])'
    )
    return _highest(_of_chosen(f"sum by (namespace, pod, container) ({used})"))


def memory_by_container() -> str:
    """Bytes of memory that could not be taken away, by container."""
    return _highest(_of_chosen(_working_set()))


def memory_of_limit() -> str:
    """Memory in use of the limit, by container: at 1 the kernel kills it."""
    limit = f'kube_pod_container_resource_limits{{{_STATE}, resource="memory"}}'
    limits = f"max by (namespace, pod, container) ({limit})"
    joined = f"{_working_set()} / on (namespace, pod, container) ({limits} > 0)"
    return _highest(_of_chosen(f"({joined})"))


def throttled() -> str:
    """Periods in which a container was kept from running by its limit, by container: 1 is all."""
    periods = f'{{{_CADVISOR}, container!=""}}[$__rate_interval]'
    kept = f"rate(container_cpu_cfs_throttled_periods_total{periods})"
    every = f"rate(container_cpu_cfs_periods_total{periods})"
    by = "sum by (namespace, pod, container)"
    return _highest(_of_chosen(f"({by} ({kept}) / ({by} ({every}) > 0))"))


def network_bytes(way: str) -> str:
    """Bytes a second, by pod.

    Args:
        way: `receive` or `transmit`.
    """
    sent = f"rate(container_network_{way}_bytes_total{{{_CADVISOR}}}[$__rate_interval])"
    return _highest(_of_chosen(f"sum by (namespace, pod) ({sent})"))


def where() -> str:
    """1 by pod, with its node and its address."""
    info = f'kube_pod_info{{{_STATE}, node=~"$node"}}'
    return _of_chosen(f"max by (namespace, pod, node, pod_ip) ({info})")


def age() -> str:
    """Seconds since a pod began to run, by pod."""
    return _of_chosen(f"(time() - max by (namespace, pod) (kube_pod_start_time{{{_STATE}}}))")


def _phase(phases: str) -> str:
    """1 for each pod in one of some phases."""
    selector = f'{_STATE}, phase=~"{phases}"'
    return _of_chosen(f"max by (namespace, pod, phase) (kube_pod_status_phase{{{selector}}})")


def _restarts(labels: str, window: str) -> str:
    counter = f"kube_pod_container_status_restarts_total{{{_STATE}}}"
    return f"sum by ({labels}) (increase({counter}[{window}]))"


def _recorded(name: str) -> str:
    return f"sum by (namespace, pod) ({name}{{{_CHOSEN}}})"


def _working_set() -> str:
    used = f'container_memory_working_set_bytes{{{_CADVISOR}, container!=""}}'
    return f"max by (namespace, pod, container) ({used})"


def _highest(expr: str) -> str:
    return f"topk({_SHOWN}, {expr})"


def _of_chosen(expr: str) -> str:
    return f"({expr} and on (namespace, pod) {_FILTER})"
