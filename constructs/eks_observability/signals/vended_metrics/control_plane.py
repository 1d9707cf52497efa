"""The control-plane metrics that EKS publishes for every cluster.

Names, units and valid statistics: EKS User Guide, "Monitor cluster data with Amazon CloudWatch",
"Basic metrics in Amazon CloudWatch". They are there from Kubernetes 1.28 on, every minute, free.
"""

from typing import Final

from eks_observability.signals.vended_metrics.model import Graph, VendedMetric

NAMESPACE: Final = "AWS/EKS"
DIMENSION: Final = "ClusterName"
"""The one dimension of each of these metrics."""


def graphs() -> tuple[Graph, ...]:
    """The metrics, in the order of a dashboard."""
    return (
        Graph(
            title="API server: requests and errors",
            unit="Count",
            metrics=(
                _sum("apiserver_request_total", "all"),
                _sum("apiserver_request_total_4XX", "refused (4xx)"),
                _sum("apiserver_request_total_429", "throttled (429)"),
                _sum("apiserver_request_total_5XX", "failed (5xx)"),
            ),
        ),
        Graph(
            title="API server: latency, 99th percentile by verb",
            unit="Seconds",
            metrics=tuple(
                VendedMetric(
                    name=f"apiserver_request_duration_seconds_{verb}_P99",
                    label=verb,
                    statistic="Average",
                )
                for verb in ("GET", "LIST", "POST", "PUT", "PATCH", "DELETE")
            ),
        ),
        Graph(
            title="API server: requests in flight",
            unit="Count",
            metrics=(
                _sum("apiserver_current_inflight_requests_READONLY", "reading"),
                _sum("apiserver_current_inflight_requests_MUTATING", "writing"),
                VendedMetric(
                    name="apiserver_flowcontrol_current_executing_seats",
                    label="seats taken",
                    statistic="Maximum",
                ),
            ),
        ),
        Graph(
            title="Scheduler: pods that wait",
            unit="Count",
            metrics=(
                _sum("scheduler_pending_pods", "all"),
                _sum("scheduler_pending_pods_UNSCHEDULABLE", "no node fits"),
                _sum("scheduler_pending_pods_BACKOFF", "backing off"),
                _sum("scheduler_pending_pods_GATED", "gated"),
                _sum("scheduler_pending_pods_ACTIVEQ", "next in line"),
            ),
        ),
        Graph(
            title="Scheduler: attempts",
            unit="Count",
            metrics=(
                _sum("scheduler_schedule_attempts_SCHEDULED", "placed"),
                _sum("scheduler_schedule_attempts_UNSCHEDULABLE", "no node fits"),
                _sum("scheduler_schedule_attempts_ERROR", "failed"),
            ),
        ),
        Graph(
            title="Admission webhooks: rejections",
            unit="Count",
            metrics=(
                _sum("apiserver_admission_webhook_rejection_count_ADMIT", "mutating"),
                _sum("apiserver_admission_webhook_rejection_count_VALIDATING", "validating"),
            ),
        ),
        Graph(
            title="Admission webhooks: latency, 99th percentile",
            unit="Seconds",
            metrics=tuple(
                VendedMetric(
                    name=f"apiserver_admission_webhook_admission_duration_seconds_{kind}_P99",
                    label=label,
                    statistic="Average",
                )
                for kind, label in (("ADMIT", "mutating"), ("VALIDATING", "validating"))
            ),
        ),
        Graph(
            title="etcd: size of the database",
            unit="Bytes",
            metrics=(
                VendedMetric(
                    name="apiserver_storage_size_bytes", label="on disk", statistic="Maximum"
                ),
            ),
        ),
    )


def _sum(name: str, label: str) -> VendedMetric:
    return VendedMetric(name=name, label=label, statistic="Sum")
