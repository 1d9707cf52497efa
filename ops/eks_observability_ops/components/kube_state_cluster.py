"""What kube-state-metrics tells of nodes, namespaces, autoscalers and budgets (docs/metrics)."""

from collections.abc import Iterator
from typing import Final

from eks_observability_ops.components.kube_state_values import (
    DELETED,
    Object,
    Row,
    Rows,
    Table,
    at,
    common,
    conditions,
    flag,
    info,
    never,
    number,
    numbers,
    one_of,
    quantity,
    resources,
)

_OBSERVED: Final = (
    "The generation observed by the controller.",
    number("status.observedGeneration", 0),
)
_GENERATION: Final = (
    "Sequence number representing a specific generation of the desired state.",
    number("metadata.generation", 0),
)


def _taints(node: Object) -> Iterator[Row]:
    for taint in at(node, "spec.taints", ()):
        labels = {name: taint.get(name, "") for name in ("key", "value", "effect")}
        yield labels, 1.0


def _node_addresses(node: Object) -> Iterator[Row]:
    for one in at(node, "status.addresses", ()):
        yield {"type": one["type"], "address": one["address"]}, 1.0


def _node_info(node: Object) -> Iterator[Row]:
    about = at(node, "status.nodeInfo", {})
    addresses = {one["type"]: one["address"] for one in at(node, "status.addresses", ())}
    labels = {
        "kernel_version": about.get("kernelVersion", ""),
        "os_image": about.get("osImage", ""),
        "container_runtime_version": about.get("containerRuntimeVersion", ""),
        "kubelet_version": about.get("kubeletVersion", ""),
        "kubeproxy_version": "deprecated",
        "provider_id": at(node, "spec.providerID", ""),
        "pod_cidr": at(node, "spec.podCIDR", ""),
        "system_uuid": about.get("systemUUID", ""),
        "internal_ip": addresses.get("InternalIP", ""),
    }
    yield labels, 1.0


NODES: Final[Table] = {
    **common("kube_node"),
    "kube_node_deletion_timestamp": DELETED,
    "kube_node_info": ("Information about a cluster node.", _node_info),
    "kube_node_role": ("The role of a cluster node.", never),
    "kube_node_spec_taint": ("The taint of a cluster node.", _taints),
    "kube_node_spec_unschedulable": (
        "Whether a node can schedule new pods.",
        flag("spec.unschedulable"),
    ),
    "kube_node_status_addresses": ("Node address information.", _node_addresses),
    "kube_node_status_allocatable": (
        "The allocatable for different resources of a node that are available for scheduling.",
        resources("status.allocatable"),
    ),
    "kube_node_status_capacity": (
        "The capacity for different resources of a node.",
        resources("status.capacity"),
    ),
    "kube_node_status_condition": ("The condition of a cluster node.", conditions("condition")),
}

NAMESPACES: Final[Table] = {
    **common("kube_namespace"),
    "kube_namespace_status_condition": (
        "The condition of a namespace.",
        conditions("condition"),
    ),
    "kube_namespace_status_phase": (
        "kubernetes namespace status phase.",
        one_of("phase", "status.phase", "Active", "Terminating"),
    ),
}


def _metric_targets(path: str) -> Rows:
    def rows(scaler: Object) -> Iterator[Row]:
        for metric in at(scaler, path, ()):
            source = metric.get("resource", {})
            for key, kind in (("averageUtilization", "utilization"), ("averageValue", "average")):
                value = at(source, f"target.{key}", at(source, f"current.{key}"))
                if value is not None:
                    labels = {"metric_name": source["name"], "metric_target_type": kind}
                    yield labels, quantity(value)

    return rows


SCALERS: Final[Table] = {
    **common("kube_horizontalpodautoscaler"),
    "kube_horizontalpodautoscaler_info": (
        "Information about this autoscaler.",
        info(
            scaletargetref_api_version="spec.scaleTargetRef.apiVersion",
            scaletargetref_kind="spec.scaleTargetRef.kind",
            scaletargetref_name="spec.scaleTargetRef.name",
        ),
    ),
    "kube_horizontalpodautoscaler_metadata_generation": _GENERATION,
    **numbers(
        "kube_horizontalpodautoscaler",
        "autoscaler",
        spec_max_replicas="spec.maxReplicas",
        spec_min_replicas="spec.minReplicas",
        status_current_replicas="status.currentReplicas",
        status_desired_replicas="status.desiredReplicas",
    ),
    "kube_horizontalpodautoscaler_spec_target_metric": (
        "The metric specifications used by this autoscaler when calculating the desired replica"
        " count.",
        _metric_targets("spec.metrics"),
    ),
    "kube_horizontalpodautoscaler_status_condition": (
        "The condition of this autoscaler.",
        conditions("condition"),
    ),
    "kube_horizontalpodautoscaler_status_target_metric": (
        "The current metric status used by this autoscaler when calculating the desired replica"
        " count.",
        _metric_targets("status.currentMetrics"),
    ),
}

BUDGETS: Final[Table] = {
    **common("kube_poddisruptionbudget"),
    "kube_poddisruptionbudget_deletion_timestamp": DELETED,
    **numbers(
        "kube_poddisruptionbudget",
        "pod disruption budget",
        status_current_healthy="status.currentHealthy",
        status_desired_healthy="status.desiredHealthy",
        status_expected_pods="status.expectedPods",
        status_pod_disruptions_allowed="status.disruptionsAllowed",
    ),
    "kube_poddisruptionbudget_status_observed_generation": _OBSERVED,
}
