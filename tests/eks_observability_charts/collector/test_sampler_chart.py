"""The collectors that decide which traces are kept, as they are deployed."""

from typing import Any

import cdk8s
import pytest

from eks_observability_charts.collector.otlp import Head, Tail
from eks_observability_charts.collector.sampler_chart import SamplerChart
from tests.eks_observability_charts.collector.sending import WORKSPACE, otlp


def objects(**more: Any) -> dict[str, dict[str, Any]]:
    arguments = {"image": "aoc:1", "otlp": otlp(sampling=Tail(ratio=0.1)), **more}
    chart = SamplerChart(cdk8s.App(), "chart", **arguments)
    return {one["kind"]: one for one in chart.to_json()}


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, Any]]:
    return objects()


@pytest.fixture(scope="module")
def spec(made: dict[str, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = made["OpenTelemetryCollector"]["spec"]
    return found


def test_it_is_called_as_nodes_collectors_call_it(made: dict[str, dict[str, Any]]) -> None:
    metadata = made["OpenTelemetryCollector"]["metadata"]
    assert (metadata["name"], metadata["namespace"]) == ("observability-sampler", "prometheus")


def test_one_goes_on_where_a_node_is_lost(spec: dict[str, Any]) -> None:
    assert (spec["mode"], spec["replicas"]) == ("statefulset", 2)
    assert spec["podDisruptionBudget"] == {"maxUnavailable": 1}
    (spread,) = spec["topologySpreadConstraints"]
    assert spread["topologyKey"] == "kubernetes.io/hostname"


def test_it_asks_nothing_of_kubernetes(made: dict[str, dict[str, Any]]) -> None:
    assert made.keys() == {"ServiceAccount", "OpenTelemetryCollector", "NetworkPolicy"}
    assert made["ServiceAccount"]["automountServiceAccountToken"] is False


def test_only_collectors_on_nodes_reach_it(made: dict[str, dict[str, Any]]) -> None:
    senders, health = made["NetworkPolicy"]["spec"]["ingress"]
    (sender,) = senders["from"]
    labels = sender["podSelector"]["matchLabels"]
    assert labels["app.kubernetes.io/instance"] == "prometheus.observability"
    assert senders["ports"] == [{"protocol": "TCP", "port": 4317}]
    assert health == {"ports": [{"protocol": "TCP", "port": 13133}]}


def test_it_writes_its_own_metrics_where_it_is_told_to() -> None:
    config = objects(remote_write=WORKSPACE)["OpenTelemetryCollector"]["spec"]["config"]
    assert config["service"]["pipelines"].keys() == {"metrics", "traces"}
    (own,) = config["receivers"]["prometheus"]["config"]["scrape_configs"]
    assert own["static_configs"][0]["labels"] == {
        "instance": "${env:K8S_POD_NAME}",
        "collector": "observability-sampler",
    }


def test_it_writes_none_where_it_is_not(spec: dict[str, Any]) -> None:
    assert spec["config"]["service"]["pipelines"].keys() == {"traces"}


@pytest.mark.parametrize("sampling", [None, Head(ratio=0.1)])
def test_it_is_for_tails_only(sampling: Head | None) -> None:
    with pytest.raises(ValueError, match="not Tail"):
        objects(otlp=otlp(sampling=sampling))
