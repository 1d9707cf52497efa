"""How many nodes there are, and what they can take, as Kubernetes objects say."""

from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these rules need."""


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Sums of a cluster's nodes. Those that are cordoned do not count as not ready."""
    del scope
    return (
        RecordingRule(
            name="cluster:kube_node_info:count",
            expr=(
                "count by (cluster) ("
                'max by (cluster, node) (kube_node_info{job="kube-state-metrics"}))'
            ),
        ),
        RecordingRule(
            name="cluster:kube_node_not_ready:sum",
            # 0 where all are ready, not nothing. A node that is taken away on purpose is cordoned.
            expr=(
                "sum by (cluster) (max by (cluster, node) (kube_node_status_condition"
                '{job="kube-state-metrics", condition="Ready", status="true"}) == bool 0 '
                "unless on (cluster, node) max by (cluster, node) "
                '(kube_node_spec_unschedulable{job="kube-state-metrics"}) == 1)'
            ),
        ),
        RecordingRule(
            name="cluster:kube_node_status_allocatable:sum",
            expr=(
                "sum by (cluster, resource) (max by (cluster, node, resource) ("
                'kube_node_status_allocatable{job="kube-state-metrics", '
                'resource=~"cpu|memory|pods"}))'
            ),
        ),
    )
