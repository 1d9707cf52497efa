"""Workloads without progress or with missing pods, autoscalers and quotas at their end."""

from typing import Final

from eks_observability.signals.jobs import KUBE_STATE_METRICS
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (KUBE_STATE_METRICS,)
"""Scrape jobs that these alerts need."""

# Kubernetes itself waits so long before it says that a Deployment makes no progress
# (progressDeadlineSeconds, by default 600).
_PROGRESS_MINUTES: Final = 10
_IN: Final = "in cluster {{ $labels.cluster }}"

# A DaemonSet's pods stay on a node that is not ready, and nothing makes them available there.
_ON_NODES_NOT_READY: Final = (
    "count by (cluster, namespace, daemonset) (max by (cluster, namespace, daemonset, node) "
    f'(label_replace(kube_pod_info{{job="{KUBE_STATE_METRICS}", created_by_kind="DaemonSet"}}, '
    '"daemonset", "$1", "created_by_name", "(.+)")) and on (cluster, node) '
    f'(max by (cluster, node) (kube_node_status_condition{{job="{KUBE_STATE_METRICS}", '
    'condition="Ready", status="true"}) == 0))'
)


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Those of each kind of workload, then of what scales and bounds them."""
    return (
        *_deployments(scope),
        *_stateful_sets(scope),
        *_daemon_sets(scope),
        *_autoscalers(scope),
        _quota(),
    )


def _deployments(scope: Scope) -> tuple[Alert, ...]:
    minutes = scope.thresholds.rollout_stuck_minutes
    stuck = _most(
        "deployment",
        'kube_deployment_status_condition{job="kube-state-metrics", '
        'condition="Progressing", status="false"}',
    )
    return (
        Alert(
            name="DeploymentRolloutStuck",
            expr=f"{stuck} == 1",
            hold=f"{max(minutes - _PROGRESS_MINUTES, 1)}m",
            severity="warning",
            summary="A Deployment's rollout makes no progress.",
            description=(
                "The rollout of Deployment {{ $labels.namespace }}/{{ $labels.deployment }} "
                f"{_IN} makes no progress: its new pods do not become available."
            ),
        ),
        Alert(
            name="DeploymentReplicasMissing",
            expr=(
                f"{_replicas('deployment', 'spec_replicas')} "
                f"- {_replicas('deployment', 'status_replicas_available')} > 0 "
                f"and {_still('deployment', 'status_replicas_updated')} unless {stuck} == 1"
            ),
            hold=f"{minutes}m",
            severity="warning",
            summary="A Deployment has fewer available pods than it should.",
            description=(
                "{{ $value }} pods of Deployment {{ $labels.namespace }}/{{ $labels.deployment }} "
                f"{_IN} are not available."
            ),
        ),
    )


def _stateful_sets(scope: Scope) -> tuple[Alert, ...]:
    """A rollout that stops at a partition, or waits for pods to be deleted, is all ready."""
    wanted = _replicas("statefulset", "replicas")
    missing = f"{wanted} - {_replicas('statefulset', 'status_replicas_ready')} > 0"
    behind = f"{wanted} > {_replicas('statefulset', 'status_replicas_updated')}"
    still = _still("statefulset", "status_replicas_updated")
    name = "StatefulSet {{ $labels.namespace }}/{{ $labels.statefulset }} " + _IN
    hold = f"{scope.thresholds.rollout_stuck_minutes}m"
    return (
        Alert(
            name="StatefulSetRolloutStuck",
            expr=f"{missing} and {behind} and {still}",
            hold=hold,
            severity="warning",
            summary="A StatefulSet's rollout makes no progress.",
            description=(
                f"The rollout of {name} makes no progress: {{{{ $value }}}} of its pods are not "
                "ready, and others are not renewed before they are."
            ),
        ),
        Alert(
            name="StatefulSetReplicasMissing",
            expr=f"{missing} and {still} unless {behind}",
            hold=hold,
            severity="warning",
            summary="A StatefulSet has fewer ready pods than it should.",
            description=f"{{{{ $value }}}} pods of {name} are not ready.",
        ),
    )


def _daemon_sets(scope: Scope) -> tuple[Alert, ...]:
    """Of nodes that are not ready, the alert is NodeNotReady."""
    wanted = _replicas("daemonset", "status_desired_number_scheduled")
    missing = f"{wanted} - {_replicas('daemonset', 'status_number_available')}"
    missing = f"{missing} > ({_ON_NODES_NOT_READY} or {wanted} * 0)"
    behind = f"{wanted} > {_replicas('daemonset', 'status_updated_number_scheduled')}"
    still = _still("daemonset", "status_updated_number_scheduled")
    name = "DaemonSet {{ $labels.namespace }}/{{ $labels.daemonset }} " + _IN
    hold = f"{scope.thresholds.rollout_stuck_minutes}m"
    return (
        Alert(
            name="DaemonSetRolloutStuck",
            expr=f"{missing} and {behind} and {still}",
            hold=hold,
            severity="warning",
            summary="A DaemonSet's rollout makes no progress.",
            description=(
                f"The rollout of {name} makes no progress: {{{{ $value }}}} of its pods are not "
                "available, and others are not renewed before they are."
            ),
        ),
        Alert(
            name="DaemonSetPodsMissing",
            expr=f"{missing} and {still} unless {behind}",
            hold=hold,
            severity="warning",
            summary="A DaemonSet has no available pod on some of its nodes.",
            description=f"{{{{ $value }}}} pods of {name} are not available.",
        ),
    )


def _autoscalers(scope: Scope) -> tuple[Alert, ...]:
    kind = "horizontalpodautoscaler"
    limited, inactive = (
        _most(
            kind,
            f'kube_{kind}_status_condition{{job="kube-state-metrics", '
            f'condition="{condition}", status="{status}"}}',
        )
        for condition, status in (("ScalingLimited", "true"), ("ScalingActive", "false"))
    )
    most = _replicas(kind, "spec_max_replicas")
    name = "HorizontalPodAutoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} "
    return (
        Alert(
            name="HorizontalPodAutoscalerAtLimit",
            # One whose minimum is its maximum is held there on purpose.
            expr=(
                f"{_replicas(kind, 'status_desired_replicas')} == {most} "
                f"and {most} > {_replicas(kind, 'spec_min_replicas')} "
                f"and {limited} == 1"
            ),
            hold=f"{scope.thresholds.horizontal_autoscaler_at_limit_minutes}m",
            severity="warning",
            summary="An autoscaler wants more pods than it may have.",
            description=f"{name}{_IN} wants more than its maximum of {{{{ $value }}}} pods.",
        ),
        Alert(
            name="HorizontalPodAutoscalerInactive",
            # With no pods at all it is switched off on purpose.
            expr=(f"{inactive} == 1 and {_replicas(kind, 'status_current_replicas')} > 0"),
            severity="warning",
            summary="An autoscaler cannot tell how many pods are needed.",
            description=f"{name}{_IN} does not scale: it gets no metric, or its target is wrong.",
        ),
    )


def _quota() -> Alert:
    quota = "max by (cluster, namespace, resourcequota, resource) (kube_resourcequota"
    return Alert(
        name="QuotaAlmostUsed",
        expr=(
            f'{quota}{{job="kube-state-metrics", type="used"}}) '
            f'/ ({quota}{{job="kube-state-metrics", type="hard"}}) > 0) > 90 / 100'
        ),
        severity="info",
        summary="A namespace has hardly any quota left.",
        description=(
            "{{ $value | humanizePercentage }} of {{ $labels.resource }} of quota "
            f"{{{{ $labels.namespace }}}}/{{{{ $labels.resourcequota }}}} {_IN} is used."
        ),
    )


def _replicas(kind: str, what: str) -> str:
    return _most(kind, f'kube_{kind}_{what}{{job="kube-state-metrics"}}')


def _still(kind: str, what: str) -> str:
    """No pod was renewed lately: while some are, a rollout makes progress."""
    changes = f'changes(kube_{kind}_{what}{{job="kube-state-metrics"}}[10m])'
    return f"{_most(kind, changes)} == 0"


def _most(kind: str, expr: str) -> str:
    return f"max by (cluster, namespace, {kind}) ({expr})"
