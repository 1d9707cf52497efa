"""What CloudWatch watches of one cluster: alarms, bands of what is usual, and objectives."""

from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct, IConstruct

from eks_observability.cloudwatch.alarm_names import alarm_arn
from eks_observability.cloudwatch.alarms import ClusterAlarms
from eks_observability.cloudwatch.anomaly_alarms import AnomalyAlarms
from eks_observability.cloudwatch.log_metrics import LogMetrics
from eks_observability.cloudwatch.service_level_objectives import ServiceLevelObjectives
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.settings import Capabilities
from eks_observability.signals.alarms.bands import bands


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What watches a cluster; none of it may be there."""

    alarms: ClusterAlarms | None
    """Alarms with a threshold, and those that tell people."""

    unusual: AnomalyAlarms | None
    """Alarms on what is unusual."""

    objectives: ServiceLevelObjectives | None
    """What its services owe."""

    shown: tuple[cloudwatch.IAlarm, ...]
    """All alarms but those of objectives, those that tell people first. Their ARNs are text, so
    that a dashboard that names them is text too."""


def watch(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    wanted: Capabilities,
    access: ClusterAccess | None,
    log_metrics: LogMetrics | None,
    measured_by: IConstruct | None,
    listened_to: Sequence[sns.ITopic],
    runbooks_url: str | None,
) -> Watch:
    """What watches the cluster, made in `scope` where the settings ask for it.

    Args:
        scope: Parent construct.
        cluster: The cluster.
        wanted: What the cluster gets.
        access: The way into it, whose access entry is there before changes of them are noticed, and
            goes after.
        log_metrics: What is counted from its logs.
        measured_by: Container Insights, which alarms come after: silence of what is not there yet
            is no news.
        listened_to: Topics that people listen to.
        runbooks_url: Where the pages of docs/runbooks can be read.
    """
    objectives = _objectives(scope, cluster, wanted, listened_to, runbooks_url)
    if objectives and measured_by:
        objectives.node.add_dependency(measured_by)
    if not wanted.alarms.enabled:
        return Watch(alarms=None, unusual=None, objectives=objectives, shown=())
    counted = [metric.name for metric in log_metrics.metrics] if log_metrics else []
    unusual = AnomalyAlarms(
        scope,
        "AnomalyAlarms",
        cluster=cluster,
        settings=wanted.alarms,
        bands=bands(wanted.container_insights, log_metrics=counted),
        runbooks_url=runbooks_url,
    )
    alarms = ClusterAlarms(
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
    if measured_by:
        alarms.node.add_dependency(measured_by)
    if access and alarms.access_entry_changes:
        alarms.access_entry_changes.node.add_dependency(access)
    names = (*alarms.messages, *alarms.alarms, *unusual.alarms)
    arns = {name: alarm_arn(scope, cluster.cluster_name, name) for name in names}
    return Watch(
        alarms=alarms,
        unusual=unusual,
        objectives=objectives,
        shown=tuple(
            cloudwatch.Alarm.from_alarm_arn(scope, f"Shown{name}", arn)
            for name, arn in arns.items()
        ),
    )


def _objectives(
    scope: Construct,
    cluster: eks.ICluster,
    wanted: Capabilities,
    listened_to: Sequence[sns.ITopic],
    runbooks_url: str | None,
) -> ServiceLevelObjectives | None:
    """Objectives, which only the add-on's Application Signals measures."""
    insights = wanted.container_insights
    if insights.mode != "addon" or not insights.addon.objectives:
        return None
    return ServiceLevelObjectives(
        scope,
        "Objectives",
        cluster=cluster,
        objectives=insights.addon.objectives,
        listened_to=listened_to,
        runbooks_url=runbooks_url,
    )
