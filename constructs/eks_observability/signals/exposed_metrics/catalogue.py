"""What is known of the metrics of each job, together."""

from collections.abc import Mapping
from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.exposed_metrics.api_server import API_SERVER
from eks_observability.signals.exposed_metrics.cadvisor import CADVISOR
from eks_observability.signals.exposed_metrics.collector import COLLECTOR
from eks_observability.signals.exposed_metrics.controller_manager import CONTROLLER_MANAGER
from eks_observability.signals.exposed_metrics.coredns import COREDNS
from eks_observability.signals.exposed_metrics.kube_state_metrics import KUBE_STATE_METRICS
from eks_observability.signals.exposed_metrics.kubelet import KUBELET
from eks_observability.signals.exposed_metrics.model import Exposition, Family
from eks_observability.signals.exposed_metrics.node_exporter import NODE_EXPORTER
from eks_observability.signals.exposed_metrics.scheduler import SCHEDULER
from eks_observability.signals.exposed_metrics.vpc_cni import VPC_CNI

CATALOGUE: Final[Mapping[str, Exposition]] = {
    jobs.API_SERVER: API_SERVER,
    jobs.CADVISOR: CADVISOR,
    jobs.COLLECTOR: COLLECTOR,
    jobs.CONTROLLER_MANAGER: CONTROLLER_MANAGER,
    jobs.COREDNS: COREDNS,
    jobs.KUBE_STATE_METRICS: KUBE_STATE_METRICS,
    jobs.KUBELET: KUBELET,
    jobs.NODE_EXPORTER: NODE_EXPORTER,
    jobs.SCHEDULER: SCHEDULER,
    jobs.VPC_CNI: VPC_CNI,
}
"""What each built-in job's targets expose. Applications in pods expose what they like."""

OF_EVERY_SCRAPE: Final = frozenset(
    {
        "up",
        "scrape_duration_seconds",
        "scrape_samples_post_metric_relabeling",
        "scrape_samples_scraped",
        "scrape_series_added",
    }
)
"""Series that a scrape adds for each target (Prometheus documentation, "Jobs and instances")."""

OF_RULES: Final = frozenset({"ALERTS", "ALERTS_FOR_STATE"})
"""Series that the evaluation of alerts writes (Prometheus documentation, "Alerting rules")."""


def is_scraped(metric: str) -> bool:
    """Whether a metric comes from a target, and not from a rule or its evaluation."""
    return ":" not in metric and metric not in OF_RULES


def jobs_that_expose(metric: str) -> frozenset[str]:
    """The built-in jobs of which it is known that series of this name come from them."""
    return frozenset(
        job
        for job, exposition in CATALOGUE.items()
        if metric in OF_EVERY_SCRAPE or metric in exposition.by_series
    )


def family_of(job: str, metric: str) -> Family | None:
    """The metric of a built-in job that series of this name belong to, where it is known."""
    exposition = CATALOGUE.get(job)
    return exposition.by_series.get(metric) if exposition else None
