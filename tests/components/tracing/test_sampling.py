"""Sampling keeps what it says, whole traces of it, and really drops the rest.

The exporter `loadbalancing` cannot be built: one collector of the two that decide runs here, and is
sent everything.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import cdk8s
import pytest

from eks_observability_charts.collector.names import SAMPLER_ACCOUNT, SAMPLER_COLLECTOR
from eks_observability_charts.collector.otlp import Head, Tail
from eks_observability_charts.collector.sampler_chart import SamplerChart
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.otlp_sink import OtlpSink
from eks_observability_ops.components.otlp_values import Span
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.cluster import Place
from tests.components.collectors.deployed import resource, running
from tests.components.collectors.kubernetes import apply_all
from tests.components.collectors.pace import faster
from tests.components.tracing.applications import Application
from tests.components.tracing.cluster import OTLP, PAYMENTS, SHOP, SHOP_POD, XRAY_URL, node
from tests.components.tracing.substitutes import tracing_run

FINE, FAILED, SLOW = 400, 20, 20
SPANS_OF_A_TRACE = 2
TIMES = 4
"""How much faster traces are decided on here: all their spans are there in a second."""

DECIDED = "otelcol_processor_tail_sampling_global_count_traces_sampled"


def send(supervisor: Supervisor) -> str:
    """Shop has requests of all kinds, and payments fails at the last; gives that one's trace."""
    shop = Application(supervisor=supervisor, address=SHOP, service="shop")
    payments = Application(supervisor=supervisor, address=PAYMENTS, service="payments")
    kinds = (f"--failed={FAILED}", f"--slow={SLOW}", f"--fine={FINE}")
    said = shop.run(*kinds, "--seed=1")
    assert set(said.answers) == {"SUCCESS"}
    last = shop.run("--fine=1", "--seed=2").traceparent
    payments.run("--failed=1", "--seed=3", f"--traceparent={last}")
    return last.split("-")[1]


def orders(spans: Sequence[Span]) -> Counter[str]:
    """Traces that were kept, by their kind."""
    named = {span.attributes["order"] for span in spans if "order" in span.attributes}
    return Counter(order.partition("-")[0] for order in named)


def sizes(spans: Sequence[Span]) -> Counter[str]:
    """Spans of each trace that was kept."""
    return Counter(span.trace_id for span in spans)


@pytest.fixture(scope="module", params=[0.0, 0.25, 1.0])
def ratio(request: pytest.FixtureRequest) -> float:
    """The part that is kept."""
    chosen: float = request.param
    return chosen


@pytest.fixture(scope="module")
def head(
    ratio: float, collector: Collector, place: Place, sink: OtlpSink, supervisor: Supervisor
) -> list[Span]:
    """What arrives of all traces where some are kept without looking at them."""
    sink.requests.clear()
    with node(collector, place, sink, replace(OTLP, sampling=Head(ratio=ratio))):
        send(supervisor)
    # A collector that ends sends what it has before.
    return sink.spans()


@contextmanager
def sampler(
    collector: Collector, place: Place, sink: OtlpSink, tail: Tail, *, port: int
) -> Iterator[RunningCollector]:
    """One collector that decides which traces are kept, as it is deployed, but faster."""
    chart = SamplerChart(
        cdk8s.App(),
        "sampler",
        image="aoc:1",
        otlp=replace(OTLP, sampling=tail),
        namespace=place.namespace,
    )
    apply_all(place.api, chart)
    around = place.surroundings(SAMPLER_ACCOUNT)
    around = replace(around, hosts={**around.hosts, XRAY_URL: f"{sink.url}/v1/traces"})
    run = tracing_run(resource(chart, SAMPLER_COLLECTOR), around, ports={4317: port})
    with running(collector, faster(run, TIMES)) as started:
        yield started


@pytest.fixture(scope="module")
def tail(
    ratio: float, collector: Collector, place: Place, sink: OtlpSink, supervisor: Supervisor
) -> tuple[str, list[Span]]:
    """What arrives of all traces where it is decided by the whole of them, and payments' trace."""
    sink.requests.clear()
    sampling, port = Tail(ratio=ratio), free_port()
    with sampler(collector, place, sink, sampling, port=port) as decides:
        with node(
            collector, place, sink, replace(OTLP, sampling=sampling), sampler=f"127.0.0.1:{port}"
        ):
            last = send(supervisor)
        sent = FINE + FAILED + SLOW + 1
        decides.process.wait_until(lambda: decides.total(DECIDED) >= sent, seconds=20)
    return last, sink.spans()


def test_of_all_traces_a_part_is_kept_and_the_rest_dropped(head: list[Span], ratio: float) -> None:
    kept = orders(head).total()
    everything = FINE + FAILED + SLOW
    assert kept == pytest.approx(everything * ratio, abs=0 if ratio in {0, 1} else 40)


def test_what_is_kept_is_kept_whole(head: list[Span], ratio: float) -> None:
    assert set(sizes(head).values()) <= {SPANS_OF_A_TRACE, 2 * SPANS_OF_A_TRACE}
    assert bool(head) is bool(ratio)


def test_all_errors_and_all_slow_ones_are_kept(tail: tuple[str, list[Span]]) -> None:
    kept = orders(tail[1])
    assert (kept["failed"], kept["slow"]) == (FAILED, SLOW)


def test_of_the_rest_a_part_is_kept(tail: tuple[str, list[Span]], ratio: float) -> None:
    # The last one is kept in any case, and has the same order as the first.
    assert orders(tail[1])["fine"] == pytest.approx(
        FINE * ratio, abs=0 if ratio == 1 else 1 if ratio == 0 else 40
    )


def test_traces_are_kept_whole(tail: tuple[str, list[Span]]) -> None:
    last, spans = tail
    counted = sizes(spans)
    assert counted.pop(last) == 2 * SPANS_OF_A_TRACE
    assert set(counted.values()) == {SPANS_OF_A_TRACE}


def test_an_error_of_one_service_keeps_what_others_did(tail: tuple[str, list[Span]]) -> None:
    last, spans = tail
    assert {span.service for span in spans if span.trace_id == last} == {"shop", "payments"}


def test_what_is_kept_still_says_which_pod_it_is_of(tail: tuple[str, list[Span]]) -> None:
    pods = {span.service: span.resource["k8s.pod.name"] for span in tail[1]}
    assert pods == {"shop": SHOP_POD, "payments": "payments-0"}
