"""The real API server admits the Instrumentation, and pods that the operator changes after it."""

import json
from collections.abc import Mapping
from typing import Any, Final

import cdk8s
import pytest

from eks_observability_charts.collector.custom_resource import CONTAINER_SECURITY, pod_security
from eks_observability_charts.collector.instrumentation_chart import (
    Always,
    InstrumentationChart,
    Language,
    XRayRules,
)
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.running import Answer

COPIED: tuple[Language, ...] = ("java", "python", "nodejs", "dotnet")
IMAGES: Final[Mapping[Language, str]] = {each: f"{each}:1" for each in (*COPIED, "go")}


def made(**arguments: Any) -> dict[str, Any]:
    chart = InstrumentationChart(cdk8s.App(), "it", **{"images": IMAGES, **arguments})
    (only,) = chart.to_json()
    return dict(only)


def applied(api: KubernetesApi, namespace: str, body: Mapping[str, Any]) -> Answer:
    metadata = {**body["metadata"], "namespace": namespace}
    return api.apply(json.dumps({**body, "metadata": metadata}), namespace=namespace)


@pytest.mark.parametrize("sampler", [Always(), XRayRules(otherwise=0.05)], ids=["all", "x-ray"])
def test_it_is_admitted(
    instrumentations: KubernetesApi, namespace: str, sampler: Always | XRayRules
) -> None:
    answer = applied(instrumentations, namespace, made(sampler=sampler))
    assert answer.code == 0, answer.text


@pytest.mark.parametrize("language", IMAGES)
def test_it_is_admitted_for_one_language_alone(
    instrumentations: KubernetesApi, namespace: str, language: Language
) -> None:
    answer = applied(instrumentations, namespace, made(images={language: "a:1"}))
    assert answer.code == 0, answer.text


def test_a_field_of_another_language_is_refused(
    instrumentations: KubernetesApi, namespace: str
) -> None:
    body = made()
    body["spec"]["java"]["resourceRequirements"] = body["spec"]["java"].pop("resources")
    answer = applied(instrumentations, namespace, body)
    assert answer.code == 1
    assert ".spec.java.resourceRequirements: field not declared in schema" in answer.text


def test_an_unknown_sampler_is_refused(instrumentations: KubernetesApi, namespace: str) -> None:
    body = made()
    body["spec"]["sampler"]["type"] = "sometimes"
    assert "Unsupported value" in applied(instrumentations, namespace, body).text


def pod(language: Language) -> str:
    """A restricted pod as the operator makes it of one that asked (internal/instrumentation)."""
    part = made()["spec"][language]
    agent: dict[str, Any] = {
        "name": "opentelemetry-auto-instrumentation",
        "image": part["image"],
        "resources": part.get("resources", part.get("resourceRequirements")),
        "env": part.get("env", []),
    }
    program = {"name": "program", "image": "a:1", "securityContext": dict(CONTAINER_SECURITY)}
    spec: dict[str, Any] = {"containers": [program], "securityContext": pod_security(1000)}
    if language == "go":
        agent["securityContext"] = {"runAsUser": 0, "privileged": True}
        spec["shareProcessNamespace"] = True
        spec["containers"].append(agent)
        host = {"name": "kernel-debug", "hostPath": {"path": "/sys/kernel/debug"}}
        spec["volumes"] = [host]
    else:
        # It is given what the program's container is given.
        spec["initContainers"] = [{**agent, "securityContext": dict(CONTAINER_SECURITY)}]
        spec["volumes"] = [{"name": "agent", "emptyDir": {"sizeLimit": "200Mi"}}]
    return json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec})


def enforcing(api: KubernetesApi, namespace: str, standard: str) -> None:
    api.must("label", "namespace", namespace, f"pod-security.kubernetes.io/enforce={standard}")


@pytest.mark.parametrize("language", COPIED)
def test_an_instrumented_pod_may_be_restricted(
    kubernetes_api: KubernetesApi, namespace: str, language: Language
) -> None:
    enforcing(kubernetes_api, namespace, "restricted")
    answer = kubernetes_api.apply(pod(language), namespace=namespace)
    assert answer.code == 0, answer.text


@pytest.mark.parametrize("standard", ["baseline", "restricted"])
def test_an_instrumented_pod_in_go_is_refused_by_every_standard(
    kubernetes_api: KubernetesApi, namespace: str, standard: str
) -> None:
    enforcing(kubernetes_api, namespace, standard)
    answer = kubernetes_api.apply(pod("go"), namespace=namespace)
    assert answer.code == 1
    assert "privileged" in answer.text


def test_an_instrumented_pod_in_go_is_admitted_where_no_standard_is_enforced(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    answer = kubernetes_api.apply(pod("go"), namespace=namespace)
    assert answer.code == 0, answer.text
