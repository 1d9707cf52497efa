"""The one collector that measures the cluster as a whole."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import cdk8s
import cdk8s_plus_27 as kplus
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.access import (
    account,
    allow_in,
    rights_in_cluster,
    rights_in_namespaces,
)
from eks_observability_charts.collector.cluster_scrapes import cluster_scrape
from eks_observability_charts.collector.custom_resource import Collector, add_collector
from eks_observability_charts.collector.jobs import ClusterJob, ScrapeJob
from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.kubernetes import ACCOUNT_FOLDER, POD_NAME
from eks_observability_charts.collector.monitors import add_monitors
from eks_observability_charts.collector.names import CLUSTER_ACCOUNT, CLUSTER_COLLECTOR, NAMESPACE
from eks_observability_charts.collector.pipeline import configuration, itself, scraped
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sizes import CLUSTER_RESOURCES
from eks_observability_charts.placement import Placement
from eks_observability_charts.resources import Resources

_ANY_NODE: Final = Placement(tolerations=(), priority_class="system-cluster-critical")


QUEUE_SIZE: Final = 1_000
"""Batches that wait."""

_IMAGE_AUTHORITIES: Final = "/etc/ssl/certs"


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
        self._allow(account(self, CLUSTER_ACCOUNT, role_arn=role_arn), jobs)
        cluster = remote_write.cluster
        scraping = partial(
            scraped,
            remote_write=remote_write,
            resources=resources,
            interval_seconds=interval_seconds,
            timeout_seconds=timeout_seconds,
            queue_size=QUEUE_SIZE,
            scrape_series=scrape_series,
        )
        own = itself(
            cluster=cluster, collector=CLUSTER_COLLECTOR, instance=POD_NAME, keep=collector_keep
        )
        collector = Collector(
            name=CLUSTER_COLLECTOR,
            mode="deployment",
            account=CLUSTER_ACCOUNT,
            image=image,
            configuration=configuration(
                scraping([*(cluster_scrape(job, cluster=cluster) for job in jobs), own])
            ),
            resources=resources,
            placement=placement,
            environment=_authorities(jobs),
        )
        # Two at once would write the same series, each in its own order.
        recreate = {"type": "Recreate"}
        add_collector(self, "collector", collector, replicas=1, deploymentUpdateStrategy=recreate)
        if monitors:
            add_monitors(
                self,
                collector,
                cluster=cluster,
                configure=lambda scrapes: configuration(scraping(scrapes)),
                collector_keep=collector_keep,
                interval_seconds=interval_seconds,
            )

    def _allow(self, identity: kplus.ServiceAccount, jobs: Sequence[ClusterJob]) -> None:
        name = f"{self.namespace}-{CLUSTER_COLLECTOR}"
        rights = rights_in_cluster(jobs)
        if rights:
            agent.allow(identity, rights, name=name)
        for namespace, inside in rights_in_namespaces(jobs).items():
            allow_in(self, identity, inside, namespace=namespace, name=name)


def _authorities(jobs: Sequence[ClusterJob]) -> dict[str, str]:
    """Lets Go trust the cluster's authority too, where an HTTPS target of somebody's own needs it.

    Keys of a scrape can name one file of authorities only.
    """
    if any(isinstance(job, ScrapeJob) and job.scheme == "https" for job in jobs):
        return {"SSL_CERT_DIR": f"{_IMAGE_AUTHORITIES}:{ACCOUNT_FOLDER}"}
    return {}
