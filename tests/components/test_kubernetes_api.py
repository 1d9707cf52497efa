"""The Kubernetes API refuses what EKS refuses, and says why."""

import json
from typing import Any

import pytest

from eks_observability_ops.components.kubernetes_api import KubernetesApi


def deployment(**container: Any) -> str:
    labels = {"app": "logger"}
    pod = {"containers": [{"name": "logger", "image": "busybox:1.37", **container}]}
    spec = {
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": pod},
    }
    return json.dumps(
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "logger"},
            "spec": spec,
        }
    )


def collector(**spec: Any) -> str:
    config = {
        "receivers": {"otlp": {"protocols": {"grpc": {}}}},
        "exporters": {"debug": {}},
        "service": {"pipelines": {"traces": {"receivers": ["otlp"], "exporters": ["debug"]}}},
    }
    return json.dumps(
        {
            "apiVersion": "opentelemetry.io/v1beta1",
            "kind": "OpenTelemetryCollector",
            "metadata": {"name": "observability"},
            "spec": {"mode": "daemonset", "config": config, **spec},
        }
    )


def test_a_deployment_is_accepted(kubernetes_api: KubernetesApi, namespace: str) -> None:
    answer = kubernetes_api.apply(deployment(), namespace=namespace)
    assert (answer.code, answer.output) == (0, "deployment.apps/logger serverside-applied\n")


def test_an_unknown_field_in_a_deployment_is_refused(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    answer = kubernetes_api.apply(deployment(imagePullPolcy="Always"), namespace=namespace)
    assert answer.code == 1
    assert 'containers[name="logger"].imagePullPolcy: field not declared in schema' in answer.text
    assert kubernetes_api.get("deployments", "-n", namespace)["items"] == []


def test_many_objects_can_be_created_at_once(kubernetes_api: KubernetesApi, namespace: str) -> None:
    maps = [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"map-{number}"}}
        for number in range(100)
    ]
    kubernetes_api.create(f"api/v1/namespaces/{namespace}/configmaps", maps)
    assert len(kubernetes_api.get("configmaps", "-n", namespace)["items"]) == 100
    with pytest.raises(OSError, match="409"):
        kubernetes_api.create(f"api/v1/namespaces/{namespace}/configmaps", maps[:1])


def test_a_collector_is_accepted(kubernetes_api: KubernetesApi, namespace: str) -> None:
    answer = kubernetes_api.apply(collector(), namespace=namespace)
    assert answer.code == 0, answer.text


def test_a_wrong_mode_of_a_collector_is_refused(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    answer = kubernetes_api.apply(collector(mode="demonset"), namespace=namespace)
    assert answer.code == 1
    assert 'spec.mode: Unsupported value: "demonset"' in answer.text
    assert '"daemonset"' in answer.text


def test_an_unknown_field_of_a_collector_is_refused(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    answer = kubernetes_api.apply(collector(serviceAcount="collector"), namespace=namespace)
    assert answer.code == 1
    assert ".spec.serviceAcount: field not declared in schema" in answer.text


def test_a_certificate_is_accepted(kubernetes_api: KubernetesApi, namespace: str) -> None:
    certificate = {
        "apiVersion": "cert-manager.io/v1",
        "kind": "Certificate",
        "metadata": {"name": "webhook"},
        "spec": {"secretName": "webhook", "dnsNames": ["a.b.svc"], "issuerRef": {"name": "own"}},
    }
    answer = kubernetes_api.apply(json.dumps(certificate), namespace=namespace)
    assert answer.code == 0, answer.text


def test_pod_security_refuses_a_privileged_pod(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    kubernetes_api.must(
        "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted"
    )
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "agent"},
        "spec": {
            "containers": [
                {"name": "agent", "image": "agent:1", "securityContext": {"privileged": True}}
            ]
        },
    }
    answer = kubernetes_api.apply(json.dumps(pod), namespace=namespace)
    assert answer.code == 1
    assert 'violates PodSecurity "restricted:latest": privileged' in answer.text


def test_a_service_account_may_do_what_its_role_says_and_no_more(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    kubernetes_api.must("create", "serviceaccount", "collector", "-n", namespace)
    kubernetes_api.must("create", "role", "pods", "--verb=list", "--resource=pods", "-n", namespace)
    subject = f"--serviceaccount={namespace}:collector"
    kubernetes_api.must("create", "rolebinding", "pods", "--role=pods", subject, "-n", namespace)

    def can(verb: str, resource: str, where: str | None) -> bool:
        return kubernetes_api.can_i(
            verb, resource, account="collector", of=namespace, namespace=where
        )

    assert can("list", "pods", namespace)
    assert not can("delete", "pods", namespace)
    assert not can("list", "pods", "default")
    assert not can("list", "pods", None)
    assert not can("get", "nodes/metrics", None)
    assert not can("get", "/metrics", None)


def test_tokens_of_service_accounts_are_issued(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    kubernetes_api.must("create", "serviceaccount", "collector", "-n", namespace)
    token = kubernetes_api.must("create", "token", "collector", "-n", namespace).strip()
    whoami = ("auth", "whoami", f"--token={token}", "--output=jsonpath={.status.userInfo.username}")
    assert kubernetes_api.must(*whoami) == f"system:serviceaccount:{namespace}:collector"


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_has_an_empty_namespace(
    kubernetes_api: KubernetesApi, namespace: str, number: int
) -> None:
    assert kubernetes_api.get("configmaps", "-n", namespace)["items"] == []
    kubernetes_api.must("create", "configmap", f"left-{number}", "-n", namespace)
