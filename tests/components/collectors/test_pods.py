"""Pods of the collector's node are scraped when they ask for it, once, and as they say."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Final

import cdk8s
import pytest

from eks_observability_charts.collector.jobs import PodsJob
from eks_observability_charts.collector.keep import Keep
from eks_observability_charts.collector.names import NODE_ACCOUNT, NODE_COLLECTOR
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.prometheus import Prometheus
from tests.components.collectors.cluster import INTERVAL_SECONDS, WORKSPACE, Place
from tests.components.collectors.deployed import resource, run_of, running
from tests.components.collectors.kubernetes import add_pod, apply_all
from tests.components.collectors.serving import Program, serving
from tests.components.collectors.targets import COREDNS, NODE_IP

PAGE: Final = """# TYPE orders_total counter
orders_total{cluster="theirs",namespace="theirs"} 3
# TYPE wait_seconds histogram
wait_seconds_bucket{le="0.5"} 1
wait_seconds_bucket{le="+Inf"} 2
wait_seconds_sum 1.5
wait_seconds_count 2
# TYPE target_info gauge
target_info{service_name="shop"} 1
"""
SCRAPE = {"prometheus.io/scrape": "true"}
LIMIT: Final = 5
OF_SYSTEM: Final = Keep(metrics=("wait_seconds_count",))


def annotated(**more: str) -> Mapping[str, str]:
    """Annotations of a pod that asks to be scraped."""
    return {**SCRAPE, **{f"prometheus.io/{name}": value for name, value in more.items()}}


@pytest.fixture(scope="module")
def pods(place: Place, collector: Collector, workspace: Prometheus) -> Iterator[str]:
    """A node with pods of all kinds, as it was scraped; gives their namespace."""
    with ExitStack() as stack:
        for host, port in [(ip, port) for ip, ports in SERVED.items() for port in ports]:
            pages = dict.fromkeys(("/metrics", "/own"), PAGE)
            if host == LARGE:
                pages = {"/metrics": "".join(f"many_{number} 1\n" for number in range(LIMIT + 1))}
            tls = place.authority.server("shop") if port == 8443 else None
            stack.enter_context(serving(Program(host=host, port=port, pages=pages, tls=tls)))
        add_pods(place)
        chart = NodeCollectorChart(
            cdk8s.App(),
            "node",
            namespace=place.namespace,
            image="aoc:1",
            remote_write=WORKSPACE,
            jobs=[
                PodsJob(series_limit=LIMIT, keep_of_system=Keep(metrics=("wait_seconds_count",)))
            ],
            interval_seconds=INTERVAL_SECONDS,
        )
        apply_all(place.api, chart)
        run = run_of(resource(chart, NODE_COLLECTOR), place.surroundings(NODE_ACCOUNT))
        stack.enter_context(running(collector, run))
        # Every pod that is scraped has been, and what came of it was written.
        time.sleep(3 * INTERVAL_SECONDS)
        yield place.namespace


def address(number: int) -> str:
    return f"192.0.2.{100 + number}"


LARGE: Final = address(9)
SERVED: Final = {
    address(1): (8080, 8081),
    address(2): (9090,),
    address(3): (8080, 9090),
    address(4): (8080,),
    address(5): (8080,),
    address(6): (8080,),
    address(7): (8080,),
    address(8): (8443,),
    LARGE: (8080,),
    address(10): (8080,),
    address(11): (8080,),
    NODE_IP: (9100, 61678, 7777),
    COREDNS: (9153,),
}


def add_pods(place: Place) -> None:
    """Makes the API believe in all those pods."""

    def pod(name: str, number: int, ports: Mapping[str, int], **more: Any) -> None:
        known = {"ip": address(number), "namespace": place.namespace, **more}
        add_pod(place.api, f"{name}-{place.folder.name}", ports=ports, **known)

    labels = {"app": "shop", "app.kubernetes.io/name": "shop-api"}
    pod("every-port", 1, {"http": 8080, "admin": 8081}, annotations=SCRAPE, labels={"app": "shop"})
    pod("named-port", 2, {"http": 8080, "metrics": 9090}, labels=labels)
    pod("own-port", 3, {"http": 8080, "grpc": 9000}, annotations=annotated(port="9090"))
    pod("own-path", 4, {"http": 8080}, annotations=annotated(port="8080", path="/own"))
    pod("unasked", 5, {"http": 8080})
    pod("unwilling", 6, {"metrics": 8080}, annotations={"prometheus.io/scrape": "false"})
    pod("ended", 7, {"metrics": 8080}, phase="Succeeded")
    pod("secure", 8, {"https": 8443}, annotations=annotated(port="8443", scheme="https"))
    pod("large", 9, {"metrics": 8080})
    pod("elsewhere", 10, {"metrics": 8080}, node="node-2")
    pod("system", 11, {"metrics": 8080}, namespace="kube-system")
    pod("node-exporter", 0, {"metrics": 9100}, ip=NODE_IP)
    pod("aws-node", 0, {"metrics": 61678}, ip=NODE_IP, namespace="kube-system")
    pod("on-host", 0, {"metrics": 7777}, ip=NODE_IP)
    dns = {"k8s-app": "kube-dns"}
    pod("coredns", 0, {"metrics": 9153}, ip=COREDNS, namespace="kube-system", labels=dns)


def targets(workspace: Prometheus, pod: str) -> dict[str, float]:
    """Whether a pod's targets are up, by their addresses."""
    found = workspace.query(f'up{{job="pods",pod=~"{pod}-[0-9].*"}}')
    return {one.labels["instance"]: one.value for one in found}


