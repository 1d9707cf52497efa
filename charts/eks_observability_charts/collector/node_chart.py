"""The collector on every node."""

from collections.abc import Sequence
from typing import Final

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.jobs import NodeJob
from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.names import NAMESPACE, NODE_ACCOUNT, NODE_COLLECTOR
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sizes import DEFAULT_NODE_RESOURCES
from eks_observability_charts.placement import Placement
from eks_observability_charts.resources import Resources

_EVERY_NODE: Final = Placement()


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
        agent.service_account(self, NODE_ACCOUNT, role_arn=role_arn)
