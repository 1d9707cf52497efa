"""The chart of the demo's logger."""

from typing import Any

import cdk8s
import pytest

from eks_observability_charts.logger import LoggerChart

IMAGE = "public.ecr.aws/docker/library/busybox:1.37.0"


@pytest.fixture(scope="module")
def objects() -> dict[str, dict[str, Any]]:
    chart = LoggerChart(cdk8s.App(), "logger", image=IMAGE)
    return {body["kind"]: dict(body) for body in chart.to_json()}


@pytest.fixture(scope="module")
def pod(objects: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return objects["Pod"]


@pytest.fixture(scope="module")
def container(pod: dict[str, Any]) -> dict[str, Any]:
    [only] = pod["spec"]["containers"]
    return dict(only)


def test_the_chart_is_a_namespace_and_a_pod(objects: dict[str, dict[str, Any]]) -> None:
    assert objects.keys() == {"Namespace", "Pod"}


def test_the_pod_has_the_chapters_name_and_namespace(pod: dict[str, Any]) -> None:
    assert (pod["metadata"]["namespace"], pod["metadata"]["name"]) == ("logger-app", "logger")


def test_the_namespace_is_the_pods(objects: dict[str, dict[str, Any]]) -> None:
    assert objects["Namespace"]["metadata"]["name"] == "logger-app"


def test_the_namespace_itself_is_in_no_namespace(objects: dict[str, dict[str, Any]]) -> None:
    assert "namespace" not in objects["Namespace"]["metadata"]


def test_pods_of_the_namespace_are_restricted(objects: dict[str, dict[str, Any]]) -> None:
    labels = objects["Namespace"]["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_another_namespace_holds_both() -> None:
    chart = LoggerChart(cdk8s.App(), "logger", image=IMAGE, namespace="demo")
    space, pod = chart.to_json()
    assert (space["metadata"]["name"], pod["metadata"]["namespace"]) == ("demo", "demo")


def test_the_pod_prints_four_lines_as_in_the_chapter(container: dict[str, Any]) -> None:
    assert container["command"] == ["/bin/sh"]
    assert container["args"] == ["-c", "for i in `seq 4`; do echo 'Logging Message';done"]


def test_the_pod_runs_once(pod: dict[str, Any]) -> None:
    assert pod["spec"]["restartPolicy"] == "Never"


def test_the_container_has_the_chapters_name_and_pull_policy(container: dict[str, Any]) -> None:
    assert (container["name"], container["imagePullPolicy"]) == ("busybox", "IfNotPresent")


def test_the_image_is_the_one_given(container: dict[str, Any]) -> None:
    assert container["image"] == IMAGE


def test_the_pod_is_found_by_its_labels(pod: dict[str, Any]) -> None:
    labels = pod["metadata"]["labels"]
    assert labels["app.kubernetes.io/name"] == "logger"
    assert labels["app.kubernetes.io/managed-by"] == "eks-observability"


def test_the_pod_gets_no_token_of_the_kubernetes_api(pod: dict[str, Any]) -> None:
    assert pod["spec"]["automountServiceAccountToken"] is False


def test_the_pod_asks_for_little_and_has_a_limit_of_memory(container: dict[str, Any]) -> None:
    assert container["resources"] == {
        "requests": {"cpu": "10m", "memory": "16Mi"},
        "limits": {"memory": "32Mi"},
    }


def test_the_pod_runs_on_linux(pod: dict[str, Any]) -> None:
    required = pod["spec"]["affinity"]["nodeAffinity"][
        "requiredDuringSchedulingIgnoredDuringExecution"
    ]
    assert required["nodeSelectorTerms"] == [
        {
            "matchExpressions": [
                {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
            ]
        }
    ]
