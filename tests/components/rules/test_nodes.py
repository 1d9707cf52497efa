"""Alerts on nodes that cannot be used, and on clusters without room."""

import pytest

from eks_observability.signals.alerts import nodes
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series, Silence
from tests.components.rules.subjects import ksm, rule_tests

NODE = {"cluster": "a", "node": "n"}
WARNING = {**NODE, "severity": "warning"}


def condition(name: str, status: str, node: str = "n") -> str:
    return ksm("kube_node_status_condition", node=node, condition=name, status=status)


def readiness(values: dict[str, str]) -> Series:
    """Nodes, by whether they are ready."""
    ready = {condition("Ready", "true", node): ready for node, ready in values.items()}
    return ready | {ksm("kube_node_info", node=node): "1x40" for node in values}


def cordoned(*nodes: str) -> Series:
    return {ksm("kube_node_spec_unschedulable", node=node): "1x40" for node in nodes}


def room(resource: str, requests: str) -> Series:
    """A node with 10 of a resource, and what its one pod requests of it."""
    pod = {"namespace": "s", "pod": "p"}
    return {
        ksm("kube_node_status_allocatable", node="n", resource=resource): "10x60",
        ksm(
            "kube_pod_container_resource_requests",
            **pod,
            node="n",
            container="c",
            resource=resource,
        ): requests,
        ksm("kube_pod_status_phase", **pod, phase="Running"): "1x60",
    }


def pods(count: int, values: str) -> Series:
    """Pods on a node that takes 20: of the last of them, whether it runs."""
    phases = ["1x40"] * (count - 1) + [values]
    return {ksm("kube_node_status_allocatable", node="n", resource="pods"): "20x40"} | {
        series: values
        for number, phase in enumerate(phases)
        for series, values in (
            (ksm("kube_pod_info", namespace="s", pod=f"p{number}", node="n"), "1x40"),
            (ksm("kube_pod_status_phase", namespace="s", pod=f"p{number}", phase="Running"), phase),
        )
    }


