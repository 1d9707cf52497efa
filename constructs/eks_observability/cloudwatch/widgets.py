"""Dashboard widgets made of what is observed, as values."""

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.cloudwatch.log_metrics import log_metric_namespace
from eks_observability.signals.log_metrics.model import LogMetric
from eks_observability.signals.log_queries.model import LogQuery
from eks_observability.signals.vended_metrics.model import Graph, TopGraph

_MINUTE: Final = cdk.Duration.minutes(1)
_ALARMS_A_ROW: Final = 6


def heading(text: str) -> cloudwatch.TextWidget:
    """The heading of a part of the dashboard, over its whole width."""
    return cloudwatch.TextWidget(
        markdown=f"## {text}",
        width=24,
        height=1,
        background=cloudwatch.TextWidgetBackground.TRANSPARENT,
    )


def alarms_widget(alarms: Sequence[cloudwatch.IAlarm]) -> cloudwatch.AlarmStatusWidget:
    """The state of alarms, those that are on first.

    Args:
        alarms: The alarms, a hundred at the most (CloudWatch User Guide, "Dashboard body structure
            and syntax").
    """
    rows = -(-len(alarms) // _ALARMS_A_ROW)
    return cloudwatch.AlarmStatusWidget(
        title="Alarms",
        alarms=list(alarms),
        sort_by=cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
        width=24,
        height=1 + rows,
    )


def graph_widget(
    graph: Graph, *, namespace: str, dimension: str, cluster_name: str, region: str
) -> cloudwatch.GraphWidget:
    """A graph of metrics that have the cluster's name as their one dimension.

    Args:
        graph: What it shows.
        namespace: The metrics' namespace.
        dimension: The name of their dimension.
        cluster_name: Its value.
        region: Where they are.
    """
    return cloudwatch.GraphWidget(
        title=graph.title,
        region=region,
        left=[
            cloudwatch.Metric(
                namespace=namespace,
                metric_name=metric.name,
                dimensions_map={dimension: cluster_name},
                statistic=metric.statistic,
                label=metric.label,
                period=_MINUTE,
            )
            for metric in graph.metrics
        ],
        left_y_axis=cloudwatch.YAxisProps(label=graph.unit, min=0, show_units=False),
        width=6,
        height=6,
    )


def top_widget(
    graph: TopGraph, *, namespace: str, dimension: str, cluster_name: str, region: str
) -> cloudwatch.GraphWidget:
    """A graph of the highest of a metric, found anew each time it is looked at.

    Arguments are those of `graph_widget`. The search takes metrics with exactly these dimensions
    (CloudWatch User Guide, "CloudWatch search expression syntax").
    """
    schema = ",".join((namespace, dimension, *graph.dimensions))
    terms = f'{{{schema}}} {dimension}="{cluster_name}" MetricName="{graph.metric}"'
    search = f"SEARCH('{terms}', '{graph.statistic}', {graph.period_seconds})"
    label = " ".join(f"${{PROP('Dim.{name}')}}" for name in graph.dimensions)
    return cloudwatch.GraphWidget(
        title=graph.title,
        region=region,
        left=[
            cloudwatch.MathExpression(
                expression=f"SLICE(SORT({search}, {graph.ranked_by}, DESC), 0, {graph.count})",
                label=label,
                period=cdk.Duration.seconds(graph.period_seconds),
                using_metrics={},
                search_region=region,
            )
        ],
        left_y_axis=cloudwatch.YAxisProps(label=graph.unit, min=0, show_units=False),
        width=8,
        height=6,
    )


def log_query_widget(
    query: LogQuery, *, cluster_name: str, region: str
) -> cloudwatch.LogQueryWidget:
    """The answer to a question that logs answer, as a table.

    Args:
        query: The question.
        cluster_name: Whose logs.
        region: Where they are.
    """
    return cloudwatch.LogQueryWidget(
        title=query.title,
        region=region,
        log_group_names=[log_group_names(cluster_name)[query.log_group]],
        query_string=query.query,
        view=cloudwatch.LogQueryVisualizationType.TABLE,
        width=12,
        height=7,
    )


def log_metrics_widget(
    metrics: Sequence[LogMetric], *, cluster_name: str, region: str
) -> cloudwatch.GraphWidget:
    """A graph of what is counted from log lines.

    Args:
        metrics: What is counted.
        cluster_name: From whose logs.
        region: Where it is.
    """
    return cloudwatch.GraphWidget(
        title="Counted from logs",
        region=region,
        left=[
            cloudwatch.Metric(
                namespace=log_metric_namespace(cluster_name),
                metric_name=metric.name,
                statistic="Sum",
                label=metric.name,
                period=_MINUTE,
            )
            for metric in metrics
        ],
        left_y_axis=cloudwatch.YAxisProps(min=0),
        width=24,
        height=6,
    )
