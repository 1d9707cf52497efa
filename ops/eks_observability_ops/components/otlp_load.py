"""Sends spans to a collector, as many as it takes or so many a second, over gRPC.

It runs as a program of its own: python -m eks_observability_ops.components.otlp_load. Requests are
encoded once and get new trace ids each time, so that little time is spent here.
"""

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import grpc  # type: ignore[import-untyped] # its stubs are a package of their own
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

from eks_observability_ops.components.running import Process, Supervisor

SPANS_PER_TRACE: Final = 10
SPANS_PER_REQUEST: Final = 50
"""Unless a load says otherwise."""

_EXPORT: Final = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of the spans."""

    taken: int
    """Spans that the collector took."""
    refused: int
    """Spans that it did not take."""
    codes: dict[str, int]
    """Requests that were refused, by the gRPC status that the sender was told."""
    seconds: float
    """How long it took."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What is sent."""

    address: str
    """Host and port of the collector."""
    seconds: float
    """For how long."""
    rate: float = 0
    """Spans a second. Default: as many as are taken."""
    connections: int = 4
    """Senders, each of which waits for an answer before it sends more."""
    spans_per_request: int = SPANS_PER_REQUEST
    """A multiple of `SPANS_PER_TRACE`."""
    patience_seconds: float = 10
    """How long a sender waits for an answer: an SDK's default."""


def start(supervisor: Supervisor, load: Load) -> Process:
    """Starts sending; `sent` has what became of it when the program has ended."""
    here = Path(__file__).parents[2]
    return supervisor.start(
        [sys.executable, "-m", __spec__.name, json.dumps(asdict(load))],
        environment={"PYTHONPATH": str(here), "no_proxy": load.address.rpartition(":")[0]},
    )


def sent(process: Process, *, seconds: float = 60) -> Sent:
    """Waits until all is sent, and returns what became of it.

    Raises:
        AssertionError: The program failed or did not end in time.
    """
    code = process.supervisor.wait(process, seconds=seconds)
    assert code == 0, process.log()
    return Sent(**json.loads(process.log()))


def send(load: Load) -> Sent:
    """Sends from threads of this process."""
    codes: Counter[str] = Counter()
    taken: Counter[int] = Counter()
    begin = time.monotonic()

    def sender(number: int) -> None:
        options = [("grpc.use_local_subchannel_pool", 1)]
        own_rate = load.rate / load.connections
        with grpc.insecure_channel(load.address, options=options) as channel:
            export = channel.unary_unary(_EXPORT)
            for count, body in enumerate(requests(number, spans=load.spans_per_request)):
                due = begin + count * load.spans_per_request / own_rate if own_rate else 0
                if max(due, time.monotonic()) >= begin + load.seconds:
                    return
                time.sleep(max(0.0, due - time.monotonic()))
                try:
                    export(body, timeout=load.patience_seconds)
                    taken[number] += load.spans_per_request
                except grpc.RpcError as error:
                    codes[error.code().name] += 1

    threads = [threading.Thread(target=sender, args=(one,)) for one in range(load.connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Sent(
        taken=taken.total(),
        refused=codes.total() * load.spans_per_request,
        codes=dict(codes),
        seconds=time.monotonic() - begin,
    )


def requests(seed: int, *, spans: int = SPANS_PER_REQUEST) -> Iterator[bytes]:
    """Encoded requests without end, each with trace ids of its own, the same for the same seed."""
    numbers = random.Random(seed)
    template, traces = _template(numbers, spans)
    while True:
        body = template
        for old in traces:
            body = body.replace(old, numbers.randbytes(len(old)))
        yield body


def _template(numbers: random.Random, spans: int) -> tuple[bytes, list[bytes]]:
    """A request, and the ids of its traces."""
    message = ExportTraceServiceRequest()
    group = message.resource_spans.add()
    group.resource.attributes.extend(
        _text(name, value)
        for name, value in {
            "service.name": "checkout",
            "service.namespace": "shop",
            "telemetry.sdk.language": "java",
        }.items()
    )
    scope = group.scope_spans.add()
    now = time.time_ns()
    traces = [numbers.randbytes(16) for _ in range(spans // SPANS_PER_TRACE)]
    for trace in traces:
        parent = b""
        for number in range(SPANS_PER_TRACE):
            span = scope.spans.add(
                trace_id=trace,
                span_id=numbers.randbytes(8),
                parent_span_id=parent,
                name=f"GET /orders/{number}",
                kind=2 if number % 2 else 3,
                start_time_unix_nano=now,
                end_time_unix_nano=now + 20_000_000,
            )
            parent = parent or span.span_id
            span.attributes.extend(_text(name, value) for name, value in _ATTRIBUTES.items())
    return message.SerializeToString(), traces


_ATTRIBUTES: Final = {
    "http.request.method": "GET",
    "http.route": "/orders/{id}",
    "http.response.status_code": "200",
    "url.path": "/orders/1234567",
    "url.scheme": "http",
    "server.address": "orders.shop.svc.cluster.local",
    "server.port": "8080",
    "network.protocol.version": "1.1",
    "user_agent.original": "Apache-HttpClient/5.3 (Java/21.0.2)",
    "client.address": "192.0.2.77",
}


def _text(name: str, value: str) -> KeyValue:
    pair = KeyValue(key=name)
    pair.value.string_value = value
    return pair


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(send(Load(**json.loads(sys.argv[1]))))))
