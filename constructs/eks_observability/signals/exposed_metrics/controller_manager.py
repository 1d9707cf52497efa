"""What EKS hands out of the controller manager's metrics.

Source: EKS User Guide, "Fetch control plane raw metrics in Prometheus format";
tests/components/expositions/kube-controller-manager.txt. Every label tells series apart, so none
can be dropped.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import Exposition, families

CONTROLLER_MANAGER: Final = Exposition(
    families=(
        *families("counter", "name", "workqueue_adds_total"),
        *families("gauge", "name", "workqueue_depth"),
        *families("histogram", "", "cronjob_controller_job_creation_skew_duration_seconds"),
        *families(
            "histogram", "name", "workqueue_queue_duration_seconds workqueue_work_duration_seconds"
        ),
    ),
)
