"""The chart of the demo's emitter."""

from typing import Any

import cdk8s
import pytest

from eks_observability_charts.collector import names
from eks_observability_charts.emitter import OTLP_ENDPOINT, EmitterChart

IMAGE = "public.ecr.aws/aws-otel-test/aws-otel-java-spark:1.17.0"
Objects = dict[str, dict[str, Any]]


def made(**options: Any) -> Objects:
    """The objects of the chart, by kind."""
    chart = EmitterChart(cdk8s.App(), "emitter", image=IMAGE, region="eu-central-1", **options)
    return {body["kind"]: dict(body) for body in chart.to_json()}


def variables(objects: Objects) -> dict[str, str]:
    return {one["name"]: one["value"] for one in container(objects)["env"]}


def pod(objects: Objects) -> dict[str, Any]:
    spec: dict[str, Any] = objects["Deployment"]["spec"]["template"]["spec"]
    return spec


def container(objects: Objects) -> dict[str, Any]:
    (only,) = pod(objects)["containers"]
    return dict(only)


@pytest.fixture(scope="module")
def objects() -> Objects:
    return made()


def test_the_chart_is_the_emitter_its_service_and_who_may_call_it(objects: Objects) -> None:
    assert objects.keys() == {"Deployment", "NetworkPolicy", "Service", "ServiceAccount"}


@pytest.mark.parametrize("kind", ["Deployment", "NetworkPolicy", "Service", "ServiceAccount"])
def test_each_has_the_chapters_name_and_namespace(objects: Objects, kind: str) -> None:
    metadata = objects[kind]["metadata"]
    assert (metadata["namespace"], metadata["name"]) == ("adot", "sample-app")


def test_the_image_is_the_one_given(objects: Objects) -> None:
    assert container(objects)["image"] == IMAGE


def test_the_variables_of_the_chapter_have_its_values(objects: Objects) -> None:
    chapter = {
        "AWS_REGION": "eu-central-1",
        "LISTEN_ADDRESS": "0.0.0.0:4567",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://observability-collector.prometheus:4317",
        "OTEL_RESOURCE_ATTRIBUTES": "service.namespace=adot,service.name=emitter",
    }
    assert chapter.items() <= variables(objects).items()


def test_it_sends_to_the_service_that_the_operator_makes_of_the_collector() -> None:
    # The operator calls the Service of a collector by its name and -collector.
    service = f"{names.NODE_COLLECTOR}-collector.{names.NAMESPACE}"
    assert f"http://{service}:4317" == OTLP_ENDPOINT


def test_it_speaks_grpc_whatever_the_agent_in_the_image_would(objects: Objects) -> None:
    assert variables(objects)["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc"


def test_it_sends_elsewhere_when_told() -> None:
    objects = made(otlp_endpoint="http://gateway:4317")
    assert variables(objects)["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://gateway:4317"


@pytest.mark.parametrize(("send", "exporter"), [(True, "otlp"), (False, "none")])
def test_it_sends_metrics_only_when_told(send: bool, exporter: str) -> None:
    assert variables(made(send_metrics=send))["OTEL_METRICS_EXPORTER"] == exporter


def test_its_logs_are_the_pods_alone(objects: Objects) -> None:
    assert variables(objects)["OTEL_LOGS_EXPORTER"] == "none"


def test_it_never_has_the_nodes_credentials(objects: Objects) -> None:
    assert variables(objects)["AWS_EC2_METADATA_DISABLED"] == "true"


def test_the_agent_that_the_image_brings_stays_in(objects: Objects) -> None:
    # The image loads it with this variable, in which its version stands.
    assert "JAVA_TOOL_OPTIONS" not in variables(objects)


def test_it_has_no_role_by_default(objects: Objects) -> None:
    assert objects["ServiceAccount"]["metadata"].get("annotations", {}) == {}


def test_it_has_the_role_that_it_is_given() -> None:
    annotations = made(role_arn="arn:role")["ServiceAccount"]["metadata"]["annotations"]
    assert annotations == {"eks.amazonaws.com/role-arn": "arn:role"}


def test_its_pods_run_as_its_service_account(objects: Objects) -> None:
    assert pod(objects)["serviceAccountName"] == "sample-app"


def test_it_gets_no_token_of_the_kubernetes_api(objects: Objects) -> None:
    assert pod(objects)["automountServiceAccountToken"] is False


def test_the_token_of_irsa_can_be_read_by_its_user(objects: Objects) -> None:
    context = pod(objects)["securityContext"]
    assert context["fsGroup"] == context["runAsGroup"]


@pytest.mark.parametrize("probe", ["startupProbe", "livenessProbe", "readinessProbe"])
def test_a_probe_asks_for_nothing_so_it_makes_no_trace(objects: Objects, probe: str) -> None:
    found = container(objects)[probe]
    assert found["tcpSocket"] == {"port": 4567}
    assert found.keys() & {"exec", "grpc", "httpGet"} == set()


def test_it_has_five_minutes_to_start(objects: Objects) -> None:
    probe = container(objects)["startupProbe"]
    assert probe["periodSeconds"] * probe["failureThreshold"] == 300


def test_it_has_a_limit_of_memory(objects: Objects) -> None:
    assert container(objects)["resources"] == {
        "requests": {"cpu": "50m", "memory": "256Mi"},
        "limits": {"memory": "512Mi"},
    }


def test_it_writes_nowhere_but_in_a_small_volume(objects: Objects) -> None:
    assert container(objects)["securityContext"]["readOnlyRootFilesystem"] is True
    assert container(objects)["volumeMounts"] == [{"mountPath": "/tmp", "name": "scratch"}]
    assert pod(objects)["volumes"] == [{"name": "scratch", "emptyDir": {"sizeLimit": "64Mi"}}]


def test_it_runs_where_there_are_collectors_and_takes_no_ones_room(objects: Objects) -> None:
    required = pod(objects)["affinity"]["nodeAffinity"][
        "requiredDuringSchedulingIgnoredDuringExecution"
    ]
    (term,) = required["nodeSelectorTerms"]
    assert {one["key"]: one["operator"] for one in term["matchExpressions"]} == {
        "kubernetes.io/os": "In",
        "eks.amazonaws.com/compute-type": "NotIn",
    }
    assert pod(objects)["tolerations"] == []
    assert "priorityClassName" not in pod(objects)


def test_its_service_leads_to_its_pods(objects: Objects) -> None:
    service = objects["Service"]["spec"]
    labels = objects["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert service["selector"] == {"app.kubernetes.io/name": "sample-app"}
    assert service["selector"].items() <= labels.items()


def test_its_service_is_inside_the_cluster_at_the_chapters_port(objects: Objects) -> None:
    service = objects["Service"]["spec"]
    assert service["type"] == "ClusterIP"
    assert service["ports"] == [{"name": "http", "port": 4567, "targetPort": 4567}]


def test_it_is_called_by_the_traffic_generator_alone(objects: Objects) -> None:
    assert objects["NetworkPolicy"]["spec"] == {
        "podSelector": {"matchLabels": {"app.kubernetes.io/name": "sample-app"}},
        "policyTypes": ["Ingress"],
        "ingress": [
            {
                "from": [
                    {
                        "podSelector": {
                            "matchLabels": {"app.kubernetes.io/name": "traffic-generator"}
                        }
                    }
                ],
                "ports": [{"port": 4567, "protocol": "TCP"}],
            }
        ],
    }


def test_all_of_it_is_in_another_namespace_when_told() -> None:
    found = made(namespace="demo").values()
    assert {one["metadata"]["namespace"] for one in found} == {"demo"}
