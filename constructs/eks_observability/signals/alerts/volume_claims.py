"""Claims that get no volume, and volumes that are broken, as Kubernetes objects say."""

from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these alerts need."""

_CLAIM: Final = "(cluster, namespace, persistentvolumeclaim)"
_PHASE: Final = 'kube_persistentvolumeclaim_status_phase{job="kube-state-metrics", phase='
_NAME: Final = (
    "{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} in cluster {{ $labels.cluster }}"
)


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Claims without a volume, then volumes without use."""
    return (
        Alert(
            name="PersistentVolumeClaimPending",
            # EKS's storage classes make a volume when a pod uses it: until then, waiting is right.
            expr=(
                f'max by {_CLAIM} ({_PHASE}"Pending"}}) == 1 and on {_CLAIM} '
                f"max by {_CLAIM} (kube_pod_spec_volumes_persistentvolumeclaims_info"
                '{job="kube-state-metrics"}) == 1'
            ),
            hold=f"{scope.thresholds.pod_pending_minutes}m",
            severity="warning",
            summary="A pod's claim gets no volume.",
            description=f"A pod uses claim {_NAME}, and there is no volume for it.",
        ),
        Alert(
            name="PersistentVolumeClaimLost",
            expr=f'max by {_CLAIM} ({_PHASE}"Lost"}}) == 1',
            hold="5m",
            severity="critical",
            summary="A claim's volume is gone.",
            description=f"The volume of claim {_NAME} does not exist any more.",
        ),
        Alert(
            name="PersistentVolumeFailed",
            expr=(
                "max by (cluster, persistentvolume) (kube_persistentvolume_status_phase"
                '{job="kube-state-metrics", phase="Failed"}) == 1'
            ),
            hold="5m",
            severity="warning",
            summary="A volume that nobody needs any more could not be deleted.",
            description=(
                "Volume {{ $labels.persistentvolume }} of cluster {{ $labels.cluster }} was "
                "released, and could not be deleted. It goes on costing money."
            ),
        ),
    )
