"""Which scrape jobs a cluster has switched on."""

from eks_observability.settings.metrics import Metrics
from eks_observability.signals import jobs


def jobs_on(metrics: Metrics) -> frozenset[str]:
    """Names of the scrape jobs that are on, of the built-in ones; none where metrics are off."""
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
        jobs.COLLECTOR: metrics.collector == "adot",
    }
    return frozenset(name for name, is_wanted in wanted.items() if is_wanted)
