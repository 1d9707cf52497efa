"""What OTLP requests carry, as plain values."""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span as SpanMessage
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from eks_observability_ops.components.local_http import Request

Attributes = Mapping[str, Any]
"""Values by their names: texts, numbers, lists of them."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event of a span, as an exception."""

    name: str
    attributes: Attributes


@dataclass(frozen=True, kw_only=True)
class Span:
    """A span."""

    trace_id: str
    span_id: str
    parent_id: str
    """Empty for the first of a trace."""
    name: str
    kind: str
    """As SERVER, CLIENT or INTERNAL."""
    status: str
    """UNSET, OK or ERROR."""
    message: str
    """What its status says."""
    seconds: float
    """How long it took."""
    attributes: Attributes
    events: Sequence[Event]
    resource: Attributes
    """What it is a span of."""

    @property
    def service(self) -> str:
        """Name of the service."""
        return str(self.resource.get("service.name", ""))


@dataclass(frozen=True, kw_only=True)
class LogRecord:
    """A line of a log."""

    body: Any
    severity: str
    trace_id: str
    """Trace that it was written in, or nothing."""
    attributes: Attributes
    resource: Attributes


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric with its unit; values are nobody's business here."""

    name: str
    unit: str
    resource: Attributes


def spans_of(request: Request) -> list[Span]:
    """Returns the spans of a request to /v1/traces."""
    message = ExportTraceServiceRequest.FromString(_body(request))
    return [
        _span(span, _attributes(group.resource.attributes))
        for group in message.resource_spans
        for scope in group.scope_spans
        for span in scope.spans
    ]


def logs_of(request: Request) -> list[LogRecord]:
    """Returns the lines of a request to /v1/logs."""
    message = ExportLogsServiceRequest.FromString(_body(request))
    return [
        LogRecord(
            body=_value(record.body),
            severity=record.severity_text,
            trace_id=record.trace_id.hex(),
            attributes=_attributes(record.attributes),
            resource=_attributes(group.resource.attributes),
        )
        for group in message.resource_logs
        for scope in group.scope_logs
        for record in scope.log_records
    ]


def metrics_of(request: Request) -> list[Metric]:
    """Returns the metrics of a request to /v1/metrics."""
    message = ExportMetricsServiceRequest.FromString(_body(request))
    return [
        Metric(name=metric.name, unit=metric.unit, resource=_attributes(group.resource.attributes))
        for group in message.resource_metrics
        for scope in group.scope_metrics
        for metric in scope.metrics
    ]


def _body(request: Request) -> bytes:
    if request.headers.get("content-encoding") == "gzip":
        return gzip.decompress(request.body)
    return request.body


def _span(span: SpanMessage, resource: Attributes) -> Span:
    return Span(
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        name=span.name,
        kind=SpanMessage.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
        status=Status.StatusCode.Name(span.status.code).removeprefix("STATUS_CODE_"),
        message=span.status.message,
        seconds=(span.end_time_unix_nano - span.start_time_unix_nano) / 1e9,
        attributes=_attributes(span.attributes),
        events=[
            Event(name=event.name, attributes=_attributes(event.attributes))
            for event in span.events
        ],
        resource=resource,
    )


def _attributes(pairs: Sequence[KeyValue] | Iterator[KeyValue]) -> dict[str, Any]:
    return {pair.key: _value(pair.value) for pair in pairs}


def _value(value: AnyValue) -> Any:  # noqa: ANN401 - whatever an attribute is
    match value.WhichOneof("value"):
        case None:
            return None
        case "array_value":
            return [_value(part) for part in value.array_value.values]
        case "kvlist_value":
            return _attributes(value.kvlist_value.values)
        case kind:
            return getattr(value, kind)
