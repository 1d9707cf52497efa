"""What spans cost a collector, and what it does when there are more than it can send on.

    make bench
    python benchmarks/tracing.py [--seconds 20]

Needs the programs of `make components`; without them it says so and does nothing. The collectors
run with the configuration that is deployed, but for the exporters that cannot be built
(tests/components/tracing/substitutes.py). What sends, what stands for X-Ray and the Kubernetes API
share the machine with them.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import cdk8s

sys.path.extend(
    str(Path(__file__).resolve().parents[1] / root) for root in (".", "ops", "charts", "constructs")
)

from benchmarks import results
from benchmarks.collector_run import processor_seconds
from benchmarks.tracing_report import Handled, Overloaded, report
from eks_observability_charts.collector.names import NODE_COLLECTOR, SAMPLER_COLLECTOR
from eks_observability_charts.collector.otlp import Head, Otlp, Tail
from eks_observability_charts.collector.sampler_chart import SamplerChart
from eks_observability_ops.components import otlp_load
from eks_observability_ops.components.cache import MissingProgramError, require
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.kubernetes_api import KubernetesApi, start_kubernetes_api
from eks_observability_ops.components.loopback import isolate
from eks_observability_ops.components.otlp_load import Load
from eks_observability_ops.components.otlp_sink import OtlpSink, otlp_sink
from eks_observability_ops.components.running import Supervisor
from tests.components.collectors.cluster import WORKSPACE
from tests.components.collectors.deployed import Surroundings, resource, running
from tests.components.tracing.cluster import LOGS_URL, OTLP, XRAY_URL, chart
from tests.components.tracing.substitutes import tracing_run

RATES: Final = (1_000, 5_000, 0)
"""Spans a second that are sent. 0: as many as are taken."""

FLOOD: Final = Load(
    address="127.0.0.1:4317",
    seconds=15,
    connections=60,
    spans_per_request=500,
    patience_seconds=1,
)
"""More than fits: sixty senders, each with 500 spans a second and one second of patience."""

_SETTLE_SECONDS: Final = 15
_RECOVER_SECONDS: Final = 180


@dataclass(frozen=True, kw_only=True)
class Here:
    """What collectors have around them."""

    program: Collector
    api: KubernetesApi
    account: Path
    sink: OtlpSink
    """X-Ray."""
    rest: OtlpSink
    """Where all else goes to."""

    def node(self, stack: ExitStack, otlp: Otlp, *, sampler: str = "") -> RunningCollector:
        """Starts the collector of a node."""
        deployed = resource(chart(otlp, namespace="prometheus"), NODE_COLLECTOR)
        run = tracing_run(deployed, self._around(), kubernetes=self.api, sampler=sampler)
        return stack.enter_context(running(self.program, run))

    def sampler(self, stack: ExitStack, otlp: Otlp, *, port: int) -> RunningCollector:
        """Starts one collector that decides which traces are kept."""
        made = SamplerChart(cdk8s.App(), "s", image="aoc:1", otlp=otlp, namespace="prometheus")
        deployed = resource(made, SAMPLER_COLLECTOR)
        run = tracing_run(deployed, self._around(), ports={4317: port})
        return stack.enter_context(running(self.program, run))

    def _around(self) -> Surroundings:
        hosts = {
            XRAY_URL: f"{self.sink.url}/v1/traces",
            LOGS_URL: f"{self.rest.url}/v1/logs",
            WORKSPACE.url: f"{self.rest.url}/write",
        }
        return Surroundings(
            account=self.account, api_url=self.api.url, node_ip="127.0.0.1", hosts=hosts
        )


def main() -> int:
    """Runs the benchmark and writes its results."""
    parser = argparse.ArgumentParser(description="What spans cost a collector.")
    parser.add_argument("--seconds", type=int, default=20, help="each is measured for so long")
    options = parser.parse_args()
    if reason := why_not():
        print(f"Skipped: {reason}")
        return 0
    with Supervisor() as supervisor, otlp_sink(keep=False) as sink, otlp_sink(keep=False) as rest:
        here = surroundings(supervisor, sink, rest)
        handled = [
            node_at(here, OTLP, "node, no sampling", rate, options.seconds) for rate in RATES
        ]
        head = replace(OTLP, sampling=Head(ratio=0.1))
        handled.append(node_at(here, head, "node, head sampling of 10 %", 0, options.seconds))
        handled += sampled_at(here, 5_000, max(options.seconds, 30))
        overloaded = flooded(here)
    text = report(handled, overloaded, options.seconds)
    results.write("Traces", text)
    print(text)
    return 0


def why_not() -> str | None:
    """Isolates this process, and says why it cannot measure here; None where it can."""
    try:
        for name in ("etcd", "kube-apiserver", "kubectl", "collector"):
            require(name)
    except MissingProgramError as error:
        return str(error)
    return None if isolate() else "the collectors' ports need a network of their own."


def surroundings(supervisor: Supervisor, sink: OtlpSink, rest: OtlpSink) -> Here:
    """Starts a Kubernetes API, which the collectors ask whose spans they have."""
    api = start_kubernetes_api(
        supervisor,
        etcd=require("etcd"),
        kube_apiserver=require("kube-apiserver"),
        kubectl=require("kubectl"),
    )
    account = supervisor.new_folder("account")
    token = api.authorization["Authorization"].removeprefix("Bearer ")
    (account / "token").write_text(token, encoding="ascii")
    (account / "ca.crt").write_bytes(api.certificate.read_bytes())
    program = Collector(supervisor=supervisor, program=require("collector"))
    return Here(program=program, api=api, account=account, sink=sink, rest=rest)


def node_at(here: Here, otlp: Otlp, name: str, rate: int, seconds: int) -> Handled:
    """Sends spans to the collector of a node that is new."""
    with ExitStack() as stack:
        return measured([(name, here.node(stack, otlp))], here.sink, rate, seconds)[0]


def sampled_at(here: Here, rate: int, seconds: int) -> Sequence[Handled]:
    """Sends spans to the collector of a node that sends them on to where it is decided."""
    otlp, port = replace(OTLP, sampling=Tail(ratio=0.1)), free_port()
    with ExitStack() as stack:
        decides = here.sampler(stack, otlp, port=port)
        node = here.node(stack, otlp, sampler=f"127.0.0.1:{port}")
        names = (
            ("node, tail sampling elsewhere", node),
            ("sampler, tail sampling of 10 %", decides),
        )
        return measured(names, here.sink, rate, seconds)


def measured(
    collectors: Sequence[tuple[str, RunningCollector]], sink: OtlpSink, rate: int, seconds: int
) -> list[Handled]:
    """Sends spans to the first collector, and measures all of them."""
    sent_bytes, requests = sink.bytes, sink.taken
    before = [processor_seconds(one.process) for _, one in collectors]
    load = Load(address="127.0.0.1:4317", seconds=seconds, rate=rate)
    process = otlp_load.start(collectors[0][1].process.supervisor, load)
    memory = [0] * len(collectors)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        memory = [
            max(most, one.process.anonymous_bytes())
            for most, (_, one) in zip(memory, collectors, strict=True)
        ]
        time.sleep(0.2)
    sent = otlp_load.sent(process)
    return [
        Handled(
            name=name,
            offered=rate,
            taken_per_second=sent.taken / sent.seconds,
            refused=sent.refused,
            cores=(processor_seconds(one.process) - begun) / sent.seconds,
            megabytes=most / 2**20,
            bytes_per_span=(sink.bytes - sent_bytes) / max(1, sent.taken),
            requests_per_second=(sink.taken - requests) / sent.seconds,
        )
        for (name, one), begun, most in zip(collectors, before, memory, strict=True)
    ]


def flooded(here: Here) -> Overloaded:
    """Sends more than fits while nothing can be sent on, then lets all through."""
    here.sink.status = 503
    with ExitStack() as stack:
        node = here.node(stack, OTLP)
        time.sleep(_SETTLE_SECONDS)
        begin = time.monotonic()
        process = otlp_load.start(node.process.supervisor, FLOOD)
        most, first = 0, 0.0
        while time.monotonic() < begin + FLOOD.seconds:
            most = max(most, node.process.anonymous_bytes())
            if not first and node.total("otelcol_processor_memory_limiter_refused_spans"):
                first = time.monotonic() - begin
            time.sleep(0.1)
        sent = otlp_load.sent(process)
        here.sink.status = 200
        again = time.monotonic()
        probe = replace(FLOOD, seconds=0.2, rate=500, connections=1, spans_per_request=50)
        while not otlp_load.send(probe).taken:
            assert time.monotonic() < again + _RECOVER_SECONDS, node.log()[-2000:]
        recovered = time.monotonic() - again
        node.process.wait_until(
            lambda: (
                node.total("otelcol_receiver_accepted_spans")
                == node.total("otelcol_exporter_sent_spans")
            ),
            seconds=_RECOVER_SECONDS,
        )
        lost = sum(
            node.total(f"otelcol_{name}_spans")
            for name in ("exporter_send_failed", "exporter_enqueue_failed", "receiver_failed")
        )
        return Overloaded(
            sent=sent,
            seconds_to_refusal=first,
            most_megabytes=most / 2**20,
            peak_megabytes=node.process.measure() / 2**20,
            seconds_to_recovery=recovered,
            lost=lost,
            metric_points_refused=node.total("otelcol_receiver_refused_metric_points"),
        )


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
