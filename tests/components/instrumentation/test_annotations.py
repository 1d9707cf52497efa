"""Annotations come and go by the function that CloudFormation asks, and nothing else changes."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template

from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.settings.tracing import Language, Tracing
from eks_observability.tracing.instrumented_namespaces import InstrumentedNamespaces
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.instrumentation.kubectl_handler import KubectlHandler

INJECT = "instrumentation.opentelemetry.io/inject-"
WHERE = "prometheus/observability"


def patches(namespace: str, *languages: Language) -> list[dict[str, Any]]:
    """What a template asks of the function for one namespace."""
    stack = cdk.Stack(cdk.App(), "Stack")
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack, "Cluster", cluster_name="a", kubectl_provider=kubectl
    )
    InstrumentedNamespaces(
        stack,
        "It",
        access=ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36"),
        settings=Tracing.model_validate(
            {"instrumentation": {"namespaces": {namespace: languages}}}
        ),
    )
    found = Template.from_stack(stack).find_resources("Custom::AWSCDK-EKS-KubernetesPatch")
    return [dict(each) for each in found.values()]


def annotations(api: KubernetesApi, namespace: str) -> dict[str, str]:
    metadata = api.get("namespace", namespace)["metadata"]
    return dict(metadata.get("annotations", {}))


@pytest.fixture
def others(kubernetes_api: KubernetesApi, namespace: str) -> str:
    """A namespace that somebody else has annotated, with a pod in it."""
    kubernetes_api.must("annotate", "namespace", namespace, "owner=shop")
    spec = {"containers": [{"name": "a", "image": "a:1"}]}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod"}, "spec": spec}
    answer = kubernetes_api.apply(json.dumps(pod), namespace=namespace)
    assert answer.code == 0, answer.text
    return namespace


def test_a_namespace_is_annotated(
    kubernetes_api: KubernetesApi, kubectl_handler: KubectlHandler, others: str
) -> None:
    for patch in patches(others, "java", "python"):
        answer = kubectl_handler.call("Create", patch)
        assert answer.code == 0, answer.text

    assert annotations(kubernetes_api, others) == {
        "owner": "shop",
        f"{INJECT}java": WHERE,
        f"{INJECT}python": WHERE,
    }


def test_in_the_end_it_is_as_it_was(
    kubernetes_api: KubernetesApi, kubectl_handler: KubectlHandler, others: str
) -> None:
    (patch,) = patches(others, "java")
    before = kubernetes_api.get("namespace", others)
    for request in ("Create", "Update", "Delete"):
        answer = kubectl_handler.call(request, patch)
        assert answer.code == 0, answer.text
    after = kubernetes_api.get("namespace", others)

    assert annotations(kubernetes_api, others) == {"owner": "shop"}
    assert after["metadata"]["labels"] == before["metadata"]["labels"]


def test_a_language_that_is_no_longer_asked_for_goes_alone(
    kubernetes_api: KubernetesApi, kubectl_handler: KubectlHandler, others: str
) -> None:
    both = patches(others, "java", "nodejs")
    for patch in both:
        assert kubectl_handler.call("Create", patch).code == 0
    (nodejs,) = (each for each in both if "nodejs" in each["Properties"]["ApplyPatchJson"])
    assert kubectl_handler.call("Delete", nodejs).code == 0

    assert annotations(kubernetes_api, others) == {"owner": "shop", f"{INJECT}java": WHERE}


def test_what_runs_is_left_alone(
    kubernetes_api: KubernetesApi, kubectl_handler: KubectlHandler, others: str
) -> None:
    before = kubernetes_api.get("pod", "pod", f"--namespace={others}")
    (patch,) = patches(others, "dotnet")
    assert kubectl_handler.call("Create", patch).code == 0
    assert kubectl_handler.call("Delete", patch).code == 0

    assert kubernetes_api.get("pod", "pod", f"--namespace={others}") == before


@pytest.mark.parametrize("request_type", ["Create", "Delete"])
def test_a_namespace_that_is_not_there_is_an_error(
    kubectl_handler: KubectlHandler, request_type: Any
) -> None:
    (patch,) = patches("nowhere", "java")
    answer = kubectl_handler.call(request_type, patch)

    assert answer.code == 1
    assert 'namespaces "nowhere" not found' in answer.text
