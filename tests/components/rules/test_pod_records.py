"""What is recorded of pods: whose they are, how many, what they request, what workloads use."""

import pytest

from eks_observability.signals.recording_rules import pods, workloads
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Recorded, RuleTests, Series
from tests.components.rules.subjects import SCOPE, container, ksm, on_node, rule_tests


def pod(name: str, kind: str, owner: str, *, node: str = "n", phase: str = "Running") -> Series:
    """A pod, and who made it."""
    owned = {"created_by_kind": kind, "created_by_name": owner} if kind else {}
    return {
        ksm("kube_pod_info", namespace="s", pod=name, node=node, uid=name, **owned): "1x20",
        ksm("kube_pod_status_phase", namespace="s", pod=name, uid=name, phase=phase): "1x20",
    }


def owner(metric: str, kind: str = "", name: str = "", **labels: str) -> Series:
    """Who made a ReplicaSet or a Job."""
    controller = "true" if kind else ""
    owned = {"owner_kind": kind, "owner_name": name, "owner_is_controller": controller}
    return {ksm(metric, namespace="s", **labels, **owned): "1x20"}


def requests(name: str, cpu: float, *, node: str = "n", what: str = "requests") -> Series:
    """What the one container of a pod requests: so many cores, and as many thousand bytes."""
    labels = {"namespace": "s", "pod": name, "container": "c", "node": node, "uid": name}
    return {
        ksm(f"kube_pod_container_resource_{what}", resource=resource, **labels): f"{value}x20"
        for resource, value in (("cpu", cpu), ("memory", cpu * 1000), ("ephemeral_storage", 7))
    }


PODS = {
    **pod("deployed", "ReplicaSet", "web-1"),
    **owner("kube_replicaset_owner", "Deployment", "web", replicaset="web-1"),
    **pod("rolled", "ReplicaSet", "api-1", node="m"),
    **owner("kube_replicaset_owner", "Rollout", "api", replicaset="api-1"),
    **pod("replicated", "ReplicaSet", "alone-1"),
    **owner("kube_replicaset_owner", replicaset="alone-1"),
    **pod("nightly", "Job", "backup-1", phase="Pending", node=""),
    **owner("kube_job_owner", "CronJob", "backup", job_name="backup-1"),
    **pod("once", "Job", "import", phase="Succeeded"),
    **owner("kube_job_owner", job_name="import"),
    **pod("data-0", "StatefulSet", "data"),
    **pod("agent", "DaemonSet", "agent"),
    **pod("static", "Node", "n"),
    **pod("bare", "", ""),
    **pod("bare-of-old", "<none>", "<none>"),
}
OWNERS = {
    "deployed": ("Deployment", "web"),
    "rolled": ("Rollout", "api"),
    "replicated": ("ReplicaSet", "alone-1"),
    "nightly": ("CronJob", "backup"),
    "once": ("Job", "import"),
    "data-0": ("StatefulSet", "data"),
    "agent": ("DaemonSet", "agent"),
    "static": ("Node", "n"),
    "bare": ("Pod", "bare"),
    "bare-of-old": ("Pod", "bare-of-old"),
}
REQUESTS = {
    what: {
        **PODS,
        **requests("deployed", 2, what=what),
        **requests("rolled", 4, node="m", what=what),
        # It waits for a node; one that has ended holds nothing.
        **requests("nightly", 1, node="", what=what),
        **requests("once", 64, what=what),
    }
    for what in ("requests", "limits")
}


def sums(name: str, **cores: float) -> dict[str, float]:
    """Sums of cores and of as many thousand bytes, by the further labels of each."""
    return {
        f'{name}{{cluster="a",resource="{resource}"{LABELS[key]}}}': value * unit
        for key, value in cores.items()
        for resource, unit in (("cpu", 1), ("memory", 1000))
    }


