"""Counts what collectors write: the requests' bytes, and what a real Prometheus makes of them."""

import http.client
import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from eks_observability_ops.components.cache import require
from eks_observability_ops.components.local_http import Reply, Request, fetch, listening
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
    """Size of the requests, compressed as they were sent."""


@dataclass(kw_only=True)
class Receiver:
    """A Prometheus behind a scale."""

    prometheus: Prometheus
    write_url: str = ""
    _bytes: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

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
            bytes=self._bytes,
        )

    def take(self, request: Request) -> Reply:
        """Weighs a request and hands it on."""
        with self._lock:
            self._bytes += len(request.body)
        address = urllib.parse.urlsplit(self.prometheus.write_url)
        connection = http.client.HTTPConnection(address.netloc, timeout=60)
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.startswith(("content-", "x-prometheus"))
        }
        try:
            connection.request("POST", address.path, request.body, headers)
            answer = connection.getresponse()
            return Reply(status=answer.status, body=answer.read())
        except OSError:  # it is being stopped
            return Reply(status=503)
        finally:
            connection.close()


@contextmanager
def receiving(supervisor: Supervisor) -> Iterator[Receiver]:
    """Runs a receiver for the length of a `with` block."""
    receiver = Receiver(prometheus=start_prometheus(supervisor, require("prometheus")))
    with listening(receiver.take) as port:
        receiver.write_url = f"http://127.0.0.1:{port}/api/v1/write"
        try:
            yield receiver
        finally:
            receiver.prometheus.process.stop()


def number(prometheus: Prometheus, expression: str) -> float:
    """The sum of what an expression finds now; large ones take their time."""
    query = urllib.parse.urlencode({"query": expression})
    answer = json.loads(fetch(f"{prometheus.url}/api/v1/query?{query}", seconds=120))
    return sum(float(one["value"][1]) for one in answer["data"]["result"])
