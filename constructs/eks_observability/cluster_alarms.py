"""What warns of one cluster in CloudWatch: alarms, bands of what is usual, and objectives."""

from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct, IConstruct

from eks_observability.cloudwatch.alarm_names import alarm_arn
from eks_observability.cloudwatch.alarms import ClusterAlarms
from eks_observability.cloudwatch.anomaly_alarms import AnomalyAlarms
from eks_observability.cloudwatch.service_level_objectives import ServiceLevelObjectives
from eks_observability.settings import Capabilities
from eks_observability.signals.alarms.bands import bands


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What warns of a cluster; any of it may not be there."""

    alarms: ClusterAlarms | None
    """Alarms with a threshold, and what sends messages."""

    anomalies: AnomalyAlarms | None
    """Alarms on what is unusual."""

    objectives: ServiceLevelObjectives | None
    """What its services owe."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the single alarms, as `signals.alarms` has them."""
        alarms = tuple(self.alarms.alarms) if self.alarms else ()
        return (*alarms, *(self.anomalies.alarms if self.anomalies else ()))


def watch(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    wanted: Capabilities,
    counted: Sequence[str],
    topics: Sequence[sns.ITopic],
    runbooks_url: str | None,
    measured_by: IConstruct | None,
) -> Watch:
    """What warns of the cluster, made in `scope` where the settings ask for it.

    Args:
        scope: Parent construct.
        cluster: The cluster.
        wanted: What the cluster gets.
        counted: Names of the metrics that are counted from its logs.
        topics: Whom it reaches.
        runbooks_url: Where the pages of docs/runbooks can be read. None: nowhere.
        measured_by: Container Insights, which measures what alarms look at: they come after it,
            because silence of what is not there yet is no news. None: it is off.
    """
    objectives = _objectives(scope, cluster, wanted, topics, runbooks_url)
    if objectives and measured_by:
        objectives.node.add_dependency(measured_by)
    if not wanted.alarms.enabled:
        return Watch(alarms=None, anomalies=None, objectives=objectives)
    insights = wanted.container_insights
    anomalies = AnomalyAlarms(
        scope,
        "Anomalies",
        cluster=cluster,
        settings=wanted.alarms,
        bands=bands(insights, log_metrics=counted),
        runbooks_url=runbooks_url,
    )
    alarms = ClusterAlarms(
        scope,
        "Alarms",
        cluster=cluster,
        settings=wanted.alarms,
        container_insights=insights.has_classic_metrics,
        counted=counted,
        topics=topics,
        runbooks_url=runbooks_url,
        unusual=list(anomalies.alarms.values()),
    )
    if measured_by:
        for each in (anomalies, alarms):
            each.node.add_dependency(measured_by)
    return Watch(alarms=alarms, anomalies=anomalies, objectives=objectives)


def alarm_arns(scope: Construct, cluster: eks.ICluster, found: Watch) -> list[str]:
    """ARNs of the single alarms, for a dashboard.

    Args:
        scope: Where they are.
        cluster: The cluster.
        found: What warns of it.
    """
    stack = cdk.Stack.of(scope)
    return [alarm_arn(cluster.cluster_name, name, stack=stack) for name in found.names]


def _objectives(
    scope: Construct,
    cluster: eks.ICluster,
    wanted: Capabilities,
    topics: Sequence[sns.ITopic],
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
        listened_to=topics,
        runbooks_url=runbooks_url,
    )
