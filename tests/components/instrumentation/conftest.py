"""The function with kubectl."""

import pytest

from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.running import Supervisor
from tests.components.instrumentation.kubectl_handler import KubectlHandler, unpack


@pytest.fixture(scope="session")
def kubectl_handler(kubernetes_api: KubernetesApi, supervisor: Supervisor) -> KubectlHandler:
    """The function that CloudFormation asks to annotate."""
    return unpack(kubernetes_api, supervisor.new_folder("kubectl-handler"))
