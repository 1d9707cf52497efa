"""The chart of what calls the demo's emitter."""

import re
from typing import Any

import cdk8s
import pytest

from eks_observability_charts import emitter
from eks_observability_charts.traffic_generator import NAME, TrafficGeneratorChart

IMAGE = "public.ecr.aws/docker/library/busybox:1.37.0"


def deployment(**options: Any) -> dict[str, Any]:
    (only,) = TrafficGeneratorChart(cdk8s.App(), "traffic", image=IMAGE, **options).to_json()
    return dict(only)


def pod(**options: Any) -> dict[str, Any]:
    spec: dict[str, Any] = deployment(**options)["spec"]["template"]["spec"]
    return spec


def container(**options: Any) -> dict[str, Any]:
    (only,) = pod(**options)["containers"]
    return dict(only)


def called(**options: Any) -> list[str]:
    """The addresses that it calls, in their order."""
    return re.findall(r"http://\S+", container(**options)["command"][-1])


def test_it_is_a_deployment_of_the_chapters_name_and_namespace() -> None:
    made = deployment()
    metadata = made["metadata"]
    assert made["kind"] == "Deployment"
    assert (metadata["namespace"], metadata["name"]) == ("adot", "traffic-generator")


def test_it_has_the_label_by_which_the_emitter_lets_it_in() -> None:
    labels = deployment()["spec"]["template"]["metadata"]["labels"]
    assert labels["app.kubernetes.io/name"] == emitter.CALLER == NAME


def test_it_has_the_emitter_call_a_remote_service() -> None:
    assert called() == ["http://sample-app.adot:4567/outgoing-http-call"]


def test_it_has_the_emitter_call_aws_too_when_told() -> None:
    assert called(aws_sdk_call=True) == [
        "http://sample-app.adot:4567/outgoing-http-call",
        "http://sample-app.adot:4567/aws-sdk-call",
    ]


@pytest.mark.parametrize("both", [True, False])
def test_it_calls_no_service_that_is_not_there(both: bool) -> None:
    # The chapter's second address is ot-sample-app, which nothing makes.
    services = {url.split("/")[2] for url in called(aws_sdk_call=both)}
    assert services == {f"{emitter.NAME}.{emitter.NAMESPACE}:{emitter.PORT}"}


def test_it_waits_between_calls_as_in_the_chapter() -> None:
    script = container(aws_sdk_call=True)["command"][-1]
    assert re.findall(r"sleep (\d+)", script) == ["2", "5"]


def test_it_waits_ten_seconds_for_an_answer_and_no_longer() -> None:
    script = container()["command"][-1]
    assert "timeout 10 wget -q -O /dev/null" in script


def test_it_calls_in_another_namespace_when_told() -> None:
    assert called(namespace="demo") == ["http://sample-app.demo:4567/outgoing-http-call"]
    assert deployment(namespace="demo")["metadata"]["namespace"] == "demo"


def test_the_image_is_the_one_given() -> None:
    assert container()["image"] == IMAGE


def test_it_gets_no_token_of_the_kubernetes_api() -> None:
    assert pod()["automountServiceAccountToken"] is False


def test_it_asks_for_little_and_has_a_limit_of_memory() -> None:
    assert container()["resources"] == {
        "requests": {"cpu": "10m", "memory": "16Mi"},
        "limits": {"memory": "32Mi"},
    }


def test_it_writes_nowhere_but_in_a_small_volume() -> None:
    assert container()["securityContext"]["readOnlyRootFilesystem"] is True
    assert container()["volumeMounts"] == [{"mountPath": "/tmp", "name": "scratch"}]
    assert pod()["volumes"] == [{"name": "scratch", "emptyDir": {"sizeLimit": "1Mi"}}]


def test_it_is_dead_when_it_has_begun_no_call_for_minutes() -> None:
    probe = container()["livenessProbe"]
    assert probe["exec"]["command"][-1] == 'test -n "$(find /tmp/alive -mmin -2)"'


def test_no_one_calls_it() -> None:
    assert "ports" not in container()
