"""A node with applications, its collector as it is deployed, and where that sends to."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final

import cdk8s

from eks_observability_charts.collector.names import NODE_ACCOUNT, NODE_COLLECTOR
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.otlp import LogGroup, Otlp, XRayOtlp
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_ops.components.collector import Collector, RunningCollector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.otlp_sink import OtlpSink
from tests.components.collectors.cluster import WORKSPACE, Place
from tests.components.collectors.deployed import resource, running
from tests.components.collectors.kubernetes import add_pod, apply_all
from tests.components.tracing.substitutes import tracing_run

XRAY_URL: Final = "https://xray.eu-central-1.amazonaws.com/v1/traces"
LOGS_URL: Final = "https://logs.eu-central-1.amazonaws.com/v1/logs"
LOG_GROUP: Final = "/aws/containerinsights/shop/otlp"

OTLP: Final = Otlp(
    cluster="shop",
    region="eu-central-1",
    account="111122223333",
    traces=XRayOtlp(endpoint=XRAY_URL),
    metrics=WORKSPACE,
    logs=LogGroup(group=LOG_GROUP, stream="otlp", endpoint=LOGS_URL),
)
"""Everything that applications may send, and X-Ray's OTLP endpoint."""

APPLICATIONS: Final = "applications"
"""Namespace of applications."""

SHOP_POD: Final = "shop-6d4cf56db6-x2x4z"
SHOP: Final = "192.0.2.151"
PAYMENTS: Final = "192.0.2.152"
ELSEWHERE: Final = "192.0.2.153"
"""Address of a pod on another node."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node's collector that runs."""

    collector: RunningCollector
    sink: OtlpSink
    """X-Ray and CloudWatch Logs."""


def chart(
    otlp: Otlp, *, namespace: str, remote_write: RemoteWrite | None = WORKSPACE, **more: Any
) -> NodeCollectorChart:
    """The collector of a node that takes what applications send, and scrapes nothing but itself."""
    return NodeCollectorChart(
        cdk8s.App(),
        "node",
        image="aoc:1",
        remote_write=remote_write,
        jobs=(),
        otlp=otlp,
        namespace=namespace,
        interval_seconds=10,
        **more,
    )


@contextmanager
def node(
    collector: Collector,
    place: Place,
    sink: OtlpSink,
    otlp: Otlp = OTLP,
    *,
    sampler: str = "",
    **more: Any,
) -> Iterator[Node]:
    """Deploys a node's collector to the API, and runs it for the length of a `with` block.

    Args:
        collector: The program.
        place: Where it runs.
        sink: What stands for X-Ray and for CloudWatch Logs.
        otlp: What it takes.
        sampler: Host and port of what decides which traces are kept.
        more: Other arguments of the chart.
    """
    deployed = chart(otlp, namespace=place.namespace, **more)
    apply_all(place.api, deployed)
    around = place.surroundings(NODE_ACCOUNT)
    hosts = {XRAY_URL: f"{sink.url}/v1/traces", LOGS_URL: f"{sink.url}/v1/logs"}
    around = replace(around, hosts={**around.hosts, **hosts})
    run = tracing_run(
        resource(deployed, NODE_COLLECTOR),
        around,
        kubernetes=place.api,
        traces_url=sink.url,
        sampler=sampler,
    )
    with ExitStack() as stack:
        started = stack.enter_context(running(collector, run))
        yield Node(collector=started, sink=sink)


def add_applications(api: KubernetesApi) -> None:
    """Makes the API believe in pods of applications."""
    api.must("create", "namespace", APPLICATIONS)
    owner = {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "name": "shop-6d4cf56db6",
        "uid": "0a1b2c3d-0000-4000-8000-000000000001",
        "controller": True,
    }
    hashed: Any = {"labels": {"pod-template-hash": "6d4cf56db6"}, "ownerReferences": [owner]}
    add_pod(api, SHOP_POD, namespace=APPLICATIONS, ip=SHOP, **hashed)
    add_pod(api, "payments-0", namespace=APPLICATIONS, ip=PAYMENTS)
    add_pod(api, "elsewhere-0", namespace=APPLICATIONS, ip=ELSEWHERE, node="node-2")
