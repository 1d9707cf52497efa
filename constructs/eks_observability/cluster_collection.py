"""What collects one cluster's Prometheus metrics, in it or from outside."""

from collections.abc import Mapping

from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from eks_observability.kubernetes.add_on import AddOn
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.wanted_add_ons import ADOT, KUBE_STATE_METRICS
from eks_observability.prometheus.collectors import Collectors
from eks_observability.prometheus.managed_scraper import ManagedScraper
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import Capabilities
from eks_observability.settings.alerts import Alerts
from eks_observability.signals.kept_series import kept_for


def collect_metrics(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    access: ClusterAccess | None,
    workspace: WorkspaceReference | None,
    wanted: Capabilities,
    alerts: Alerts,
    dashboards: bool,
    add_ons: Mapping[str, AddOn],
) -> Collectors | ManagedScraper | None:
    """What collects the cluster's metrics, made in `scope`; None where switched off.

    Args:
        scope: Parent construct.
        cluster: The cluster.
        access: The way into it; collectors in it need one.
        workspace: Where metrics are written to.
        wanted: What the cluster gets.
        alerts: The workspace's alerts and recording rules: what they ask for is collected.
        dashboards: Whether what Grafana's dashboards ask for is collected too.
        add_ons: The EKS add-ons installed here, by their names in EKS: what is made comes after
            those it needs, and goes before them.

    Raises:
        ValueError: `access` or `workspace` is missing and needed.
    """
    settings = wanted.metrics
    if not settings.enabled:
        return None
    if not workspace or (settings.collector == "adot" and not access):
        missing = "access=ClusterAccess(…)" if workspace else "workspace=WorkspaceReference(…)"
        msg = f"metrics are on: pass {missing}, or set metrics.enabled: false"
        raise ValueError(msg)
    kept = kept_for(settings, alerts, dashboards=dashboards)
    label = settings.cluster_label or cluster.cluster_name
    if settings.collector == "managed" or not access:
        return ManagedScraper(
            scope,
            "Metrics",
            cluster=cluster,
            workspace=workspace,
            cluster_label=label,
            kept=kept,
            settings=settings,
        )
    made = Collectors(
        scope,
        "Metrics",
        cluster=cluster,
        access=access,
        workspace=workspace,
        cluster_label=label,
        kept=kept,
        settings=settings,
        agents=wanted.agents,
        identity=wanted.workload_identity,
        kube_state_metrics_namespace=KUBE_STATE_METRICS if KUBE_STATE_METRICS in add_ons else None,
    )
    for name in (ADOT, KUBE_STATE_METRICS, "eks-pod-identity-agent"):
        if add_on := add_ons.get(name):
            made.node.add_dependency(add_on)
    return made
