"""How full persistent volumes are."""

from typing import Final

from eks_observability.signals.jobs import KUBELET
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (KUBELET,)
"""Scrape jobs that these rules need."""

_CLAIM: Final = "(cluster, namespace, persistentvolumeclaim)"


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Shares in use by claim: without the node, so that they go on when the pod moves."""
    del scope
    return (
        RecordingRule(
            name="persistentvolumeclaim:kubelet_volume_stats_utilization:ratio",
            expr=(
                f'max by {_CLAIM} (kubelet_volume_stats_used_bytes{{job="kubelet"}} '
                '/ (kubelet_volume_stats_capacity_bytes{job="kubelet"} > 0))'
            ),
        ),
        RecordingRule(
            name="persistentvolumeclaim:kubelet_volume_stats_inodes_utilization:ratio",
            # A file system without a number of inodes, such as EFS, has 0 of them.
            expr=(
                f'max by {_CLAIM} (kubelet_volume_stats_inodes_used{{job="kubelet"}} '
                '/ (kubelet_volume_stats_inodes{job="kubelet"} > 0))'
            ),
        ),
    )
