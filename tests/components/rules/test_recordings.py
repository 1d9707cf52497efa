"""Rules on what a small real cluster exposes, in which some things are broken."""

from collections.abc import Iterator
from decimal import Decimal
from math import isfinite
from pathlib import Path

import pytest

from eks_observability.signals.alerts import (
    batch,
    containers,
    kubelet,
    node_resources,
    nodes,
    pods,
    volume_claims,
    volumes,
    workloads,
)
from eks_observability_ops.components.prometheus import Promtool
from tests.components.collectors.exposition import samples
from tests.components.rules.cases import RuleTests, Series
from tests.components.rules.subjects import RECORDING, SCOPE, series

FILES = Path(__file__).parents[1] / "expositions"
NODE = "ip-10-0-0-1.eu-central-1.compute.internal"
SUBJECTS = (
    nodes,
    node_resources,
    kubelet,
    pods,
    containers,
    workloads,
    batch,
    volumes,
    volume_claims,
)


def scraped() -> Iterator[tuple[str, str]]:
    """All that the cluster exposed, as if it stayed as it was for half an hour."""
    on_node = {"instance": NODE, "node": NODE}
    for file, target in (
        ("kubelet", {"job": "kubelet", **on_node}),
        ("kubelet-cadvisor", {"job": "cadvisor", **on_node}),
        ("node-exporter", {"job": "node-exporter", **on_node}),
        ("kube-state-metrics", {"job": "kube-state-metrics", "instance": "ksm:8080"}),
    ):
        for name, labels, value in samples((FILES / f"{file}.txt").read_text(encoding="utf-8")):
            # cAdvisor's control groups of no pod are dropped.
            if isfinite(value) and labels.get("pod") != "":
                yield series(name, **{**target, **labels}), f"{Decimal(repr(value)):f}x40"


@pytest.fixture(scope="module")
def cluster() -> Series:
    return dict(scraped())


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    alerts = [alert for subject in SUBJECTS for alert in subject.alerts(SCOPE)]
    return RuleTests(promtool=promtool, recording=RECORDING, alerts=alerts)


def test_every_recording_rule_has_an_answer(tests: RuleTests, cluster: Series) -> None:
    expected = {f"count({rule.name}) > bool 0": {"{}": 1.0} for rule in RECORDING}
    tests.answers(cluster, 30, expected)


def test_what_is_broken_there_fires_and_nothing_else(tests: RuleTests, cluster: Series) -> None:
    def pod(alert: str, name: str, **labels: str) -> str:
        return firing(alert, namespace="shop", pod=name, **labels)

    def firing(alert: str, **labels: str) -> str:
        return series("ALERTS", alertname=alert, alertstate="firing", **labels)

    # Nothing sets its clock, and there is no metrics-server for its autoscaler.
    broken = {
        firing("NodeClockNotSynchronized", node=NODE, severity="warning"): 1.0,
        firing(
            "HorizontalPodAutoscalerInactive",
            namespace="shop",
            horizontalpodautoscaler="orders",
            severity="warning",
        ): 1.0,
        pod("PodCrashLooping", "crashing", container="app", severity="warning"): 1.0,
        pod("PodCrashLooping", "hungry", container="app", severity="warning"): 1.0,
        pod("PodImagePullFails", "missing-image", container="app", severity="warning"): 1.0,
        pod("PodUnschedulable", "too-big", severity="warning"): 1.0,
    }
    tests.answers(cluster, 30, {'ALERTS{alertstate="firing"}': broken})


def test_the_owners_of_its_pods_are_found(tests: RuleTests, cluster: Series) -> None:
    kinds = {
        "Deployment": 2.0,
        "DaemonSet": 1.0,
        "StatefulSet": 1.0,
        "CronJob": 3.0,
        "Job": 1.0,
        "Pod": 4.0,
    }
    tests.answers(
        cluster,
        30,
        {
            "count by (workload_type) (namespace_workload_pod:kube_pod_owner:relabel)": {
                f'{{workload_type="{kind}"}}': count for kind, count in kinds.items()
            }
        },
    )
