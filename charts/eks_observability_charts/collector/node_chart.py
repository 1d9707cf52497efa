"""The collector on every node."""

from collections.abc import Sequence
from typing import Final

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.access import account, rights_on_nodes
from eks_observability_charts.collector.custom_resource import Collector, add_collector
from eks_observability_charts.collector.jobs import NodeExporterJob, NodeJob
from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.kubernetes import NODE_NAME
from eks_observability_charts.collector.names import NAMESPACE, NODE_ACCOUNT, NODE_COLLECTOR
from eks_observability_charts.collector.node_scrapes import node_scrape
from eks_observability_charts.collector.pipeline import configuration, itself
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sizes import DEFAULT_NODE_RESOURCES
from eks_observability_charts.placement import Placement
from eks_observability_charts.resources import Resources

_EVERY_NODE: Final = Placement()
_NODE_EXPORTER: Final = NodeExporterJob()

QUEUE_SIZE: Final = 200
"""Batches that wait: six a minute at most, but for nodes with more samples than batches take."""


class NodeCollectorChart(cdk8s.Chart):
    """The OpenTelemetryCollector `observability`: a DaemonSet that scrapes its own node only.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        image: Image of ADOT's collector.
        remote_write: Where it writes to.
        jobs: What it scrapes, each kind at most once.
        collector_keep: Which series of its own are kept.
        scrape_series: Which of the `scrape_...` series about its targets are kept. `up` always is.
        namespace: Namespace, which has to exist.
        interval_seconds: Seconds between two scrapes.
        timeout_seconds: Seconds until a scrape is given up, at most the interval.
        role_arn: ARN of the IAM role for IRSA. Default: none, or EKS Pod Identity.
        resources: What the container is given on each node.
        placement: Which nodes it runs on. Default: all that are neither Fargate nor Windows.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        image: str,
        remote_write: RemoteWrite,
        jobs: Sequence[NodeJob],
        collector_keep: Keep = EVERYTHING,
        scrape_series: Sequence[str] = (),
        namespace: str = NAMESPACE,
        interval_seconds: int = 60,
        timeout_seconds: int = 10,
        role_arn: str | None = None,
        resources: Resources = DEFAULT_NODE_RESOURCES,
        placement: Placement = _EVERY_NODE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(NODE_COLLECTOR),
            disable_resource_name_hashes=True,
        )
        identity = account(self, NODE_ACCOUNT, role_arn=role_arn)
        rights = rights_on_nodes(jobs)
        if rights:
            agent.allow(identity, rights, name=f"{namespace}-{NODE_COLLECTOR}")
        cluster = remote_write.cluster
        exporters = (job for job in jobs if isinstance(job, NodeExporterJob))
        port = next(exporters, _NODE_EXPORTER).port
        own = itself(
            cluster=cluster, collector=NODE_COLLECTOR, instance=NODE_NAME, keep=collector_keep
        )
        scrapes = [node_scrape(job, cluster=cluster, node_exporter_port=port) for job in jobs]
        collector = Collector(
            name=NODE_COLLECTOR,
            mode="daemonset",
            account=NODE_ACCOUNT,
            image=image,
            configuration=configuration(
                [*scrapes, own],
                remote_write=remote_write,
                resources=resources,
                interval_seconds=interval_seconds,
                timeout_seconds=timeout_seconds,
                queue_size=QUEUE_SIZE,
                scrape_series=scrape_series,
            ),
            resources=resources,
            placement=placement,
        )
        at_once = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}}
        add_collector(self, "collector", collector, daemonSetUpdateStrategy=at_once)
