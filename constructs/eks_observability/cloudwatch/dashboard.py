"""The CloudWatch dashboard of a cluster."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
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
from eks_observability.cloudwatch.widgets import (
    alarms_widget,
    graph_widget,
    heading,
    log_metrics_widget,
    log_query_widget,
    top_widget,
)
from eks_observability.notes import note_cost
from eks_observability.settings.aws import LogType
from eks_observability.signals.log_metrics.model import LogMetric
from eks_observability.signals.log_queries import application, control_plane
from eks_observability.signals.log_queries import events as event_log
from eks_observability.signals.log_queries.model import LogQuery
from eks_observability.signals.vended_metrics import container_insights as workload_metrics
from eks_observability.signals.vended_metrics import control_plane as control_plane_metrics

_NODE_METRICS: Final = tuple(
    ExplorerMetric(name=name, resource_type="AWS::EC2::Instance")
    for name in ("CPUUtilization", "NetworkOut")
)


class ClusterDashboard(Construct):
    """Nodes, control plane, workloads, and what the logs answer, on one page.

    Nodes are found by the tag that EKS gives managed node groups' instances, and pods by what they
    measure, so those yet to come are there too.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        name: The dashboard's name, unique in account and Region.
        log_types: Types of control-plane logs that are on. What needs others is left out, so an
            empty list leaves all their queries out.
        container_insights: Whether Container Insights measures the cluster, other than by
            OpenTelemetry. Default: no.
        application_logs: Whether to ask the containers' logs. Default: no.
        events: Whether to ask the log of Kubernetes events. Default: no.
        log_metrics: What is counted from log lines. Default: nothing.
        alarms: Alarms whose state stands at the top. Default: none.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        name: str = "EKS-Dashboard",
        log_types: Sequence[LogType] = ("audit", "authenticator"),
        container_insights: bool = False,
        application_logs: bool = False,
        events: bool = False,
        log_metrics: Sequence[LogMetric] = (),
        alarms: Sequence[cloudwatch.IAlarm] = (),
    ) -> None:
        super().__init__(scope, construct_id)

        self._cluster_name = cluster.cluster_name
        self._region = cdk.Stack.of(self).region
        self.dashboard = cloudwatch.Dashboard(self, "Resource", dashboard_name=name)
        questions = list(_questions(log_types, application_logs=application_logs, events=events))
        if alarms:
            self.dashboard.add_widgets(alarms_widget(alarms))
        for row in self._nodes():
            self.dashboard.add_widgets(row)
        self._add("Control plane", self._control_plane())
        if container_insights:
            self._add("Workloads", self._workloads())
        if log_metrics:
            where = {"cluster_name": self._cluster_name, "region": self._region}
            self._add("Logs", [log_metrics_widget(log_metrics, **where)])
        for title, queries in questions:
            ask = partial(log_query_widget, cluster_name=self._cluster_name, region=self._region)
            self._add(title, map(ask, queries))
        self._note_costs(name, queries=sum(len(queries) for _, queries in questions))

    def _add(self, title: str, widgets: Iterable[cloudwatch.IWidget]) -> None:
        self.dashboard.add_widgets(heading(title))
        self.dashboard.add_widgets(*widgets)

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

    def _control_plane(self) -> Iterator[cloudwatch.IWidget]:
        for graph in control_plane_metrics.graphs():
            yield graph_widget(
                graph,
                namespace=control_plane_metrics.NAMESPACE,
                dimension=control_plane_metrics.DIMENSION,
                cluster_name=self._cluster_name,
                region=self._region,
            )

    def _workloads(self) -> Iterator[cloudwatch.IWidget]:
        where = {
            "namespace": workload_metrics.NAMESPACE,
            "dimension": workload_metrics.DIMENSION,
            "cluster_name": self._cluster_name,
            "region": self._region,
        }
        for graph in workload_metrics.graphs():
            yield graph_widget(graph, **where)
        for top in workload_metrics.top_graphs():
            yield top_widget(top, **where)

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


def _questions(
    log_types: Sequence[LogType], *, application_logs: bool, events: bool
) -> Iterator[tuple[str, tuple[LogQuery, ...]]]:
    """Heading and questions of each part of the dashboard that asks logs."""
    possible = tuple(q for q in control_plane.queries() if set(q.sources) <= set(log_types))
    if possible:
        yield "Control-plane logs", possible
    if application_logs:
        yield "Container logs", application.queries()
    if events:
        yield "Kubernetes events", event_log.queries()
