"""Above what it can send on, a collector refuses, tells the senders so, loses nothing and lives.

Its container is given half of what it has by default, so that it is at its limit in seconds;
benchmarks/tracing.py does the same with the default.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pytest

from eks_observability_charts.collector.otlp import Otlp, XRay
from eks_observability_charts.resources import Resources
from eks_observability_ops.components import otlp_load
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.otlp_load import Load, Sent
from eks_observability_ops.components.otlp_sink import OtlpSink
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.cluster import Place
from tests.components.tracing.applications import PROTOCOLS, Application, Protocol, Said
from tests.components.tracing.cluster import OTLP, SHOP, node

HALF: Final = Resources(
    cpu_request_millicores=50, memory_request_mebibytes=128, memory_limit_mebibytes=384
)
LOAD: Final = Load(
    address=f"{SHOP}:4317", seconds=6, connections=60, spans_per_request=500, patience_seconds=1
)
PATIENCE_SECONDS: Final = 60
REFUSED: Final = "otelcol_processor_memory_limiter_refused_spans"
LOST: Final = (
    "otelcol_exporter_send_failed_spans",
    "otelcol_exporter_enqueue_failed_spans",
    "otelcol_receiver_failed_spans",
)


@dataclass(kw_only=True)
class Story:
    """What happened."""

    collector: RunningCollector
    sent: Sent
    most_anonymous: int
    """Most memory that is no file's, in bytes: what it can be killed for."""
    at_limit: Mapping[Protocol, Said]
    """What the SDK was told then."""
    refused: float
    """Spans that it refused."""
    again: list[Said] = field(default_factory=list)
    """What the SDK was told from when X-Ray answered again, until spans were taken."""
    accepted: float = 0
    """Spans that it took."""
    passed_on: float = 0
    """Spans that it sent."""


CASES: Mapping[str, Otlp] = {
    "X-Ray's OTLP endpoint refuses": OTLP,
    "X-Ray answers slowly": replace(OTLP, traces=XRay()),
}


@pytest.fixture(scope="module", params=CASES)
def story(
    request: pytest.FixtureRequest,
    collector: Collector,
    place: Place,
    sink: OtlpSink,
    supervisor: Supervisor,
) -> Iterator[Story]:
    """More spans than fit come while X-Ray takes none or few; then it takes all."""
    if request.param == "X-Ray answers slowly":
        sink.delay_seconds = 2
    else:
        sink.status = 503
    sink.keep = False
    with node(collector, place, sink, CASES[request.param], resources=HALF) as here:
        story = overloaded(here.collector, supervisor)
        sink.status, sink.delay_seconds = 200, 0
        recover(story, supervisor)
        yield story


def application(supervisor: Supervisor, protocol: Protocol) -> Said:
    """The SDK, which tries for two seconds."""
    patience = {"OTEL_EXPORTER_OTLP_TIMEOUT": "2"}
    shop = Application(
        supervisor=supervisor, address=SHOP, service="shop", protocol=protocol, environment=patience
    )
    return shop.run("--fine=1")


def overloaded(collector: RunningCollector, supervisor: Supervisor) -> Story:
    """Sends more than fits."""
    process = otlp_load.start(supervisor, LOAD)
    most, deadline = 0, time.monotonic() + LOAD.seconds
    while time.monotonic() < deadline:
        most = max(most, collector.process.anonymous_bytes())
        time.sleep(0.1)
    sent = otlp_load.sent(process)
    at_limit = {protocol: application(supervisor, protocol) for protocol in PROTOCOLS}
    return Story(
        collector=collector,
        sent=sent,
        most_anonymous=most,
        at_limit=at_limit,
        refused=collector.total(REFUSED),
    )


def recover(story: Story, supervisor: Supervisor) -> None:
    """Waits until the collector takes spans again, and has sent all that it took."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not story.again or story.again[-1].answers != ["SUCCESS"]:
        assert time.monotonic() < deadline, story.collector.log()[-2000:]
        story.again.append(application(supervisor, "grpc"))

    def counted() -> bool:
        story.accepted = story.collector.total("otelcol_receiver_accepted_spans")
        story.passed_on = story.collector.total("otelcol_exporter_sent_spans")
        return story.accepted == story.passed_on

    story.collector.process.wait_until(counted, seconds=PATIENCE_SECONDS)


def test_there_was_more_than_it_took(story: Story) -> None:
    assert story.refused > 0
    assert story.sent.refused > story.sent.taken


def test_senders_are_told_by_a_status_on_which_an_sdk_tries_again(story: Story) -> None:
    # OpenTelemetry Protocol Specification, "Failures": these are retried. CANCELLED is what a
    # sender sees that hangs up while it is answered.
    assert set(story.sent.codes) <= {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED"}
    assert story.sent.codes["UNAVAILABLE"] > 0


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_sdk_says_that_its_spans_were_not_taken(story: Story, protocol: Protocol) -> None:
    said = story.at_limit[protocol]
    assert said.answers == ["FAILURE"]
    assert "Failed to export" in said.log


def test_the_sdk_is_told_why_where_its_protocol_has_words_for_it(story: Story) -> None:
    assert "UNAVAILABLE" in story.at_limit["grpc"].log
    assert "data refused due to high memory usage" in story.at_limit["grpc"].log


def test_its_memory_stays_within_its_containers_limit(story: Story) -> None:
    assert story.most_anonymous < HALF.memory_limit_mebibytes * 2**20


def test_nothing_that_it_took_is_lost(story: Story) -> None:
    assert story.accepted == story.passed_on > 0
    assert {name: story.collector.total(name) for name in LOST} == dict.fromkeys(LOST, 0)


def test_it_lives_and_takes_spans_again(story: Story) -> None:
    assert story.again[-1].answers == ["SUCCESS"]
    assert story.collector.process.code() is None
