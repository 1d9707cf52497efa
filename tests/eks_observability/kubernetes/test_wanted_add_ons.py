"""Which EKS add-ons a cluster gets for which settings."""

from typing import Any

import pytest

from eks_observability.kubernetes.wanted_add_ons import wanted_add_ons
from eks_observability.settings import Capabilities

OF_METRICS = {"kube-state-metrics", "prometheus-node-exporter"}
OFF = {"enabled": False}
OF_COLLECTORS = {"cert-manager", "adot"}


def wanted(**capabilities: Any) -> list[str]:
    return list(wanted_add_ons(Capabilities.model_validate(capabilities)))


def test_metrics_come_with_what_they_are_measured_by() -> None:
    assert set(wanted()) == {"metrics-server", *OF_METRICS, *OF_COLLECTORS}


def test_the_operator_comes_after_what_it_needs() -> None:
    assert wanted().index("cert-manager") < wanted().index("adot")


def test_without_metrics_and_traces_none_of_that_is_installed() -> None:
    assert wanted(metrics=OFF, tracing=OFF) == ["metrics-server"]


def test_a_managed_scraper_needs_no_operator() -> None:
    assert not OF_COLLECTORS & set(wanted(metrics={"collector": "managed"}, tracing=OFF))


def test_traces_need_the_operator_without_metrics_too() -> None:
    assert set(wanted(metrics=OFF)) == {"metrics-server", *OF_COLLECTORS}


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("cert_manager", "cert-manager"),
        ("adot", "adot"),
        ("kube_state_metrics", "kube-state-metrics"),
        ("node_exporter", "prometheus-node-exporter"),
        ("metrics_server", "metrics-server"),
    ],
)
def test_what_is_there_already_is_left_alone(setting: str, name: str) -> None:
    assert name not in wanted(add_ons={setting: {"manage": False}})


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("kube_state_metrics", "kube-state-metrics"),
        ("node_exporter", "prometheus-node-exporter"),
    ],
)
def test_what_is_not_scraped_is_not_installed(target: str, name: str) -> None:
    assert name not in wanted(metrics={"targets": {target: {"enabled": False}}})


def test_the_pod_identity_agent_comes_with_pod_identity_alone() -> None:
    assert "eks-pod-identity-agent" not in wanted()
    assert "eks-pod-identity-agent" in wanted(workload_identity="pod_identity")
