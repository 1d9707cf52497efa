"""A test run that is there to be killed: test_interruption.py starts it and says when.

Its name keeps it out of an ordinary run. It prints a line at each moment worth a signal.
"""

import time
from collections.abc import Callable
from pathlib import Path

from eks_observability_ops.components.aws import Aws
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.prometheus import Prometheus
from eks_observability_ops.components.running import Supervisor

PIPELINE = """
receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}}}}
exporters: {debug: {}}
service: {pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
"""


def say(moment: str) -> None:
    print(f"\nmoment: {moment}", flush=True)


def test_supervisor(supervisor: Supervisor) -> None:
    assert supervisor.folder.is_dir()
    say("supervised")


def test_aws(aws: Aws) -> None:
    assert aws.url
    say("aws")


def test_short_program(supervisor: Supervisor, program: Callable[[str], Path]) -> None:
    promtool = program("promtool")
    say("waiting")
    time.sleep(0.1)
    assert supervisor.run([promtool, "--version"]).code == 0


def test_prometheus(prometheus: Prometheus) -> None:
    assert prometheus.url
    say("starting")


def test_all(kubernetes_api: KubernetesApi, collector: Collector, prometheus: Prometheus) -> None:
    collector.start(PIPELINE)
    assert kubernetes_api.url
    assert prometheus.url
    say("running")
    time.sleep(120)
