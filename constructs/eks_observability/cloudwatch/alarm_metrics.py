"""The metrics that alarms of a cluster look at, as CloudWatch knows them."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from eks_observability.cloudwatch.log_metrics import log_metric_namespace
from eks_observability.signals.alarms.model import AlarmMetric, ThresholdAlarm
from eks_observability.signals.vended_metrics import container_insights, control_plane


def alarm_metric(
    alarm: ThresholdAlarm, *, cluster_name: str, rule_name: str | None = None
) -> cloudwatch.IMetric:
    """What an alarm looks at: its metric, or the expression over its metrics.

    Args:
        alarm: The alarm.
        cluster_name: The cluster.
        rule_name: The EventBridge rule whose matches it counts. Default: it counts none.

    Raises:
        ValueError: It counts matches of a rule, and there is none.
    """
    period = cdk.Duration.seconds(alarm.period_seconds)
    metrics = [
        _metric(each, cluster_name=cluster_name, rule_name=rule_name, period=period)
        for each in alarm.metrics
    ]
    if not alarm.expression:
        return metrics[0]
    return cloudwatch.MathExpression(
        expression=alarm.expression,
        using_metrics={f"m{place}": metric for place, metric in enumerate(metrics)},
        label=alarm.name,
        period=period,
    )


def _metric(
    metric: AlarmMetric, *, cluster_name: str, rule_name: str | None, period: cdk.Duration
) -> cloudwatch.Metric:
    namespace, dimensions = _place(metric, cluster_name, rule_name)
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=metric.name,
        dimensions_map=dimensions,
        statistic=metric.statistic,
        period=period,
    )


def _place(
    metric: AlarmMetric, cluster_name: str, rule_name: str | None
) -> tuple[str, dict[str, str]]:
    """A metric's namespace, and all of its dimensions."""
    match metric.source:
        case "container_insights":
            return container_insights.NAMESPACE, {container_insights.DIMENSION: cluster_name}
        case "control_plane":
            return control_plane.NAMESPACE, {control_plane.DIMENSION: cluster_name}
        case "log_metrics":
            return log_metric_namespace(cluster_name), {}
        case "events":
            if not rule_name:
                msg = f"{metric.name} counts what an EventBridge rule matches: pass rule_name"
                raise ValueError(msg)
            return "AWS/Events", {"RuleName": rule_name}
