"""What CloudWatch watches of one cluster."""

from collections.abc import Sequence

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.cloudwatch.alarms import ClusterAlarms
from eks_observability.cloudwatch.anomaly_alarms import AnomalyAlarms
from eks_observability.cloudwatch.log_metrics import LogMetrics
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.settings import Capabilities
from eks_observability.signals.alarms.bands import bands


def watch(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    wanted: Capabilities,
    access: ClusterAccess | None,
    log_metrics: LogMetrics | None,
    listened_to: Sequence[sns.ITopic],
    runbooks_url: str | None,
) -> ClusterAlarms | None:
    """The alarms on the cluster, made in `scope`; None where switched off.

    Args:
        scope: Parent construct.
        cluster: The cluster.
        wanted: What the cluster gets.
        access: The way into it, whose access entry is there before changes of them are noticed, and
            goes after.
        log_metrics: What is counted from its logs.
        listened_to: Topics that people listen to.
        runbooks_url: Where the pages of docs/runbooks can be read.
    """
    if not wanted.alarms.enabled:
        return None
    counted = [metric.name for metric in log_metrics.metrics] if log_metrics else []
    unusual = AnomalyAlarms(
        scope,
        "AnomalyAlarms",
        cluster=cluster,
        settings=wanted.alarms,
        bands=bands(wanted.container_insights, log_metrics=counted),
        runbooks_url=runbooks_url,
    )
    made = ClusterAlarms(
        scope,
        "Alarms",
        cluster=cluster,
        settings=wanted.alarms,
        container_insights=wanted.container_insights,
        log_metrics=counted,
        unusual=tuple(unusual.alarms.values()),
        listened_to=listened_to,
        runbooks_url=runbooks_url,
    )
    if access and made.access_entry_changes:
        made.access_entry_changes.node.add_dependency(access)
    return made
