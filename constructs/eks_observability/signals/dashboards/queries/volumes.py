"""How full persistent volumes are, and how their claims fare, by namespace and claim as chosen."""

from typing import Final

_NAMESPACE: Final = 'cluster="$cluster", namespace=~"$namespace"'
_CLAIM: Final = f'{_NAMESPACE}, persistentvolumeclaim=~"$claim"'
_STATE: Final = f'job="kube-state-metrics", {_CLAIM}'
_KUBELET: Final = f'job="kubelet", {_CLAIM}'
_BY_CLAIM: Final = "max by (namespace, persistentvolumeclaim)"


def count() -> str:
    """Claims."""
    return f"count({_BY_CLAIM} (kube_persistentvolumeclaim_info{{{_STATE}}}))"


def unbound() -> str:
    """Claims that have no volume, or lost it."""
    selector = f'{_STATE}, phase=~"Pending|Lost"'
    phase = f"kube_persistentvolumeclaim_status_phase{{{selector}}}"
    return f"sum(max by (namespace, persistentvolumeclaim, phase) ({phase}))"


def failed_volumes() -> str:
    """Volumes that could not be freed, of the whole cluster."""
    selector = 'job="kube-state-metrics", cluster="$cluster", phase="Failed"'
    return f"sum(max by (persistentvolume) (kube_persistentvolume_status_phase{{{selector}}}))"


def fullest() -> str:
    """The fullest volume: 1 is full."""
    return f"max({utilization()})"


def capacity() -> str:
    """Bytes of all mounted volumes."""
    return f"sum({_bytes('capacity')})"


def used() -> str:
    """Bytes in use of all mounted volumes."""
    return f"sum({_bytes('used')})"


def utilization() -> str:
    """Bytes in use, by claim: 1 is full."""
    return f"persistentvolumeclaim:kubelet_volume_stats_utilization:ratio{{{_CLAIM}}}"


def inodes() -> str:
    """Inodes in use, by claim: 1 is full."""
    return f"persistentvolumeclaim:kubelet_volume_stats_inodes_utilization:ratio{{{_CLAIM}}}"


def available() -> str:
    """Bytes that are left, by claim."""
    return _bytes("available")


def predicted(hours: int) -> str:
    """How full it will be, if it goes on filling as in the last six hours, by claim: 1 is full.

    Args:
        hours: From now.
    """
    return f"clamp_min(predict_linear({utilization()}[6h], {hours} * 3600), 0)"


def requested() -> str:
    """Bytes that a claim wants, by claim."""
    size = f"kube_persistentvolumeclaim_resource_requests_storage_bytes{{{_STATE}}}"
    return f"{_BY_CLAIM} ({size})"


def info() -> str:
    """1 by claim, with its class and its volume."""
    labels = "namespace, persistentvolumeclaim, storageclass, volumename"
    return f"max by ({labels}) (kube_persistentvolumeclaim_info{{{_STATE}}})"


def bound() -> str:
    """1 for a claim that has a volume, by claim."""
    selector = f'{_STATE}, phase="Bound"'
    return f"{_BY_CLAIM} (kube_persistentvolumeclaim_status_phase{{{selector}}})"


def claims_by_phase() -> str:
    """Claims by phase."""
    phase = f"kube_persistentvolumeclaim_status_phase{{{_STATE}}}"
    return f"sum by (phase) (max by (namespace, persistentvolumeclaim, phase) ({phase}))"


def volumes_by_phase() -> str:
    """Volumes of the whole cluster by phase."""
    selector = 'job="kube-state-metrics", cluster="$cluster"'
    phase = f"kube_persistentvolume_status_phase{{{selector}}}"
    return f"sum by (phase) (max by (persistentvolume, phase) ({phase}))"


def operations() -> str:
    """Operations a second on volumes of the whole cluster that went well, by what is done."""
    return _operations("success")


def failed_operations() -> str:
    """Operations a second on volumes that failed, by what is done: 0 where none does."""
    return f"{_operations('fail-unknown')} or 0 * {_operations('success')}"


def _operations(status: str) -> str:
    metric = "storage_operation_duration_seconds_count"
    selector = f'job="kubelet", cluster="$cluster", status="{status}"'
    return f"sum by (operation_name) (rate({metric}{{{selector}}}[$__rate_interval]))"


def _bytes(what: str) -> str:
    return f"{_BY_CLAIM} (kubelet_volume_stats_{what}_bytes{{{_KUBELET}}})"
