"""A cluster of applications, and where what they send arrives."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.otlp_sink import OtlpSink, otlp_sink
from eks_observability_ops.components.prometheus import Prometheus, start_prometheus
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.authority import Authority
from tests.components.collectors.cluster import Place
from tests.components.collectors.network import add_addresses
from tests.components.tracing.cluster import ELSEWHERE, PAYMENTS, SHOP, add_applications


@pytest.fixture(scope="session")
def addresses(isolated: bool, unavailable: Callable[[str], NoReturn]) -> None:
    """Addresses for pods and nodes."""
    if not isolated or not add_addresses(SHOP, PAYMENTS, ELSEWHERE):
        unavailable("Addresses of pods need a network of the run's own.")


@pytest.fixture(scope="session")
def applications(addresses: None, kubernetes_api: KubernetesApi) -> None:
    """Pods of applications."""
    add_applications(kubernetes_api)


@pytest.fixture(scope="module")
def workspace(supervisor: Supervisor, program: Callable[[str], Path]) -> Prometheus:
    """A Prometheus that nothing else writes to."""
    return start_prometheus(supervisor, program("prometheus"))


@pytest.fixture(scope="module")
def sink(addresses: None) -> Iterator[OtlpSink]:
    """X-Ray and CloudWatch Logs."""
    with otlp_sink() as listening:
        yield listening


@pytest.fixture(scope="module")
def place(
    applications: None,
    request: pytest.FixtureRequest,
    supervisor: Supervisor,
    kubernetes_api: KubernetesApi,
    workspace: Prometheus,
) -> Place:
    """A new namespace for collectors."""
    folder = supervisor.new_folder("tracing")
    namespace = f"{request.module.__name__.rpartition('.')[2].replace('_', '-')}-{folder.name}"
    kubernetes_api.must("create", "namespace", namespace)
    return Place(
        api=kubernetes_api,
        namespace=namespace,
        folder=folder,
        authority=Authority(folder, "tracing-authority"),
        write_url=workspace.write_url,
    )
