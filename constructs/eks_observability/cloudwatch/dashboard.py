"""The CloudWatch dashboard of a cluster."""

from collections.abc import Iterator, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from eks_observability.cloudwatch.explorer_widget import (
    ExplorerAggregation,
    ExplorerMetric,
    ExplorerWidget,
)
from eks_observability.cloudwatch.log_groups import CONTROL_PLANE, log_group_names
from eks_observability.notes import note_cost
from eks_observability.settings.aws import LogType
from eks_observability.signals.log_queries import control_plane as control_plane_logs
from eks_observability.signals.log_queries.model import LogQuery
from eks_observability.signals.vended_metrics import control_plane as control_plane_metrics
from eks_observability.signals.vended_metrics.model import Graph

_NODE_METRICS: Final = tuple(
    ExplorerMetric(name=name, resource_type="AWS::EC2::Instance")
    for name in ("CPUUtilization", "NetworkOut")
)

_VIEWS: Final = {
    "table": cloudwatch.LogQueryVisualizationType.TABLE,
    "bar": cloudwatch.LogQueryVisualizationType.BAR,
    "line": cloudwatch.LogQueryVisualizationType.LINE,
}


class ClusterDashboard(Construct):
    """Nodes, control plane, and what the control plane's logs answer, on one page.

    Nodes are found by the tag that EKS gives managed node groups' instances, so those yet to come
    are there too.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        name: The dashboard's name, unique in account and Region.
        log_types: Types of control-plane logs that are on. What needs others is left out, so an
            empty list leaves all log queries out.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        name: str = "EKS-Dashboard",
        log_types: Sequence[LogType] = ("audit", "authenticator"),
    ) -> None:
        super().__init__(scope, construct_id)

        self._cluster_name = cluster.cluster_name
        self._region = cdk.Stack.of(self).region
        shown = [
            query for query in control_plane_logs.queries() if set(query.sources) <= set(log_types)
        ]
        self.dashboard = cloudwatch.Dashboard(self, "Resource", dashboard_name=name)
        for widget in self._nodes():
            self.dashboard.add_widgets(widget)
        self.dashboard.add_widgets(*map(self._graph, control_plane_metrics.graphs()))
        self.dashboard.add_widgets(*map(self._log_query, shown))
        self._note_costs(name, queries=len(shown))

    def _nodes(self) -> Iterator[cloudwatch.IWidget]:
        """The two widgets of the nodes: one line a node group, one line a node."""
        groups = ExplorerAggregation(tag="eks:nodegroup-name", function="MAX")
        for title, aggregation in (
            ("Cluster EC2 Instances (aggregated)", groups),
            ("Cluster EC2 Instances", None),
        ):
            yield ExplorerWidget(
                title=title,
                region=self._region,
                metrics=_NODE_METRICS,
                tags={"eks:cluster-name": self._cluster_name},
                aggregation=aggregation,
            )

    def _graph(self, graph: Graph) -> cloudwatch.GraphWidget:
        return cloudwatch.GraphWidget(
            title=graph.title,
            region=self._region,
            left=[
                cloudwatch.Metric(
                    namespace=control_plane_metrics.NAMESPACE,
                    metric_name=metric.name,
                    dimensions_map={control_plane_metrics.DIMENSION: self._cluster_name},
                    statistic=metric.statistic,
                    label=metric.label,
                    period=cdk.Duration.minutes(1),
                )
                for metric in graph.metrics
            ],
            left_y_axis=cloudwatch.YAxisProps(label=graph.unit, min=0, show_units=False),
            width=6,
            height=6,
        )

    def _log_query(self, query: LogQuery) -> cloudwatch.LogQueryWidget:
        return cloudwatch.LogQueryWidget(
            title=query.title,
            region=self._region,
            log_group_names=[log_group_names(self._cluster_name)[CONTROL_PLANE]],
            query_string=query.query,
            view=_VIEWS[query.visualization],
            width=12,
            height=7,
        )

    def _note_costs(self, name: str, *, queries: int) -> None:
        note_cost(
            self,
            f"dashboard {name}: a monthly price beyond the account's first three dashboards",
        )
        if queries:
            note_cost(
                self,
                f"dashboard {name}: each look at it runs {queries} Logs Insights queries over the "
                "time range shown, paid per GB scanned; dashboard.log_queries: false stops that",
            )
