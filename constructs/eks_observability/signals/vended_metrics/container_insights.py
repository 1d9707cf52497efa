"""The metrics that Container Insights computes of nodes, pods and containers.

Names, units and dimensions: CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights
metrics", and for those with enhanced observability "Amazon EKS and Kubernetes Container Insights
with enhanced observability metrics". OpenTelemetry Container Insights has others.
"""

from typing import Final

from eks_observability.signals.vended_metrics.model import Graph, TopGraph, VendedMetric

NAMESPACE: Final = "ContainerInsights"
DIMENSION: Final = "ClusterName"
"""The dimension that each of these metrics has, alone or among others."""

_PODS: Final = ("Namespace", "PodName")
_NAMESPACES: Final = ("Namespace",)


def graphs() -> tuple[Graph, ...]:
    """The cluster as a whole, in the order of a dashboard."""
    return (
        Graph(
            title="Nodes: CPU and memory in use",
            unit="Percent",
            metrics=(
                _average("node_cpu_utilization", "CPU"),
                _average("node_memory_utilization", "memory"),
            ),
        ),
        Graph(
            title="Nodes: CPU and memory that pods have reserved",
            unit="Percent",
            metrics=(
                _average("node_cpu_reserved_capacity", "CPU"),
                _average("node_memory_reserved_capacity", "memory"),
            ),
        ),
        Graph(
            title="Nodes: fullest file system",
            unit="Percent",
            metrics=(_maximum("node_filesystem_utilization", "fullest"),),
        ),
        Graph(
            title="Nodes: all, and those that failed",
            unit="Count",
            metrics=(
                _maximum("cluster_node_count", "all"),
                _maximum("cluster_failed_node_count", "failed"),
            ),
        ),
    )


def top_graphs() -> tuple[TopGraph, ...]:
    """The namespaces and pods that stand out, in the order of a dashboard."""
    return (
        TopGraph(
            title="Container restarts: top pods",
            unit="Count",
            metric="pod_number_of_container_restarts",
            dimensions=_PODS,
            statistic="Maximum",
        ),
        TopGraph(
            title="Running pods: top namespaces",
            unit="Count",
            metric="namespace_number_of_running_pods",
            dimensions=_NAMESPACES,
            statistic="Maximum",
        ),
        TopGraph(
            title="CPU of a node: top namespaces",
            unit="Percent",
            metric="pod_cpu_utilization",
            dimensions=_NAMESPACES,
            statistic="Average",
        ),
        TopGraph(
            title="Memory of a node: top namespaces",
            unit="Percent",
            metric="pod_memory_utilization",
            dimensions=_NAMESPACES,
            statistic="Average",
        ),
        TopGraph(
            title="CPU of a node: top pods",
            unit="Percent",
            metric="pod_cpu_utilization",
            dimensions=_PODS,
            statistic="Average",
        ),
        TopGraph(
            title="Memory of its limit: top pods",
            unit="Percent",
            metric="pod_memory_utilization_over_pod_limit",
            dimensions=_PODS,
            statistic="Maximum",
        ),
    )


def _average(name: str, label: str) -> VendedMetric:
    return VendedMetric(name=name, label=label, statistic="Average")


def _maximum(name: str, label: str) -> VendedMetric:
    return VendedMetric(name=name, label=label, statistic="Maximum")