CASES = (
    Firing(
        alert="NodeNotReady",
        series={
            condition("Ready", "false"): "0x4 1x15 0x5",
            ksm("kube_node_spec_unschedulable", node="n"): "0x25",
        },
        at=15,
        ends=21,
        labels=WARNING,
        description=(
            "The kubelet of node n in cluster a says that the node is not ready. Its pods are "
            "moved elsewhere."
        ),
    ),
    Firing(
        alert="NodeUnreachable",
        series={
            condition("Ready", "unknown"): "0x4 1x15 0x5",
            ksm("kube_node_spec_unschedulable", node="n"): "0x25",
        },
        at=15,
        ends=21,
        labels=WARNING,
        description=(
            "The API server of cluster a no longer hears of node n, and its instance is still "
            "there. Its pods are moved elsewhere."
        ),
    ),
    Firing(
        alert="NodeReadinessFlaps",
        # It changes every minute up to minute 30, and for the third time in minute 3.
        series={condition("Ready", "true"): "1 0 " * 15 + "1x20"},
        at=18,
        ends=42,
        labels=WARNING,
        description=(
            "Node n in cluster a changed 14 times between ready and not ready within 15 minutes."
        ),
    ),
    Firing(
        alert="ClusterNodesNotReady",
        series=readiness(
            {"n1": "1x40", "n2": "1x40", "n3": "1x40", "n4": "0x40", "n5": "1x4 0x15 1x20"}
        ),
        at=15,
        ends=21,
        labels={"cluster": "a", "severity": "critical"},
        description="40% of the nodes of cluster a are not ready, and not cordoned.",
    ),
    Firing(
        alert="NodeUnderPressure",
        series={condition("DiskPressure", "true"): "0x4 1x15 0x5"},
        at=15,
        ends=21,
        labels={**WARNING, "condition": "DiskPressure"},
        description=(
            "Node n in cluster a has DiskPressure: it takes no new pods, and evicts some."
        ),
    ),
    Firing(
        alert="NodeUnhealthy",
        series={condition("NetworkingReady", "false"): "0x4 1x15 0x5"},
        at=15,
        ends=21,
        labels={**WARNING, "condition": "NetworkingReady"},
        description=(
            "On node n in cluster a the condition NetworkingReady is false. Where node auto repair "
            "is on, EKS replaces it."
        ),
    ),
    Firing(
        alert="NodeTooManyPods",
        series=pods(20, "0x4 1x20 0x10"),
        at=20,
        ends=26,
        labels={**NODE, "severity": "info"},
        description="Node n in cluster a runs 100% of the pods that it can take.",
    ),
    Firing(
        alert="ClusterCpuAlmostFull",
        series=room("cpu", "9x4 9.5x35 9x10"),
        at=35,
        ends=41,
        labels={"cluster": "a", "severity": "info"},
        description=(
            "Pods of cluster a request 95% of the CPU of its nodes. Without more nodes, further "
            "pods wait, and so do those of a node that fails."
        ),
    ),
    Firing(
        alert="ClusterMemoryAlmostFull",
        series=room("memory", "9x4 9.5x35 9x10"),
        at=35,
        ends=41,
        labels={"cluster": "a", "severity": "info"},
        description=(
            "Pods of cluster a request 95% of the memory of its nodes. Without more nodes, further "
            "pods wait, and so do those of a node that fails."
        ),
    ),
)
PLANNED = {
    "a cordoned node": Silence(
        alert="NodeNotReady",
        series={
            condition("Ready", "false"): "1x60",
            ksm("kube_node_spec_unschedulable", node="n"): "1x60",
        },
        at=[10, 60],
    ),
    "a cordoned node that is gone": Silence(
        alert="NodeUnreachable",
        series={
            condition("Ready", "unknown"): "1x60",
            ksm("kube_node_spec_unschedulable", node="n"): "1x60",
        },
        at=[10, 60],
    ),
    "one node of two": Silence(
        alert="ClusterNodesNotReady",
        series=readiness({"n1": "0x40", "n2": "1x40"}),
        at=[10, 40],
    ),
    "the replacement of two nodes of nine": Silence(
        alert="ClusterNodesNotReady",
        series={
            **readiness(
                {f"n{number}": "0x40" if number < 3 else "1x40" for number in range(1, 10)}
            ),
            **cordoned("n1", "n2"),
        },
        at=[10, 40],
    ),
    "pods that have ended": Silence(alert="NodeTooManyPods", series=pods(20, "0x40"), at=[15, 40]),
    "a node that joins": Silence(
        alert="NodeReadinessFlaps",
        series={condition("Ready", "true"): "_ _ 0 0 1x40"},
        at=[4, 19, 40],
    ),
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, nodes)


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


def test_nodes_are_counted(tests: RuleTests) -> None:
    nodes = readiness({"n1": "1x40", "n2": "0x40", "n3": "0x40"})
    tests.records(
        Recorded(series=nodes, at=1, answer={'cluster:kube_node_info:count{cluster="a"}': 3})
    )
    tests.records(
        Recorded(series=nodes, at=1, answer={'cluster:kube_node_not_ready:sum{cluster="a"}': 2})
    )


def test_no_node_that_is_not_ready_is_zero(tests: RuleTests) -> None:
    answer = {'cluster:kube_node_not_ready:sum{cluster="a"}': 0.0}
    tests.records(Recorded(series=readiness({"n1": "1x40"}), at=1, answer=answer))


def test_a_cordoned_node_does_not_count_as_not_ready(tests: RuleTests) -> None:
    nodes = {**readiness({"n1": "0x40", "n2": "0x40"}), **cordoned("n1")}
    answer = {'cluster:kube_node_not_ready:sum{cluster="a"}': 1.0}
    tests.records(Recorded(series=nodes, at=1, answer=answer))


def test_what_nodes_can_take_is_added_up(tests: RuleTests) -> None:
    series = {
        ksm("kube_node_status_allocatable", node=node, resource=resource, unit=unit): f"{value}x5"
        for node in ("n1", "n2")
        for resource, unit, value in (
            ("cpu", "core", 2),
            ("memory", "byte", 1000),
            ("pods", "integer", 29),
            ("ephemeral_storage", "byte", 5),
        )
    }
    name = "cluster:kube_node_status_allocatable:sum"
    answer = {
        f'{name}{{cluster="a",resource="{resource}"}}': value
        for resource, value in (("cpu", 4.0), ("memory", 2000.0), ("pods", 58.0))
    }
    tests.records(Recorded(series=series, at=1, answer=answer))
