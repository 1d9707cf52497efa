"""Which EKS add-ons a cluster gets."""

from eks_observability.settings import Capabilities
from eks_observability.settings.add_ons import AddOn

CERT_MANAGER = "cert-manager"
"""Gives the operator's webhooks their certificates, and is there before the operator (EKS User
Guide, "Available Amazon EKS add-ons from AWS", ADOT)."""

ADOT = "adot"
"""The operator that runs collectors, and the definition of their custom resource."""

KUBE_STATE_METRICS = "kube-state-metrics"
"""What Kubernetes objects want and are, as metrics. Its namespace is called like it (EKS User
Guide, "Community add-ons")."""

NODE_EXPORTER = "prometheus-node-exporter"
"""Each node's processors, memory, disks and network, as metrics."""


def wanted_add_ons(capabilities: Capabilities) -> dict[str, AddOn]:
    """The add-ons to install, by their names in EKS, each after those that it needs.

    Container Insights installs its own.
    """
    settings, metrics = capabilities.add_ons, capabilities.metrics
    needed = {
        "metrics-server": (True, settings.metrics_server),
        "eks-pod-identity-agent": (
            capabilities.workload_identity == "pod_identity",
            settings.pod_identity_agent,
        ),
        KUBE_STATE_METRICS: (
            metrics.enabled and metrics.targets.kube_state_metrics.enabled,
            settings.kube_state_metrics,
        ),
        NODE_EXPORTER: (
            metrics.enabled and metrics.targets.node_exporter.enabled,
            settings.node_exporter,
        ),
        CERT_MANAGER: (capabilities.runs_collectors, settings.cert_manager),
        ADOT: (capabilities.runs_collectors, settings.adot),
    }
    return {name: one for name, (is_needed, one) in needed.items() if is_needed and one.manage}
