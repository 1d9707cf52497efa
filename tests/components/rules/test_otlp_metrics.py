"""The real collector counts what alerts on applications' telemetry ask for, by their names."""

import json
import re
import time
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from eks_observability.signals import jobs
from eks_observability.signals.alerts import otlp
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.environment import free_port

SCOPE = Scope(clusters=("a",), jobs=frozenset({jobs.COLLECTOR}))
NAMES = sorted(
    {name for rule in otlp.alerts(SCOPE) for name in re.findall(r"\botelcol_\w+", rule.expr)}
)
# One receiver's exporter has a queue of one request and reaches nobody; one has no memory.
PIPELINES = """
receivers:
  otlp: {{protocols: {{http: {{endpoint: "127.0.0.1:{port}"}}}}}}
  otlp/refused: {{protocols: {{http: {{endpoint: "127.0.0.1:{refusing}"}}}}}}
processors:
  memory_limiter: {{check_interval: 100ms, limit_mib: 1}}
exporters:
  otlphttp:
    endpoint: http://127.0.0.1:9
    sending_queue: {{queue_size: 1, num_consumers: 1}}
    retry_on_failure: {{initial_interval: 1s, max_interval: 1s, max_elapsed_time: 3s}}
service:
  pipelines:
    traces: {{receivers: [otlp], exporters: [otlphttp]}}
    logs: {{receivers: [otlp], exporters: [otlphttp]}}
    traces/refused:
      receivers: [otlp/refused]
      processors: [memory_limiter]
      exporters: [otlphttp]
"""
SPAN = {
    "traceId": "0af7651916cd43dd8448eb211c80319c",
    "spanId": "b7ad6b7169203331",
    "name": "GET",
    "startTimeUnixNano": "1",
    "endTimeUnixNano": "2",
}
SENT = {
    "traces": {"resourceSpans": [{"scopeSpans": [{"spans": [SPAN]}]}]},
    "logs": {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": "a"}}]}]}]},
}


def send(port: int, signal: str) -> None:
    body = json.dumps(SENT[signal]).encode()
    address = f"http://127.0.0.1:{port}/v1/{signal}"
    try:
        urlopen(Request(address, body, {"Content-Type": "application/json"}), timeout=5).close()
    except HTTPError:
        # An application is told that it is refused, and so is this.
        return


@pytest.fixture(scope="module")
def running(collector: Collector) -> Iterator[RunningCollector]:
    port, refusing = free_port(), free_port()
    with collector.running(PIPELINES.format(port=port, refusing=refusing)) as started:
        for signal in SENT:
            for _ in range(6):
                send(port, signal)
        send(refusing, "traces")
        yield started


def test_the_alerts_ask_for_what_is_refused_and_what_is_lost() -> None:
    assert len(NAMES) == 5


@pytest.mark.parametrize("name", NAMES)
def test_what_the_alerts_ask_for_is_counted(running: RunningCollector, name: str) -> None:
    deadline = time.monotonic() + 15
    while not running.total(name) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert running.total(name) > 0, running.metrics()
