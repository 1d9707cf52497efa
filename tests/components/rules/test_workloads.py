"""Alerts on workloads without progress, and on what scales and bounds them."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from eks_observability.signals.alerts import workloads
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Series, Silence
from tests.components.rules.subjects import ksm, rule_tests

WARNING = {"cluster": "a", "namespace": "s", "severity": "warning"}


def deployment(spec: str, available: str, updated: str) -> Series:
    return {
        ksm(f"kube_deployment_{what}", namespace="s", deployment="d"): values
        for what, values in (
            ("spec_replicas", spec),
            ("status_replicas_available", available),
            ("status_replicas_updated", updated),
        )
    }


def progressing(status: str, values: str) -> Series:
    labels = {"condition": "Progressing", "reason": "ProgressDeadlineExceeded", "status": status}
    return {
        ksm("kube_deployment_status_condition", namespace="s", deployment="d", **labels): values
    }


def stateful_set(ready: str, updated: str) -> Series:
    """One that wants three pods."""
    return {
        ksm(f"kube_statefulset_{what}", namespace="s", statefulset="d"): values
        for what, values in (
            ("replicas", "3x60"),
            ("status_replicas_ready", ready),
            ("status_replicas_updated", updated),
        )
    }


def daemon_set(
    available: str, updated: str, node: str = "1x60", runs_on: Sequence[str] = ("n1", "n2", "n3")
) -> Series:
    """One that wants three pods, in a cluster whose node `n3` is ready or not."""
    return (
        {
            ksm(f"kube_daemonset_{what}", namespace="s", daemonset="d"): values
            for what, values in (
                ("status_desired_number_scheduled", "3x60"),
                ("status_number_available", available),
                ("status_updated_number_scheduled", updated),
            )
        }
        | {
            ksm("kube_node_status_condition", node=name, condition="Ready", status="true"): values
            for name, values in (("n1", "1x60"), ("n2", "1x60"), ("n3", node))
        }
        | {
            ksm(
                "kube_pod_info",
                namespace="s",
                pod=f"d-{name}",
                node=name,
                created_by_kind="DaemonSet",
                created_by_name="d",
            ): "1x60"
            for name in runs_on
        }
    )


def autoscaler(
    desired: str, *, least: int = 2, limited: str = "0x40", inactive: str = "0x40"
) -> Series:
    """One with at most ten pods."""
    labels = {"namespace": "s", "horizontalpodautoscaler": "d"}
    metric = "kube_horizontalpodautoscaler"
    condition = f"{metric}_status_condition"
    return {
        ksm(f"{metric}_status_desired_replicas", **labels): desired,
        ksm(f"{metric}_status_current_replicas", **labels): desired,
        ksm(f"{metric}_spec_max_replicas", **labels): "10x40",
        ksm(f"{metric}_spec_min_replicas", **labels): f"{least}x40",
        ksm(condition, **labels, condition="ScalingLimited", status="true"): limited,
        ksm(condition, **labels, condition="ScalingActive", status="false"): inactive,
    }


def quota(used: str) -> Series:
    labels = {"namespace": "s", "resourcequota": "q", "resource": "pods"}
    return {
        ksm("kube_resourcequota", **labels, type="used"): used,
        ksm("kube_resourcequota", **labels, type="hard"): "100x40",
    }


# Where the number of renewed pods changes in minute 5, it did not for ten minutes in minute 14.
CASES = (
    Firing(
        alert="DeploymentRolloutStuck",
        series=progressing("false", "_x5 1x10 stale"),
        at=10,
        ends=16,
        labels={**WARNING, "deployment": "d"},
        description=(
            "The rollout of Deployment s/d in cluster a makes no progress: its new pods do not "
            "become available."
        ),
    ),
    Firing(
        alert="DeploymentReplicasMissing",
        series=deployment("3x40", "3x4 1x30 3x5", "3x40"),
        at=20,
        ends=36,
        labels={**WARNING, "deployment": "d"},
        description="2 pods of Deployment s/d in cluster a are not available.",
    ),
    Firing(
        alert="StatefulSetRolloutStuck",
        series=stateful_set("3x4 2x30 3x5", "3x4 1x30 3x5"),
        at=29,
        ends=36,
        labels={**WARNING, "statefulset": "d"},
        description=(
            "The rollout of StatefulSet s/d in cluster a makes no progress: 1 of its pods are not "
            "ready, and others are not renewed before they are."
        ),
    ),
    Firing(
        alert="StatefulSetReplicasMissing",
        series=stateful_set("3x4 1x30 3x5", "3x60"),
        at=20,
        ends=36,
        labels={**WARNING, "statefulset": "d"},
        description="2 pods of StatefulSet s/d in cluster a are not ready.",
    ),
    Firing(
        alert="DaemonSetRolloutStuck",
        series=daemon_set("3x4 2x30 3x5", "3x4 1x30 3x5"),
        at=29,
        ends=36,
        labels={**WARNING, "daemonset": "d"},
        description=(
            "The rollout of DaemonSet s/d in cluster a makes no progress: 1 of its pods are not "
            "available, and others are not renewed before they are."
        ),
    ),
    Firing(
        alert="DaemonSetPodsMissing",
        series=daemon_set("3x4 1x30 3x5", "3x60"),
        at=20,
        ends=36,
        labels={**WARNING, "daemonset": "d"},
        description="2 pods of DaemonSet s/d in cluster a are not available.",
    ),
    Firing(
        alert="HorizontalPodAutoscalerAtLimit",
        series=autoscaler("5x4 10x20 5x10", limited="0x4 1x20 0x10"),
        at=20,
        ends=26,
        labels={**WARNING, "horizontalpodautoscaler": "d"},
        description=(
            "HorizontalPodAutoscaler s/d in cluster a wants more than its maximum of 10 pods."
        ),
    ),
    Firing(
        alert="HorizontalPodAutoscalerInactive",
        series=autoscaler("5x40", inactive="0x4 1x20 0x10"),
        at=20,
        ends=26,
        labels={**WARNING, "horizontalpodautoscaler": "d"},
        description=(
            "HorizontalPodAutoscaler s/d in cluster a does not scale: it gets no metric, or its "
            "target is wrong."
        ),
    ),
    Firing(
        alert="QuotaAlmostUsed",
        series=quota("50x4 95x20 50x10"),
        at=20,
        ends=26,
        labels={
            "cluster": "a",
            "namespace": "s",
            "severity": "info",
            "resourcequota": "q",
            "resource": "pods",
        },
        description="95% of pods of quota s/q in cluster a is used.",
    ),
)
GOES_ON = " ".join(f"{count}x7" for count in range(8))
PLANNED = {
    "a Deployment that is scaled to zero": Silence(
        alert="DeploymentReplicasMissing",
        series=deployment("3x4 0x40", "3x4 0x40", "3x4 0x40"),
        at=[10, 40],
    ),
    "a Deployment that is renewed pod by pod": Silence(
        alert="DeploymentReplicasMissing",
        series=deployment("8x60", "7x60", GOES_ON),
        at=[20, 40, 60],
    ),
    "a Deployment that DeploymentRolloutStuck is for": Silence(
        alert="DeploymentReplicasMissing",
        series={**deployment("3x60", "1x60", "1x60"), **progressing("false", "1x60")},
        at=[15, 60],
    ),
    "a Deployment that makes progress": Silence(
        alert="DeploymentRolloutStuck", series=progressing("true", "1x60"), at=[15, 60]
    ),
    "a StatefulSet that is renewed up to a partition": Silence(
        alert="StatefulSetRolloutStuck", series=stateful_set("3x60", "1x60"), at=[30, 60]
    ),
    "a StatefulSet that StatefulSetRolloutStuck is for": Silence(
        alert="StatefulSetReplicasMissing", series=stateful_set("2x60", "1x60"), at=[30, 60]
    ),
    "a DaemonSet on a node that is not ready": Silence(
        alert="DaemonSetPodsMissing", series=daemon_set("2x60", "3x60", node="0x60"), at=[20, 60]
    ),
    "a DaemonSet whose pods are renewed when deleted": Silence(
        alert="DaemonSetRolloutStuck", series=daemon_set("3x60", "1x60"), at=[30, 60]
    ),
    "a DaemonSet that DaemonSetRolloutStuck is for": Silence(
        alert="DaemonSetPodsMissing", series=daemon_set("2x60", "1x60"), at=[30, 60]
    ),
    "an autoscaler that is at its maximum and wants no more": Silence(
        alert="HorizontalPodAutoscalerAtLimit", series=autoscaler("10x40"), at=[15, 40]
    ),
    "an autoscaler without a choice": Silence(
        alert="HorizontalPodAutoscalerAtLimit",
        series=autoscaler("10x40", least=10, limited="1x40"),
        at=[15, 40],
    ),
    "an autoscaler whose target is scaled to zero": Silence(
        alert="HorizontalPodAutoscalerInactive",
        series=autoscaler("0x40", inactive="1x40"),
        at=[15, 40],
    ),
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, workloads)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_in_its_minute_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_a_second_kube_state_metrics_changes_nothing(tests: RuleTests, case: Firing) -> None:
    tests.fires_with_duplicates(case, job="kube-state-metrics")


@pytest.mark.parametrize("case", PLANNED.values(), ids=PLANNED)
def test_an_alert_is_not_for(tests: RuleTests, case: Silence) -> None:
    tests.silent(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_clusters_are_told_apart(tests: RuleTests, case: Firing) -> None:
    tests.fires_in_each_cluster(case)


@pytest.mark.parametrize(
    ("alert", "updated", "at"),
    [("DaemonSetPodsMissing", "3x60", 20), ("DaemonSetRolloutStuck", "3x4 1x55", 29)],
)
def test_a_dead_node_hides_no_missing_pod_of_a_daemon_set_that_is_not_there(
    tests: RuleTests, alert: str, updated: str, at: int
) -> None:
    missing = daemon_set("3x4 2x30 3x25", updated, node="0x60", runs_on=("n1", "n2", "n4"))
    (fires,) = [case for case in CASES if case.alert == alert]
    description = fires.description.replace("2 pods", "1 pods")

    tests.fires(replace(fires, series=missing, at=at, description=description))


def test_every_alert_is_tested(tests: RuleTests) -> None:
    assert [case.alert for case in CASES] == [alert.name for alert in tests.alerts]
