"""Nodes that cannot be used, and clusters that have no room left, as Kubernetes objects say."""

from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these alerts need."""

# A node that is drained and taken away on purpose is cordoned first.
_NOT_CORDONED: Final = (
    "unless on (cluster, node) max by (cluster, node) "
    '(kube_node_spec_unschedulable{job="kube-state-metrics"}) == 1'
)


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Those of single nodes, then those of a cluster."""
    return (*_readiness(), *_conditions(), *_room(scope))


def _readiness() -> tuple[Alert, ...]:
    return (
        Alert(
            name="NodeNotReady",
            expr=f"{_condition('Ready', 'false')} {_NOT_CORDONED}",
            hold="10m",
            severity="warning",
            summary="A node is not ready.",
            description=(
                "The kubelet of node {{ $labels.node }} in cluster {{ $labels.cluster }} says that "
                "the node is not ready. Its pods are moved elsewhere."
            ),
        ),
        Alert(
            name="NodeUnreachable",
            expr=f"{_condition('Ready', 'unknown')} {_NOT_CORDONED}",
            hold="10m",
            severity="warning",
            summary="A node is not heard of any more.",
            description=(
                "The API server of cluster {{ $labels.cluster }} no longer hears of node "
                "{{ $labels.node }}, and its instance is still there. Its pods are moved elsewhere."
            ),
        ),
        Alert(
            name="NodeReadinessFlaps",
            expr=(
                "max by (cluster, node) (changes(kube_node_status_condition"
                '{job="kube-state-metrics", condition="Ready", status="true"}[15m])) > 2'
            ),
            hold="15m",
            severity="warning",
            summary="A node is ready and not ready by turns.",
            description=(
                "Node {{ $labels.node }} in cluster {{ $labels.cluster }} changed {{ $value }} "
                "times between ready and not ready within 15 minutes."
            ),
        ),
        Alert(
            name="ClusterNodesNotReady",
            # A fifth of them is more than a failing node or two.
            expr=(
                "cluster:kube_node_not_ready:sum / cluster:kube_node_info:count > 0.2 "
                "and cluster:kube_node_not_ready:sum > 1"
            ),
            hold="10m",
            severity="critical",
            summary="Many nodes of a cluster are not ready.",
            description=(
                "{{ $value | humanizePercentage }} of the nodes of cluster {{ $labels.cluster }} "
                "are not ready, and not cordoned."
            ),
        ),
    )


def _conditions() -> tuple[Alert, ...]:
    return (
        Alert(
            name="NodeUnderPressure",
            expr=_condition("(Memory|Disk|PID)Pressure", "true", by="cluster, node, condition"),
            hold="10m",
            severity="warning",
            summary="A node runs out of memory, disk or process ids, and evicts pods.",
            description=(
                "Node {{ $labels.node }} in cluster {{ $labels.cluster }} has "
                "{{ $labels.condition }}: it takes no new pods, and evicts some."
            ),
        ),
        Alert(
            name="NodeUnhealthy",
            # Conditions of EKS's node monitoring agent, which Auto Mode has built in.
            expr=_condition(
                "(AcceleratedHardware|ContainerRuntime|Kernel|Networking|Storage)Ready",
                "false",
                by="cluster, node, condition",
            ),
            hold="10m",
            severity="warning",
            summary="EKS's node monitoring agent found a fault on a node.",
            description=(
                "On node {{ $labels.node }} in cluster {{ $labels.cluster }} the condition "
                "{{ $labels.condition }} is false. Where node auto repair is on, EKS replaces it."
            ),
        ),
    )


def _room(scope: Scope) -> tuple[Alert, ...]:
    """For whoever looks: full nodes are what autoscalers aim at, and pods that wait say so."""
    limits = scope.thresholds
    return (
        Alert(
            name="NodeTooManyPods",
            expr=(
                "node:kube_pod_info:count / on (cluster, node) max by (cluster, node) "
                '(kube_node_status_allocatable{job="kube-state-metrics", resource="pods"}) '
                f"> {limits.kubelet_pods_percent:g} / 100"
            ),
            severity="info",
            summary="A node runs nearly as many pods as it can.",
            description=(
                "Node {{ $labels.node }} in cluster {{ $labels.cluster }} runs "
                "{{ $value | humanizePercentage }} of the pods that it can take."
            ),
        ),
        *(
            Alert(
                name=name,
                # Of pods that have a node: one that is too big for any would fill the cluster.
                expr=(
                    "sum by (cluster) "
                    f'(node:kube_pod_container_resource_requests:sum{{resource="{resource}"}}) '
                    "/ on (cluster) "
                    f'cluster:kube_node_status_allocatable:sum{{resource="{resource}"}} '
                    f"> {percent:g} / 100"
                ),
                hold="30m",
                severity="info",
                summary=f"Pods request nearly all the {word} of a cluster.",
                description=(
                    "Pods of cluster {{ $labels.cluster }} request "
                    f"{{{{ $value | humanizePercentage }}}} of the {word} of its nodes. Without "
                    "more nodes, further pods wait, and so do those of a node that fails."
                ),
            )
            for name, resource, word, percent in (
                ("ClusterCpuAlmostFull", "cpu", "CPU", limits.cluster_cpu_request_percent),
                (
                    "ClusterMemoryAlmostFull",
                    "memory",
                    "memory",
                    limits.cluster_memory_request_percent,
                ),
            )
        ),
    )


def _condition(condition: str, status: str, *, by: str = "cluster, node") -> str:
    """Nodes with such a condition."""
    return (
        f'max by ({by}) (kube_node_status_condition{{job="kube-state-metrics", '
        f'condition=~"{condition}", status="{status}"}}) == 1'
    )
