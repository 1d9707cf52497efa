"""The alert manager definition, with the real amtool and Alertmanager."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from eks_observability.prometheus.alert_inhibition import INHIBITIONS, Inhibition
from eks_observability_ops.components.alertmanager import Alertmanager, Amtool
from eks_observability_ops.components.local_http import fetch


@pytest.fixture(scope="module")
def alertmanager(start_at: Callable[[str], Alertmanager]) -> Alertmanager:
    """One Alertmanager for all, since each test has clusters of its own. It reaches nobody."""
    return start_at("http://127.0.0.1:9/")


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
    found = [
        one
        for one in json.loads(fetch(f"{alertmanager.url}/api/v2/alerts"))
        if one["labels"] in alerts
    ]
    assert len(found) == len(alerts)
    return [one["labels"]["alertname"] for one in found if one["status"]["inhibitedBy"]]


def alert(name: str, severity: str, **labels: str) -> dict[str, str]:
    return {"alertname": name, "severity": severity, **labels}


PAIRS = [
    pytest.param(one, by, silenced, id=f"{by}-{silenced}")
    for one in INHIBITIONS
    for by in one.by
    for silenced in one.silenced or ("AnythingElse",)
]


@pytest.mark.parametrize(("one", "by", "lesser"), PAIRS)
def test_of_two_about_the_same_thing_one_is_told(
    alertmanager: Alertmanager, one: Inhibition, by: str, lesser: str
) -> None:
    labels = {**dict.fromkeys(one.about, "same"), "cluster": f"{by}-{lesser}"}

    told = silenced(
        alertmanager, alert(by, "critical", **labels), alert(lesser, "warning", **labels)
    )

    assert told == [lesser]


@pytest.mark.parametrize(("one", "by", "lesser"), PAIRS)
@pytest.mark.parametrize("place", range(3))
def test_of_two_about_different_things_both_are_told(
    alertmanager: Alertmanager, one: Inhibition, by: str, lesser: str, place: int
) -> None:
    labels = {**dict.fromkeys(one.about, "same"), "cluster": f"{place}-{by}-{lesser}"}
    name = list(labels)[place % len(labels)]
    other = {**labels, name: f"other-{place}-{by}-{lesser}"}

    told = silenced(
        alertmanager, alert(by, "critical", **labels), alert(lesser, "warning", **other)
    )

    assert told == []


def test_the_silence_of_a_cluster_silences_no_other_critical_alert(
    alertmanager: Alertmanager,
) -> None:
    labels = {"cluster": "silent"}
    both = [alert(name, "critical", **labels) for name in ("ClusterSilent", "CoreDnsFails")]

    assert silenced(alertmanager, *both) == []
