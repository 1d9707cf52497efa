"""How much of their limits containers use, over a cluster."""

from typing import Final

from eks_observability.signals.jobs import CADVISOR, KUBE_STATE_METRICS
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (CADVISOR, KUBE_STATE_METRICS)
"""Scrape jobs that these rules need: the second says what the limits are."""

_CONTAINER: Final = "(cluster, namespace, pod, container)"


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """The average container's share of its limit; those without one do not count."""
    del scope
    cpu = (
        f"sum by {_CONTAINER} (rate(container_cpu_usage_seconds_total"
        '{job="cadvisor", container!=""}[5m]))'
    )
    # A container that restarts can be there twice for a scrape: it counts once.
    memory = (
        f'max by {_CONTAINER} (container_memory_working_set_bytes{{job="cadvisor", container!=""}})'
    )
    return (
        RecordingRule(
            name="cluster:container_cpu_limit_utilization:avg_rate5m",
            expr=_of_limit(cpu, "cpu"),
        ),
        RecordingRule(
            name="cluster:container_memory_limit_utilization:avg",
            expr=_of_limit(memory, "memory"),
        ),
    )


def _of_limit(used: str, resource: str) -> str:
    return (
        f"avg by (cluster) ({used} / on {_CONTAINER} max by {_CONTAINER} "
        f'(kube_pod_container_resource_limits{{job="kube-state-metrics", resource="{resource}"}}))'
    )
