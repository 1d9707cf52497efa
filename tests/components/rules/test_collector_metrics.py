"""The real collector counts what the rules on it ask for, under the names they use."""

import re
import time
from collections.abc import Iterator

import pytest

from eks_observability.signals import jobs
from eks_observability.signals.alerts import collectors as alerts
from eks_observability.signals.recording_rules import collectors as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.prometheus import Prometheus

SCOPE = Scope(clusters=("a",), jobs=frozenset({jobs.COLLECTOR}))
NAMES = sorted(
    {
        name
        for rules in (recording_rules.rules(SCOPE), alerts.alerts(SCOPE))
        for rule in rules
        for name in re.findall(r"\botelcol_\w+(?=\{)", rule.expr)
    }
)
# One pipeline writes, one cannot, with a queue that holds a single request, and one has no memory.
PIPELINES = """
receivers:
  prometheus: &scrape
    config:
      scrape_configs:
        - job_name: nobody
          scrape_interval: 1s
          scrape_timeout: 1s
          static_configs: [{{targets: ["127.0.0.1:9"]}}]
  prometheus/refused: *scrape
processors:
  memory_limiter: {{check_interval: 100ms, limit_mib: 1}}
exporters:
  prometheusremotewrite: {{endpoint: "{url}"}}
  prometheusremotewrite/broken:
    endpoint: http://127.0.0.1:9
    timeout: 2s
    remote_write_queue: {{queue_size: 1}}
service:
  pipelines:
    metrics: {{receivers: [prometheus], exporters: [prometheusremotewrite]}}
    metrics/broken: {{receivers: [prometheus], exporters: [prometheusremotewrite/broken]}}
    metrics/refused:
      receivers: [prometheus/refused]
      processors: [memory_limiter]
      exporters: [prometheusremotewrite]
"""


@pytest.fixture(scope="module")
def running(collector: Collector, prometheus: Prometheus) -> Iterator[RunningCollector]:
    with collector.running(PIPELINES.format(url=prometheus.write_url)) as started:
        yield started


def test_the_rules_ask_for_the_queue_what_is_sent_and_what_is_lost() -> None:
    assert len(NAMES) == 7


@pytest.mark.parametrize("name", NAMES)
def test_what_the_rules_ask_for_is_counted(running: RunningCollector, name: str) -> None:
    deadline = time.monotonic() + 15
    while not running.total(name) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert running.total(name) > 0, running.metrics()
