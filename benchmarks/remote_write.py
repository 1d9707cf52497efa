"""Counts what collectors write: the requests' bytes, and what a real Prometheus makes of them."""

import json
import socket
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from eks_observability_ops.components.cache import require
from eks_observability_ops.components.local_http import fetch
from eks_observability_ops.components.prometheus import Prometheus, start_prometheus
from eks_observability_ops.components.running import Supervisor


@dataclass(frozen=True, kw_only=True)
class Count:
    """What has arrived so far."""

    series: float
    """Different ones."""
    samples: float
    """Samples that Prometheus took."""
    refused: float
    """Samples that it did not take."""
    bytes: int
    """Size of the requests, compressed and with their headers, as they were sent."""


@dataclass(kw_only=True)
class Receiver:
    """A Prometheus behind a scale."""

    prometheus: Prometheus
    port: int
    """Where it takes what is written."""
    weight: int = 0
    """Bytes that have come so far."""

    @property
    def write_url(self) -> str:
        """Where remote write goes."""
        return f"http://127.0.0.1:{self.port}/api/v1/write"

    def count(self) -> Count:
        """What has arrived so far."""
        totals: dict[str, float] = {}
        for line in fetch(f"{self.prometheus.url}/metrics", seconds=30).splitlines():
            if not line.startswith("#"):
                series, _, value = line.rpartition(" ")
                name = series.partition("{")[0]
                totals[name] = totals.get(name, 0) + float(value)
        return Count(
            series=totals["prometheus_tsdb_head_series"],
            samples=totals["prometheus_tsdb_head_samples_appended_total"],
            refused=totals["prometheus_tsdb_out_of_order_samples_total"]
            + totals["prometheus_tsdb_out_of_bound_samples_total"],
            bytes=self.weight,
        )

    def weigh(self, part: bytes) -> None:
        """Counts what has come on one of its connections."""
        with _LOCK:
            self.weight += len(part)


@contextmanager
def receiving(supervisor: Supervisor) -> Iterator[Receiver]:
    """Runs a receiver for the length of a `with` block."""
    prometheus = start_prometheus(supervisor, require("prometheus"))
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        receiver = Receiver(prometheus=prometheus, port=listener.getsockname()[1])
        thread = threading.Thread(target=_accept, args=(listener, receiver), daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            prometheus.process.stop()


_LOCK: Final = threading.Lock()


def _accept(listener: socket.socket, receiver: Receiver) -> None:
    port = urllib.parse.urlsplit(receiver.prometheus.url).port
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        try:
            server = socket.create_connection(("127.0.0.1", port))
        except OSError:  # it has been stopped
            client.close()
            continue
        for source, sink, weigh in (
            (client, server, receiver.weigh),
            (server, client, lambda _: None),
        ):
            arguments = (source, sink, weigh)
            threading.Thread(target=_copy, args=arguments, daemon=True).start()


def _copy(source: socket.socket, sink: socket.socket, weigh: Callable[[bytes], None]) -> None:
    sink.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with suppress(OSError):
        while part := source.recv(1 << 18):
            weigh(part)
            sink.sendall(part)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def number(prometheus: Prometheus, expression: str) -> float:
    """The sum of what an expression finds now; large ones take their time."""
    query = urllib.parse.urlencode({"query": expression})
    answer = json.loads(fetch(f"{prometheus.url}/api/v1/query?{query}", seconds=120))
    return sum(float(one["value"][1]) for one in answer["data"]["result"])
