"""Pods of collectors are admitted where only restricted pods are."""

import json
from typing import Any

import cdk8s
import pytest

from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.collectors.cluster import WORKSPACE, charts


def made() -> list[dict[str, Any]]:
    """Every OpenTelemetryCollector."""
    monitors = ClusterCollectorChart(
        cdk8s.App(), "m", image="aoc:1", remote_write=WORKSPACE, jobs=(), monitors=True
    )
    every = [*charts(cdk8s.App(), namespace="prometheus"), monitors]
    objects = [one for chart in every for one in chart.to_json()]
    return [one for one in objects if one["kind"] == "OpenTelemetryCollector"]


def pod_of(spec: dict[str, Any], *, image: str) -> str:
    """A pod as the operator makes it of the parts that the chart gives it."""
    container = {
        "name": "container",
        "image": image,
        "resources": spec["resources"],
        "securityContext": spec["securityContext"],
        "env": spec.get("env", []),
    }
    pod = {
        "containers": [container],
        "securityContext": spec["podSecurityContext"],
        "serviceAccountName": spec["serviceAccount"],
        "affinity": spec["affinity"],
        "tolerations": spec["tolerations"],
        "priorityClassName": spec.get("priorityClassName", ""),
    }
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"}, "spec": pod})


@pytest.fixture
def restricted(kubernetes_api: KubernetesApi, namespace: str) -> str:
    """A namespace that admits restricted pods only."""
    label = "pod-security.kubernetes.io/enforce=restricted"
    kubernetes_api.must("label", "namespace", namespace, label)
    return namespace


@pytest.mark.parametrize("index", range(4))
def test_a_collectors_pod_is_restricted(
    kubernetes_api: KubernetesApi, restricted: str, index: int
) -> None:
    spec = made()[index]["spec"]
    answer = kubernetes_api.apply(pod_of(spec, image=spec["image"]), namespace=restricted)
    assert answer.code == 0, answer.text


def test_the_target_allocators_pod_is_restricted(
    kubernetes_api: KubernetesApi, restricted: str
) -> None:
    specs = [one["spec"] for one in made()]
    (allocator,) = [spec["targetAllocator"] for spec in specs if "targetAllocator" in spec]
    answer = kubernetes_api.apply(pod_of(allocator, image="ta:1"), namespace=restricted)
    assert answer.code == 0, answer.text


def test_a_pod_without_these_parts_is_refused(
    kubernetes_api: KubernetesApi, restricted: str
) -> None:
    spec = made()[0]["spec"] | {"securityContext": {}}
    answer = kubernetes_api.apply(pod_of(spec, image="aoc:1"), namespace=restricted)
    assert answer.code == 1
    assert "violates PodSecurity" in answer.text
