"""The metrics of Container Insights, held against what the CloudWatch User Guide documents."""

from typing import Final

import pytest

from eks_observability.signals.vended_metrics.container_insights import (
    DIMENSION,
    NAMESPACE,
    graphs,
    top_graphs,
)
from eks_observability.signals.vended_metrics.model import Graph, TopGraph, VendedMetric

CLUSTER: Final[tuple[str, ...]] = ()
OF_NAMESPACE: Final = ("Namespace",)
OF_POD: Final = ("Namespace", "PodName")

# CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights metrics": unit, and the sets
# of dimensions besides ClusterName.
DOCUMENTED: Final[dict[str, tuple[str, set[tuple[str, ...]]]]] = {
    "cluster_failed_node_count": ("Count", {CLUSTER}),
    "cluster_node_count": ("Count", {CLUSTER}),
    "namespace_number_of_running_pods": ("Count", {CLUSTER, OF_NAMESPACE}),
    "node_cpu_reserved_capacity": ("Percent", {CLUSTER}),
    "node_cpu_utilization": ("Percent", {CLUSTER}),
    "node_filesystem_utilization": ("Percent", {CLUSTER}),
    "node_memory_reserved_capacity": ("Percent", {CLUSTER}),
    "node_memory_utilization": ("Percent", {CLUSTER}),
    "pod_cpu_utilization": ("Percent", {CLUSTER, OF_NAMESPACE, OF_POD}),
    "pod_memory_utilization": ("Percent", {CLUSTER, OF_NAMESPACE, OF_POD}),
    "pod_memory_utilization_over_pod_limit": ("Percent", {CLUSTER, OF_NAMESPACE, OF_POD}),
    "pod_number_of_container_restarts": ("Count", {OF_POD}),
}

each_metric = pytest.mark.parametrize(
    ("graph", "metric"),
    [(graph, metric) for graph in graphs() for metric in graph.metrics],
    ids=lambda value: getattr(value, "name", ""),
)
each_top = pytest.mark.parametrize("top", top_graphs(), ids=lambda top: str(top.title))


@each_metric
def test_a_metric_of_the_cluster_is_documented(graph: Graph, metric: VendedMetric) -> None:
    assert CLUSTER in DOCUMENTED[metric.name][1]


@each_metric
def test_a_graph_has_the_documented_unit(graph: Graph, metric: VendedMetric) -> None:
    assert graph.unit == DOCUMENTED[metric.name][0]


@each_top
def test_a_top_metric_has_the_documented_dimensions(top: TopGraph) -> None:
    assert top.dimensions in DOCUMENTED[top.metric][1]


@each_top
def test_a_top_graph_has_the_documented_unit(top: TopGraph) -> None:
    assert top.unit == DOCUMENTED[top.metric][0]


def test_the_metrics_are_in_the_namespace_of_container_insights() -> None:
    assert (NAMESPACE, DIMENSION) == ("ContainerInsights", "ClusterName")
