"""What nodes use, over a cluster."""

from typing import Final

from eks_observability.signals.anomaly_detectors.model import AnomalyDetector
from eks_observability.signals.jobs import NODE_EXPORTER

_SHARE: Final = "{{ $value | humanizePercentage }}"


def detectors() -> tuple[AnomalyDetector, ...]:
    """CPU, memory and file systems of all nodes together; single ones have alerts of their own."""
    return (
        AnomalyDetector(
            name="eks-node-cpu",
            series="cluster:node_cpu_utilization:ratio_rate5m",
            jobs=(NODE_EXPORTER,),
            more_than_usual=0.1,
            alert="NodeCpuAnomalous",
            severity="info",
            summary="The nodes of a cluster use more CPU than usual.",
            description=f"{_SHARE} of the CPU of nodes is in use",
        ),
        AnomalyDetector(
            name="eks-node-memory",
            series="cluster:node_memory_utilization:ratio",
            jobs=(NODE_EXPORTER,),
            more_than_usual=0.05,
            alert="NodeMemoryAnomalous",
            severity="info",
            summary="The nodes of a cluster use more memory than usual.",
            description=f"{_SHARE} of the memory of nodes is in use",
        ),
        AnomalyDetector(
            name="eks-node-filesystem",
            series="cluster:node_filesystem_utilization:ratio",
            jobs=(NODE_EXPORTER,),
            more_than_usual=0.05,
            alert="NodeFilesystemAnomalous",
            severity="info",
            summary="The file systems of a cluster's nodes are fuller than usual.",
            description=f"{_SHARE} of the file systems of nodes is in use",
        ),
    )
