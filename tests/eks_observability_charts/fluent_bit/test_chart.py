"""Fluent Bit on every node."""

import json
from typing import Any

import cdk8s
import pytest

from eks_observability_charts.fluent_bit.chart import FluentBitChart
from eks_observability_charts.fluent_bit.logs import ContainerLogs
from eks_observability_charts.fluent_bit.outputs import (
    LokiOutput,
    OpenSearchOutput,
    Output,
    SplunkOutput,
)
from eks_observability_charts.placement import Placement, Toleration
from eks_observability_charts.resources import Resources
from tests.eks_observability_charts.fluent_bit.classic import check, included

SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:password"
LOKI = LokiOutput(host="loki.example.com", user="42", secret_arn=SECRET)
EVERY_OUTPUT: tuple[Output, ...] = (
    OpenSearchOutput(host="a.example.com", region="eu-central-1"),
    OpenSearchOutput(host="b.example.com", region="eu-central-1", user="u", secret_arn=SECRET),
    LOKI,
    SplunkOutput(host="splunk.example.com", secret_arn=SECRET),
)


def chart(**chosen: Any) -> dict[str, dict[str, Any]]:
    """The chart's objects, by kind."""
    arguments = {
        "cluster_name": "shop",
        "region": "eu-central-1",
        "image": "aws-for-fluent-bit:3.4.8",
        "secrets_image": "aws-cli:2.31.0",
        "kubelet_resource": "nodes/pods",
        **chosen,
    }
    made = FluentBitChart(cdk8s.App(), "fluent-bit", **arguments).to_json()
    return {one["kind"]: one for one in made}


def pod(**chosen: Any) -> dict[str, Any]:
    return dict(chart(**chosen)["DaemonSet"]["spec"]["template"]["spec"])


def container(**chosen: Any) -> dict[str, Any]:
    [found] = pod(**chosen)["containers"]
    return dict(found)


def given(made: dict[str, dict[str, Any]]) -> set[str]:
    """Variables that the environment and the fetched credentials give."""
    spec = made["DaemonSet"]["spec"]["template"]["spec"]
    fetched = [each["args"][::2] for each in spec.get("initContainers", ())]
    return {each["name"] for each in spec["containers"][0]["env"]} | {
        name for names in fetched for name in names
    }


CHOICES: list[dict[str, Any]] = [
    {},
    {"outputs": EVERY_OUTPUT, "create_log_groups": True},
    {"logs": ContainerLogs(application=False)},
    {"logs": ContainerLogs(dataplane=False, host=False, include_containers=("web",))},
]


@pytest.mark.parametrize("chosen", CHOICES)
def test_the_configuration_is_documented_and_hangs_together(chosen: dict[str, Any]) -> None:
    made = chart(**chosen)
    check(made["ConfigMap"]["data"], given(made))


def test_what_is_included_is_mounted() -> None:
    made = chart(outputs=[LOKI])
    mounts = {each["mountPath"] for each in container(outputs=[LOKI])["volumeMounts"]}
    absolute = [each for each in included(made["ConfigMap"]["data"]) if each.startswith("/")]
    assert [each.rpartition("/")[0] for each in absolute] == ["/secrets"]
    assert {"/secrets", "/fluent-bit/etc"} <= mounts


def test_objects_are_named_as_in_the_quick_start() -> None:
    names = {kind: one["metadata"]["name"] for kind, one in chart().items()}
    assert names == {
        "ServiceAccount": "fluent-bit",
        "ClusterRole": "amazon-cloudwatch-fluent-bit",
        "ClusterRoleBinding": "amazon-cloudwatch-fluent-bit",
        "ConfigMap": "fluent-bit-config",
        "DaemonSet": "fluent-bit",
    }


def test_objects_say_what_they_belong_to() -> None:
    for one in chart().values():
        assert one["metadata"]["labels"] == {
            "app.kubernetes.io/name": "fluent-bit",
            "app.kubernetes.io/managed-by": "eks-observability",
        }


def test_objects_are_in_the_namespace_but_for_those_that_have_none() -> None:
    namespaces = {kind: one["metadata"].get("namespace") for kind, one in chart().items()}
    assert namespaces == {
        "ServiceAccount": "amazon-cloudwatch",
        "ClusterRole": None,
        "ClusterRoleBinding": None,
        "ConfigMap": "amazon-cloudwatch",
        "DaemonSet": "amazon-cloudwatch",
    }


@pytest.mark.parametrize("resource", ["nodes/pods", "nodes/proxy"])
def test_the_only_right_is_to_ask_kubelets_for_pods(resource: str) -> None:
    [rule] = chart(kubelet_resource=resource)["ClusterRole"]["rules"]
    assert (rule["apiGroups"], rule["resources"], rule["verbs"]) == ([""], [resource], ["get"])


def test_the_role_is_annotated() -> None:
    arn = "arn:aws:iam::111122223333:role/fluent-bit"
    annotations = chart(role_arn=arn)["ServiceAccount"]["metadata"]["annotations"]
    assert annotations == {"eks.amazonaws.com/role-arn": arn}


def test_there_is_no_annotation_without_a_role() -> None:
    assert not chart()["ServiceAccount"]["metadata"].get("annotations")


def test_pods_are_selected_by_name() -> None:
    spec = chart()["DaemonSet"]["spec"]
    assert spec["selector"] == {"matchLabels": {"app.kubernetes.io/name": "fluent-bit"}}
    assert spec["template"]["metadata"]["labels"]["app.kubernetes.io/name"] == "fluent-bit"


