"""Prometheus metrics of a cluster: who collects them, from what, and which are kept."""

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from eks_observability.settings.section import Section, Text, WorkspaceId
from eks_observability.settings.workloads import ContainerResources

ClusterSize = Literal["small", "medium", "large"]
"""How many nodes a cluster has: up to 100, up to 500, up to 1,000."""

HostAndPort = Annotated[
    str,
    Text(
        r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:[0-9]{1,5}$",
        "a host and a port without scheme and path, such as shop.shop.svc:9090",
    ),
]
JobName = Annotated[
    str,
    Text(
        r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
        "1 to 63 lower-case letters, digits and hyphens, no hyphen at either end, such as shop-api",
    ),
]
MetricPattern = Annotated[
    str,
    Text(
        r"^[a-zA-Z_:.*+?()|\[\]0-9\\^-]{1,500}$",
        "the name of a metric, or a regular expression for all of it, such as container_fs_.*",
    ),
]
ClusterLabel = Annotated[
    str,
    Text(
        r"^[0-9A-Za-z][0-9A-Za-z ()._:/@+-]{0,99}$",
        "1 to 100 letters, digits, spaces and ()._:/@+-, a letter or digit first, such as shop-eu",
    ),
]
"""Nothing that rules would have to escape, or that collectors take for a variable."""

UrlPath = Annotated[str, Text(r"^/[^\s?#]*$", "a path that begins with a slash, such as /metrics")]
IntervalSeconds = Annotated[int, Field(ge=10, le=120)]
"""Seconds between two scrapes. Rules look five minutes back, and need two samples there."""


class NodeExporterTarget(Section):
    """Each node's node exporter."""

    enabled: bool = True
    """Whether to scrape it."""

    port: Annotated[int, Field(ge=1, le=65_535)] = 9100
    """Its port on every node, as of the EKS add-on and of its Helm chart."""


class KubeStateMetricsTarget(Section):
    """kube-state-metrics, which tells what Kubernetes objects want and are."""

    enabled: bool = True
    """Whether to scrape it."""

    address: HostAndPort | None = None
    """Where it answers, such as `kube-state-metrics.monitoring.svc:8080`. Default: it is found by
    its pod's label `app.kubernetes.io/name: kube-state-metrics`, at port 8080, in the add-on's
    namespace, or in any where the add-on is not managed here."""


class PodTargets(Section):
    """Pods that ask to be scraped.

    By the annotations `prometheus.io/scrape`, `port`, `path` and `scheme`, or by a container's port
    named `metrics`.
    """

    enabled: bool = True
    """Whether to scrape them."""

    keep: Literal["all", "used"] = "all"
    """Which of their metrics are kept: `all`, or those `used` by a rule, a dashboard or
    `metrics.keep`. Pods of kube-system count as `used` always. Costs: every series of every
    pod."""

    series_limit: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    """Series of one pod, beyond which none of them is taken, so that no pod can run up the bill
    alone."""


class Targets(Section):
    """What is scraped. Each has a job of its name."""

    kubelet: bool = True
    """Each node's kubelet."""

    cadvisor: bool = True
    """Containers, as each node's kubelet measures them."""

    node_exporter: NodeExporterTarget = NodeExporterTarget()
    """Each node's node exporter."""

    vpc_cni: bool = True
    """Amazon's VPC CNI on each node. Not in Auto Mode, where it runs in no pod."""

    pods: PodTargets = PodTargets()
    """Pods that ask for it."""

    api_server: bool = True
    """The Kubernetes API server."""

    scheduler: bool = True
    """The scheduler, through EKS's metrics API, from Kubernetes 1.28 on."""

    controller_manager: bool = True
    """The controller manager, through EKS's metrics API, from Kubernetes 1.28 on."""

    coredns: bool = True
    """The cluster's DNS servers. Not in Auto Mode, where they run in no pod."""

    kube_state_metrics: KubeStateMetricsTarget = KubeStateMetricsTarget()
    """kube-state-metrics."""


