"""Every configuration of what takes traces is taken by the collector, and starts it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import cdk8s
import pytest

from eks_observability_charts.collector.otlp import Head, Otlp, Tail, XRay
from eks_observability_charts.collector.sampler_chart import SamplerChart
from eks_observability_ops.components.adot import ADOT_COMPONENTS
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.collectors.cluster import WORKSPACE
from tests.components.collectors.deployed import Run, Surroundings, differences, running
from tests.components.tracing.cluster import LOGS_URL, OTLP, XRAY_URL, chart
from tests.components.tracing.substitutes import tracing_run

X_RAY: Final = XRay(indexed_attributes=("http.route",), log_groups=("/shop",))
NODES: Final = {
    "everything": OTLP,
    "segments": replace(OTLP, traces=X_RAY),
    "traces alone": replace(OTLP, metrics=None, logs=None),
    "sampling rules": replace(OTLP, sampling_rules=True),
    "head": replace(OTLP, sampling=Head(ratio=0.1)),
    "tail": replace(OTLP, sampling=Tail(ratio=0.1)),
}
SAMPLERS: Final = {
    "sampler": replace(OTLP, sampling=Tail(ratio=0.1)),
    "sampler of segments": replace(OTLP, traces=X_RAY, sampling=Tail(ratio=0, slow_milliseconds=5)),
}
VARIANTS: Final = (*NODES, "without a workspace", *SAMPLERS)


def deployed(variant: str) -> dict[str, Any]:
    """The OpenTelemetryCollector of a variant."""
    if variant in SAMPLERS:
        made: cdk8s.Chart = SamplerChart(
            cdk8s.App(), "s", image="aoc:1", otlp=SAMPLERS[variant], remote_write=WORKSPACE
        )
    elif variant in NODES:
        made = chart(NODES[variant], namespace="prometheus")
    else:
        alone: Otlp = replace(OTLP, metrics=None)
        made = chart(alone, namespace="prometheus", remote_write=None)
    (found,) = (one for one in made.to_json() if one["kind"] == "OpenTelemetryCollector")
    return dict(found)


@pytest.fixture
def surroundings(kubernetes_api: KubernetesApi, tmp_path: Path) -> Surroundings:
    """A place with a token that opens nothing."""
    (tmp_path / "token").write_text("nobody", encoding="ascii")
    (tmp_path / "ca.crt").write_bytes(kubernetes_api.certificate.read_bytes())
    nowhere = dict.fromkeys((WORKSPACE.url, XRAY_URL, LOGS_URL), "http://127.0.0.1:9/nothing")
    return Surroundings(
        account=tmp_path, api_url=kubernetes_api.url, node_ip="127.0.0.1", hosts=nowhere
    )


@pytest.fixture
def run(
    kubernetes_api: KubernetesApi, surroundings: Surroundings
) -> Callable[[dict[str, Any]], Run]:
    """Makes what is run of what is deployed."""

    def made(one: dict[str, Any]) -> Run:
        return tracing_run(
            one,
            surroundings,
            kubernetes=kubernetes_api,
            traces_url="http://127.0.0.1:9",
            sampler="127.0.0.1:9",
        )

    return made


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_collector_takes_what_is_deployed_and_starts(
    collector: Collector, run: Callable[[dict[str, Any]], Run], variant: str
) -> None:
    made = run(deployed(variant))
    answer = collector.validate(json.dumps(made.configuration), environment=made.environment)
    assert answer.code == 0, answer.text
    with running(collector, made) as started:
        assert '"level":"error"' not in started.log()


@pytest.mark.parametrize("variant", VARIANTS)
def test_only_components_of_adot_are_used(variant: str) -> None:
    for kind in ("receivers", "processors", "exporters", "extensions"):
        names = {name.partition("/")[0] for name in deployed(variant)["spec"]["config"][kind]}
        assert names <= ADOT_COMPONENTS[kind]


HERE: Final = (
    r"/extensions/health_check/endpoint",
    r"/exporters/(prometheusremotewrite|otlphttp).*/(traces_|logs_)?endpoint",
    r"/service/telemetry/metrics/readers/0/pull/exporter/prometheus/port",
    r"/receivers/prometheus/config/scrape_configs/\d+/static_configs/0/targets/0",
    r"/processors/k8sattributes/auth_type",
)
STOOD_IN: Final = (
    r"/exporters/(awsxray|loadbalancing|otlp.*/in-place-of-(awsxray|loadbalancing))",
    r"/service/pipelines/traces/exporters/0",
    r"/extensions/awsproxy",
    r"/service/extensions",
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_runs_here_differs_in_addresses_credentials_and_stand_ins_alone(
    run: Callable[[dict[str, Any]], Run], variant: str
) -> None:
    one = deployed(variant)
    for path, there, here in differences(one["spec"]["config"], run(one).configuration):
        known = [each for each in (*HERE, *STOOD_IN) if re.fullmatch(each, path)]
        assert known, f"{path}: {there} is {here} here"
