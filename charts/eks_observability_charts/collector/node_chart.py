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
from eks_observability_charts.collector.network_policy import add_network_policy, pods_in
from eks_observability_charts.collector.node_scrapes import node_scrape
from eks_observability_charts.collector.otlp import Otlp
from eks_observability_charts.collector.otlp_pipeline import otlp_environment, received
from eks_observability_charts.collector.pipeline import configuration, itself, scraped
from eks_observability_charts.collector.ports import (
    OTLP_GRPC_PORT,
    OTLP_HTTP_PORT,
    SAMPLING_RULES_PORT,
    sampling_rules_port,
)
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.scrape import ScrapeConfig
from eks_observability_charts.collector.sizes import DEFAULT_NODE_RESOURCES, OTLP_NODE_RESOURCES
from eks_observability_charts.placement import Placement
from eks_observability_charts.resources import Resources

_EVERY_NODE: Final = Placement()
_NODE_EXPORTER: Final = NodeExporterJob()

QUEUE_SIZE: Final = 200
"""Batches that wait: six a minute at most, but for nodes with more samples than batches take."""


class NodeCollectorChart(cdk8s.Chart):
    """The OpenTelemetryCollector `observability`: a DaemonSet that scrapes its own node only.

    Where applications may send to it, they find it at `observability-collector.<namespace>`, the
    operator's Service, which leads to the collector of the sender's own node.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        image: Image of ADOT's collector.
        remote_write: Where it writes to. None: it scrapes nothing.
        jobs: What it scrapes, each kind at most once. Default: nothing.
        otlp: What applications may send to it. Default: nothing.
        otlp_namespaces: Whose pods may. Default: those of all namespaces of the cluster.
        collector_keep: Which series of its own are kept.
        scrape_series: Which of the `scrape_...` series about its targets are kept. `up` always is.
        namespace: Namespace, which has to exist.
        interval_seconds: Seconds between two scrapes.
        timeout_seconds: Seconds until a scrape is given up, at most the interval.
        role_arn: ARN of the IAM role for IRSA. Default: none, or EKS Pod Identity.
        resources: What the container is given on each node. Default: as measured, with `otlp` or
            without.
        placement: Which nodes it runs on. Default: all that are neither Fargate nor Windows.

    Raises:
        ValueError: It is given nothing to do, or jobs and no place to write to.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        image: str,
        remote_write: RemoteWrite | None,
        jobs: Sequence[NodeJob] = (),
        otlp: Otlp | None = None,
        otlp_namespaces: Sequence[str] = (),
        collector_keep: Keep = EVERYTHING,
        scrape_series: Sequence[str] = (),
        namespace: str = NAMESPACE,
        interval_seconds: int = 60,
        timeout_seconds: int = 10,
        role_arn: str | None = None,
        resources: Resources | None = None,
        placement: Placement = _EVERY_NODE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(NODE_COLLECTOR),
            disable_resource_name_hashes=True,
        )
        if not remote_write and (jobs or not otlp):
            msg = "without 'remote_write' it can only take 'otlp'"
            raise ValueError(msg)
        identity = account(self, NODE_ACCOUNT, role_arn=role_arn)
        rights = rights_on_nodes(jobs, attributes=otlp is not None)
        if rights:
            agent.allow(identity, rights, name=f"{namespace}-{NODE_COLLECTOR}")
        resources = resources or (OTLP_NODE_RESOURCES if otlp else DEFAULT_NODE_RESOURCES)
        parts = []
        if remote_write:
            parts.append(
                scraped(
                    _scrapes(jobs, cluster=remote_write.cluster, collector_keep=collector_keep),
                    remote_write=remote_write,
                    resources=resources,
                    interval_seconds=interval_seconds,
                    timeout_seconds=timeout_seconds,
                    queue_size=QUEUE_SIZE,
                    scrape_series=scrape_series,
                )
            )
        if otlp:
            parts.append(received(otlp, resources=resources, namespace=namespace))
        collector = Collector(
            name=NODE_COLLECTOR,
            mode="daemonset",
            account=NODE_ACCOUNT,
            image=image,
            configuration=configuration(*parts),
            resources=resources,
            placement=placement,
            environment=otlp_environment(otlp) if otlp else {},
        )
        at_once = {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}}
        rules = otlp is not None and otlp.sampling_rules
        ports = {"ports": [sampling_rules_port()]} if rules else {}
        add_collector(self, "collector", collector, daemonSetUpdateStrategy=at_once, **ports)
        if otlp:
            add_network_policy(
                self,
                NODE_COLLECTOR,
                namespace=namespace,
                ports=[OTLP_GRPC_PORT, OTLP_HTTP_PORT, *([SAMPLING_RULES_PORT] if rules else [])],
                senders=pods_in(otlp_namespaces),
            )


def _scrapes(jobs: Sequence[NodeJob], *, cluster: str, collector_keep: Keep) -> list[ScrapeConfig]:
    exporters = (job for job in jobs if isinstance(job, NodeExporterJob))
    port = next(exporters, _NODE_EXPORTER).port
    own = itself(cluster=cluster, collector=NODE_COLLECTOR, instance=NODE_NAME, keep=collector_keep)
    scrapes = [node_scrape(job, cluster=cluster, node_exporter_port=port) for job in jobs]
    return [*scrapes, own]
