"""What containers use, added up by pod, namespace, node and cluster."""

from typing import Final

from eks_observability.signals.jobs import CADVISOR
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (CADVISOR,)
"""Scrape jobs that these rules need."""

_CPU: Final = "container_cpu_usage_seconds_total:sum_rate5m"
_MEMORY: Final = "container_memory_working_set_bytes:sum"


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """CPU in cores, memory in bytes, network in bytes a second.

    Sums are built on those of pods: one sample of each to read, not five minutes of each container.
    """
    del scope
    sums = ("cluster, namespace", "namespace"), ("cluster, node", "node"), ("cluster", "cluster")
    return (
        RecordingRule(
            name=f"pod:{_CPU}",
            expr=(
                "sum by (cluster, namespace, pod, node) "
                '(rate(container_cpu_usage_seconds_total{job="cadvisor", container!=""}[5m]))'
            ),
        ),
        RecordingRule(
            name=f"pod:{_MEMORY}",
            # A container that restarts can be there twice for a scrape: it counts once.
            expr=(
                "sum by (cluster, namespace, pod, node) "
                "(max by (cluster, namespace, pod, container, node) "
                '(container_memory_working_set_bytes{job="cadvisor", container!=""}))'
            ),
        ),
        *(
            RecordingRule(name=f"{level}:{what}", expr=f"sum by ({labels}) (pod:{what})")
            for what in (_CPU, _MEMORY)
            for labels, level in sums
        ),
        *_network("receive"),
        *_network("transmit"),
    )


def _network(way: str) -> tuple[RecordingRule, ...]:
    """Of pods that have a network of their own; others use their node's."""
    operation = f"container_network_{way}_bytes_total:sum_rate5m"
    return (
        RecordingRule(
            name=f"namespace:{operation}",
            expr=(
                "sum by (cluster, namespace) "
                f'(rate(container_network_{way}_bytes_total{{job="cadvisor"}}[5m]))'
            ),
        ),
        RecordingRule(
            name=f"cluster:{operation}",
            expr=f"sum by (cluster) (namespace:{operation})",
        ),
    )
