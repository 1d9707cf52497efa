"""Anomaly detectors of the hub."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from eks_observability.settings import Settings
from eks_observability.signals.anomaly_detectors.watched import DETECTORS
from eks_observability.stacks.hub import HubStack

FACTS = {
    "name": "shop",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
DETECTOR = "AWS::APS::AnomalyDetector"
MAIL = {"emails": ("oncall@example.com",)}


def hub(*clusters: dict[str, Any], **settings: Any) -> Template:
    facts = tuple(FACTS | one for one in clusters or ({},))
    values = {"clusters": facts, "alerts": MAIL, **settings}
    return Template.from_stack(HubStack(cdk.App(), settings=Settings.model_validate(values)))


def aliases(template: Template) -> set[str]:
    found = template.find_resources(DETECTOR).values()
    return {one["Properties"]["Alias"] for one in found}


def alerting(template: Template) -> str:
    found = template.find_resources("AWS::APS::RuleGroupsNamespace").values()
    return "".join(one["Properties"]["Data"] for one in found)


def test_a_cluster_is_watched_by_default() -> None:
    template = hub()

    assert aliases(template) == {f"{each.name}.shop" for each in DETECTORS}
    assert all(f"alert: {each.alert}\n" in alerting(template) for each in DETECTORS)


def test_clusters_are_watched_by_what_their_series_call_them() -> None:
    found = aliases(hub({}, {"name": "bank", "metrics": {"cluster_label": "bank-eu"}}))

    assert {alias.partition(".")[2] for alias in found} == {"shop", "bank-eu"}


def test_a_workspace_that_is_there_is_watched_too() -> None:
    there = {"workspace": {"id": "ws-12345678-1234-1234-1234-123456789012"}}

    assert len(aliases(hub(hub=there))) == len(DETECTORS)


@pytest.mark.parametrize(
    "settings",
    [
        {"alarms": {"anomaly_detection": False}},
        {"alarms": {"enabled": False}},
        {"alerts": {"enabled": False}},
    ],
    ids=["no anomalies", "no alarms", "no alerts"],
)
def test_nothing_is_watched_that_nobody_wants_to_hear_of(settings: dict[str, Any]) -> None:
    template = hub(**settings)

    assert aliases(template) == set()
    assert "Anomalous" not in alerting(template)


def test_a_symptom_whose_alert_is_off_costs_nothing() -> None:
    template = hub(alerts={**MAIL, "off": ("NodeCpuAnomalous",)})

    assert "eks-node-cpu.shop" not in aliases(template)
    assert "NodeCpuAnomalous" not in alerting(template)
