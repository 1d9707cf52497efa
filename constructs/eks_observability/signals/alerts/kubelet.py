"""Kubelets that answer, and do not get their work done."""

from typing import Final

from eks_observability.signals.jobs import KUBELET
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (KUBELET,)
"""Scrape jobs that these alerts need."""

_NODE: Final = "(cluster, node)"
_WHERE: Final = "node {{ $labels.node }} in cluster {{ $labels.cluster }}"


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """The container runtime, pods that start, volumes, and the serving certificate."""
    del scope
    return (*_runtime(), *_volumes(), *_certificate())


def _runtime() -> tuple[Alert, ...]:
    return (
        Alert(
            name="KubeletPlegSlow",
            # Once a second when all is well; when it takes three minutes, the node is not ready.
            expr=f"{_mean('kubelet_pleg_relist_duration_seconds', '5m')} > 3",
            hold="10m",
            severity="warning",
            summary="A kubelet is slow to learn of its containers.",
            description=(
                f"The kubelet of {_WHERE} takes {{{{ $value | humanizeDuration }}}} to list its "
                "containers. The container runtime or the node's disk is overloaded."
            ),
        ),
        Alert(
            name="KubeletPodStartSlow",
            expr=f"{_mean('kubelet_run_podsandbox_duration_seconds', '15m')} > 10",
            severity="warning",
            summary="Pods of a node are slow to start.",
            description=(
                f"Pods of {_WHERE} get their network after {{{{ $value | humanizeDuration }}}} on "
                "average, before a first image is pulled."
            ),
        ),
        Alert(
            name="KubeletPodSandboxFails",
            expr=(
                f"sum by {_NODE} "
                '(increase(kubelet_run_podsandbox_errors_total{job="kubelet"}[15m])) >= 5'
            ),
            hold="10m",
            severity="warning",
            summary="Pods of a node cannot start: they get no network.",
            description=(
                '{{ $value | printf "%.0f" }} attempts within 15 minutes to start a pod on '
                f"{_WHERE} failed, mostly since there was no IP address for it."
            ),
        ),
    )


def _volumes() -> tuple[Alert, ...]:
    return (
        Alert(
            name="KubeletVolumeOperationsFail",
            # Asking whether a volume is attached yet fails now and then until it is.
            expr=(
                "sum by (cluster, node, volume_plugin, operation_name) "
                '(increase(storage_operation_duration_seconds_count{job="kubelet", '
                'status="fail-unknown", operation_name!="verify_controller_attached_volume"}'
                "[30m])) >= 5"
            ),
            severity="warning",
            summary="A node cannot mount or unmount volumes.",
            description=(
                '{{ $value | printf "%.0f" }} times within 30 minutes {{ $labels.operation_name }} '
                f"of {{{{ $labels.volume_plugin }}}} failed on {_WHERE}."
            ),
        ),
    )


def _certificate() -> tuple[Alert, ...]:
    """The serving one; to the API server EKS's kubelets prove themselves by IAM."""
    return (
        Alert(
            name="KubeletCertificateExpires",
            # Kubelets renew it when a tenth to a third of its life is left.
            expr=(
                f"min by {_NODE} "
                '(kubelet_certificate_manager_server_ttl_seconds{job="kubelet"}) < 24 * 3600'
            ),
            severity="warning",
            summary="A kubelet's certificate expires and was not renewed.",
            description=(
                f"The serving certificate of the kubelet of {_WHERE} is valid for "
                "{{ $value | humanizeDuration }} more."
            ),
        ),
        Alert(
            name="KubeletCertificateRenewalFails",
            expr=(
                f"max by {_NODE} "
                '(increase(kubelet_server_expiration_renew_errors{job="kubelet"}[15m])) > 0'
            ),
            severity="warning",
            summary="A kubelet cannot renew its certificate.",
            description=f"The kubelet of {_WHERE} fails to renew its serving certificate.",
        ),
    )


def _mean(histogram: str, window: str) -> str:
    """Seconds that one takes on average: exact, and two series rather than fourteen."""
    total, count = (
        f'sum by {_NODE} (rate({histogram}_{part}{{job="kubelet"}}[{window}]))'
        for part in ("sum", "count")
    )
    return f"{total} / {count}"
