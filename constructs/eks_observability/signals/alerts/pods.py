"""Pods that do not start, do not stay up, or do not go away."""

from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import Alert, Scope
from eks_observability.signals.waiting_reasons import CRASHES, NO_IMAGE, NO_START

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these alerts need."""

_POD: Final = "(cluster, namespace, pod)"
_CONTAINER: Final = "(cluster, namespace, pod, container)"
_POD_NAME: Final = "{{ $labels.namespace }}/{{ $labels.pod }} in cluster {{ $labels.cluster }}"
_CONTAINER_NAME: Final = f"container {{{{ $labels.container }}}} of pod {_POD_NAME}"


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Containers that end, pods that do not start, and pods that do not end."""
    return (*_ends(scope), *_starts(scope), _deletion())


def _ends(scope: Scope) -> tuple[Alert, ...]:
    restarts = 'kube_pod_container_status_restarts_total{job="kube-state-metrics"}'
    return (
        Alert(
            name="PodCrashLooping",
            expr=_waiting(CRASHES),
            severity="warning",
            summary="A container ends again and again.",
            description=(
                f"Kubernetes restarts {_CONTAINER_NAME} ever more rarely: it ends each time."
            ),
        ),
        Alert(
            name="PodRestartsOften",
            # Those that crash without a pause are in PodCrashLooping.
            expr=(
                f"max by {_CONTAINER} (increase({restarts}[1h])) "
                f">= {scope.thresholds.pod_restarts_per_hour} "
                f"unless on {_CONTAINER} {_waiting(CRASHES)}"
            ),
            hold="5m",
            severity="warning",
            summary="A container restarts often.",
            description=(
                f'{{{{ $value | printf "%.0f" }}}} restarts within an hour of {_CONTAINER_NAME}.'
            ),
        ),
        Alert(
            name="ContainerOomKilled",
            expr=(
                f"max by {_CONTAINER} (increase({restarts}[10m])) > 0 and on {_CONTAINER} "
                f"max by {_CONTAINER} (kube_pod_container_status_last_terminated_reason"
                '{job="kube-state-metrics", reason="OOMKilled"}) == 1'
            ),
            hold="0m",
            severity="warning",
            summary="A container was killed for want of memory.",
            description=(
                f"The kernel killed {_CONTAINER_NAME}: it reached its memory limit, or its node "
                "had no memory left."
            ),
        ),
    )


def _starts(scope: Scope) -> tuple[Alert, ...]:
    hold = f"{scope.thresholds.pod_pending_minutes}m"
    return (
        Alert(
            name="PodUnschedulable",
            expr=(
                f'max by {_POD} (kube_pod_status_unschedulable{{job="kube-state-metrics"}}) == 1'
            ),
            hold=hold,
            severity="warning",
            summary="There is no node for a pod.",
            description=f"Pod {_POD_NAME} waits for a node that it fits on.",
        ),
        Alert(
            name="PodNotStarting",
            # On a node, and not for a reason that another alert knows.
            expr=(
                "max by (cluster, namespace, pod, node) "
                '(kube_pod_info{job="kube-state-metrics", node!=""}) '
                f"and on {_POD} max by {_POD} "
                '(kube_pod_status_phase{job="kube-state-metrics", phase="Pending"}) == 1 '
                f"unless on {_POD} {_waiting(f'{CRASHES}|{NO_IMAGE}|{NO_START}')}"
            ),
            hold=hold,
            severity="warning",
            summary="A pod has a node, and does not start.",
            description=(
                f"Pod {_POD_NAME} waits on node {{{{ $labels.node }}}} for its volumes, its "
                "network, or its init containers."
            ),
        ),
        Alert(
            name="PodImagePullFails",
            expr=_waiting(NO_IMAGE),
            hold="10m",
            severity="warning",
            summary="A container's image cannot be had.",
            description=f"The image of {_CONTAINER_NAME} cannot be pulled.",
        ),
        Alert(
            name="PodStartFails",
            expr=_waiting(NO_START),
            hold="10m",
            severity="warning",
            summary="A container cannot be started.",
            description=(
                f"The kubelet cannot start {_CONTAINER_NAME}: its configuration or its command is "
                "wrong, or something that it names is not there."
            ),
        ),
    )


def _deletion() -> Alert:
    return Alert(
        name="PodStuckTerminating",
        # The timestamp is when the pod was to be gone, with the time that it had to end.
        expr=(
            f"time() - max by {_POD} "
            '(kube_pod_deletion_timestamp{job="kube-state-metrics"}) > 15 * 60'
        ),
        hold="5m",
        severity="warning",
        summary="A pod was deleted and is still there.",
        description=f"Pod {_POD_NAME} should be gone since {{{{ $value | humanizeDuration }}}}.",
    )


def _waiting(reasons: str) -> str:
    """Containers that waited for one of the reasons within five minutes.

    Between two attempts a container runs or waits for another reason for a while.
    """
    selector = f'{{job="kube-state-metrics", reason=~"{reasons}"}}[5m]'
    return (
        f"max by {_CONTAINER} ("
        f"max_over_time(kube_pod_container_status_waiting_reason{selector}) or "
        f"max_over_time(kube_pod_init_container_status_waiting_reason{selector})) == 1"
    )
