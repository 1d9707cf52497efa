"""The alert manager definition, with the real amtool and Alertmanager."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from eks_observability_ops.components.alertmanager import Alertmanager, Amtool
from eks_observability_ops.components.local_http import fetch

Start = Callable[..., Alertmanager]


def test_amtool_accepts_it(amtool: Amtool, definition: Any) -> None:
    answer = amtool.check(definition.routing, definition.templates)

    assert answer.code == 0, answer.text
    assert "2 receivers" in answer.text
    assert "1 templates" in answer.text


@pytest.mark.parametrize("severity", ["critical", "warning", "info", "of-somebody-else"])
def test_people_hear_of_every_severity(amtool: Amtool, definition: Any, severity: str) -> None:
    labels = {"alertname": "NodeNotReady", "cluster": "shop-prod", "severity": severity}

    assert amtool.receivers(definition.routing, labels, definition.templates) == ["people"]


def test_an_alert_without_severity_is_not_lost(amtool: Amtool, definition: Any) -> None:
    labels = {"alertname": "OfSomebodyElse"}

    assert amtool.receivers(definition.routing, labels, definition.templates) == ["people"]


def test_no_person_hears_the_watchdog(amtool: Amtool, definition: Any) -> None:
    labels = {"alertname": "Watchdog", "severity": "none"}

    assert amtool.receivers(definition.routing, labels, definition.templates) == ["watchdog"]


def silenced(alertmanager: Alertmanager, *alerts: Mapping[str, str]) -> list[str]:
    """Names of the alerts, of those sent, that another one silences."""
    alertmanager.send(*alerts)
    found = json.loads(fetch(f"{alertmanager.url}/api/v2/alerts"))
    assert len(found) == len(alerts)
    return [one["labels"]["alertname"] for one in found if one["status"]["inhibitedBy"]]


def alert(name: str, severity: str, **labels: str) -> dict[str, str]:
    return {"alertname": name, "severity": severity, "cluster": "shop-prod", **labels}


@pytest.mark.parametrize(
    "about",
    [
        {"node": "ip-10-0-1-7"},
        {"namespace": "shop", "pod": "api-0"},
        {"namespace": "shop", "persistentvolumeclaim": "data-api-0"},
    ],
    ids=["node", "pod", "volume"],
)
@pytest.mark.parametrize("severity", ["warning", "info"])
def test_a_critical_alert_silences_lesser_ones_about_the_same_thing(
    start: Start, about: dict[str, str], severity: str
) -> None:
    critical = alert("Gone", "critical", **about)
    lesser = alert("Full", severity, **about)

    assert silenced(start(), critical, lesser) == ["Full"]


@pytest.mark.parametrize(
    "labels",
    [
        {"node": "ip-10-0-1-8"},
        {"node": "ip-10-0-1-7", "cluster": "shop-test"},
        {"node": "ip-10-0-1-7", "namespace": "shop", "pod": "api-0"},
        {},
    ],
    ids=["another node", "a node of another cluster", "a pod on the node", "the cluster"],
)
def test_a_critical_alert_silences_nothing_about_another_thing(
    start: Start, labels: dict[str, str]
) -> None:
    critical = alert("NodeNotReady", "critical", node="ip-10-0-1-7")

    assert silenced(start(), critical, {**alert("Full", "warning"), **labels}) == []


def test_a_critical_alert_silences_no_other_critical_one(start: Start) -> None:
    both = [alert(name, "critical", node="ip-10-0-1-7") for name in ("NodeNotReady", "NodeFull")]

    assert silenced(start(), *both) == []


def test_two_alerts_about_whole_clusters_are_two_things(start: Start) -> None:
    assert silenced(start(), alert("DnsDown", "critical"), alert("QuotaFull", "warning")) == []
