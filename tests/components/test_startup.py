"""The programs start fast enough, and fit together into a small machine."""

from eks_observability_ops.components.aws import Aws
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.node_exporter import NodeExporter
from eks_observability_ops.components.prometheus import Prometheus

PIPELINE = """
receivers: {{prometheus: {{config: {{scrape_configs: [
  {{job_name: node, scrape_interval: 1s, static_configs: [{{targets: ["{target}"]}}]}}]}}}}}}
exporters: {{prometheusremotewrite: {{endpoint: {url}}}}}
service: {{pipelines: {{metrics: {{receivers: [prometheus], exporters: [prometheusremotewrite]}}}}}}
"""


def test_the_kubernetes_api_is_ready_within_15_seconds(kubernetes_api: KubernetesApi) -> None:
    assert 0 < kubernetes_api.etcd.ready_seconds + kubernetes_api.server.ready_seconds < 15


def test_a_collector_is_ready_within_2_seconds(
    collector: Collector, node_exporter: NodeExporter, prometheus: Prometheus
) -> None:
    pipeline = PIPELINE.format(target=node_exporter.address, url=prometheus.write_url)
    with collector.running(pipeline) as running:
        assert 0 < running.process.ready_seconds < 2


def test_the_whole_tier_needs_less_than_2_gigabytes(
    kubernetes_api: KubernetesApi,
    collector: Collector,
    node_exporter: NodeExporter,
    prometheus: Prometheus,
    aws: Aws,
) -> None:
    pipeline = PIPELINE.format(target=node_exporter.address, url=prometheus.write_url)
    with collector.running(pipeline) as running:
        prometheus.wait_for('up{job="node"}')
        together = (
            kubernetes_api.etcd,
            kubernetes_api.server,
            running.process,
            node_exporter.process,
            prometheus.process,
            aws.process,
        )
        sizes = {process.name: process.measure() for process in together}
    assert all(sizes.values())
    assert sum(sizes.values()) < 2e9, sizes
