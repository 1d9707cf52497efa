"""What the settings ask to be scraped, in the collectors' own terms."""

from collections.abc import Mapping

from eks_observability.settings.metrics import Metrics
from eks_observability.signals import jobs
from eks_observability.signals.kept_series import KeptSeries
from eks_observability_charts.collector import jobs as charts
from eks_observability_charts.collector.keep import EVERYTHING, Keep


def keep_of(kept: KeptSeries | None) -> Keep:
    """What is kept of a job, in the chart's terms; everything where nothing is said of it."""
    if kept is None:
        return EVERYTHING
    return Keep(metrics=kept.metrics, buckets=kept.buckets, drop_labels=kept.drop_labels)


def node_jobs(settings: Metrics, kept: Mapping[str, KeptSeries]) -> list[charts.NodeJob]:
    """Jobs of the collector on each node."""
    targets, verify = settings.targets, settings.verify_kubelet_certificates

    def of(name: str) -> Keep:
        return keep_of(kept.get(name))

    pods = targets.pods
    wanted = (
        (
            targets.kubelet,
            charts.KubeletJob(keep=of(jobs.KUBELET), verify_certificate=verify),
        ),
        (
            targets.cadvisor,
            charts.CadvisorJob(keep=of(jobs.CADVISOR), verify_certificate=verify),
        ),
        (
            targets.node_exporter.enabled,
            charts.NodeExporterJob(keep=of(jobs.NODE_EXPORTER), port=targets.node_exporter.port),
        ),
        (targets.vpc_cni, charts.VpcCniJob(keep=of(jobs.VPC_CNI))),
        (
            pods.enabled,
            charts.PodsJob(
                keep=EVERYTHING if pods.keep == "all" else of(jobs.PODS),
                keep_of_system=of(jobs.PODS),
                series_limit=pods.series_limit,
            ),
        ),
    )
    return [job for is_wanted, job in wanted if is_wanted]


def cluster_jobs(
    settings: Metrics,
    kept: Mapping[str, KeptSeries],
    *,
    kube_state_metrics_namespace: str | None = None,
) -> list[charts.ClusterJob]:
    """Jobs of the collector that measures the cluster as a whole.

    Args:
        settings: What is scraped.
        kept: Which series are kept, by job. A job that is not named keeps all of its.
        kube_state_metrics_namespace: Where its pod is looked for. Default: everywhere.
    """
    targets = settings.targets

    def of(name: str) -> Keep:
        return keep_of(kept.get(name))

    wanted = (
        (targets.api_server, charts.ApiServerJob(keep=of(jobs.API_SERVER))),
        (targets.scheduler, charts.SchedulerJob(keep=of(jobs.SCHEDULER))),
        (
            targets.controller_manager,
            charts.ControllerManagerJob(keep=of(jobs.CONTROLLER_MANAGER)),
        ),
        (targets.coredns, charts.CoreDnsJob(keep=of(jobs.COREDNS))),
        (
            targets.kube_state_metrics.enabled,
            charts.KubeStateMetricsJob(
                keep=of(jobs.KUBE_STATE_METRICS),
                address=targets.kube_state_metrics.address,
                namespace=kube_state_metrics_namespace,
            ),
        ),
    )
    return [
        *(job for is_wanted, job in wanted if is_wanted),
        *(charts.ScrapeJob(**job.model_dump()) for job in settings.scrape_jobs),
    ]
