"""What the one collector that measures the cluster as a whole scrapes."""

from typing import Any, Final

from eks_observability_charts.collector.jobs import (
    ApiServerJob,
    ClusterJob,
    ControllerManagerJob,
    CoreDnsJob,
    KubeStateMetricsJob,
    SchedulerJob,
    ScrapeJob,
)
from eks_observability_charts.collector.kubernetes import as_account
from eks_observability_charts.collector.relabeling import copy, keep, label
from eks_observability_charts.collector.scrape import ScrapeConfig, scrape, static

API_SERVER: Final = "kubernetes.default.svc"
"""Name of the API server within the cluster, which its certificate has."""

_EKS_METRICS: Final = "/apis/metrics.eks.amazonaws.com/v1/{}/container/metrics"


def cluster_scrape(job: ClusterJob, *, cluster: str) -> ScrapeConfig:
    """The scrape of a job that is done once for the cluster.

    Args:
        job: The job.
        cluster: The cluster's name.
    """
    match job:
        case ApiServerJob():
            return _api_servers(job, cluster)
        case SchedulerJob():
            return _control_plane(job, cluster, "ksh")
        case ControllerManagerJob():
            return _control_plane(job, cluster, "kcm")
        case CoreDnsJob():
            return _coredns(job, cluster)
        case KubeStateMetricsJob():
            return _kube_state_metrics(job, cluster)
        case ScrapeJob():
            return _of_somebody(job, cluster)


def _api_servers(job: ApiServerJob, cluster: str) -> ScrapeConfig:
    """Each one by itself, because each counts its own requests."""
    slices = {"role": "endpointslice", "namespaces": {"names": ["default"]}}
    meta = "__meta_kubernetes"
    return scrape(
        job.name,
        cluster=cluster,
        keep=job.keep,
        found={"kubernetes_sd_configs": [slices]},
        relabel=[
            keep([f"{meta}_service_name", f"{meta}_endpointslice_port_name"], "kubernetes;https")
        ],
        **as_account(server_name=API_SERVER),
    )


def _control_plane(
    job: SchedulerJob | ControllerManagerJob, cluster: str, component: str
) -> ScrapeConfig:
    """Through any API server, because they all ask the same one."""
    return scrape(
        job.name,
        cluster=cluster,
        keep=job.keep,
        found=static([f"{API_SERVER}:443"]),
        metrics_path=_EKS_METRICS.format(component),
        **as_account(server_name=API_SERVER),
    )


def _coredns(job: CoreDnsJob, cluster: str) -> ScrapeConfig:
    found = {
        "role": "pod",
        "namespaces": {"names": ["kube-system"]},
        "selectors": [{"role": "pod", "label": "k8s-app=kube-dns"}],
    }
    pod = "__meta_kubernetes_pod"
    return scrape(
        job.name,
        cluster=cluster,
        keep=job.keep,
        found={"kubernetes_sd_configs": [found]},
        relabel=[
            keep([f"{pod}_phase", f"{pod}_container_port_number"], "Running;9153"),
            copy("__meta_kubernetes_namespace", "namespace"),
            copy(f"{pod}_name", "pod"),
        ],
    )


def _kube_state_metrics(job: KubeStateMetricsJob, cluster: str) -> ScrapeConfig:
    """By its pod where nobody says its address: its service has another name in each guide."""
    selector = {"role": "pod", "label": "app.kubernetes.io/name=kube-state-metrics"}
    by_label: dict[str, Any] = {"role": "pod", "selectors": [selector]}
    if job.namespace:
        by_label["namespaces"] = {"names": [job.namespace]}
    pod = "__meta_kubernetes_pod"
    running = keep([f"{pod}_phase", f"{pod}_container_port_number"], "Running;8080")
    return scrape(
        job.name,
        cluster=cluster,
        keep=job.keep,
        found=static([job.address]) if job.address else {"kubernetes_sd_configs": [by_label]},
        relabel=[] if job.address else [running],
        # Its labels name the objects that it tells about, not itself. Whoever may run a pod with
        # that label can expose anything as its own, but not in another cluster's or job's name.
        honor_labels=True,
        metric_relabel=[label("cluster", cluster), label("job", job.name)],
    )


def _of_somebody(job: ScrapeJob, cluster: str) -> ScrapeConfig:
    seconds = {"scrape_interval": job.interval_seconds, "scrape_timeout": job.timeout_seconds}
    keys: dict[str, Any] = {name: f"{value}s" for name, value in seconds.items() if value}
    return scrape(
        job.name,
        cluster=cluster,
        keep=job.keep,
        found=static(job.targets),
        metrics_path=job.path,
        scheme=job.scheme,
        sample_limit=job.series_limit,
        **keys,
    )
