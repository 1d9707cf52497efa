"""What the scheduler and the controller manager have to do, and what they get done."""

from typing import Final

_CLUSTER: Final = 'cluster="$cluster"'
_SCHEDULER: Final = f'job="kube-scheduler", {_CLUSTER}'
_CONTROLLERS: Final = f'job="kube-controller-manager", {_CLUSTER}'

_ATTEMPTS: Final = "cluster_result:scheduler_schedule_attempts:rate5m"


def pending() -> str:
    """Pods that wait for a node."""
    return f"sum({pending_by_queue()})"


def unschedulable() -> str:
    """Pods that no node can take."""
    return f'sum(cluster_queue:scheduler_pending_pods:max{{{_CLUSTER}, queue="unschedulable"}})'


def pending_by_queue() -> str:
    """Pods that wait for a node, by what they wait for."""
    return f"sum by (queue) (cluster_queue:scheduler_pending_pods:max{{{_CLUSTER}}})"


def attempts() -> str:
    """Attempts a second to find a node, by how they end."""
    return f"sum by (result) ({_ATTEMPTS}{{{_CLUSTER}}})"


def placed() -> str:
    """Pods a second that get a node."""
    return f'sum({_ATTEMPTS}{{{_CLUSTER}, result="scheduled"}})'


def failed_share() -> str:
    """The share of attempts that end in an error of the scheduler's own: 1 is all."""
    failed = f'sum({_ATTEMPTS}{{{_CLUSTER}, result="error"}})'
    return f"({failed} or vector(0)) / (sum({attempts()}) > 0)"


def attempt_seconds() -> str:
    """In how long 99 of 100 attempts end."""
    return f"cluster:scheduler_scheduling_attempt_duration_seconds:p99_rate5m{{{_CLUSTER}}}"


def pod_seconds() -> str:
    """How long a pod waits until it has a node, on average over those that got one."""
    family = "scheduler_pod_scheduling_sli_duration_seconds"
    total, count = (
        f"sum(rate({family}_{part}{{{_SCHEDULER}}}[$__rate_interval]))" for part in ("sum", "count")
    )
    return f"{total} / ({count} > 0)"


def preemptions() -> str:
    """Attempts a second to make room for a pod by ending others."""
    metric = "scheduler_preemption_attempts_total"
    return f"sum(rate({metric}{{{_SCHEDULER}}}[$__rate_interval]))"


def victims() -> str:
    """Pods a second that are ended to make room for others."""
    metric = "scheduler_preemption_victims_sum"
    return f"sum(rate({metric}{{{_SCHEDULER}}}[$__rate_interval]))"


def deepest_queue() -> str:
    """Objects that wait for the controller that has most waiting."""
    return f"max(cluster_name:workqueue_depth:max{{{_CLUSTER}}})"


def depth() -> str:
    """Objects that wait: the ten controllers with the most."""
    return f"topk(10, max by (name) (cluster_name:workqueue_depth:max{{{_CLUSTER}}}))"


def work_done() -> str:
    """Objects a second that a controller is done with: the ten with the most."""
    return f"topk(10, max by (name) (cluster_name:workqueue_work_done:rate5m{{{_CLUSTER}}}))"


def all_work_done() -> str:
    """Objects a second that controllers are done with."""
    return f"sum(cluster_name:workqueue_work_done:rate5m{{{_CLUSTER}}})"


def seconds_of(what: str) -> str:
    """How long an object waits or is worked at on average: the ten slowest controllers.

    Args:
        what: `queue` or `work`.
    """
    total, count = (
        f"sum by (name) (rate(workqueue_{what}_duration_seconds_{part}{{{_CONTROLLERS}}}"
        "[$__rate_interval]))"
        for part in ("sum", "count")
    )
    return f"topk(10, {total} / ({count} > 0))"


def cron_job_seconds() -> str:
    """How late a CronJob's Job is made, on average."""
    family = "cronjob_controller_job_creation_skew_duration_seconds"
    total, count = (
        f"sum(rate({family}_{part}{{{_CONTROLLERS}}}[$__rate_interval]))"
        for part in ("sum", "count")
    )
    return f"{total} / ({count} > 0)"
