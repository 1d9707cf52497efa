"""Choices of series: one with every kind that can be chosen, and what rules ask for."""

from typing import Final

from eks_observability.prometheus.scrape_jobs import keep_of
from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.kept_series import kept_for
from eks_observability_charts.collector.jobs import (
    ApiServerJob,
    CadvisorJob,
    ControllerManagerJob,
    CoreDnsJob,
    KubeletJob,
    KubeStateMetricsJob,
    NodeExporterJob,
    SchedulerJob,
    VpcCniJob,
)
from eks_observability_charts.collector.keep import Keep

KUBELET: Final = Keep(
    metrics=(
        # Buckets, all or some; a histogram whose own name ends like a part of one.
        "kubelet_pod_start_duration_seconds_bucket",
        "kubelet_runtime_operations_duration_seconds_bucket",
        "kubelet_containers_per_pod_count_bucket",
        # Of a histogram the count alone, the sum alone, both; by name or by pattern.
        "kubelet_pod_worker_duration_seconds_count",
        "storage_operation_duration_seconds_sum",
        "kubelet_pleg_relist_duration_seconds_count",
        "kubelet_pleg_relist_duration_seconds_sum",
        "kubelet_http_requests_duration_seconds_(bucket|count|sum)",
        "kubelet_http_requests_duration_seconds_count",
        # Of a summary the count alone.
        "go_gc_duration_seconds_count",
        "kubelet_running_pods",
        "kubelet_volume_stats_.+",
        "rest_client_requests_total",
    ),
    buckets={
        "kubelet_pod_start_duration_seconds_bucket": ("0.5", "1", "5.0", "60"),
        "kubelet_containers_per_pod_count_bucket": ("1",),
    },
    drop_labels=("method",),
)
CADVISOR: Final = Keep(
    metrics=(
        "container_cpu_usage_seconds_total",
        "container_memory_working_set_bytes",
        "container_network_receive_bytes_total",
        "container_network_transmit_bytes_total",
        "machine_memory_bytes",
    ),
    drop_labels=("image", "name"),
)
NODE_EXPORTER: Final = Keep(
    metrics=("node_cpu_seconds_total", "node_memory_.+", "node_load1", "node_network_.+_total"),
)
API_SERVER: Final = Keep(
    metrics=(
        "apiserver_request_total",
        "apiserver_request_duration_seconds_bucket",
        "apiserver_request_sli_duration_seconds_count",
        "apiserver_storage_objects",
    ),
    buckets={"apiserver_request_duration_seconds_bucket": ("0.1", "1", "30")},
)

KEPT: Final = {
    KubeletJob.name: KUBELET,
    CadvisorJob.name: CADVISOR,
    NodeExporterJob.name: NODE_EXPORTER,
    VpcCniJob.name: Keep(metrics=("awscni_.+_addresses", "awscni_aws_api_latency_ms_count")),
    ApiServerJob.name: API_SERVER,
    SchedulerJob.name: Keep(
        metrics=("scheduler_pending_pods", "scheduler_scheduling_attempt_duration_seconds_bucket")
    ),
    ControllerManagerJob.name: Keep(
        metrics=("workqueue_depth", "workqueue_queue_duration_seconds_bucket"),
        buckets={"workqueue_queue_duration_seconds_bucket": ("1e-06", "10")},
    ),
    CoreDnsJob.name: Keep(metrics=("coredns_panics_total", "coredns_.+_requests_total")),
    KubeStateMetricsJob.name: Keep(metrics=("kube_pod_.+", "kube_job_status_failed")),
    "collector": Keep(
        metrics=("otelcol_exporter_queue_size", "otelcol_process_uptime", "otelcol_.+_points")
    ),
}
"""The former, by job."""

BY_DEFAULT: Final = {job: keep_of(kept) for job, kept in kept_for(Metrics(), Alerts()).items()}
"""What is kept for all rules, by job, if the settings say nothing of it."""
