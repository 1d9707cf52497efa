"""Metrics go the whole way: node_exporter, collector, remote write, PromQL."""

import pytest

from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.node_exporter import NodeExporter
from eks_observability_ops.components.prometheus import Prometheus

PIPELINE = """
receivers:
  prometheus:
    config:
      scrape_configs:
        - job_name: node-exporter
          scrape_interval: 1s
          scrape_timeout: 1s
          static_configs: [{{targets: ["{target}"]}}]
exporters:
  prometheusremotewrite:
    endpoint: {url}
    external_labels: {{cluster: shop}}
service:
  pipelines:
    metrics: {{receivers: [prometheus], exporters: [prometheusremotewrite]}}
"""


def test_a_scraped_node_is_up_in_prometheus(
    node_exporter: NodeExporter, collector: Collector, prometheus: Prometheus
) -> None:
    pipeline = PIPELINE.format(target=node_exporter.address, url=prometheus.write_url)
    with collector.running(pipeline) as running:
        up = prometheus.wait_for('up{job="node-exporter"}')
        cores = prometheus.wait_for('count(node_cpu_seconds_total{mode="idle",cluster="shop"})')
        sent = running.total("otelcol_exporter_sent_metric_points.*")
    assert [sample.value for sample in up] == [1]
    assert up[0].labels["cluster"] == "shop"
    assert up[0].labels["instance"] == node_exporter.address
    assert cores[0].value >= 1
    assert sent > 100


def test_a_node_that_does_not_answer_is_down(collector: Collector, prometheus: Prometheus) -> None:
    pipeline = PIPELINE.format(target="127.0.0.1:9", url=prometheus.write_url)
    with collector.running(pipeline):
        up = prometheus.wait_for('up{instance="127.0.0.1:9"}')
    assert [sample.value for sample in up] == [0]


def test_a_series_that_was_never_sent_is_not_there(prometheus: Prometheus) -> None:
    with pytest.raises(TimeoutError, match="never_sent had no value"):
        prometheus.wait_for("never_sent", seconds=0.3)