def test_pods_are_replaced_when_the_configuration_changes() -> None:
    def checksum(**chosen: Any) -> str:
        metadata = chart(**chosen)["DaemonSet"]["spec"]["template"]["metadata"]
        return str(metadata["annotations"]["checksum/config"])

    assert checksum() == checksum()
    assert checksum() != checksum(create_log_groups=True)


def test_values_of_deploy_time_stay_out_of_the_configuration() -> None:
    token = "${Token[Domain.Endpoint.42]}"
    output = OpenSearchOutput(host=token, region=token, user=token, secret_arn=token)
    made = chart(region=token, cluster_name=token, role_arn=token, outputs=[output])
    assert token not in json.dumps(made["ConfigMap"])
    assert token in json.dumps(made["DaemonSet"])


def test_a_tenth_of_the_nodes_is_updated_at_once() -> None:
    strategy = chart()["DaemonSet"]["spec"]["updateStrategy"]
    assert strategy == {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}}


def test_fluent_bit_may_finish_sending() -> None:
    configuration = chart()["ConfigMap"]["data"]["fluent-bit.conf"]
    [grace] = [line.split()[1] for line in configuration.splitlines() if " Grace " in line]
    assert pod()["terminationGracePeriodSeconds"] > int(grace)


def test_the_nodes_network_is_not_used() -> None:
    assert pod()["hostNetwork"] is False


def test_it_is_root_without_a_capability() -> None:
    assert container()["securityContext"] == {
        "runAsUser": 0,
        "runAsGroup": 0,
        "runAsNonRoot": False,
        "privileged": False,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_system_calls_are_those_of_the_runtime() -> None:
    assert pod()["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_the_token_is_mounted() -> None:
    assert pod()["automountServiceAccountToken"] is True


def test_the_state_alone_is_written_on_the_node() -> None:
    spec = pod(outputs=EVERY_OUTPUT)
    paths = {
        each["name"]: each["hostPath"]["path"] for each in spec["volumes"] if "hostPath" in each
    }
    mounts = {each["name"]: each for each in spec["containers"][0]["volumeMounts"]}
    assert paths == {"logs": "/var/log", "state": "/var/fluent-bit/state"}
    writable = {name for name, each in mounts.items() if not each.get("readOnly")}
    assert writable == {"state"}


def test_a_destination_that_is_away_ends_no_pod() -> None:
    found = container()
    assert found["livenessProbe"]["httpGet"] == {"path": "/", "port": 2020, "scheme": "HTTP"}
    assert found["readinessProbe"]["httpGet"]["path"] == "/api/v1/health"


def test_pinned_images_are_pulled_once() -> None:
    spec = pod(outputs=[LOKI])
    made = [*spec["containers"], *spec["initContainers"]]
    assert {each["imagePullPolicy"] for each in made} == {"IfNotPresent"}


def test_resources_are_sourced() -> None:
    assert container()["resources"] == {
        "requests": {"cpu": "50m", "memory": "100Mi"},
        "limits": {"memory": "250Mi"},
    }


def test_resources_can_be_chosen() -> None:
    chosen = Resources(
        cpu_request_millicores=75, memory_request_mebibytes=128, memory_limit_mebibytes=512
    )
    assert container(resources=chosen)["resources"]["limits"] == {"memory": "512Mi"}


def test_every_taint_is_tolerated() -> None:
    assert pod()["tolerations"] == [{"operator": "Exists"}]
    assert pod()["priorityClassName"] == "system-node-critical"


def test_the_placement_can_be_chosen() -> None:
    chosen = Placement(tolerations=(Toleration(key="gpu"),), priority_class=None)
    assert pod(placement=chosen)["tolerations"] == [{"key": "gpu", "operator": "Exists"}]
    assert "priorityClassName" not in pod(placement=chosen)


def test_nothing_is_fetched_without_secrets() -> None:
    assert not pod(secrets_image=None).get("initContainers")
    assert "fsGroup" not in pod()["securityContext"]


def test_secrets_need_an_image() -> None:
    with pytest.raises(ValueError, match="need 'secrets_image'"):
        chart(secrets_image=None, outputs=[LOKI])


def test_secrets_are_fetched_by_another_user_without_privileges() -> None:
    [fetching] = pod(outputs=[LOKI])["initContainers"]
    assert fetching["securityContext"] == {
        "runAsUser": 65532,
        "runAsGroup": 65532,
        "runAsNonRoot": True,
        "privileged": False,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_secrets_are_in_memory_and_shared_by_a_group() -> None:
    spec = pod(outputs=[LOKI])
    volumes = {each["name"]: each for each in spec["volumes"]}
    assert volumes["secrets"]["emptyDir"] == {"medium": "Memory", "sizeLimit": "1Mi"}
    assert spec["securityContext"]["fsGroup"] == 65532


def test_the_manifest_names_secrets_and_holds_none() -> None:
    [fetching] = pod(outputs=EVERY_OUTPUT)["initContainers"]
    assert fetching["args"] == [
        "OUTPUT_2_SECRET",
        SECRET,
        "OUTPUT_3_SECRET",
        SECRET,
        "OUTPUT_4_SECRET",
        SECRET,
    ]
    assert not any("SECRET" in each["name"] for each in container(outputs=EVERY_OUTPUT)["env"])
