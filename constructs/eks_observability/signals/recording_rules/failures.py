"""Containers that end or do not start, counted over a cluster: 0 where there are none."""

from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import RecordingRule, Scope
from eks_observability.signals.waiting_reasons import CRASHES, NO_IMAGE, NO_START

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these rules need."""

_CONTAINER: Final = "(cluster, namespace, pod, container)"


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Restarts of fifteen minutes, and containers that wait for want of an image or of success."""
    del scope
    return (
        RecordingRule(
            name="cluster:kube_pod_container_restarts:increase15m",
            expr=(
                f"sum by (cluster) (max by {_CONTAINER} (increase("
                'kube_pod_container_status_restarts_total{job="kube-state-metrics"}[15m])))'
            ),
        ),
        RecordingRule(name="cluster:kube_pod_container_no_image:sum", expr=_waiting(NO_IMAGE)),
        RecordingRule(
            name="cluster:kube_pod_container_no_start:sum",
            expr=_waiting(f"{CRASHES}|{NO_START}"),
        ),
    )


def _waiting(reasons: str) -> str:
    selector = f'{{job="kube-state-metrics", reason=~"{reasons}"}}'
    return (
        f"sum by (cluster) (max by {_CONTAINER} ("
        f"kube_pod_container_status_waiting_reason{selector} or "
        f"kube_pod_init_container_status_waiting_reason{selector}))\n"
        "or\n"
        "0 * cluster:kube_node_info:count"
    )
