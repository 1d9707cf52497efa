"""What EKS hands out of the scheduler's metrics.

Source: EKS User Guide, "Fetch control plane raw metrics in Prometheus format";
tests/components/expositions/kube-scheduler.txt. Every label tells series apart, so none can be
dropped.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import Exposition, families

SCHEDULER: Final = Exposition(
    families=(
        *families("counter", "", "scheduler_preemption_attempts_total"),
        *families("counter", "profile result", "scheduler_schedule_attempts_total"),
        *families(
            "gauge",
            "namespace node pod priority resource scheduler unit",
            "kube_pod_resource_limit kube_pod_resource_request",
        ),
        *families("gauge", "queue", "scheduler_pending_pods"),
        *families(
            "histogram", "", "scheduler_pod_scheduling_attempts scheduler_preemption_victims"
        ),
        *families("histogram", "attempts", "scheduler_pod_scheduling_sli_duration_seconds"),
        *families("histogram", "profile result", "scheduler_scheduling_attempt_duration_seconds"),
    ),
)
