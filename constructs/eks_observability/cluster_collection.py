"""What collects one cluster's metrics, and what takes what its applications send."""

from collections.abc import Mapping
from dataclasses import dataclass

from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.kubernetes.add_on import AddOn
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.wanted_add_ons import ADOT, KUBE_STATE_METRICS
from eks_observability.prometheus.collectors import Collectors
from eks_observability.prometheus.managed_scraper import ManagedScraper
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import Capabilities
from eks_observability.settings.alerts import Alerts
from eks_observability.signals.kept_series import KeptSeries, kept_for
from eks_observability.tracing.otlp_log_stream import OtlpLogStream


@dataclass(frozen=True, kw_only=True)
class Collection:
    """What collects, of which there may be neither, either or both."""

    collectors: Collectors | None
    """In the cluster."""

    scraper: ManagedScraper | None
    """From outside."""


def collect(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    access: ClusterAccess | None,
    workspace: WorkspaceReference | None,
    wanted: Capabilities,
    alerts: Alerts,
    dashboards: bool,
    add_ons: Mapping[str, AddOn],
    retention: LogRetention | None,
) -> Collection:
    """What collects the cluster's metrics and takes its traces, made in `scope`.

    Args:
        scope: Parent construct.
        cluster: The cluster.
        access: The way into it; collectors in it need one.
        workspace: Where metrics are written to.
        wanted: What the cluster gets.
        alerts: The workspace's alerts and recording rules: what they ask for is collected.
        dashboards: Whether what Grafana's dashboards ask for is collected too.
        add_ons: The EKS add-ons installed here, by their names in EKS: collectors come after those
            they need, and go before them.
        retention: What makes the group that applications' logs go to; without it they are refused.

    Raises:
        ValueError: `access` or `workspace` is missing and needed.
    """
    settings = wanted.metrics
    if settings.enabled and not workspace:
        msg = "metrics are on: pass workspace=WorkspaceReference(…), or set metrics.enabled: false"
        raise ValueError(msg)
    if wanted.runs_collectors and not access:
        on, key = ("metrics are", "metrics") if wanted.scrapes_within else ("tracing is", "tracing")
        msg = f"{on} on: pass access=ClusterAccess(…), or set {key}.enabled: false"
        raise ValueError(msg)
    label = settings.cluster_label or cluster.cluster_name
    kept = kept_for(settings, alerts, dashboards=dashboards, traced=wanted.tracing.enabled)
    scraper = None
    if settings.enabled and workspace and settings.collector == "managed":
        scraper = ManagedScraper(
            scope,
            "Scraper",
            cluster=cluster,
            workspace=workspace,
            cluster_label=label,
            kept=kept,
            settings=settings,
        )
    collectors = None
    if wanted.runs_collectors and access:
        collectors = _collectors(
            scope,
            cluster=cluster,
            access=access,
            workspace=workspace if settings.enabled else None,
            wanted=wanted,
            kept=kept,
            add_ons=add_ons,
            retention=retention,
        )
    return Collection(collectors=collectors, scraper=scraper)


def _collectors(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    access: ClusterAccess,
    workspace: WorkspaceReference | None,
    wanted: Capabilities,
    kept: Mapping[str, KeptSeries],
    add_ons: Mapping[str, AddOn],
    retention: LogRetention | None,
) -> Collectors:
    tracing, logs = wanted.tracing, wanted.container_insights.logs_containers
    stream = None
    if tracing.enabled and tracing.logs and retention:
        stream = OtlpLogStream(scope, "OtlpLogs", cluster=cluster, retention=retention)
    groups = log_group_names(cluster.cluster_name)
    # An object that moved to a construct of another id would be applied, and then deleted.
    made = Collectors(
        scope,
        "Metrics",
        cluster=cluster,
        access=access,
        workspace=workspace,
        cluster_label=wanted.metrics.cluster_label or cluster.cluster_name,
        kept=kept,
        settings=wanted.metrics,
        tracing=tracing if tracing.enabled else None,
        log_stream=stream,
        log_groups=[
            *([groups["application"]] if logs else []),
            *([stream.group_name] if stream else []),
        ],
        agents=wanted.agents,
        identity=wanted.workload_identity,
        kube_state_metrics_namespace=KUBE_STATE_METRICS if KUBE_STATE_METRICS in add_ons else None,
    )
    for name in (ADOT, KUBE_STATE_METRICS, "eks-pod-identity-agent"):
        if add_on := add_ons.get(name):
            made.node.add_dependency(add_on)
    return made