LABELS = {
    "all": "",
    "s": ',namespace="s"',
    "n": ',node="n"',
    "m": ',node="m"',
    "web": ',namespace="s",workload="web",workload_type="Deployment"',
    "api": ',namespace="s",workload="api",workload_type="Rollout"',
    "backup": ',namespace="s",workload="backup",workload_type="CronJob"',
}
RELATION = Recorded(
    series=PODS,
    at=10,
    answer={
        f'namespace_workload_pod:kube_pod_owner:relabel{{cluster="a",namespace="s",'
        f'pod="{name}",workload="{workload}",workload_type="{kind}"}}': 1
        for name, (kind, workload) in OWNERS.items()
    },
)
CASES = (
    RELATION,
    Recorded(
        series=PODS,
        at=10,
        answer={
            f'namespace:kube_pod_status_phase:sum{{cluster="a",namespace="s",phase="{phase}"}}': n
            for phase, n in (("Running", 8), ("Pending", 1), ("Succeeded", 1))
        },
    ),
    Recorded(
        series=PODS,
        at=10,
        answer={
            f'node:kube_pod_info:count{{cluster="a",node="{node}"}}': count
            for node, count in (("n", 7), ("m", 1))
        },
    ),
    *(
        Recorded(series=series, at=10, answer=sums(f"{level}:{metric}:sum", **cores))
        for what, series in REQUESTS.items()
        for metric in (f"kube_pod_container_resource_{what}",)
        for level, cores in (
            ("namespace", {"s": 7.0}),
            ("cluster", {"all": 7.0}),
            ("node", {"n": 2.0, "m": 4.0}),
            ("workload", {"web": 2.0, "api": 4.0, "backup": 1.0}),
        )
    ),
)


def used(name: str) -> Series:
    """Half a core, 100 bytes, and 1 and 2 bytes a second, of a pod."""
    network = {
        on_node(
            "cadvisor",
            f"container_network_{way}_bytes_total",
            namespace="s",
            pod=name,
            interface="eth0",
        ): f"1000+{speed}x20"
        for way, speed in (("receive", 60), ("transmit", 120))
    }
    return {
        container("container_cpu_usage_seconds_total", pod=name): "1000+30x20",
        container("container_memory_working_set_bytes", pod=name): "100x20",
        **network,
    }


TWO_PODS = {
    **PODS,
    **pod("second", "ReplicaSet", "web-1"),
    **used("deployed"),
    **used("second"),
    **used("agent"),
}
USE = tuple(
    Recorded(
        series=TWO_PODS,
        at=10,
        answer={
            f'workload:{operation}{{cluster="a",namespace="s",workload="{workload}",'
            f'workload_type="{kind}"}}': value
            for workload, kind, value in (
                ("web", "Deployment", 2 * unit),
                ("agent", "DaemonSet", unit),
            )
        },
    )
    for operation, unit in (
        ("container_cpu_usage_seconds_total:sum_rate5m", 0.5),
        ("container_memory_working_set_bytes:sum", 100.0),
        ("container_network_receive_bytes_total:sum_rate5m", 1.0),
        ("container_network_transmit_bytes_total:sum_rate5m", 2.0),
    )
)


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool)


@pytest.mark.parametrize("case", [*CASES, *USE], ids=lambda case: case.name)
def test_the_answer_is_right(tests: RuleTests, case: Recorded) -> None:
    tests.records(case)


@pytest.mark.parametrize("case", [*CASES, *USE], ids=lambda case: case.name)
def test_a_second_kube_state_metrics_changes_nothing(tests: RuleTests, case: Recorded) -> None:
    tests.records_with_duplicates(case, job="kube-state-metrics")


@pytest.mark.parametrize("case", [*CASES, *USE], ids=lambda case: case.name)
def test_sums_of_clusters_are_told_apart(tests: RuleTests, case: Recorded) -> None:
    tests.records_in_each_cluster(case)


def test_every_rule_is_tested() -> None:
    rules = (*pods.rules(SCOPE), *workloads.rules(SCOPE))
    assert {case.name for case in (*CASES, *USE)} == {rule.name for rule in rules}
