"""Remote write stops for ten minutes under load: nothing is lost, and nobody is killed.

Ten times as fast: scrapes every 6 s instead of 60, batches after 1 s, tries every second, and the
outage is one minute. So as many scrapes fall into it, as many batches of as many bytes wait, and as
many tries are made, as in ten minutes. Memory knows no time; the garbage collector has a tenth of
it. That a batch is tried for more than ten minutes is a test of its own.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import cdk8s
import pytest

from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.jobs import KubeStateMetricsJob, VpcCniJob
from eks_observability_charts.collector.names import CLUSTER_COLLECTOR, NODE_COLLECTOR
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.sizes import CLUSTER_RESOURCES, DEFAULT_NODE_RESOURCES
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.local_http import fetch_json
from eks_observability_ops.components.prometheus import Prometheus
from eks_observability_ops.components.simulated_cluster import SimulatedCluster
from tests.components.collectors.cluster import WORKSPACE
from tests.components.collectors.deployed import (
    Run,
    Surroundings,
    differences,
    resource,
    run_of,
    running,
)
from tests.components.collectors.gateway import Gateway, State
from tests.components.collectors.pace import faster
from tests.components.collectors.serving import Program, serving
from tests.components.collectors.targets import KUBE_STATE_METRICS, NODE_IP

TIMES: Final = 10
INTERVAL_SECONDS: Final = 60 / TIMES
OUTAGE_SECONDS: Final = 600 / TIMES
WINDOW: Final = f"{int(1200 / TIMES) + 300}s"
MEBIBYTE: Final = 1024 * 1024
LOST: Final = (
    "otelcol_exporter_send_failed_metric_points",
    "otelcol_exporter_enqueue_failed_metric_points",
    "otelcol_processor_refused_metric_points",
    "otelcol_receiver_refused_metric_points",
)


@dataclass(kw_only=True)
class Counted:
    """A page, and how often it was asked for."""

    text: str
    times: int = 0

    def __call__(self) -> str:
        self.times += 1
        return self.text


@dataclass(kw_only=True)
class Story:
    """What happened."""

    pages: dict[str, Counted]
    longest_queue: dict[str, float] = field(default_factory=dict)
    most_anonymous: dict[str, int] = field(default_factory=dict)
    """Most memory of each that is no file's, in bytes: what it can be killed for."""
    peak: dict[str, int] = field(default_factory=dict)
    """Most memory of each, in bytes."""
    lost: dict[str, float] = field(default_factory=dict)
    answered: Sequence[int] = ()


def node_run(around: Surroundings) -> Run:
    """The collector of a node; which of its targets are scraped does not matter here."""
    chart = NodeCollectorChart(
        cdk8s.App(),
        "n",
        image="aoc:1",
        remote_write=WORKSPACE,
        jobs=[VpcCniJob()],
    )
    return run_of(resource(chart, NODE_COLLECTOR), around)


def cluster_run(around: Surroundings) -> Run:
    """The collector of a small cluster."""
    chart = ClusterCollectorChart(
        cdk8s.App(),
        "c",
        image="aoc:1",
        remote_write=WORKSPACE,
        jobs=[KubeStateMetricsJob(address=f"{KUBE_STATE_METRICS}:8080")],
    )
    return run_of(resource(chart, CLUSTER_COLLECTOR), around)


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    """A place whose hosts are filled in by each test."""
    folder = tmp_path_factory.mktemp("account")
    return Surroundings(account=folder, api_url="https://127.0.0.1:9", node_ip=NODE_IP, hosts={})


