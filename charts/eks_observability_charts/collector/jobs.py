"""What collectors scrape, as values. Their names are what series carry in the label `job`."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from eks_observability_charts.collector.keep import EVERYTHING, NOTHING, Keep


@dataclass(frozen=True, kw_only=True)
class KubeletJob:
    """The node's kubelet: its volumes, its pods' life, its own requests."""

    name: ClassVar[str] = "kubelet"

    keep: Keep = EVERYTHING
    """Which of its series are kept."""

    verify_certificate: bool = True
    """Whether the kubelet has to prove itself by a certificate of the cluster's authority."""


@dataclass(frozen=True, kw_only=True)
class CadvisorJob:
    """Containers, as the node's kubelet measures them."""

    name: ClassVar[str] = "cadvisor"

    keep: Keep = EVERYTHING
    """Which of its series are kept."""

    verify_certificate: bool = True
    """Whether the kubelet has to prove itself by a certificate of the cluster's authority."""


@dataclass(frozen=True, kw_only=True)
class NodeExporterJob:
    """The node exporter of the node."""

    name: ClassVar[str] = "node-exporter"

    keep: Keep = EVERYTHING
    """Which of its series are kept."""

    port: int = 9100
    """Its port on the node."""


@dataclass(frozen=True, kw_only=True)
class VpcCniJob:
    """Amazon's VPC CNI on the node."""

    name: ClassVar[str] = "vpc-cni"

    keep: Keep = EVERYTHING
    """Which of its series are kept."""


@dataclass(frozen=True, kw_only=True)
class PodsJob:
    """Pods of the node that ask to be scraped, by annotation or by a port named `metrics`."""

    name: ClassVar[str] = "pods"

    keep: Keep = EVERYTHING
    """Which of their series are kept."""

    keep_of_system: Keep = NOTHING
    """Which are kept of pods of kube-system. Default: none but `up`."""

    series_limit: int = 10_000
    """Series of one target, beyond which none of them is taken."""


@dataclass(frozen=True, kw_only=True)
class ApiServerJob:
    """The Kubernetes API servers."""

    name: ClassVar[str] = "apiserver"

    keep: Keep = EVERYTHING
    """Which of their series are kept."""


@dataclass(frozen=True, kw_only=True)
class SchedulerJob:
    """The scheduler, through EKS's metrics API."""

    name: ClassVar[str] = "kube-scheduler"

    keep: Keep = EVERYTHING
    """Which of its series are kept."""


@dataclass(frozen=True, kw_only=True)
class ControllerManagerJob:
    """The controller manager, through EKS's metrics API."""

    name: ClassVar[str] = "kube-controller-manager"

    keep: Keep = EVERYTHING
    """Which of its series are kept."""


@dataclass(frozen=True, kw_only=True)
class CoreDnsJob:
    """The cluster's DNS servers."""

    name: ClassVar[str] = "coredns"

    keep: Keep = EVERYTHING
    """Which of their series are kept."""


@dataclass(frozen=True, kw_only=True)
class KubeStateMetricsJob:
    """kube-state-metrics."""

    name: ClassVar[str] = "kube-state-metrics"

    keep: Keep = EVERYTHING
    """Which of its series are kept."""

    address: str | None = None
    """Host and port. Default: its pod is found by its label."""

    namespace: str | None = None
    """Where its pod is looked for, if there is no address. Default: everywhere, and then whoever
    may label a pod in any namespace can speak for it."""


@dataclass(frozen=True, kw_only=True)
class ScrapeJob:
    """A job of somebody's own, with fixed targets."""

    name: str
    """Its name, unlike those of other jobs."""

    targets: tuple[str, ...]
    """Hosts with ports."""

    path: str = "/metrics"
    """Where on each target."""

    scheme: Literal["http", "https"] = "http"
    """How. A certificate is verified, by the cluster's authority and those of the image."""

    interval_seconds: int | None = None
    """Seconds between two scrapes. Default: the collector's."""

    timeout_seconds: int | None = None
    """Seconds until a scrape is given up. Default: the collector's."""

    series_limit: int = 10_000
    """Series of one target, beyond which none of them is taken."""

    keep: Keep = EVERYTHING
    """Which series are kept."""


NodeJob = KubeletJob | CadvisorJob | NodeExporterJob | VpcCniJob | PodsJob
"""A job of the collector on each node."""

ClusterJob = (
    ApiServerJob
    | SchedulerJob
    | ControllerManagerJob
    | CoreDnsJob
    | KubeStateMetricsJob
    | ScrapeJob
)
"""A job of the one collector that measures the cluster as a whole."""

COLLECTOR_JOB = "collector"
"""Name of the job by which each collector scrapes itself, always."""
