"""What AMP's managed scraper is told: a configuration of Prometheus.

It knows `global` and scrape jobs, finds targets by Kubernetes discovery or by their addresses,
resolves no name but `kubernetes.default.svc`, and may not read endpoint slices (AMP User Guide,
"Set up managed collectors for Amazon EKS", "Scraper configuration"). It asks kubelets through the
API server.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from eks_observability.prometheus.scrape_jobs import keep_of
from eks_observability.settings.metrics import Metrics
from eks_observability.settings.metrics import ScrapeJob as OwnJob
from eks_observability.signals import jobs
from eks_observability.signals.kept_series import KeptSeries
from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.kubernetes import TOKEN_FILE
from eks_observability_charts.collector.node_scrapes import (
    CADVISOR_DROPS,
    NODE_EXPORTER_DROPS,
    VPC_CNI_PORT,
)
from eks_observability_charts.collector.pod_scrape import asking_pods
from eks_observability_charts.collector.relabeling import (
    Rule,
    copy,
    keep,
    kept_series,
    kept_series_where,
    label,
)

_API_SERVER: Final = "kubernetes.default.svc:443"
_META: Final = "__meta_kubernetes"
_EKS_METRICS: Final = "/apis/metrics.eks.amazonaws.com/v1/{}/container/metrics"
_AUTHORIZED: Final[Mapping[str, Any]] = {
    "scheme": "https",
    "authorization": {"type": "Bearer", "credentials_file": TOKEN_FILE},
}

Job = dict[str, Any]
"""An entry of `scrape_configs` without its name."""


def scraper_configuration(
    settings: Metrics, kept: Mapping[str, KeptSeries], *, cluster_label: str
) -> Mapping[str, Any]:
    """The jobs, labels and series that collectors in the cluster have, for the scraper.

    Args:
        settings: What is scraped, and how often.
        kept: Which series are kept, by job. A job that is not named keeps all of its.
        cluster_label: What every series carries in the label `cluster`.
    """
    return {
        "global": {
            "scrape_interval": f"{settings.interval_seconds}s",
            "scrape_timeout": f"{settings.timeout_seconds}s",
        },
        "scrape_configs": [
            _named(name, job, cluster_label)
            for name, job in (
                *_on_nodes(settings, kept),
                *_of_control_plane(settings, kept),
                *_of_pods(settings, kept),
                *((job.name, _own(job)) for job in settings.scrape_jobs),
            )
        ],
    }


def _named(name: str, job: Job, cluster_label: str) -> Job:
    """A job with its name, whose series carry the cluster's name, as those of collectors do.

    External labels would leave a target's own label `cluster` in its place.
    """
    own = [label("cluster", cluster_label), label("job", name)] if job.get("honor_labels") else []
    return {
        "job_name": name,
        "honor_timestamps": False,
        **job,
        "relabel_configs": [label("cluster", cluster_label), *job.get("relabel_configs", ())],
        "metric_relabel_configs": [*own, *job.get("metric_relabel_configs", ())],
    }


def _on_nodes(settings: Metrics, kept: Mapping[str, KeptSeries]) -> Iterator[tuple[str, Job]]:
    targets = settings.targets
    if targets.kubelet:
        yield jobs.KUBELET, _kubelet("metrics", keep_of(kept.get(jobs.KUBELET)))
    if targets.cadvisor:
        wanted = keep_of(kept.get(jobs.CADVISOR))
        yield jobs.CADVISOR, _kubelet("metrics/cadvisor", wanted, CADVISOR_DROPS)
    if targets.node_exporter.enabled:
        wanted, port = keep_of(kept.get(jobs.NODE_EXPORTER)), targets.node_exporter.port
        yield jobs.NODE_EXPORTER, _port_of_nodes(port, wanted, NODE_EXPORTER_DROPS)
    if targets.vpc_cni:
        yield jobs.VPC_CNI, _port_of_nodes(VPC_CNI_PORT, keep_of(kept.get(jobs.VPC_CNI)))


def _of_control_plane(
    settings: Metrics, kept: Mapping[str, KeptSeries]
) -> Iterator[tuple[str, Job]]:
    targets = settings.targets
    if targets.api_server:
        found = _found("endpoints", [_of_kubernetes()])
        yield (
            jobs.API_SERVER,
            {**_AUTHORIZED, **found, **_series(keep_of(kept.get(jobs.API_SERVER)))},
        )
    for is_on, name, component in (
        (targets.scheduler, jobs.SCHEDULER, "ksh"),
        (targets.controller_manager, jobs.CONTROLLER_MANAGER, "kcm"),
    ):
        if is_on:
            yield (
                name,
                {
                    **_AUTHORIZED,
                    "metrics_path": _EKS_METRICS.format(component),
                    # Through any API server, because they all ask the same one.
                    "static_configs": [{"targets": [_API_SERVER]}],
                    **_series(keep_of(kept.get(name))),
                },
            )


def _of_pods(settings: Metrics, kept: Mapping[str, KeptSeries]) -> Iterator[tuple[str, Job]]:
    targets = settings.targets
    if targets.coredns:
        yield (
            jobs.COREDNS,
            _pods_named("label_k8s_app", "kube-dns", 9153, keep_of(kept.get(jobs.COREDNS))),
        )
    if targets.kube_state_metrics.enabled:
        wanted = keep_of(kept.get(jobs.KUBE_STATE_METRICS))
        job = _pods_named("label_app_kubernetes_io_name", "kube-state-metrics", 8080, wanted)
        # Its labels name the objects that it tells about, not itself.
        yield jobs.KUBE_STATE_METRICS, {**job, "honor_labels": True}
    if targets.pods.enabled:
        used = keep_of(kept.get(jobs.PODS))
        ports = (targets.node_exporter.port, VPC_CNI_PORT)
        elsewhere = rf".*:(?:{'|'.join(map(str, ports))})"
        series = _series(
            EVERYTHING if targets.pods.keep == "all" else used,
            kept_series_where("namespace", "kube-system", used),
        )
        found = _found("pod", asking_pods(elsewhere))
        yield jobs.PODS, {**found, **series, "sample_limit": targets.pods.series_limit}


def _kubelet(path: str, wanted: Keep, drops: Sequence[Rule] = ()) -> Job:
    through = {
        "source_labels": [f"{_META}_node_name"],
        "regex": "(.+)",
        "target_label": "__metrics_path__",
        "replacement": f"/api/v1/nodes/$1/proxy/{path}",
    }
    found = _found("node", [label("__address__", _API_SERVER), through, *_node()])
    return {**_AUTHORIZED, **found, **_series(wanted, drops)}


def _port_of_nodes(port: int, wanted: Keep, drops: Sequence[Rule] = ()) -> Job:
    address = {
        "source_labels": [f"{_META}_node_address_InternalIP"],
        "regex": "(.+)",
        "target_label": "__address__",
        "replacement": f"$1:{port}",
    }
    return {**_found("node", [address, *_node()]), **_series(wanted, drops)}


def _node() -> list[Rule]:
    return [copy(f"{_META}_node_name", name) for name in ("node", "instance")]


def _of_kubernetes() -> Rule:
    """The API servers: the endpoints of their own service."""
    parts = ("namespace", "service_name", "endpoint_port_name")
    return keep([f"{_META}_{part}" for part in parts], "default;kubernetes;https")


def _pods_named(name: str, value: str, port: int, wanted: Keep) -> Job:
    pod = f"{_META}_pod"
    relabel = [
        keep(
            [f"{pod}_{name}", f"{pod}_phase", f"{pod}_container_port_number"],
            f"{value};Running;{port}",
        ),
        copy(f"{_META}_namespace", "namespace"),
        copy(f"{pod}_name", "pod"),
    ]
    return {**_found("pod", relabel), **_series(wanted)}


def _own(job: OwnJob) -> Job:
    seconds = {"scrape_interval": job.interval_seconds, "scrape_timeout": job.timeout_seconds}
    return {
        "metrics_path": job.path,
        "scheme": job.scheme,
        "sample_limit": job.series_limit,
        **{name: f"{value}s" for name, value in seconds.items() if value},
        "static_configs": [{"targets": list(job.targets)}],
    }


def _found(role: str, relabel: Sequence[Rule]) -> Job:
    return {"kubernetes_sd_configs": [{"role": role}], "relabel_configs": list(relabel)}


def _series(wanted: Keep, drops: Sequence[Rule] = ()) -> Job:
    return {"metric_relabel_configs": [*drops, *kept_series(wanted)]}
