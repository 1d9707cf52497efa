"""What one cluster logs: the groups that keep it, the control plane's share, and what is counted.

Each function makes its construct in `scope`, where the settings ask for it.
"""

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_kms as kms
from constructs import Construct

from eks_observability.cloudwatch.container_insights_add_on import agent_log_groups
from eks_observability.cloudwatch.control_plane_logging import ControlPlaneLogging
from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.cloudwatch.log_metrics import LogMetrics
from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.settings import Capabilities
from eks_observability.signals.log_metrics import application, control_plane
from eks_observability.signals.log_metrics.model import LogMetric


def keep_logs(
    scope: Construct, *, cluster: eks.ICluster, wanted: Capabilities
) -> LogRetention | None:
    """Retention of the cluster's log groups; None where switched off, with a warning."""
    retention = wanted.log_retention
    if not retention.enabled:
        _warn_of_groups_without_retention(scope, wanted)
        return None
    arn = retention.kms_key_arn
    return LogRetention(
        scope,
        "LogRetention",
        cluster=cluster,
        days=retention.days,
        exceptions=retention.groups.model_dump(exclude_none=True),
        further_groups=_groups_of_add_on(cluster, wanted),
        encryption_key=kms.Key.from_key_arn(scope, "LogKey", arn) if arn else None,
        on_destroy=retention.on_destroy,
    )


def log_control_plane(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    wanted: Capabilities,
    retention: LogRetention | None,
) -> ControlPlaneLogging | None:
    """The cluster's control-plane logging, once its group is there; None where switched off."""
    logging = wanted.control_plane_logging
    if not logging.enabled:
        return None
    made = ControlPlaneLogging(scope, "ControlPlaneLogging", cluster=cluster, types=logging.types)
    if retention:
        made.node.add_dependency(retention)
    return made


def count_log_lines(
    scope: Construct,
    *,
    cluster: eks.ICluster,
    wanted: Capabilities,
    retention: LogRetention | None,
) -> LogMetrics | None:
    """Metrics counted from the cluster's logs; None where there are none.

    Without `retention` there are none: a metric filter needs a group that is there.
    """
    metrics = _wanted_log_metrics(wanted) if wanted.log_metrics.enabled and retention else []
    if not metrics or not retention:
        return None
    made = LogMetrics(scope, "LogMetrics", cluster=cluster, metrics=metrics)
    made.node.add_dependency(retention)
    return made


def _warn_of_groups_without_retention(scope: Construct, wanted: Capabilities) -> None:
    if wanted.container_insights.mode == "manifests":
        cdk.Annotations.of(scope).add_warning_v2(
            "eks-observability:noRetention",
            "log_retention is off: agents make the log groups that are missing, and those are "
            "kept, and paid for, for ever. No metric is counted from logs (log_metrics).",
        )


def _groups_of_add_on(cluster: eks.ICluster, wanted: Capabilities) -> dict[str, str]:
    """Log groups that only the Container Insights add-on writes to, by a word each."""
    insights = wanted.container_insights
    if insights.mode != "addon":
        return {}
    name = cluster.cluster_name
    groups = agent_log_groups(name, metrics=insights.addon.metrics, logs=insights.addon.logs)
    known = log_group_names(name).values()
    return {f"otel_{group.rpartition('/')[2]}": group for group in groups if group not in known}


def _wanted_log_metrics(wanted: Capabilities) -> list[LogMetric]:
    """What is counted, as far as the logs it is counted from are on."""
    settings, logging = wanted.log_metrics, wanted.control_plane_logging
    counted = [LogMetric(**each.model_dump()) for each in settings.filters]
    if settings.defaults and wanted.container_insights.logs_containers:
        counted += application.metrics()
    if settings.defaults and logging.enabled and "audit" in logging.types:
        counted += control_plane.metrics()
    return counted
