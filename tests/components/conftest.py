"""The real programs as fixtures: each is started when first asked for, and ended with the run."""

import itertools
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from eks_observability_ops.components.alertmanager import Amtool
from eks_observability_ops.components.aws import Aws, start_aws
from eks_observability_ops.components.cache import MissingProgramError, require
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.custom_resource_definitions import (
    DefinitionsError,
    require_definitions,
)
from eks_observability_ops.components.kubernetes_api import (
    KubernetesApi,
    install_definitions,
    start_kubernetes_api,
)
from eks_observability_ops.components.loopback import isolate, only_loopback
from eks_observability_ops.components.node_exporter import NodeExporter, start_node_exporter
from eks_observability_ops.components.prometheus import Prometheus, Promtool, start_prometheus
from eks_observability_ops.components.running import Process, Supervisor
from tests.components.instrumentation.definition import definition

_PROCESSES = pytest.StashKey[list[Process]]()
_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def isolated() -> Iterator[bool]:
    """Whether the run has a network of its own with loopback alone; else only the guards hold."""
    with only_loopback():
        yield isolate()


@pytest.fixture(scope="session")
def supervisor(isolated: bool, pytestconfig: pytest.Config) -> Iterator[Supervisor]:
    """Ends all programs and deletes their folder, also when the run is killed."""
    assert isolated in {True, False}
    with Supervisor() as programs:
        pytestconfig.stash[_PROCESSES] = programs.processes
        yield programs


@pytest.fixture(scope="session")
def unavailable() -> Callable[[str], NoReturn]:
    """Skips what cannot run here, with the reason; in CI it fails, since nothing may be skipped."""

    def leave(reason: str) -> NoReturn:
        if os.environ.get("CI"):
            pytest.fail(f"{reason} In CI nothing is skipped.", pytrace=False)
        pytest.skip(reason)

    return leave


@pytest.fixture(scope="session")
def program(unavailable: Callable[[str], NoReturn]) -> Callable[[str], Path]:
    """Finds a built program by name; what needs one that is missing cannot run."""

    def find(name: str) -> Path:
        try:
            return require(name)
        except MissingProgramError as error:
            unavailable(str(error))

    return find


@pytest.fixture
def tmp_path(supervisor: Supervisor, request: pytest.FixtureRequest) -> Path:
    """A folder of the test's own that is deleted with the run, unlike pytest's."""
    return supervisor.new_folder(_slug(request.node.name))


@pytest.fixture(scope="session")
def kubernetes_api(
    supervisor: Supervisor,
    program: Callable[[str], Path],
    unavailable: Callable[[str], NoReturn],
) -> KubernetesApi:
    """A Kubernetes API with the custom resources of the operator and of cert-manager."""
    try:
        definitions = require_definitions()
    except DefinitionsError as error:
        unavailable(str(error))
    api = start_kubernetes_api(
        supervisor,
        etcd=program("etcd"),
        kube_apiserver=program("kube-apiserver"),
        kubectl=program("kubectl"),
    )
    install_definitions(api, definitions)
    return api


@pytest.fixture(scope="session")
def instrumentations(kubernetes_api: KubernetesApi) -> KubernetesApi:
    """The API, which knows the operator's Instrumentation too."""
    answer = kubernetes_api.apply(json.dumps(definition()))
    assert answer.code == 0, answer.text
    kubernetes_api.must(
        "wait", "--for=condition=Established", "crd/instrumentations.opentelemetry.io"
    )
    return kubernetes_api


@pytest.fixture
def namespace(kubernetes_api: KubernetesApi, request: pytest.FixtureRequest) -> str:
    """A new namespace for this test."""
    name = f"{_slug(request.node.name)}-{next(_numbers)}"
    kubernetes_api.must("create", "namespace", name)
    return name


@pytest.fixture(scope="session")
def collector(supervisor: Supervisor, program: Callable[[str], Path]) -> Collector:
    """The OpenTelemetry Collector with ADOT's components."""
    return Collector(supervisor=supervisor, program=program("collector"))


@pytest.fixture(scope="session")
def prometheus(supervisor: Supervisor, program: Callable[[str], Path]) -> Prometheus:
    """A Prometheus without rules that takes remote write."""
    return start_prometheus(supervisor, program("prometheus"))


@pytest.fixture(scope="session")
def promtool(supervisor: Supervisor, program: Callable[[str], Path]) -> Promtool:
    """Checks and tests rule files."""
    return Promtool(supervisor=supervisor, program=program("promtool"))


@pytest.fixture(scope="session")
def amtool(supervisor: Supervisor, program: Callable[[str], Path]) -> Amtool:
    """Checks alert routing."""
    return Amtool(supervisor=supervisor, program=program("amtool"))


@pytest.fixture(scope="session")
def node_exporter(supervisor: Supervisor, program: Callable[[str], Path]) -> NodeExporter:
    """The metrics of this machine."""
    return start_node_exporter(supervisor, program("node_exporter"))


@pytest.fixture(scope="session")
def aws_server(supervisor: Supervisor) -> Aws:
    """The moto server; use `aws`."""
    return start_aws(supervisor)


@pytest.fixture
def aws(aws_server: Aws) -> Aws:
    """An empty AWS account on loopback."""
    aws_server.empty()
    return aws_server


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Says how long each program took to start, and what memory it needed."""
    processes = config.stash.get(_PROCESSES, [])
    if not processes:
        return
    terminalreporter.section("programs")
    for process in processes:
        size = process.peak_bytes / 1e6
        terminalreporter.line(f"{process.name:16}{process.ready_seconds:6.1f} s {size:6.0f} MB")


def _slug(name: str) -> str:
    return re.sub("[^a-z0-9]+", "-", name.lower()).removeprefix("test-")[:36].strip("-")
