"""Whose pods there are, how many, and what they request."""

from collections.abc import Iterator
from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these rules need."""

_POD: Final = "(cluster, namespace, pod)"
_ACTIVE: Final = (
    f'max by {_POD} (kube_pod_status_phase{{job="kube-state-metrics", phase=~"Pending|Running"}})'
    " == 1"
)


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """The owner of each pod, counts of pods, and sums of requests and limits."""
    del scope
    return (
        RecordingRule(name="namespace_workload_pod:kube_pod_owner:relabel", expr=_owners()),
        RecordingRule(
            name="namespace:kube_pod_status_phase:sum",
            expr=(
                "sum by (cluster, namespace, phase) (max by (cluster, namespace, pod, phase) "
                '(kube_pod_status_phase{job="kube-state-metrics"}))'
            ),
        ),
        RecordingRule(
            name="node:kube_pod_info:count",
            expr=(
                "count by (cluster, node) (max by (cluster, namespace, pod, node) "
                f'(kube_pod_info{{job="kube-state-metrics", node!=""}}) and on {_POD} ({_ACTIVE}))'
            ),
        ),
        *_resources("requests"),
        *_resources("limits"),
    )


def _owners() -> str:
    """1 for each pod, with the labels `workload` and `workload_type`.

    That is the Deployment rather than its ReplicaSet, the CronJob rather than its Job, and the pod
    itself where nothing owns it.
    """
    info = 'kube_pod_info{job="kube-state-metrics"'
    replica_set = _through("ReplicaSet", "kube_replicaset_owner", "replicaset")
    job = _through("Job", "kube_job_owner", "job_name")
    direct = _workload(
        f'{info}, created_by_kind!~"(<none>)?"}}', "created_by_name", "created_by_kind"
    )
    alone = (
        f'label_replace(label_replace({info}, created_by_kind=~"(<none>)?"}}, '
        '"workload", "$1", "pod", "(.+)"), "workload_type", "Pod", "", "")'
    )
    ways = f" or on {_POD} ".join((replica_set, job, direct, alone))
    return f"max by (cluster, namespace, workload, workload_type, pod) ({ways})"


def _through(kind: str, owners: str, label: str) -> str:
    """Pods of one kind of owner that itself has an owner, which is the workload."""
    pods = (
        f'label_replace(kube_pod_info{{job="kube-state-metrics", created_by_kind="{kind}"}}, '
        f'"{label}", "$1", "created_by_name", "(.+)")'
    )
    owner = (
        f"max by (cluster, namespace, {label}, owner_kind, owner_name) "
        f'({owners}{{job="kube-state-metrics", owner_is_controller="true"}})'
    )
    joined = (
        f"{pods} * on (cluster, namespace, {label}) group_left (owner_kind, owner_name) {owner}"
    )
    return _workload(joined, "owner_name", "owner_kind")


def _workload(expr: str, name: str, kind: str) -> str:
    """`expr` with the labels `workload` and `workload_type` from those named."""
    return (
        f'label_replace(label_replace({expr}, "workload", "$1", "{name}", "(.+)"), '
        f'"workload_type", "$1", "{kind}", "(.+)")'
    )


def _resources(what: str) -> Iterator[RecordingRule]:
    """Sums of what pods request, or may use at most, while they run or are about to.

    CPU in cores and memory in bytes, by `resource`. Init containers do not count.
    """
    metric = f"kube_pod_container_resource_{what}"
    containers = (
        "max by (cluster, namespace, pod, container, node, resource) "
        f'({metric}{{job="kube-state-metrics", resource=~"cpu|memory"}}) '
        f"and on {_POD} ({_ACTIVE})"
    )
    placed = containers.replace("resource=~", 'node!="", resource=~')
    yield RecordingRule(
        name=f"namespace:{metric}:sum",
        expr=f"sum by (cluster, namespace, resource) ({containers})",
    )
    yield RecordingRule(
        name=f"cluster:{metric}:sum",
        expr=f"sum by (cluster, resource) (namespace:{metric}:sum)",
    )
    yield RecordingRule(
        name=f"node:{metric}:sum",
        expr=f"sum by (cluster, node, resource) ({placed})",
    )
    yield RecordingRule(
        name=f"workload:{metric}:sum",
        expr=(
            f"sum by (cluster, namespace, workload, workload_type, resource) (({containers}) "
            f"* on {_POD} group_left (workload, workload_type) "
            "namespace_workload_pod:kube_pod_owner:relabel)"
        ),
    )
