"""A Kubernetes API that knows the operator's Instrumentation, and the function with kubectl."""

import json

import pytest

from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.running import Supervisor
from tests.components.instrumentation.definition import definition
from tests.components.instrumentation.kubectl_handler import KubectlHandler, unpack


@pytest.fixture(scope="session")
def instrumentations(kubernetes_api: KubernetesApi) -> KubernetesApi:
    """The API, with the custom resource."""
    answer = kubernetes_api.apply(json.dumps(definition()))
    assert answer.code == 0, answer.text
    kubernetes_api.must(
        "wait", "--for=condition=Established", "crd/instrumentations.opentelemetry.io"
    )
    return kubernetes_api


@pytest.fixture(scope="session")
def kubectl_handler(kubernetes_api: KubernetesApi, supervisor: Supervisor) -> KubectlHandler:
    """The function that CloudFormation asks to annotate."""
    return unpack(kubernetes_api, supervisor.new_folder("kubectl-handler"))
