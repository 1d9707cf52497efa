"""Containers near their limits, ending, or not starting, over a cluster."""

from typing import Final

from eks_observability.signals.anomaly_detectors.model import AnomalyDetector
from eks_observability.signals.jobs import CADVISOR, KUBE_STATE_METRICS

_LIMITS: Final = (CADVISOR, KUBE_STATE_METRICS)
_SHARE: Final = "{{ $value | humanizePercentage }}"
_COUNT: Final = '{{ $value | printf "%.0f" }}'
# Failures come at once, and are looked at every minute.
_MINUTE: Final = 60


def detectors() -> tuple[AnomalyDetector, ...]:
    """Shares of limits for whoever looks, and failures for somebody today."""
    return (*_limits(), *_failures())


def _limits() -> tuple[AnomalyDetector, ...]:
    return (
        AnomalyDetector(
            name="eks-container-cpu-limit",
            series="cluster:container_cpu_limit_utilization:avg_rate5m",
            jobs=_LIMITS,
            more_than_usual=0.1,
            alert="ContainerCpuLimitAnomalous",
            severity="info",
            summary="Containers are nearer to their CPU limits than usual.",
            description=f"{_SHARE} of its CPU limit is what a container uses on average",
        ),
        AnomalyDetector(
            name="eks-container-memory-limit",
            series="cluster:container_memory_limit_utilization:avg",
            jobs=_LIMITS,
            more_than_usual=0.1,
            alert="ContainerMemoryLimitAnomalous",
            severity="info",
            summary="Containers are nearer to their memory limits than usual.",
            description=f"{_SHARE} of its memory limit is what a container uses on average",
        ),
    )


def _failures() -> tuple[AnomalyDetector, ...]:
    return (
        AnomalyDetector(
            name="eks-pod-restarts",
            series="cluster:kube_pod_container_restarts:increase15m",
            jobs=(KUBE_STATE_METRICS,),
            more_than_usual=3,
            interval_seconds=_MINUTE,
            alert="PodRestartsAnomalous",
            severity="warning",
            summary="Containers restart more often than usual.",
            description=f"{_COUNT} restarts of containers within 15 minutes",
        ),
        AnomalyDetector(
            name="eks-pod-image-pulls",
            series="cluster:kube_pod_container_no_image:sum",
            jobs=(KUBE_STATE_METRICS,),
            more_than_usual=2,
            interval_seconds=_MINUTE,
            alert="PodImagePullsAnomalous",
            severity="warning",
            summary="More images than usual cannot be pulled.",
            description=f"{_COUNT} containers wait for an image that cannot be pulled",
        ),
        AnomalyDetector(
            name="eks-pod-starts",
            series="cluster:kube_pod_container_no_start:sum",
            jobs=(KUBE_STATE_METRICS,),
            more_than_usual=2,
            interval_seconds=_MINUTE,
            alert="PodStartsAnomalous",
            severity="warning",
            summary="More containers than usual do not start.",
            description=f"{_COUNT} containers crash as they start, or cannot be started",
        ),
    )
