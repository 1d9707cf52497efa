"""A Kubernetes object: its name, its size, its turn."""

from typing import Any

import pytest

from eks_observability.kubernetes.kubernetes_object import KubernetesObject, Wave


def an_object(kind: str, api_version: str = "v1", **fields: Any) -> KubernetesObject:
    body = {"apiVersion": api_version, "kind": kind, "metadata": {"name": "a"}, **fields}
    return KubernetesObject(body)


@pytest.mark.parametrize(
    ("kind", "api_version", "wave"),
    [
        ("Namespace", "v1", Wave.NAMESPACES),
        ("ServiceAccount", "v1", Wave.CONFIGURATION),
        ("ConfigMap", "v1", Wave.CONFIGURATION),
        ("Secret", "v1", Wave.CONFIGURATION),
        ("Service", "v1", Wave.CONFIGURATION),
        ("ClusterRole", "rbac.authorization.k8s.io/v1", Wave.CONFIGURATION),
        ("PriorityClass", "scheduling.k8s.io/v1", Wave.CONFIGURATION),
        ("NetworkPolicy", "networking.k8s.io/v1", Wave.CONFIGURATION),
        ("CustomResourceDefinition", "apiextensions.k8s.io/v1", Wave.CONFIGURATION),
        ("DaemonSet", "apps/v1", Wave.WORKLOADS),
        ("Deployment", "apps/v1", Wave.WORKLOADS),
        ("CronJob", "batch/v1", Wave.WORKLOADS),
        ("OpenTelemetryCollector", "opentelemetry.io/v1beta1", Wave.CUSTOM_RESOURCES),
        ("Gateway", "gateway.networking.k8s.io/v1", Wave.CUSTOM_RESOURCES),
        (
            "MutatingWebhookConfiguration",
            "admissionregistration.k8s.io/v1",
            Wave.CUSTOM_RESOURCES,
        ),
    ],
)
def test_each_kind_has_its_turn(kind: str, api_version: str, wave: Wave) -> None:
    assert an_object(kind, api_version).wave is wave


def test_a_custom_resource_may_be_called_like_a_workload() -> None:
    assert an_object("Job", "example.com/v1").wave is Wave.CUSTOM_RESOURCES


def test_the_id_is_kind_namespace_and_name() -> None:
    metadata = {"name": "fluent-bit", "namespace": "amazon-cloudwatch"}
    assert an_object("Pod", metadata=metadata).id == "Pod:amazon-cloudwatch:fluent-bit"


def test_namespace_and_name_do_not_run_into_each_other() -> None:
    one = an_object("Pod", metadata={"namespace": "a-b", "name": "c"})
    other = an_object("Pod", metadata={"namespace": "a", "name": "b-c"})
    assert one.id != other.id


def test_an_object_outside_namespaces_is_called_by_kind_and_name() -> None:
    system = an_object("ClusterRole", metadata={"name": "system:monitoring"})
    assert str(system) == "ClusterRole system:monitoring"


def test_an_object_in_a_namespace_is_called_by_that_too() -> None:
    assert str(an_object("Pod", metadata={"namespace": "b", "name": "a"})) == "Pod b/a"


def test_the_size_is_in_bytes_of_minimal_json() -> None:
    each = an_object("Pod", note="é")
    assert (
        each.size == len('{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"note":"é"}') + 1
    )


@pytest.mark.parametrize("key", ["data", "stringData"])
def test_a_secret_with_data_holds_a_secret(key: str) -> None:
    body = {**an_object("Secret").body, key: {"password": "x"}}
    assert KubernetesObject(body).holds_secrets


def test_a_secret_that_kubernetes_fills_in_holds_none() -> None:
    each = an_object("Secret", type="kubernetes.io/service-account-token", data={})
    assert not each.holds_secrets


def test_a_config_map_holds_no_secret() -> None:
    assert not an_object("ConfigMap", data={"a": "b"}).holds_secrets
