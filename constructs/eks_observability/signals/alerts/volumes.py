"""Persistent volumes that are full, or soon will be."""

from typing import Final

from eks_observability.signals.jobs import KUBELET
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (KUBELET,)
"""Scrape jobs that these alerts need."""

_USED: Final = "persistentvolumeclaim:kubelet_volume_stats_utilization:ratio"
_INODES: Final = "persistentvolumeclaim:kubelet_volume_stats_inodes_utilization:ratio"
_NAME: Final = (
    "volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} in cluster "
    "{{ $labels.cluster }}"
)
# A volume fills when it is new; it is worth an alert when little is left of it.
_FILLING_FROM: Final = 60
_FULL: Final = 97


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """By bytes now, by bytes soon, and by inodes."""
    limit = scope.thresholds.volume_percent
    hours = scope.thresholds.volume_full_within_hours
    return (
        Alert(
            name="VolumeAlmostFull",
            expr=f"{_USED} > {limit:g} / 100",
            severity="warning",
            summary="A persistent volume is nearly full.",
            description=f"{{{{ $value | humanizePercentage }}}} of {_NAME} is in use.",
        ),
        Alert(
            name="VolumeFull",
            expr=f"{_USED} > {max(limit, _FULL):g} / 100",
            hold="1m",
            severity="critical",
            summary="A persistent volume is full.",
            description=(
                f"{{{{ $value | humanizePercentage }}}} of {_NAME} is in use: what writes to it "
                "fails, or is about to."
            ),
        ),
        Alert(
            name="VolumeFills",
            # By the last hour too, and for longer than that: a burst that has ended is no trend.
            expr=(
                f"predict_linear({_USED}[6h], {hours} * 3600) > 1 "
                f"and predict_linear({_USED}[1h], {hours} * 3600) > 1 "
                f"and {_USED} > {min(limit, _FILLING_FROM):g} / 100"
            ),
            hold="90m",
            severity="warning",
            summary="A persistent volume will soon be full.",
            description=(
                f"The {_NAME} will be full within {hours} hours, if it goes on filling as in the "
                "last six hours."
            ),
        ),
        Alert(
            name="VolumeInodesAlmostFull",
            expr=f"{_INODES} > {limit:g} / 100",
            severity="warning",
            summary="A persistent volume has hardly any inodes left.",
            description=(
                f"{{{{ $value | humanizePercentage }}}} of the inodes of {_NAME} are in use."
            ),
        ),
    )
