"""What workloads use, such as a Deployment with all its pods."""

from typing import Final

from eks_observability.signals.jobs import CADVISOR, KUBE_STATE_METRICS
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (CADVISOR, KUBE_STATE_METRICS)
"""Scrape jobs that these rules need: the second says whose a pod is."""


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """CPU in cores, memory in bytes, network in bytes a second, by workload."""
    del scope
    recorded = {
        operation: f"pod:{operation}"
        for operation in (
            "container_cpu_usage_seconds_total:sum_rate5m",
            "container_memory_working_set_bytes:sum",
        )
    }
    network = {
        f"container_network_{way}_bytes_total:sum_rate5m": (
            "sum by (cluster, namespace, pod) "
            f'(rate(container_network_{way}_bytes_total{{job="cadvisor"}}[5m]))'
        )
        for way in ("receive", "transmit")
    }
    return tuple(
        RecordingRule(
            name=f"workload:{operation}",
            expr=(
                f"sum by (cluster, namespace, workload, workload_type) ({pods} "
                "* on (cluster, namespace, pod) group_left (workload, workload_type) "
                "namespace_workload_pod:kube_pod_owner:relabel)"
            ),
        )
        for operation, pods in {**recorded, **network}.items()
    )
