"""Metrics that CloudWatch counts from a cluster's log lines."""

from collections.abc import Sequence

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_logs as logs
from constructs import Construct

from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.notes import note_cost
from eks_observability.signals.log_metrics.model import LogMetric


def log_metric_namespace(cluster_name: str) -> str:
    """The CloudWatch namespace of a cluster's log metrics.

    One each, because a filter can give its metric no dimension of a fixed value (CloudWatch Logs
    API, MetricTransformation: dimensions are fields of the log event).
    """
    return f"EksObservability/{cluster_name}"


class LogMetrics(Construct):
    """Counts log lines as metrics.

    The groups have to exist: a filter cannot be made before its group.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        metrics: What is counted, no two of one name.

    Raises:
        ValueError: Two metrics have one name, or a log group is none of the cluster's.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        metrics: Sequence[LogMetric],
    ) -> None:
        super().__init__(scope, construct_id)

        groups = log_group_names(cluster.cluster_name)
        self.metrics = tuple(metrics)
        _check(self.metrics, groups)
        for metric in self.metrics:
            logs.CfnMetricFilter(
                self,
                metric.name,
                log_group_name=groups[metric.log_group],
                filter_pattern=metric.pattern,
                metric_transformations=[
                    logs.CfnMetricFilter.MetricTransformationProperty(
                        metric_namespace=log_metric_namespace(cluster.cluster_name),
                        metric_name=metric.name,
                        metric_value=metric.value,
                        # So that no line is nought, and not a gap; only for what counts.
                        default_value=0 if metric.value == "1" else None,
                        unit=metric.unit,
                    )
                ],
            )
        names = ", ".join(metric.name for metric in self.metrics)
        note_cost(self, f"log metrics {names}: the price of a custom metric each")


def _check(metrics: Sequence[LogMetric], groups: dict[str, str]) -> None:
    names = [metric.name for metric in metrics]
    for metric in metrics:
        if names.count(metric.name) > 1:
            msg = f"{metric.name} is counted twice: give one of the two another name"
            raise ValueError(msg)
        if metric.log_group not in groups:
            msg = f"{metric.log_group!r} is no log group: use one of {', '.join(groups)}"
            raise ValueError(msg)
