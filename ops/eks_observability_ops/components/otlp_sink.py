"""A destination of OTLP over HTTP, as X-Ray and CloudWatch Logs are: keeps what it is sent."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from eks_observability_ops.components.local_http import Reply, Request, listening
from eks_observability_ops.components.otlp_values import (
    LogRecord,
    Metric,
    Span,
    logs_of,
    metrics_of,
    spans_of,
)

_PROTOBUF = {"Content-Type": "application/x-protobuf"}


@dataclass(kw_only=True)
class OtlpSink:
    """What has come to a destination, which takes everything until `status` is another."""

    url: str = ""
    """Where it listens, without a path."""
    status: int = 200
    """What it answers. What it does not answer with 200 it does not take."""
    delay_seconds: float = 0
    """How long it takes to answer."""
    keep: bool = True
    """Whether it keeps what it takes; else it counts requests and bytes alone."""
    requests: list[Request] = field(default_factory=list)
    """What it took, as it came."""
    refused: int = 0
    """Requests that it did not take."""
    taken: int = 0
    """Requests that it took."""
    bytes: int = 0
    """Size of their bodies, as they came."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, path: str) -> Sequence[Request]:
        """Returns what came to a path."""
        with self._lock:
            return [request for request in self.requests if request.path == path]

    def spans(self) -> list[Span]:
        """Returns all spans so far."""
        return [span for request in self.of("/v1/traces") for span in spans_of(request)]

    def logs(self) -> list[LogRecord]:
        """Returns all lines of logs so far."""
        return [line for request in self.of("/v1/logs") for line in logs_of(request)]

    def metrics(self) -> list[Metric]:
        """Returns all metrics so far."""
        return [metric for request in self.of("/v1/metrics") for metric in metrics_of(request)]

    def wait_for_spans(
        self, enough: Callable[[Sequence[Span]], bool], *, seconds: float = 20
    ) -> list[Span]:
        """Returns the spans when there are enough.

        Raises:
            TimeoutError: There were not in time; the message says which there were.
        """
        deadline = time.monotonic() + seconds
        while not enough(found := self.spans()):
            if time.monotonic() > deadline:
                names = sorted({f"{span.service}: {span.name}" for span in found})
                msg = f"{len(found)} spans after {seconds:.0f} s: {names[:20]}"
                raise TimeoutError(msg)
            time.sleep(0.05)
        return found

    def answer(self, request: Request) -> Reply:
        """Answers one request."""
        time.sleep(self.delay_seconds)
        with self._lock:
            if self.status != 200:
                self.refused += 1
                return Reply(status=self.status)
            self.taken += 1
            self.bytes += len(request.body)
            if self.keep:
                self.requests.append(request)
        # An empty message: everything was taken.
        return Reply(headers=_PROTOBUF)


@contextmanager
def otlp_sink(*, keep: bool = True) -> Iterator[OtlpSink]:
    """Runs a destination for the length of a `with` block.

    Args:
        keep: Whether it keeps what it takes.
    """
    sink = OtlpSink(keep=keep)
    with listening(sink.answer) as port:
        sink.url = f"http://127.0.0.1:{port}"
        yield sink
