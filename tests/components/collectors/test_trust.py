"""A collector tells its token to those alone who prove who they are, and is told what it may be."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import cdk8s
import pytest

from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.jobs import CadvisorJob, KubeletJob, ScrapeJob
from eks_observability_charts.collector.names import (
    CLUSTER_ACCOUNT,
    CLUSTER_COLLECTOR,
    NODE_ACCOUNT,
    NODE_COLLECTOR,
)
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.prometheus import Prometheus
from tests.components.collectors.authority import Authority
from tests.components.collectors.cluster import INTERVAL_SECONDS, WORKSPACE, Place, charts
from tests.components.collectors.deployed import resource, run_of, running
from tests.components.collectors.kubernetes import apply_all
from tests.components.collectors.serving import Program, serving
from tests.components.collectors.targets import NODE_IP, kubelet

OWN = "192.0.2.90"


@pytest.fixture(scope="module")
def deployed(place: Place) -> Place:
    """A place that both collectors are deployed to."""
    for chart in charts(cdk8s.App(), namespace=place.namespace):
        apply_all(place.api, chart)
    return place


@pytest.fixture
def stranger(deployed: Place) -> Authority:
    """An authority that no collector was told of."""
    return Authority(deployed.folder, f"stranger-{time.monotonic_ns()}")


@contextmanager
def scraping(
    collector: Collector,
    place: Place,
    kubelet: Program,
    *,
    verify: bool = True,
    account: str = NODE_ACCOUNT,
    node: str,
) -> Iterator[None]:
    """Runs a collector that scrapes a kubelet."""
    chart = NodeCollectorChart(
        cdk8s.App(),
        "node",
        namespace=place.namespace,
        image="aoc:1",
        remote_write=WORKSPACE,
        jobs=[KubeletJob(verify_certificate=verify), CadvisorJob(verify_certificate=verify)],
        interval_seconds=INTERVAL_SECONDS,
    )
    around = place.surroundings(account, node=node)
    with ExitStack() as stack:
        stack.enter_context(serving(kubelet))
        run = run_of(resource(chart, NODE_COLLECTOR), around)
        stack.enter_context(running(collector, run))
        yield


def up(workspace: Prometheus, node: str) -> set[float]:
    """Whether the kubelet and its cAdvisor are up, once both were scraped."""
    query = f'up{{instance="{node}",job=~"kubelet|cadvisor"}}'
    deadline = time.monotonic() + 60
    while len(found := workspace.query(query)) < 2:
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    return {one.value for one in found}


def listening(program: Program, heard: list[str]) -> Program:
    """A kubelet that remembers the tokens that it was told."""
    asked: Callable[[str, str], bool] = program.admits

    def admits(token: str, path: str) -> bool:
        heard.append(token)
        return asked(token, path)

    return Program(
        host=program.host, port=program.port, pages=program.pages, tls=program.tls, admits=admits
    )


def test_a_kubelet_with_a_certificate_of_the_cluster_is_scraped(
    collector: Collector, deployed: Place, workspace: Prometheus
) -> None:
    known = kubelet(deployed.api, deployed.authority)
    with scraping(collector, deployed, known, node="known"):
        assert up(workspace, "known") == {1}


def test_a_kubelet_with_another_certificate_is_down_and_never_hears_the_token(
    collector: Collector, deployed: Place, workspace: Prometheus, stranger: Authority
) -> None:
    heard: list[str] = []
    false = listening(kubelet(deployed.api, stranger), heard)
    with scraping(collector, deployed, false, node="false"):
        assert up(workspace, "false") == {0}
    assert heard == []


def test_a_certificate_for_another_address_is_no_proof(
    collector: Collector, deployed: Place, workspace: Prometheus
) -> None:
    program = kubelet(deployed.api, deployed.authority)
    moved = Program(
        host=NODE_IP,
        port=program.port,
        pages=program.pages,
        tls=deployed.authority.server("192.0.2.99"),
    )
    with scraping(collector, deployed, moved, node="moved"):
        assert up(workspace, "moved") == {0}


def test_where_certificates_are_not_verified_any_kubelet_is_scraped(
    collector: Collector, deployed: Place, workspace: Prometheus, stranger: Authority
) -> None:
    unknown = kubelet(deployed.api, stranger)
    with scraping(collector, deployed, unknown, verify=False, node="unverified"):
        assert up(workspace, "unverified") == {1}


@pytest.mark.parametrize(("known", "value"), [(True, 1), (False, 0)])
def test_a_target_of_somebodys_own_may_show_a_certificate_of_the_cluster(
    collector: Collector,
    deployed: Place,
    workspace: Prometheus,
    stranger: Authority,
    known: bool,
    value: float,
) -> None:
    job = ScrapeJob(name=f"own-{value}", targets=(f"{OWN}:8443",), scheme="https")
    chart = ClusterCollectorChart(
        cdk8s.App(),
        "cluster",
        namespace=deployed.namespace,
        image="aoc:1",
        remote_write=WORKSPACE,
        jobs=[job],
        interval_seconds=INTERVAL_SECONDS,
    )
    authority = deployed.authority if known else stranger
    program = Program(host=OWN, port=8443, pages={"/metrics": "own 1\n"}, tls=authority.server(OWN))
    around = deployed.surroundings(CLUSTER_ACCOUNT)
    with ExitStack() as stack:
        stack.enter_context(serving(program))
        run = run_of(resource(chart, CLUSTER_COLLECTOR), around)
        stack.enter_context(running(collector, run))
        found = workspace.wait_for(f'up{{job="{job.name}"}}', seconds=60)
    assert [one.value for one in found] == [value]


def test_an_account_without_the_right_is_told_nothing(
    collector: Collector, deployed: Place, workspace: Prometheus
) -> None:
    known = kubelet(deployed.api, deployed.authority)
    with scraping(collector, deployed, known, account=CLUSTER_ACCOUNT, node="unauthorized"):
        assert up(workspace, "unauthorized") == {0}
