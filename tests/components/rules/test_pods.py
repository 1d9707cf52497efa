"""Alerts on pods that do not start, do not stay up, or do not go away."""

from dataclasses import replace

import pytest

from eks_observability.signals.alerts import pods
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Silence
from tests.components.rules.subjects import ksm, rule_tests

POD = {"cluster": "a", "namespace": "s", "pod": "p"}
CONTAINER = {**POD, "container": "c"}
WARNING = {"severity": "warning"}


def of_pod(metric: str, **labels: str) -> str:
    return ksm(metric, namespace="s", pod="p", uid="u", **labels)


def waiting(reason: str, *, init: str = "") -> str:
    return of_pod(f"kube_pod_{init}container_status_waiting_reason", container="c", reason=reason)


RESTARTS = of_pod("kube_pod_container_status_restarts_total", container="c")
# It crashes every four minutes, for the last time in minute 25.
CRASHES = {waiting("CrashLoopBackOff"): "_x5 " + "1 _x3 " * 5 + "1 _x30"}
# It restarts every ten minutes, seven times.
RESTART_VALUES = " ".join(f"{count}x9" for count in range(7)) + " 7x40"
CASES = (
    Firing(
        alert="PodCrashLooping",
        series=CRASHES,
        at=20,
        ends=30,
        labels={**CONTAINER, **WARNING},
        description=(
            "Kubernetes restarts container c of pod s/p in cluster a ever more rarely: it ends "
            "each time."
        ),
    ),
    Firing(
        alert="PodRestartsOften",
        series={RESTARTS: RESTART_VALUES},
        at=55,
        ends=89,
        labels={**CONTAINER, **WARNING},
        description="5 restarts within an hour of container c of pod s/p in cluster a.",
    ),
    Firing(
        alert="ContainerOomKilled",
        series={
            RESTARTS: "0x4 1x30",
            of_pod(
                "kube_pod_container_status_last_terminated_reason",
                container="c",
                reason="OOMKilled",
            ): "_x5 1x30",
        },
        at=5,
        ends=14,
        labels={**CONTAINER, **WARNING},
        description=(
            "The kernel killed container c of pod s/p in cluster a: it reached its memory limit, "
            "or its node had no memory left."
        ),
    ),
    Firing(
        alert="PodUnschedulable",
        series={of_pod("kube_pod_status_unschedulable"): "_x5 1x15 stale"},
        at=20,
        ends=21,
        labels={**POD, **WARNING},
        description="Pod s/p in cluster a waits for a node that it fits on.",
    ),
    Firing(
        alert="PodNotStarting",
        series={
            of_pod("kube_pod_info", node="n"): "1x40",
            of_pod("kube_pod_status_phase", phase="Pending"): "1x20 0x20",
        },
        at=15,
        ends=21,
        labels={**POD, **WARNING, "node": "n"},
        description=(
            "Pod s/p in cluster a waits on node n for its volumes, its network, or its init "
            "containers."
        ),
    ),
    Firing(
        alert="PodImagePullFails",
        # In odd minutes up to 19, and in even ones up to 20.
        series={
            waiting("ErrImagePull"): "_x5 " + "1 _ " * 8,
            waiting("ImagePullBackOff"): "_x6 " + "1 _ " * 8,
        },
        at=15,
        ends=25,
        labels={**CONTAINER, **WARNING},
        description="The image of container c of pod s/p in cluster a cannot be pulled.",
    ),
    Firing(
        alert="PodStartFails",
        series={waiting("CreateContainerConfigError", init="init_"): "_x5 1x15 stale"},
        at=15,
        ends=25,
        labels={**CONTAINER, **WARNING},
        description=(
            "The kubelet cannot start container c of pod s/p in cluster a: its configuration or "
            "its command is wrong, or something that it names is not there."
        ),
    ),
    Firing(
        alert="PodStuckTerminating",
        # It was to be gone in minute 10, and is in minute 51.
        series={of_pod("kube_pod_deletion_timestamp"): "_x10 600x40 stale"},
        at=31,
        ends=51,
        labels={**POD, **WARNING},
        description="Pod s/p in cluster a should be gone since 21m 0s.",
    ),
)
PENDING = {
    of_pod("kube_pod_info", node="n"): "1x90",
    of_pod("kube_pod_status_phase", phase="Pending"): "1x90",
}
PLANNED = {
    "one crash": Silence(
        alert="PodCrashLooping",
        series={waiting("CrashLoopBackOff"): "_x5 1 _x40"},
        at=[5, 20, 30],
    ),
    "a container that is being created": Silence(
        alert="PodStartFails", series={waiting("ContainerCreating"): "1x40"}, at=[10, 40]
    ),
    "a container that goes on crashing": Silence(
        alert="PodRestartsOften",
        series={waiting("CrashLoopBackOff"): "1x90", RESTARTS: "0+1x90"},
        at=[30, 90],
    ),
    "four restarts within an hour": Silence(
        alert="PodRestartsOften",
        series={RESTARTS: " ".join(f"{count}x9" for count in range(4)) + " 4x60"},
        at=[45, 60, 90],
    ),
    "a restart for another reason": Silence(
        alert="ContainerOomKilled",
        series={
            RESTARTS: "0x4 1x30",
            of_pod(
                "kube_pod_container_status_last_terminated_reason",
                container="c",
                reason="Completed",
            ): "_x5 1x30",
        },
        at=[5, 10],
    ),
    "a kill of long ago": Silence(
        alert="ContainerOomKilled",
        series={
            RESTARTS: "1x60",
            of_pod(
                "kube_pod_container_status_last_terminated_reason",
                container="c",
                reason="OOMKilled",
            ): "1x60",
        },
        at=[5, 60],
    ),
    "a pod that has no node yet": Silence(
        alert="PodNotStarting",
        series={
            of_pod("kube_pod_info"): "1x90",
            of_pod("kube_pod_status_phase", phase="Pending"): "1x90",
        },
        at=[15, 90],
    ),
    "a pod without its image": Silence(
        alert="PodNotStarting",
        series=PENDING | {waiting("ImagePullBackOff"): "1x90"},
        at=[15, 90],
    ),
    "a pod whose init container crashes": Silence(
        alert="PodNotStarting",
        series=PENDING | {waiting("CrashLoopBackOff", init="init_"): "1x90"},
        at=[15, 90],
    ),
    "a pod that takes an hour to end, as it may": Silence(
        alert="PodStuckTerminating",
        series={of_pod("kube_pod_deletion_timestamp"): "3600x60"},
        at=[30, 60],
    ),
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, pods)


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


def test_every_alert_is_tested(tests: RuleTests) -> None:
    assert [case.alert for case in CASES] == [alert.name for alert in tests.alerts]


def test_a_crash_loop_of_an_init_container_is_one_too(tests: RuleTests) -> None:
    crash = next(case for case in CASES if case.alert == "PodCrashLooping")
    series = {waiting("CrashLoopBackOff", init="init_"): values for values in CRASHES.values()}
    tests.fires(replace(crash, series=series))
