"""What rules are written for, by the settings: the clusters, and what is scraped in any of them."""

from eks_observability.settings import Capabilities, Settings
from eks_observability.settings.alarms import Alarms
from eks_observability.settings.metrics import Metrics
from eks_observability.signals import jobs
from eks_observability.signals.rules import Scope


def jobs_of(metrics: Metrics, *, traced: bool = False) -> frozenset[str]:
    """Names of the scrape jobs that a cluster has; none where no metric is collected.

    Args:
        metrics: Settings of its metrics.
        traced: Whether collectors run there for traces, which scrape themselves. Default: only
            those that metrics ask for.
    """
    if not metrics.enabled:
        return frozenset()
    targets = metrics.targets
    wanted = {
        jobs.KUBELET: targets.kubelet,
        jobs.CADVISOR: targets.cadvisor,
        jobs.NODE_EXPORTER: targets.node_exporter.enabled,
        jobs.VPC_CNI: targets.vpc_cni,
        jobs.PODS: targets.pods.enabled,
        jobs.API_SERVER: targets.api_server,
        jobs.SCHEDULER: targets.scheduler,
        jobs.CONTROLLER_MANAGER: targets.controller_manager,
        jobs.COREDNS: targets.coredns,
        jobs.KUBE_STATE_METRICS: targets.kube_state_metrics.enabled,
        jobs.COLLECTOR: metrics.collector == "adot" or traced,
    }
    return frozenset({job for job, is_wanted in wanted.items() if is_wanted}) | {
        job.name for job in metrics.scrape_jobs
    }


def rule_scope(settings: Settings) -> Scope:
    """What the rules of the one workspace are written for."""
    of_clusters = {
        settings.cluster_label(each): _jobs(settings.capabilities_of(each))
        for each in settings.collecting
    }
    on_in_any = frozenset[str]().union(*of_clusters.values())
    return Scope(
        clusters=tuple(of_clusters),
        jobs=on_in_any,
        without=frozenset(
            (cluster, job) for cluster, wanted in of_clusters.items() for job in on_in_any - wanted
        ),
        watched=tuple(
            settings.cluster_label(each)
            for each in settings.collecting
            if settings.alerts.enabled and _is_watched(settings.capabilities_of(each).alarms)
        ),
        thresholds=settings.alerts.thresholds,
    )


def _is_watched(alarms: Alarms) -> bool:
    """Whether anomaly detectors watch a cluster."""
    return alarms.enabled and alarms.anomaly_detection


def _jobs(wanted: Capabilities) -> frozenset[str]:
    return jobs_of(wanted.metrics, traced=wanted.tracing.enabled)