def watch(story: Story, started: dict[str, RunningCollector], *, seconds: float) -> None:
    """Look at the collectors for a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for name, one in started.items():
            waiting = one.total("otelcol_exporter_queue_size")
            story.longest_queue[name] = max(story.longest_queue.get(name, 0), waiting)
            memory = one.process.anonymous_bytes()
            story.most_anonymous[name] = max(story.most_anonymous.get(name, 0), memory)
        time.sleep(0.5)


def outage(
    collector: Collector,
    gateway: Gateway,
    runs: dict[str, Run],
    pages: dict[str, Counted],
    states: Sequence[State],
    *,
    seconds: float = OUTAGE_SECONDS,
) -> Story:
    """Runs collectors through an outage of so many seconds, divided among its kinds."""
    story = Story(pages=pages)
    with ExitStack() as stack:
        for program in (
            Program(host=NODE_IP, port=61678, pages={"/metrics": pages["vpc-cni"]}),
            Program(
                host=KUBE_STATE_METRICS, port=8080, pages={"/metrics": pages["kube-state-metrics"]}
            ),
        ):
            stack.enter_context(serving(program))
        started = {
            name: stack.enter_context(running(collector, faster(run, TIMES)))
            for name, run in runs.items()
        }
        watch(story, started, seconds=3 * INTERVAL_SECONDS)
        for state in states:
            gateway.become(state)
            watch(story, started, seconds=seconds / len(states))
        gateway.become("open")
        deadline = time.monotonic() + 90
        while any(one.total("otelcol_exporter_queue_size") for one in started.values()):
            assert time.monotonic() < deadline
            watch(story, started, seconds=1)
        watch(story, started, seconds=2 * INTERVAL_SECONDS)
        for name, one in started.items():
            story.lost[name] = sum(map(one.total, LOST))
            story.peak[name] = one.process.measure()
    story.answered = tuple(gateway.answered)
    return story


@pytest.fixture(scope="module")
def gateway(workspace: Prometheus) -> Iterator[Gateway]:
    """The way to the workspace."""
    opened = Gateway(workspace.write_url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def story(addresses: None, collector: Collector, gateway: Gateway, around: Surroundings) -> Story:
    """A full node and a small cluster, all series kept, and an outage of every kind."""
    here = replace(around, hosts={WORKSPACE.url: gateway.url})
    return outage(
        collector,
        gateway,
        {"node": node_run(here), "cluster": cluster_run(here)},
        {
            "vpc-cni": Counted(text=SimulatedCluster(nodes=1, pods_per_node=110).cadvisor(0)),
            "kube-state-metrics": Counted(text=SimulatedCluster(nodes=100).kube_state_metrics()),
        },
        ("refused", "unavailable", "throttled"),
    )


@pytest.mark.parametrize("job", ["vpc-cni", "kube-state-metrics"])
def test_no_series_has_a_gap(story: Story, workspace: Prometheus, job: str) -> None:
    scraped = story.pages[job].times
    assert scraped >= 15
    names = [
        one.labels["__name__"] for one in workspace.query(f'group by (__name__) ({{job="{job}"}})')
    ]
    series = 0.0
    for name in names:
        window = f'{name}{{job="{job}"}}[{WINDOW}]'
        (counted,) = workspace.query(f'count_values("samples", count_over_time({window}))')
        series += counted.value
        # The last scrape may have been cut short by the end.
        assert int(counted.labels["samples"]) in {scraped, scraped - 1}, name
    assert series > 20_000


@pytest.mark.parametrize("job", ["vpc-cni", "kube-state-metrics"])
def test_samples_are_one_interval_apart(story: Story, workspace: Prometheus, job: str) -> None:
    answer = fetch_json(f"{workspace.url}/api/v1/query", query=f'up{{job="{job}"}}[{WINDOW}]')
    (series,) = answer["data"]["result"]
    times = [float(at) for at, _ in series["values"]]
    assert len(times) >= 15
    apart = [later - earlier for earlier, later in pairwise(times)]
    assert max(apart) < 1.2 * INTERVAL_SECONDS


def test_every_request_is_signed(story: Story, gateway: Gateway) -> None:
    assert story.answered
    for signature in gateway.signatures:
        assert re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=testing/\d{8}/eu-central-1/aps/aws4_request", signature
        )
    assert gateway.signatures


def test_there_was_an_outage_of_every_kind(story: Story) -> None:
    assert {503, 429} < set(story.answered)
    # Ten scrapes wait: of 60,000 series or 8 batches, and of 20,000 or 3.
    assert story.longest_queue["cluster"] > 70
    assert story.longest_queue["node"] > 25


def test_nothing_is_lost(story: Story) -> None:
    assert story.lost == {"node": 0, "cluster": 0}


def test_peak_memory_is_within_the_limit(story: Story) -> None:
    limits = {"node": DEFAULT_NODE_RESOURCES, "cluster": CLUSTER_RESOURCES["small"]}
    for name, resources in limits.items():
        assert story.peak[name] < resources.memory_limit_mebibytes * MEBIBYTE


def test_what_runs_faster_differs_in_durations_alone(around: Surroundings) -> None:
    for run in (node_run(around), cluster_run(around)):
        found = list(differences(run.configuration, faster(run, TIMES).configuration))
        assert len(found) == 7
        for path, slow, fast in found:
            assert int(slow.removesuffix("s")) * 1000 == int(fast.removesuffix("ms")) * TIMES, path


def test_more_than_fits_is_refused_and_the_collector_lives(
    addresses: None, collector: Collector, gateway: Gateway, around: Surroundings
) -> None:
    here = replace(around, hosts={WORKSPACE.url: gateway.url})
    told = outage(
        collector,
        gateway,
        {"node": node_run(here)},
        {
            "vpc-cni": Counted(text=SimulatedCluster(nodes=1, pods_per_node=250).cadvisor(0)),
            "kube-state-metrics": Counted(text=""),
        },
        ("unavailable",),
        seconds=3 * OUTAGE_SECONDS,
    )
    assert told.lost["node"] > 0
    assert told.most_anonymous["node"] < DEFAULT_NODE_RESOURCES.memory_limit_mebibytes * MEBIBYTE
