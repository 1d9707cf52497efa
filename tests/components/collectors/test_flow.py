"""Both collectors, as they are deployed, scrape a whole cluster and write to Prometheus."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import cdk8s
import pytest

from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.local_http import fetch
from eks_observability_ops.components.prometheus import Prometheus, start_prometheus
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors import selection
from tests.components.collectors.cluster import INTERVAL_SECONDS, Place, charts, observed
from tests.components.collectors.exposition import Expectation, Series, kept, samples
from tests.components.collectors.targets import (
    API_SERVER,
    CONTROL_PLANE,
    CONTROL_PLANE_PORT,
    COREDNS,
    KUBE_STATE_METRICS,
    NODE_IP,
    cluster_targets,
    exposition,
    node_targets,
)

NODE = {"instance": "node-1", "node": "node-1"}
CONTROL_PLANE_LABELS = {"instance": f"{CONTROL_PLANE}:{CONTROL_PLANE_PORT}"}
RECORDED = {
    "kubelet": ("kubelet", NODE),
    "cadvisor": ("kubelet-cadvisor", NODE),
    "vpc-cni": ("vpc-cni", NODE),
    "kube-scheduler": ("kube-scheduler", CONTROL_PLANE_LABELS),
    "kube-controller-manager": ("kube-controller-manager", CONTROL_PLANE_LABELS),
    "coredns": (
        "coredns",
        {"instance": f"{COREDNS}:9153", "namespace": "kube-system", "pod": "coredns-1"},
    ),
    "kube-state-metrics": ("kube-state-metrics", {"instance": f"{KUBE_STATE_METRICS}:8080"}),
}
ALIVE = ("node-exporter", "apiserver", "collector")
CADVISOR_DROPS = (
    r"container_(?!.*pod=).*",
    r"container_(?!network_)(?!.*container=).*",
    r'container_(?!network_).*container="POD".*',
)
CHOICES: Mapping[str, Mapping[str, Keep]] = {
    "everything": {},
    "selected": selection.KEPT,
    "by default": selection.BY_DEFAULT,
}
PATIENCE_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Flow:
    """What flows."""

    keep: Mapping[str, Keep]
    prometheus: Prometheus
    node: RunningCollector
    cluster: RunningCollector
    exposed: Mapping[str, str]
    """What targets exposed before the last scrape, of those that are alive."""

    def series(self, job: str) -> set[Series]:
        """The series of a job, but for `up`."""
        found = self.prometheus.query(f'{{job="{job}",__name__!="up"}}')
        return {frozenset(one.labels.items()) for one in found}

    def keep_of(self, job: str) -> Keep:
        return self.keep.get(job, EVERYTHING)


@pytest.fixture(scope="module", params=CHOICES)
def flow(
    request: pytest.FixtureRequest,
    supervisor: Supervisor,
    program: Callable[[str], Path],
    place: Place,
    collector: Collector,
) -> Iterator[Flow]:
    """A cluster with all its targets, both collectors, and a Prometheus of their own."""
    prometheus = start_prometheus(supervisor, program("prometheus"))
    here = replace(place, write_url=prometheus.write_url)
    keep = CHOICES[request.param]
    exporter: list[str | Path] = [
        program("node_exporter"),
        f"--web.listen-address={NODE_IP}:9100",
        "--web.listen-address=127.0.0.1:9100",
    ]
    with ExitStack() as stack:
        exporting = supervisor.serve(exporter, lambda one: "Listening" in one.log(), seconds=30)
        stack.callback(exporting.stop)
        stack.enter_context(node_targets(here.api, here.authority))
        stack.enter_context(cluster_targets(here.api, here.authority))
        deployed = charts(cdk8s.App(), namespace=here.namespace, keep=keep)
        node, cluster = stack.enter_context(observed(collector, here, deployed))
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(prometheus.query("up == 1")) < len(RECORDED) + len(ALIVE) + 1:
            if time.monotonic() > deadline:
                pytest.fail(f"{prometheus.query('up')}\n{node.log()}\n{cluster.log()}")
            time.sleep(0.5)
        exposed = {
            "node-exporter": fetch("http://127.0.0.1:9100/metrics"),
            "apiserver": here.api.must("get", "--raw=/metrics"),
            "collector": fetch(node.metrics_url),
        }
        # Until all of it was scraped once more, and written.
        time.sleep(2 * INTERVAL_SECONDS + 5)
        yield Flow(keep=keep, prometheus=prometheus, node=node, cluster=cluster, exposed=exposed)


def test_every_target_is_up(flow: Flow) -> None:
    up = flow.prometheus.query("up")
    assert {one.value for one in up} == {1}
    assert {one.labels["job"] for one in up} == {*RECORDED, *ALIVE}


def test_each_collector_scrapes_itself(flow: Flow) -> None:
    up = flow.prometheus.query('up{job="collector"}')
    assert {(one.labels["collector"], one.labels["instance"]) for one in up} == {
        ("observability", "node-1"),
        ("observability-cluster", "collector-1"),
    }


def test_nothing_comes_of_no_job(flow: Flow) -> None:
    jobs = {
        one.labels.get("job") for one in flow.prometheus.query("group by (job) ({__name__!=''})")
    }
    assert jobs == {*RECORDED, *ALIVE}


@pytest.mark.parametrize("job", RECORDED)
def test_the_series_are_those_that_are_exposed_and_kept_and_no_others(flow: Flow, job: str) -> None:
    name, target = RECORDED[job]
    expected = Expectation(
        keep=flow.keep_of(job),
        target={"job": job, "cluster": "shop", **target},
        honor=job == "kube-state-metrics",
        without=CADVISOR_DROPS if job == "cadvisor" else (),
    ).of(exposition(name))
    found = flow.series(job)
    assert expected
    assert found == expected


@pytest.mark.parametrize("job", ALIVE)
def test_every_kept_metric_of_a_living_target_is_there(flow: Flow, job: str) -> None:
    keep = flow.keep_of(job)
    expected = {name for name, labels, _ in samples(flow.exposed[job]) if kept(keep, name, labels)}
    found = {dict(one)["__name__"] for one in flow.series(job)}
    assert expected - {"target_info"}
    assert found >= expected - {"target_info"}


@pytest.mark.parametrize("job", ALIVE)
def test_no_other_series_of_a_living_target_is_there(flow: Flow, job: str) -> None:
    keep = flow.keep_of(job)
    for series in map(dict, flow.series(job)):
        assert kept(keep, series["__name__"], series)
        assert not series["__name__"].startswith(("scrape_", "target_info", "otel_scope"))


@pytest.mark.parametrize(
    ("job", "labels"),
    [
        ("node-exporter", NODE),
        ("apiserver", {}),
        ("collector", {"collector": "observability", "instance": "node-1"}),
    ],
)
def test_series_of_a_living_target_carry_its_labels(
    flow: Flow, job: str, labels: Mapping[str, str]
) -> None:
    series = [dict(one) for one in flow.series(job)]
    if job == "collector":
        series = [one for one in series if one["collector"] == labels["collector"]]
    assert series
    for one in series:
        assert one.items() >= {"cluster": "shop", **labels}.items()
        assert not any(name.startswith(("otel_scope", "exported_")) for name in one)


def test_an_api_server_is_known_by_its_address(flow: Flow, kubernetes_api: KubernetesApi) -> None:
    port = kubernetes_api.url.rpartition(":")[2]
    assert {dict(one)["instance"] for one in flow.series("apiserver")} == {f"{API_SERVER}:{port}"}


def test_interfaces_of_pods_on_the_node_are_dropped(flow: Flow) -> None:
    devices = {dict(one).get("device", "") for one in flow.series("node-exporter")}
    assert "lo" in devices
    assert not any(device.startswith(("eni", "veth")) for device in devices)


def test_no_sample_is_lost_or_refused(flow: Flow) -> None:
    for one in (flow.node, flow.cluster):
        assert one.total("otelcol_exporter_sent_metric_points") > 100
        for metric in (
            "otelcol_exporter_send_failed_metric_points",
            "otelcol_exporter_enqueue_failed_metric_points",
            "otelcol_receiver_refused_metric_points",
            "otelcol_processor_refused_metric_points",
        ):
            assert one.total(metric) == 0
    own = {
        name: value
        for name, _, value in samples(fetch(f"{flow.prometheus.url}/metrics"))
        if "out_of_order" in name or "too_old" in name or "out_of_bound" in name
    }
    assert own
    assert set(own.values()) == {0}


def test_nothing_is_logged_as_an_error(flow: Flow) -> None:
    for one in (flow.node, flow.cluster):
        assert '"level":"error"' not in one.log()
