"""Containers at their limits."""

from typing import Final

from eks_observability.signals.jobs import CADVISOR, KUBE_STATE_METRICS
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (CADVISOR, KUBE_STATE_METRICS)
"""Scrape jobs that these alerts need: the second says what the limits are."""

_CONTAINER: Final = "(cluster, namespace, pod, container)"
_NAME: Final = (
    "container {{ $labels.container }} of pod {{ $labels.namespace }}/{{ $labels.pod }} in cluster "
    "{{ $labels.cluster }}"
)


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """CPU for whoever looks, since it only slows down; memory for somebody, since it kills."""
    return (
        Alert(
            name="ContainerCpuThrottled",
            expr=(
                f"sum by {_CONTAINER} "
                "(increase(container_cpu_cfs_throttled_periods_total"
                '{job="cadvisor", container!=""}[5m])) '
                f"/ sum by {_CONTAINER} "
                '(increase(container_cpu_cfs_periods_total{job="cadvisor", container!=""}[5m])) '
                f"> {scope.thresholds.container_cpu_throttled_percent:g} / 100"
            ),
            severity="info",
            summary="A container's CPU limit slows it down.",
            description=(
                f"The CPU limit held up {_NAME} in {{{{ $value | humanizePercentage }}}} of its "
                "periods."
            ),
        ),
        Alert(
            name="ContainerMemoryNearLimit",
            expr=(
                f"max by {_CONTAINER} "
                '(container_memory_working_set_bytes{job="cadvisor", container!=""}) '
                f"/ on {_CONTAINER} max by {_CONTAINER} (kube_pod_container_resource_limits"
                '{job="kube-state-metrics", resource="memory"}) '
                f"> {scope.thresholds.container_memory_limit_percent:g} / 100"
            ),
            severity="warning",
            summary="A container's memory is near its limit.",
            description=(
                f"{{{{ $value | humanizePercentage }}}} of the memory limit of {_NAME} is in use. "
                "At the limit the kernel kills it."
            ),
        ),
    )
