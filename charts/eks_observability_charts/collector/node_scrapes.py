"""What the collector on each node scrapes."""

from typing import Final

from eks_observability_charts.collector.jobs import (
    CadvisorJob,
    KubeletJob,
    NodeExporterJob,
    NodeJob,
    PodsJob,
    VpcCniJob,
)
from eks_observability_charts.collector.keep import Keep
from eks_observability_charts.collector.kubernetes import (
    NODE_IP,
    NODE_NAME,
    as_account,
    port_of_node,
)
from eks_observability_charts.collector.pod_scrape import pods
from eks_observability_charts.collector.relabeling import Rule, drop
from eks_observability_charts.collector.scrape import ScrapeConfig, scrape, static

KUBELET_PORT: Final = 10250
"""Port of each kubelet (Kubernetes documentation, "Ports and Protocols")."""

VPC_CNI_PORT: Final = 61678
"""Port of the VPC CNI's metrics (amazon-vpc-cni-k8s, README, "DISABLE_METRICS")."""

CADVISOR_DROPS: Final[tuple[Rule, ...]] = (
    # Control groups of no pod: those above pods, which repeat their sum, and of the system.
    drop(["__name__", "pod"], "container_.+;"),
    # A pod's sum, which its containers add up to. Networks are measured by pod alone; no other
    # name begins like theirs, and RE2 has no negation to say so.
    drop(["__name__", "container"], "container_(?:[^n]|n[^e]).*;(?:POD)?"),
)
"""What cAdvisor exposes twice."""

NODE_EXPORTER_DROPS: Final[tuple[Rule, ...]] = (drop(["device"], "(?:eni|veth).*"),)
"""The VPC CNI has an interface on the node for each pod, which cAdvisor measures from within."""


def node_scrape(job: NodeJob, *, cluster: str, node_exporter_port: int) -> ScrapeConfig:
    """The scrape of a job of the collector on each node.

    Args:
        job: The job.
        cluster: The cluster's name.
        node_exporter_port: Port of node exporters, which are no pods to scrape.
    """
    match job:
        case KubeletJob():
            return _kubelet(job, cluster)
        case CadvisorJob():
            return _kubelet(job, cluster, "/metrics/cadvisor", CADVISOR_DROPS)
        case NodeExporterJob():
            return _node(job.name, job.port, cluster, job.keep, NODE_EXPORTER_DROPS)
        case VpcCniJob():
            return _node(job.name, VPC_CNI_PORT, cluster, job.keep)
        case PodsJob():
            return pods(job, cluster=cluster, not_on_node=(node_exporter_port, VPC_CNI_PORT))


def _kubelet(
    job: KubeletJob | CadvisorJob,
    cluster: str,
    path: str = "/metrics",
    metric_relabel: tuple[Rule, ...] = (),
) -> ScrapeConfig:
    return scrape(
        job.name,
        cluster=cluster,
        keep=job.keep,
        found=static([NODE_IP], _NODE),
        relabel=port_of_node(KUBELET_PORT),
        metric_relabel=metric_relabel,
        metrics_path=path,
        **as_account(verify=job.verify_certificate),
    )


def _node(
    name: str, port: int, cluster: str, keep: Keep, metric_relabel: tuple[Rule, ...] = ()
) -> ScrapeConfig:
    return scrape(
        name,
        cluster=cluster,
        keep=keep,
        found=static([NODE_IP], _NODE),
        relabel=port_of_node(port),
        metric_relabel=metric_relabel,
    )


_NODE: Final = {"instance": NODE_NAME, "node": NODE_NAME}
