"""What the Kubernetes API says to the logger, and to a logger that has ended."""

import copy
import json
from collections.abc import Callable
from typing import Any

import cdk8s
import pytest

from eks_observability_charts.logger import LoggerChart
from eks_observability_ops.components.kubernetes_api import KubernetesApi

Apply = Callable[[dict[str, Any]], tuple[int, str]]


@pytest.fixture
def space(namespace: str) -> str:
    return f"{namespace}-logs"


@pytest.fixture
def apply(kubernetes_api: KubernetesApi) -> Apply:
    """Applies as CDK's handler does: with kubectl on the client's side."""

    def run(body: dict[str, Any]) -> tuple[int, str]:
        answer = kubernetes_api.kubectl("apply", "-f", "-", standard_input=json.dumps(body))
        return answer.code, answer.text

    return run


@pytest.fixture
def pod(apply: Apply, kubernetes_api: KubernetesApi, space: str) -> dict[str, Any]:
    """The logger as it was deployed, after it has ended."""
    chart = LoggerChart(cdk8s.App(), "logger", image="busybox:1.37.0", namespace=space)
    for body in chart.to_json():
        assert apply(body)[0] == 0
    ended = json.dumps({"status": {"phase": "Succeeded"}})
    kubernetes_api.must(
        "patch", "pod", "logger", "-n", space, "--subresource=status", "--type=merge", "-p", ended
    )
    return dict(chart.to_json()[-1])


def image(kubernetes_api: KubernetesApi, space: str) -> str:
    found = kubernetes_api.get("pod", "logger", "-n", space)
    return str(found["spec"]["containers"][0]["image"])


def test_the_restricted_namespace_takes_the_logger(
    kubernetes_api: KubernetesApi, pod: dict[str, Any], space: str
) -> None:
    assert image(kubernetes_api, space) == pod["spec"]["containers"][0]["image"]


def test_the_restricted_namespace_refuses_the_chapters_own_logger(
    apply: Apply, pod: dict[str, Any]
) -> None:
    plain = {"name": "busybox", "image": "busybox", "command": ["/bin/sh"]}
    body = {
        **pod,
        "metadata": {**pod["metadata"], "name": "plain"},
        "spec": {"containers": [plain], "restartPolicy": "Never"},
    }
    code, text = apply(body)
    assert code == 1
    assert 'violates PodSecurity "restricted:latest"' in text


def test_a_deployment_without_a_change_passes_after_the_logger_has_ended(
    apply: Apply, pod: dict[str, Any]
) -> None:
    assert apply(pod)[0] == 0


def test_another_image_passes_after_the_logger_has_ended(
    apply: Apply, kubernetes_api: KubernetesApi, pod: dict[str, Any], space: str
) -> None:
    newer = copy.deepcopy(pod)
    newer["spec"]["containers"][0]["image"] = "busybox:1.38.0"
    assert apply(newer)[0] == 0
    assert image(kubernetes_api, space) == "busybox:1.38.0"


def test_other_arguments_do_not_pass(apply: Apply, pod: dict[str, Any]) -> None:
    other = copy.deepcopy(pod)
    other["spec"]["containers"][0]["args"] = ["-c", "true"]
    code, text = apply(other)
    assert code == 1
    assert "pod updates may not change fields other than" in text


def test_other_arguments_pass_once_the_ended_logger_is_deleted(
    apply: Apply, kubernetes_api: KubernetesApi, pod: dict[str, Any], space: str
) -> None:
    kubernetes_api.must("delete", "pod", "logger", "-n", space, "--wait=false")
    other = copy.deepcopy(pod)
    other["spec"]["containers"][0]["args"] = ["-c", "true"]
    assert apply(other)[0] == 0
    assert image(kubernetes_api, space)


def test_the_documented_command_makes_the_logger_anew(
    kubernetes_api: KubernetesApi, pod: dict[str, Any], space: str
) -> None:
    assert pod["metadata"]["name"] == "logger"
    before = kubernetes_api.get("pod", "logger", "-n", space)
    kubernetes_api.must(
        "replace", "--force", "-f", "-", "--grace-period=0", standard_input=json.dumps(before)
    )
    after = kubernetes_api.get("pod", "logger", "-n", space)
    assert after["metadata"]["uid"] != before["metadata"]["uid"]
    assert after["status"]["phase"] == "Pending"
