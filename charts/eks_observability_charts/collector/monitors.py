"""The collector of what ServiceMonitor and PodMonitor objects name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.access import MONITOR_RIGHTS, account
from eks_observability_charts.collector.custom_resource import (
    CONTAINER_SECURITY,
    Collector,
    add_collector,
    container_resources,
    pod_security,
)
from eks_observability_charts.collector.keep import Keep
from eks_observability_charts.collector.names import MONITOR_ALLOCATOR, MONITOR_COLLECTOR
from eks_observability_charts.collector.pipeline import itself
from eks_observability_charts.collector.scrape import ScrapeConfig
from eks_observability_charts.placement import node_affinity
from eks_observability_charts.resources import Resources

_POD: Final = f"{MONITOR_COLLECTOR}-collector-0"
"""Name of its only pod, as the operator and Kubernetes call it."""

_ALLOCATOR_USER: Final = 65532
"""The user of images without a distribution (opentelemetry-operator, its Dockerfiles)."""

_ALLOCATOR_RESOURCES: Final = Resources(
    cpu_request_millicores=20, memory_request_mebibytes=96, memory_limit_mebibytes=256
)


def add_monitors(
    chart: cdk8s.Chart,
    like: Collector,
    *,
    cluster: str,
    configure: Callable[[Sequence[ScrapeConfig]], Mapping[str, Any]],
    collector_keep: Keep,
    interval_seconds: int,
) -> None:
    """Put the collector and its target allocator into a chart.

    It is one of its own, because the operator hands all scrapes of a collector that has an
    allocator to the allocator, which is on no node and knows no variable.

    Args:
        chart: The chart.
        like: A collector with the same image, account, resources and placement.
        cluster: The cluster's name.
        configure: Makes a configuration of scrapes.
        collector_keep: Which series of its own are kept.
        interval_seconds: Seconds between two scrapes where a monitor does not say.
    """
    identity = account(Construct(chart, "allocator"), MONITOR_ALLOCATOR, role_arn=None)
    agent.allow(identity, MONITOR_RIGHTS, name=f"{chart.namespace}-{MONITOR_ALLOCATOR}")
    own = itself(cluster=cluster, collector=MONITOR_COLLECTOR, instance=_POD, keep=collector_keep)
    collector = replace(
        like, name=MONITOR_COLLECTOR, mode="statefulset", configuration=configure([own])
    )
    add_collector(
        chart,
        "monitors",
        collector,
        replicas=1,
        targetAllocator=_allocator(collector, interval_seconds),
    )


def _allocator(collector: Collector, interval_seconds: int) -> dict[str, Any]:
    return {
        "enabled": True,
        "serviceAccount": MONITOR_ALLOCATOR,
        "prometheusCR": {
            "enabled": True,
            "scrapeInterval": f"{interval_seconds}s",
            # Every one; without a selector it would be none.
            "serviceMonitorSelector": {},
            "podMonitorSelector": {},
        },
        "resources": container_resources(_ALLOCATOR_RESOURCES),
        "securityContext": dict(CONTAINER_SECURITY),
        "podSecurityContext": pod_security(_ALLOCATOR_USER),
        "affinity": node_affinity(),
        "tolerations": [each.to_json() for each in collector.placement.tolerations],
    }
