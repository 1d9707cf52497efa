"""Spans are sent at the rate that is asked for, with ids of their own, and what failed is told."""

import itertools

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from eks_observability_ops.components.otlp_load import (
    SPANS_PER_REQUEST,
    SPANS_PER_TRACE,
    Load,
    requests,
    send,
)


def trace_ids(body: bytes) -> list[bytes]:
    message = ExportTraceServiceRequest.FromString(body)
    return [span.trace_id for span in message.resource_spans[0].scope_spans[0].spans]


def test_a_request_has_whole_traces() -> None:
    found = trace_ids(next(requests(seed=1)))
    assert len(found) == SPANS_PER_REQUEST
    assert {found.count(one) for one in found} == {SPANS_PER_TRACE}


def test_each_request_has_traces_of_its_own() -> None:
    bodies = list(itertools.islice(requests(seed=1), 3))
    assert len({one for body in bodies for one in trace_ids(body)}) == 15


def test_senders_have_traces_of_their_own() -> None:
    assert not {*trace_ids(next(requests(seed=1)))} & {*trace_ids(next(requests(seed=2)))}


def test_who_finds_nobody_is_told_the_status() -> None:
    told = send(Load(address="127.0.0.1:9", seconds=0.2, rate=500, connections=1))
    assert told.taken == 0
    assert told.refused == SPANS_PER_REQUEST * sum(told.codes.values())
    assert set(told.codes) == {"UNAVAILABLE"}
