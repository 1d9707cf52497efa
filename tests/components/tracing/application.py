"""An application with OpenTelemetry's SDK, set up by OpenTelemetry's own variables alone.

It is started as a program of its own, does what its arguments say, and prints what its exporters
told it: a JSON object.
"""

import argparse
import json
import logging
import os
import random
import sys
import time
from collections.abc import Sequence
from typing import Any, Final

from opentelemetry import propagate, trace
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter as GrpcLogs
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import (
    OTLPMetricExporter as GrpcMetrics,
)
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcSpans
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter as HttpLogs
from opentelemetry.exporter.otlp.proto.http.metric_exporter import (
    OTLPMetricExporter as HttpMetrics,
)
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpSpans
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import SpanKind, Status, StatusCode

PROTOCOL: Final = "OTEL_EXPORTER_OTLP_PROTOCOL"


class Counting(SpanExporter):
    """Counts what its exporter says of each request."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter
        self.answers: list[str] = []

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        self.answers.append(result.name)
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()


def main() -> None:
    """Runs the application."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fine", type=int, default=0, help="traces without error")
    parser.add_argument("--failed", type=int, default=0, help="traces with an error")
    parser.add_argument("--slow", type=int, default=0, help="traces of three seconds")
    parser.add_argument("--seed", type=int, help="gives the same ids each time")
    parser.add_argument("--traceparent", help="the span that called this application")
    parser.add_argument("--metrics", action="store_true")
    parser.add_argument("--logs", action="store_true")
    options = parser.parse_args()
    # The SDK draws its ids from this generator.
    random.seed(options.seed)
    said: dict[str, Any] = {}
    http = os.environ[PROTOCOL] == "http/protobuf"
    exporter = Counting(HttpSpans() if http else GrpcSpans())
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=200))
    trace.set_tracer_provider(provider)
    logs = LoggerProvider() if options.logs else None
    if logs:
        logs.add_log_record_processor(BatchLogRecordProcessor(HttpLogs() if http else GrpcLogs()))
        logging.getLogger("shop").addHandler(LoggingHandler(logger_provider=logs))
    said["traceparent"] = ""
    for kind in ("fine", "failed", "slow"):
        for number in range(getattr(options, kind)):
            said["traceparent"] = one_trace(kind, number, options.traceparent)
    if options.metrics:
        reader = PeriodicExportingMetricReader(HttpMetrics() if http else GrpcMetrics())
        meters = MeterProvider([reader])
        count(meters)
        said["metrics"] = meters.force_flush()
        meters.shutdown()
    if logs:
        said["logs"] = logs.force_flush()
        logs.shutdown()
    provider.shutdown()
    said["answers"] = exporter.answers
    sys.stdout.write(json.dumps(said))


def one_trace(kind: str, number: int, traceparent: str | None) -> str:
    """A request that the application answers, and one that it makes; returns the latter's."""
    tracer = trace.get_tracer("shop")
    before = propagate.extract({"traceparent": traceparent}) if traceparent else None
    # Its length is said, not waited for.
    begin = time.time_ns()
    end = begin + (3_000_000_000 if kind == "slow" else 20_000_000)
    server = tracer.start_span("GET /checkout", before, SpanKind.SERVER, start_time=begin)
    server.set_attributes({"order": f"{kind}-{number}", "http.request.method": "GET"})
    with trace.use_span(server, end_on_exit=False):
        client = tracer.start_span("POST /pay", kind=SpanKind.CLIENT, start_time=begin + 1_000_000)
        with trace.use_span(client, end_on_exit=False):
            carrier: dict[str, str] = {}
            propagate.inject(carrier)
            logging.getLogger("shop").warning("paying for %s", f"{kind}-{number}")
        if kind == "failed":
            client.record_exception(ValueError("card declined"))
            client.set_status(Status(StatusCode.ERROR, "card declined"))
            server.set_status(Status(StatusCode.ERROR))
        client.end(end - 1_000_000)
    server.end(end)
    return carrier["traceparent"]


def count(meters: MeterProvider) -> None:
    """A counter and a histogram."""
    meter = meters.get_meter("shop")
    meter.create_counter("shop.orders", unit="1").add(3, {"currency": "eur"})
    meter.create_histogram("shop.wait", unit="s").record(0.25, {"currency": "eur"})


if __name__ == "__main__":
    main()
