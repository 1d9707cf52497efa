"""A destination of OTLP keeps what it takes, and reads it."""

import gzip
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from eks_observability_ops.components.local_http import fetch
from eks_observability_ops.components.otlp_sink import OtlpSink, otlp_sink


@pytest.fixture
def sink() -> Iterator[OtlpSink]:
    with otlp_sink() as listening:
        yield listening


def trace(name: str) -> bytes:
    message = ExportTraceServiceRequest()
    group = message.resource_spans.add()
    pair = group.resource.attributes.add(key="service.name")
    pair.value.string_value = "shop"
    span = group.scope_spans.add().spans.add(
        name=name, trace_id=b"\x01" * 16, span_id=b"\x02" * 8, kind=2
    )
    span.start_time_unix_nano, span.end_time_unix_nano = 1_000_000_000, 3_500_000_000
    span.status.code, span.status.message = 2, "late"
    listed = span.attributes.add(key="ports")
    for port in (80, 443):
        listed.value.array_value.values.add(int_value=port)
    span.events.add(name="exception")
    body: bytes = message.SerializeToString()
    return body


def test_a_span_is_read(sink: OtlpSink) -> None:
    fetch(f"{sink.url}/v1/traces", body=trace("GET /"))
    (span,) = sink.spans()
    assert (span.service, span.name, span.kind) == ("shop", "GET /", "SERVER")
    assert (span.status, span.message, span.seconds) == ("ERROR", "late", 2.5)
    assert (span.trace_id, span.span_id, span.parent_id) == ("01" * 16, "02" * 8, "")
    assert span.attributes == {"ports": [80, 443]}
    assert [event.name for event in span.events] == ["exception"]


def test_what_is_compressed_is_read(sink: OtlpSink) -> None:
    body = gzip.compress(trace("GET /"))
    fetch(f"{sink.url}/v1/traces", body=body, headers={"Content-Encoding": "gzip"})
    assert [span.name for span in sink.spans()] == ["GET /"]


def test_a_line_of_a_log_is_read(sink: OtlpSink) -> None:
    message = ExportLogsServiceRequest()
    line = message.resource_logs.add().scope_logs.add().log_records.add(severity_text="WARN")
    part = line.body.kvlist_value.values.add(key="order")
    part.value.int_value = 7
    fetch(f"{sink.url}/v1/logs", body=message.SerializeToString())
    (found,) = sink.logs()
    assert (found.body, found.severity, found.trace_id) == ({"order": 7}, "WARN", "")


def test_a_metric_is_read(sink: OtlpSink) -> None:
    message = ExportMetricsServiceRequest()
    message.resource_metrics.add().scope_metrics.add().metrics.add(name="orders", unit="1")
    fetch(f"{sink.url}/v1/metrics", body=message.SerializeToString())
    assert [(metric.name, metric.unit) for metric in sink.metrics()] == [("orders", "1")]


def test_what_is_refused_is_counted_and_not_kept(sink: OtlpSink) -> None:
    sink.status = 429
    with pytest.raises(HTTPError, match="429"):
        fetch(f"{sink.url}/v1/traces", body=trace("GET /"))
    assert (sink.refused, sink.taken, sink.spans()) == (1, 0, [])


def test_who_waits_in_vain_is_told_what_there_is(sink: OtlpSink) -> None:
    fetch(f"{sink.url}/v1/traces", body=trace("GET /"))
    with pytest.raises(TimeoutError, match=r"1 spans after 0 s: \['shop: GET /'\]"):
        sink.wait_for_spans(lambda spans: len(spans) > 1, seconds=0.2)
