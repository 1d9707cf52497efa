"""The one collector that measures the cluster as a whole."""

from collections.abc import Sequence
from typing import Final

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.jobs import ClusterJob
from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.names import CLUSTER_ACCOUNT, CLUSTER_COLLECTOR, NAMESPACE
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sizes import CLUSTER_RESOURCES
from eks_observability_charts.placement import Placement
from eks_observability_charts.resources import Resources

_ANY_NODE: Final = Placement(tolerations=(), priority_class="system-cluster-critical")


class ClusterCollectorChart(cdk8s.Chart):
    """The OpenTelemetryCollector `observability-cluster`, of one replica.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        image: Image of ADOT's collector.
        remote_write: Where it writes to.
        jobs: What it scrapes: each kind at most once, but for jobs of somebody's own.
        monitors: Whether what ServiceMonitor and PodMonitor objects name is scraped too, by a
            third collector, `observability-monitors`, and the operator's target allocator.
        collector_keep: Which series of its own are kept.
        scrape_series: Which of the `scrape_...` series about its targets are kept. `up` always is.
        namespace: Namespace, which has to exist.
        interval_seconds: Seconds between two scrapes.
        timeout_seconds: Seconds until a scrape is given up, at most the interval.
        role_arn: ARN of the IAM role for IRSA. Default: none, or EKS Pod Identity.
        resources: What the container is given.
        placement: Which nodes it may run on. Default: Linux nodes of EC2 without taints.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        image: str,
        remote_write: RemoteWrite,
        jobs: Sequence[ClusterJob],
        monitors: bool = False,
        collector_keep: Keep = EVERYTHING,
        scrape_series: Sequence[str] = (),
        namespace: str = NAMESPACE,
        interval_seconds: int = 60,
        timeout_seconds: int = 10,
        role_arn: str | None = None,
        resources: Resources = CLUSTER_RESOURCES["small"],
        placement: Placement = _ANY_NODE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(CLUSTER_COLLECTOR),
            disable_resource_name_hashes=True,
        )
        agent.service_account(self, CLUSTER_ACCOUNT, role_arn=role_arn)