class ScrapeJob(Section):
    """A scrape job of your own, with fixed targets. All its metrics are kept."""

    name: JobName
    """Its name, which its series carry in the label `job`."""

    targets: Annotated[tuple[HostAndPort, ...], Field(min_length=1)]
    """Where it scrapes."""

    path: UrlPath = "/metrics"
    """Where on each target."""

    scheme: Literal["http", "https"] = "http"
    """How. An https target's certificate is verified, by the authorities of the cluster and those
    that the collector's image knows."""

    interval_seconds: IntervalSeconds | None = None
    """Seconds between two scrapes. Default: `metrics.interval_seconds`."""

    timeout_seconds: Annotated[int, Field(ge=1, le=120)] | None = Field(
        default=None, validate_default=True
    )
    """Seconds until a scrape is given up. Default: `metrics.timeout_seconds`."""

    series_limit: Annotated[int, Field(ge=1, le=1_000_000)] = 10_000
    """Series of one target, beyond which none of them is taken."""

    @field_validator("timeout_seconds")
    @classmethod
    def _timeout(cls, value: int | None, info: ValidationInfo) -> int | None:
        return within_interval(value, info.data.get("interval_seconds"))


class CollectorSize(Section):
    """What collectors ask of the cluster. Defaults: docs/footprint.md."""

    node: ContainerResources | None = None
    """The collector on each node. Default: by what it was measured to need."""

    cluster: ContainerResources | None = None
    """The one that measures the cluster as a whole. Default: by `cluster_size`."""


class Metrics(Section):
    """Prometheus metrics of the cluster, written to the workspace of `hub`.

    Costs: Amazon Managed Service for Prometheus, by samples ingested, and a little by what is
    stored and asked. Only series that a rule or a dashboard uses are sent.
    """

    enabled: bool = True
    """Whether to collect any."""

    collector: Literal["adot", "managed"] = "adot"
    """Who collects. `adot`: collectors of the AWS Distro for OpenTelemetry in the cluster.
    `managed`: AMP's agentless scraper, from outside; docs/agents/collectors.md says what it cannot
    do. Costs of `managed`: a price per hour and per sample collected. It needs the cluster's
    `vpc`."""

    interval_seconds: IntervalSeconds = 60
    """Seconds between two scrapes. Costs: half of it, twice the price."""

    timeout_seconds: Annotated[int, Field(ge=1, le=120)] = Field(default=10, validate_default=True)
    """Seconds until a scrape is given up. Not above the interval."""

    cluster_size: ClusterSize = "small"
    """How many nodes the cluster has at most: `small` up to 100, `medium` up to 500, `large` up to
    1,000. It sizes the collector that measures the cluster as a whole."""

    resources: CollectorSize = CollectorSize()
    """What collectors ask of the cluster."""

    targets: Targets = Targets()
    """What is scraped."""

    scrape_jobs: tuple[ScrapeJob, ...] = ()
    """Scrape jobs of your own. Default: none."""

    monitors: bool = False
    """Whether to scrape what ServiceMonitor and PodMonitor objects name, by the operator's target
    allocator. Needs their definitions (of the Prometheus Operator) in the cluster. Their metrics
    are all kept."""

    keep: tuple[MetricPattern, ...] = ()
    """Metrics to keep besides those that a rule or a dashboard uses, by name or regular
    expression. Default: none."""

    cluster_label: ClusterLabel | None = None
    """What its series carry in the label `cluster`, by which rules and dashboards tell clusters
    apart. Default: the cluster's name."""

    workspace_id: WorkspaceId | None = None
    """The workspace to write to, for a cluster in another account or Region than the hub's, which
    cannot look it up: output `WorkspaceId` of the Hub stack. Default: the hub's."""

    verify_kubelet_certificates: bool = True
    """Whether a kubelet has to prove itself by a certificate of the cluster's authority, as EKS's
    have. `false` where nodes sign their own: then whoever takes a node's address is given the
    collector's token."""

    @field_validator("timeout_seconds")
    @classmethod
    def _timeout(cls, value: int, info: ValidationInfo) -> int:
        within_interval(value, info.data.get("interval_seconds"))
        return value


def within_interval(timeout: int | None, interval: int | None) -> int | None:
    """`timeout`, if a scrape can take so long.

    Raises:
        ValueError: It is above the interval, which Prometheus' configuration refuses.
    """
    if timeout is not None and interval is not None and timeout > interval:
        msg = (
            f"a timeout of {timeout} s is above the interval of {interval} s: lower it to "
            f"{interval}, or raise interval_seconds"
        )
        raise ValueError(msg)
    return timeout
