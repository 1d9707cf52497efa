"""Which alerts nobody is told of while another fires."""

from importlib import import_module
from pkgutil import iter_modules

import pytest

import eks_observability.signals.alerts as subjects
from eks_observability.prometheus.alert_inhibition import INHIBITIONS, Inhibition
from eks_observability.signals import jobs
from eks_observability.signals.rules import Alert, Scope

SCOPE = Scope(
    clusters=("shop",),
    jobs=frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR}),
    watched=("shop",),
)
MODULES = [
    import_module(f"{subjects.__name__}.{each.name}") for each in iter_modules(subjects.__path__)
]
ALERTS: dict[str, Alert] = {
    alert.name: alert
    for module in MODULES
    if hasattr(module, "alerts")
    for alert in module.alerts(SCOPE)
}
NAMED = sorted({name for each in INHIBITIONS for name in (*each.by, *each.silenced)})
LABELS = [
    pytest.param(name, label, id=f"{name}-{label}")
    for each in INHIBITIONS
    for name in (*each.by, *each.silenced)
    for label in each.about
]


@pytest.mark.parametrize("name", NAMED)
def test_there_is_such_an_alert(name: str) -> None:
    assert name in ALERTS


@pytest.mark.parametrize(("name", "label"), LABELS)
def test_an_alert_carries_the_label_that_says_what_it_is_about(name: str, label: str) -> None:
    assert f"$labels.{label} " in ALERTS[name].description


@pytest.mark.parametrize("each", INHIBITIONS, ids=lambda each: each.by[0])
def test_no_critical_alert_is_silenced_by_a_lesser_one(each: Inhibition) -> None:
    severities = {ALERTS[name].severity for name in each.by}
    silenced = {ALERTS[name].severity for name in each.silenced}

    assert "critical" not in silenced or severities == {"critical"}


@pytest.mark.parametrize("each", INHIBITIONS, ids=lambda each: each.by[0])
def test_no_alert_silences_itself(each: Inhibition) -> None:
    assert not set(each.by) & set(each.silenced)


@pytest.mark.parametrize("each", INHIBITIONS, ids=lambda each: each.by[0])
def test_an_alert_of_another_cluster_is_told(each: Inhibition) -> None:
    assert each.rule["equal"][0] == "cluster"


def test_the_silence_of_a_cluster_silences_all_but_critical_alerts() -> None:
    assert Inhibition(by=("ClusterSilent",)).rule == {
        "source_matchers": ['alertname=~"ClusterSilent"'],
        "target_matchers": ['severity=~"warning|info"'],
        "equal": ["cluster"],
    }