@pytest.mark.parametrize(
    ("pod", "instances"),
    [
        ("every-port", {f"{address(1)}:8080", f"{address(1)}:8081"}),
        ("named-port", {f"{address(2)}:9090"}),
        ("own-port", {f"{address(3)}:9090"}),
        ("own-path", {f"{address(4)}:8080"}),
        ("secure", {f"{address(8)}:8443"}),
        ("system", {f"{address(11)}:8080"}),
        ("on-host", {f"{NODE_IP}:7777"}),
    ],
)
def test_pods_are_scraped_where_they_say(
    pods: str, workspace: Prometheus, pod: str, instances: set[str]
) -> None:
    assert pods
    assert targets(workspace, pod) == dict.fromkeys(instances, 1)


@pytest.mark.parametrize(
    "pod", ["unasked", "unwilling", "ended", "elsewhere", "node-exporter", "aws-node", "coredns"]
)
def test_other_pods_are_not_scraped(pods: str, workspace: Prometheus, pod: str) -> None:
    assert pods
    assert targets(workspace, pod) == {}


def test_a_pod_with_more_series_than_the_limit_is_down(pods: str, workspace: Prometheus) -> None:
    assert pods
    assert targets(workspace, "large") == {f"{LARGE}:8080": 0}
    assert workspace.query('{__name__=~"many_.*"}') == []


def test_series_say_whose_they_are(pods: str, workspace: Prometheus) -> None:
    (found,) = workspace.query('wait_seconds_sum{pod=~"named-port-.*"}')
    assert found.labels == {
        "__name__": "wait_seconds_sum",
        "cluster": "shop",
        "job": "pods",
        "instance": f"{address(2)}:9090",
        "namespace": pods,
        "pod": found.labels["pod"],
        "container": "app",
        "node": "node-1",
        "app": "shop-api",
    }


def test_a_pods_own_labels_do_not_pass_for_the_clusters(pods: str, workspace: Prometheus) -> None:
    (found,) = workspace.query('orders_total{pod=~"named-port-.*"}')
    assert (found.labels["cluster"], found.labels["namespace"]) == ("shop", pods)
    assert found.labels["exported_cluster"] == "theirs"
    assert found.labels["exported_namespace"] == "theirs"


def test_an_annotated_port_is_of_no_one_container(pods: str, workspace: Prometheus) -> None:
    assert pods
    (found,) = workspace.query('wait_seconds_sum{pod=~"own-port-.*"}')
    assert "container" not in found.labels


def test_the_label_app_is_there_without_the_recommended_one(
    pods: str, workspace: Prometheus
) -> None:
    assert pods
    found = workspace.query('wait_seconds_sum{pod=~"every-port-.*"}')
    assert {one.labels["app"] for one in found} == {"shop"}


@pytest.mark.parametrize(
    ("pod", "names"),
    [
        (
            "named-port",
            {"up", "orders_total", "wait_seconds_bucket", "wait_seconds_sum", "wait_seconds_count"},
        ),
        ("system", {"up", "wait_seconds_count"}),
    ],
)
def test_all_is_kept_but_of_the_system_what_is_used(
    pods: str, workspace: Prometheus, pod: str, names: set[str]
) -> None:
    assert pods
    found = workspace.query(f'{{job="pods",pod=~"{pod}-.*"}}')
    assert {one.labels["__name__"] for one in found} == names
