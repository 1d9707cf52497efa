"""What is recorded for anomaly detectors to watch."""

import pytest

from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Recorded, RuleTests, Series
from tests.components.rules.subjects import container, ksm, rule_tests

NODES = {ksm("kube_node_info", node="n"): "1x60"}
RESTARTS = "cluster:kube_pod_container_restarts:increase15m"
NO_IMAGE = "cluster:kube_pod_container_no_image:sum"
NO_START = "cluster:kube_pod_container_no_start:sum"


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool)


def limit(resource: str, value: str, name: str = "c") -> Series:
    labels = {"namespace": "s", "pod": "p", "container": name, "node": "n"}
    return {ksm("kube_pod_container_resource_limits", resource=resource, **labels): value}


def restarts(values: str, name: str = "c") -> Series:
    metric = "kube_pod_container_status_restarts_total"
    return {ksm(metric, namespace="s", pod="p", container=name): values}


def waiting(reason: str, name: str = "c", kind: str = "") -> Series:
    metric = f"kube_pod_{kind}container_status_waiting_reason"
    return {ksm(metric, namespace="s", pod="p", container=name, reason=reason): "_x4 1x9 stale"}


CPU = Recorded(
    series={
        container("container_cpu_usage_seconds_total", cpu="total"): "0+30x20",
        container("container_cpu_usage_seconds_total", "other", cpu="total"): "0+6x20",
        # It has no limit.
        container("container_cpu_usage_seconds_total", "free", cpu="total"): "0+60x20",
        **limit("cpu", "1x20"),
        **limit("cpu", "1x20", "other"),
        **limit("memory", "100x20"),
    },
    at=10,
    answer={'cluster:container_cpu_limit_utilization:avg_rate5m{cluster="a"}': 0.3},
)
MEMORY = Recorded(
    series={
        container("container_memory_working_set_bytes"): "60x20",
        container("container_memory_working_set_bytes", "other"): "20x20",
        container("container_memory_working_set_bytes", "free"): "1000x20",
        **limit("memory", "100x20"),
        **limit("memory", "100x20", "other"),
        **limit("cpu", "1x20"),
    },
    at=10,
    answer={'cluster:container_memory_limit_utilization:avg{cluster="a"}': 0.4},
)
RESTARTED = Recorded(
    series={**restarts("0x29 4x30"), **restarts("0+0x60", "quiet")},
    at=40,
    answer={f'{RESTARTS}{{cluster="a"}}': 4},
)
CASES = [
    *(CPU, MEMORY, RESTARTED),
    Recorded(series=restarts("7x60"), at=40, answer={f'{RESTARTS}{{cluster="a"}}': 0}),
    *(
        Recorded(
            series={**NODES, **waiting(reason), **waiting(reason, "i", "init_")},
            at=10,
            answer={f'{name}{{cluster="a"}}': 2},
        )
        for name, reasons in (
            (NO_IMAGE, ("ErrImagePull", "ImagePullBackOff", "InvalidImageName")),
            (NO_START, ("CrashLoopBackOff", "CreateContainerConfigError", "RunContainerError")),
        )
        for reason in reasons
    ),
    *(
        Recorded(
            series={**NODES, **waiting("ContainerCreating")},
            at=10,
            answer={f'{name}{{cluster="a"}}': 0},
        )
        for name in (NO_IMAGE, NO_START)
    ),
]
by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@by_case
def test_a_rule_records(tests: RuleTests, case: Recorded) -> None:
    tests.records(case)


@by_case
def test_clusters_are_told_apart(tests: RuleTests, case: Recorded) -> None:
    tests.records_in_each_cluster(case)


@pytest.mark.parametrize("case", CASES[2:], ids=lambda case: case.name)
def test_what_is_there_twice_counts_once(tests: RuleTests, case: Recorded) -> None:
    tests.records_with_duplicates(case, job="kube-state-metrics")


def test_what_is_over_counts_no_more(tests: RuleTests) -> None:
    series = {**NODES, **waiting("ErrImagePull")}

    tests.records(Recorded(series=series, at=30, answer={f'{NO_IMAGE}{{cluster="a"}}': 0}))


def test_a_cluster_that_fails_leaves_the_nought_of_another(tests: RuleTests) -> None:
    other = {name.replace('cluster="a"', 'cluster="b"'): values for name, values in NODES.items()}
    series = {**NODES, **other, **waiting("ErrImagePull")}
    answer = {f'{NO_IMAGE}{{cluster="a"}}': 1.0, f'{NO_IMAGE}{{cluster="b"}}': 0.0}

    tests.records(Recorded(series=series, at=10, answer=answer))
