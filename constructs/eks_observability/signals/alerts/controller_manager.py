"""The controllers of Kubernetes itself, by what EKS shows of them.

EKS passes on some metrics of the controller manager only (EKS User Guide, "Fetch control plane raw
metrics in Prometheus format").
"""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (jobs.CONTROLLER_MANAGER,)
"""Scrape jobs that these alerts need."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Controllers that fall behind, and those that do nothing though there is work."""
    depth = scope.thresholds.controller_manager_queue_depth
    return (
        Alert(
            name="ControllerBehind",
            expr=f"cluster_name:workqueue_depth:max\n> {depth}",
            severity="warning",
            summary="A controller of Kubernetes has more to do than it gets done.",
            description=(
                "In {{ $labels.cluster }} {{ $value }} objects wait for the controller "
                f"{{{{ $labels.name }}}}; up to {depth} are fine. Changes to them take effect late."
            ),
        ),
        Alert(
            name="ControllerStuck",
            expr=(
                "cluster_name:workqueue_depth:max > 0\n"
                "and\n"
                "cluster_name:workqueue_work_done:rate5m == 0"
            ),
            severity="warning",
            summary="A controller of Kubernetes gets nothing done, though there is work.",
            description=(
                "In {{ $labels.cluster }} {{ $value }} objects wait for the controller "
                "{{ $labels.name }}, and it finishes none. Changes to them take no effect."
            ),
        ),
    )
