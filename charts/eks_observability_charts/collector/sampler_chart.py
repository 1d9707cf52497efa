"""The collectors that decide which traces are kept, when all of their spans are there."""

from collections.abc import Sequence
from typing import Final

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.custom_resource import Collector, add_collector
from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.kubernetes import POD_NAME
from eks_observability_charts.collector.names import (
    NAMESPACE,
    NODE_COLLECTOR,
    SAMPLER_ACCOUNT,
    SAMPLER_COLLECTOR,
)
from eks_observability_charts.collector.network_policy import add_network_policy, pods_of
from eks_observability_charts.collector.otlp import Otlp, Tail
from eks_observability_charts.collector.otlp_pipeline import sampled
from eks_observability_charts.collector.pipeline import configuration, itself, scraped
from eks_observability_charts.collector.ports import OTLP_GRPC_PORT
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sizes import SAMPLER_RESOURCES
from eks_observability_charts.placement import Placement
from eks_observability_charts.resources import Resources

REPLICAS: Final = 2
"""How many there are: one goes on where a node is lost."""

QUEUE_SIZE: Final = 50
"""Batches of its own metrics that wait."""

_ANY_NODE: Final = Placement(tolerations=(), priority_class="system-cluster-critical")


class SamplerChart(cdk8s.Chart):
    """The OpenTelemetryCollector `observability-sampler`, which sends what it keeps to X-Ray.

    Only collectors on nodes send to it. It asks nothing of Kubernetes.

    Args:
        scope: Parent construct.
        chart_id: Id, unique within `scope`.
        image: Image of ADOT's collector.
        otlp: What the collectors on nodes take. Its sampling has to be `Tail`.
        remote_write: Where its own metrics go. Default: nowhere.
        collector_keep: Which series of its own are kept.
        scrape_series: Which of the `scrape_...` series about itself are kept. `up` always is.
        namespace: Namespace, which has to exist, of the collectors on nodes as well.
        interval_seconds: Seconds between two scrapes of itself.
        timeout_seconds: Seconds until a scrape is given up, at most the interval.
        role_arn: ARN of the IAM role for IRSA. Default: none, or EKS Pod Identity.
        resources: What each container is given.
        placement: Which nodes it may run on. Default: Linux nodes of EC2 without taints.

    Raises:
        ValueError: The sampling is another.
    """

    def __init__(
        self,
        scope: Construct,
        chart_id: str,
        *,
        image: str,
        otlp: Otlp,
        remote_write: RemoteWrite | None = None,
        collector_keep: Keep = EVERYTHING,
        scrape_series: Sequence[str] = (),
        namespace: str = NAMESPACE,
        interval_seconds: int = 60,
        timeout_seconds: int = 10,
        role_arn: str | None = None,
        resources: Resources = SAMPLER_RESOURCES,
        placement: Placement = _ANY_NODE,
    ) -> None:
        super().__init__(
            scope,
            chart_id,
            namespace=namespace,
            labels=agent.labels(SAMPLER_COLLECTOR),
            disable_resource_name_hashes=True,
        )
        if not isinstance(otlp.sampling, Tail):
            msg = f"'otlp.sampling' is {otlp.sampling}, not Tail"
            raise ValueError(msg)
        agent.service_account(self, SAMPLER_ACCOUNT, role_arn=role_arn)
        parts = [sampled(otlp, otlp.sampling, resources=resources)]
        if remote_write:
            own = itself(
                cluster=remote_write.cluster,
                collector=SAMPLER_COLLECTOR,
                instance=POD_NAME,
                keep=collector_keep,
            )
            parts.append(
                scraped(
                    [own],
                    remote_write=remote_write,
                    resources=resources,
                    interval_seconds=interval_seconds,
                    timeout_seconds=timeout_seconds,
                    queue_size=QUEUE_SIZE,
                    scrape_series=scrape_series,
                )
            )
        collector = Collector(
            name=SAMPLER_COLLECTOR,
            mode="statefulset",
            account=SAMPLER_ACCOUNT,
            image=image,
            configuration=configuration(*parts),
            resources=resources,
            placement=placement,
        )
        add_collector(
            self,
            "collector",
            collector,
            replicas=REPLICAS,
            podDisruptionBudget={"maxUnavailable": 1},
            topologySpreadConstraints=[_one_a_node(namespace)],
        )
        add_network_policy(
            self,
            SAMPLER_COLLECTOR,
            namespace=namespace,
            ports=[OTLP_GRPC_PORT],
            senders=[{"podSelector": pods_of(NODE_COLLECTOR, namespace=namespace)}],
        )


def _one_a_node(namespace: str) -> dict[str, object]:
    return {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        # Where there is one node only, both are there.
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": pods_of(SAMPLER_COLLECTOR, namespace=namespace),
    }
