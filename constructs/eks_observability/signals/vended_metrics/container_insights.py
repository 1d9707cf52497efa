"""The metrics that Container Insights computes of nodes, pods and containers.

Names, units and dimensions: CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights
metrics", and for those with enhanced observability "Amazon EKS and Kubernetes Container Insights
with enhanced observability metrics". OpenTelemetry Container Insights has others.

The agent measures once a minute, each node and each pod by itself; a metric that has neither among
its dimensions is made of all their samples. So the sum of a minute's samples is the total, and
their average that of one node or pod.
"""

from typing import Final

from eks_observability.signals.vended_metrics.model import Graph, TopGraph, VendedMetric

NAMESPACE: Final = "ContainerInsights"
DIMENSION: Final = "ClusterName"
"""The dimension that each of these metrics has, alone or among others."""

# The PodName of a Deployment's or DaemonSet's pods is its own (opentelemetry-collector-contrib of
# amazon-contributing, receiver/awscontainerinsightreceiver/internal/stores/podstore.go).
_WORKLOADS: Final = ("Namespace", "PodName")
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
    """The namespaces and workloads that stand out, in the order of a dashboard."""
    return (
        TopGraph(
            title="Container restarts: top workloads",
            unit="Count",
            # Restarts since the measurement before, so they add up.
            metric="pod_number_of_container_restarts",
            dimensions=_WORKLOADS,
            statistic="Sum",
            period_seconds=300,
            ranked_by="SUM",
        ),
        TopGraph(
            title="Running pods: top namespaces",
            unit="Count",
            metric="namespace_number_of_running_pods",
            dimensions=_NAMESPACES,
            statistic="Maximum",
        ),
        TopGraph(
            title="CPU, in percent of a node: top namespaces",
            unit="Percent",
            metric="pod_cpu_utilization",
            dimensions=_NAMESPACES,
            statistic="Sum",
        ),
        TopGraph(
            title="Memory, in percent of a node: top namespaces",
            unit="Percent",
            metric="pod_memory_utilization",
            dimensions=_NAMESPACES,
            statistic="Sum",
        ),
        TopGraph(
            title="CPU, in percent of a node: top workloads",
            unit="Percent",
            metric="pod_cpu_utilization",
            dimensions=_WORKLOADS,
            statistic="Sum",
        ),
        TopGraph(
            title="Memory, in percent of a pod's limit: top workloads",
            unit="Percent",
            metric="pod_memory_utilization_over_pod_limit",
            dimensions=_WORKLOADS,
            statistic="Maximum",
        ),
    )


def _average(name: str, label: str) -> VendedMetric:
    return VendedMetric(name=name, label=label, statistic="Average")


def _maximum(name: str, label: str) -> VendedMetric:
    return VendedMetric(name=name, label=label, statistic="Maximum")
