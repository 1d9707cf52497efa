"""Alerts on containers at their limits, and what is recorded of their use."""

import pytest

from eks_observability.signals.alerts import containers
from eks_observability.signals.recording_rules import containers as recorded
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series, Silence
from tests.components.rules.subjects import SCOPE, container, ksm, on_node, rule_tests

CONTAINER = {"cluster": "a", "namespace": "s", "pod": "p", "container": "c"}
LIMIT = ksm(
    "kube_pod_container_resource_limits",
    namespace="s",
    pod="p",
    container="c",
    node="n",
    resource="memory",
)


def memory(values: str) -> Series:
    return {container("container_memory_working_set_bytes"): values, LIMIT: "100x40"}


CASES = (
    Firing(
        alert="ContainerCpuThrottled",
        # 40 % of the periods up to minute 20, none later.
        series={
            container("container_cpu_cfs_periods_total"): "1000+600x40",
            container("container_cpu_cfs_throttled_periods_total"): "1000+240x20 5800x20",
        },
        at=16,
        ends=22,
        labels={**CONTAINER, "severity": "info"},
        description=(
            "The CPU limit held up container c of pod s/p in cluster a in 40% of its periods."
        ),
    ),
    Firing(
        alert="ContainerMemoryNearLimit",
        series=memory("50x4 95x15 50x5"),
        at=20,
        ends=21,
        labels={**CONTAINER, "severity": "warning"},
        description=(
            "95% of the memory limit of container c of pod s/p in cluster a is in use. At the "
            "limit the kernel kills it."
        ),
    ),
)
PLANNED = {
    "a container without a limit": Silence(
        alert="ContainerMemoryNearLimit",
        series={container("container_memory_working_set_bytes"): "95x40"},
        at=[15, 40],
    ),
    "a container without a CPU limit": Silence(
        alert="ContainerCpuThrottled",
        series={
            container("container_cpu_cfs_periods_total"): "0x40",
            container("container_cpu_cfs_throttled_periods_total"): "0x40",
        },
        at=[15, 40],
    ),
}
# Two containers of one pod, one of another on another node, and one of another namespace.
PLACES = (
    ("s", "p", "c", "n"),
    ("s", "p", "d", "n"),
    ("s", "q", "c", "m"),
    ("t", "r", "c", "m"),
)


def used(metric: str, values: str) -> Series:
    """A series for each of the places."""
    return {
        on_node(
            "cadvisor", metric, node, namespace=n, pod=pod, container=c, id=f"/{pod}/{c}"
        ): values
        for n, pod, c, node in PLACES
    }


# Half a core each.
CPU = used("container_cpu_usage_seconds_total", "1000+30x20")
MEMORY = used("container_memory_working_set_bytes", "100x20")
NETWORK = {
    on_node(
        "cadvisor", f"container_network_{way}_bytes_total", namespace=n, pod=pod, interface=i
    ): (f"1000+{speed}x20")
    for way, speed in (("receive", 60), ("transmit", 120))
    for n, pod, i in (
        ("s", "p", "eth0"),
        ("s", "p", "eth1"),
        ("s", "q", "eth0"),
        ("t", "r", "eth0"),
    )
}
PODS = (
    'namespace="s",pod="p",node="n"',
    'namespace="s",pod="q",node="m"',
    'namespace="t",pod="r",node="m"',
)
NAMESPACES = ('namespace="s"', 'namespace="t"')
NODES = ('node="n"', 'node="m"')


def answer(name: str, labels: tuple[str, ...], *values: float) -> dict[str, float]:
    return {
        f'{name}{{cluster="a",{one}}}': value for one, value in zip(labels, values, strict=True)
    }


RECORDED = tuple(
    Recorded(series=series, at=10, answer=answer(f"{level}:{what}", labels, *values))
    for series, what, unit in (
        (CPU, "container_cpu_usage_seconds_total:sum_rate5m", 0.5),
        (MEMORY, "container_memory_working_set_bytes:sum", 100),
    )
    for level, labels, values in (
        ("pod", PODS, (2 * unit, unit, unit)),
        ("namespace", NAMESPACES, (3 * unit, unit)),
        ("node", NODES, (2 * unit, 2 * unit)),
        ("cluster", ("",), (4 * unit,)),
    )
) + tuple(
    Recorded(
        series=NETWORK,
        at=10,
        answer=answer(f"{level}:container_network_{way}_bytes_total:sum_rate5m", labels, *values),
    )
    for way, unit in (("receive", 1), ("transmit", 2))
    for level, labels, values in (
        ("namespace", NAMESPACES, (3 * unit, unit)),
        ("cluster", ("",), (4 * unit,)),
    )
)


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, containers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_in_its_minute_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_a_container_that_restarts_changes_nothing(tests: RuleTests, case: Firing) -> None:
    tests.fires_with_duplicates(case, job="cadvisor", label="id")


def test_a_second_kube_state_metrics_changes_nothing(tests: RuleTests) -> None:
    tests.fires_with_duplicates(CASES[1], job="kube-state-metrics")


@pytest.mark.parametrize("case", PLANNED.values(), ids=PLANNED)
def test_an_alert_is_not_for(tests: RuleTests, case: Silence) -> None:
    tests.silent(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_clusters_are_told_apart(tests: RuleTests, case: Firing) -> None:
    tests.fires_in_each_cluster(case)


def test_every_alert_is_tested(tests: RuleTests) -> None:
    assert [case.alert for case in CASES] == [alert.name for alert in tests.alerts]


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case.name)
def test_a_sum_is_right(tests: RuleTests, case: Recorded) -> None:
    tests.records(case)


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case.name)
def test_sums_of_clusters_are_told_apart(tests: RuleTests, case: Recorded) -> None:
    tests.records_in_each_cluster(case)


def test_every_rule_is_tested() -> None:
    assert {case.name for case in RECORDED} == {rule.name for rule in recorded.rules(SCOPE)}


def test_memory_of_a_container_that_restarts_counts_once(tests: RuleTests) -> None:
    case = next(one for one in RECORDED if one.name.startswith("cluster:container_memory"))
    tests.records_with_duplicates(case, job="cadvisor", label="id")


def test_cpu_of_a_container_that_restarts_goes_on(tests: RuleTests) -> None:
    # Half a core before minute 10 and after it, as another cgroup: less by what a rate cannot know,
    # which is the minute between.
    before, after = (
        on_node(
            "cadvisor",
            "container_cpu_usage_seconds_total",
            namespace="s",
            pod="p",
            container="c",
            id=cgroup,
        )
        for cgroup in ("/before", "/after")
    )
    expected = answer("pod:container_cpu_usage_seconds_total:sum_rate5m", PODS[:1], 0.45)
    series = {before: "1000+30x9 stale", after: "_x10 0+30x20"}
    tests.records(Recorded(series=series, at=12, answer=expected))
