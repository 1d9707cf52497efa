"""When alerts on silence fire: of some targets, of a job, of a cluster; and the watchdog."""

import json

import pytest

from eks_observability.signals import jobs
from eks_observability.signals.alerts import targets as alerts
from eks_observability.signals.alerts import watchdog
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Series, Silence, rule_file

SCOPE = Scope(
    clusters=("a", "b"),
    jobs=frozenset({jobs.KUBELET, jobs.COREDNS, jobs.PODS}),
    without=frozenset({("b", jobs.COREDNS)}),
)


def up(cluster: str, job: str, instance: str = "1") -> str:
    return f'up{{cluster="{cluster}",job="{job}",instance="{instance}"}}'


ALL_UP: Series = {
    up("a", "kubelet"): "1x100",
    up("a", "coredns"): "1x100",
    up("b", "kubelet"): "1x100",
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(promtool=promtool, alerts=alerts.alerts(SCOPE))


def test_some_targets_are_down(tests: RuleTests) -> None:
    others = {up("a", "kubelet", f"{number}"): "1x100" for number in range(2, 6)}
    tests.fires(
        Firing(
            alert="TargetsDown",
            series={**ALL_UP, **others, up("a", "kubelet"): "1x9 0x20 1x70"},
            at=25,
            ends=31,
            labels={"cluster": "a", "job": "kubelet", "severity": "warning"},
            description=(
                "20% of the targets of job kubelet in a do not answer; 10 % are fine. Alerts on "
                "what they would tell cannot fire."
            ),
        )
    )


def test_a_job_has_no_target(tests: RuleTests) -> None:
    # What is scraped no longer is looked back at for five minutes.
    tests.fires(
        Firing(
            alert="TargetsAbsent",
            series={**ALL_UP, up("a", "coredns"): "1x9 _x40 1x50"},
            at=29,
            ends=51,
            labels={"cluster": "a", "job": "coredns", "severity": "warning"},
            description=(
                "Job coredns of a has had no target for 15 minutes. Alerts on what it would tell "
                "cannot fire."
            ),
        )
    )


SILENT = {**ALL_UP, up("b", "kubelet"): "1x9 _x40 1x50"}


def test_a_cluster_is_silent(tests: RuleTests) -> None:
    tests.fires(
        Firing(
            alert="ClusterSilent",
            series=SILENT,
            at=29,
            ends=51,
            labels={"cluster": "b", "severity": "critical"},
            description=(
                "Nothing has come from b for 15 minutes: its collectors do not run, cannot write, "
                "or the cluster is gone."
            ),
        )
    )


def test_the_silence_of_a_cluster_is_not_told_again_for_each_job(tests: RuleTests) -> None:
    tests.silent(Silence(alert="TargetsAbsent", series=SILENT, at=[29, 40]))


def test_all_that_should_be_there_is_fine(tests: RuleTests) -> None:
    tests.all_silent(ALL_UP, at=[0, 16, 50, 99])


def test_a_job_that_a_cluster_does_not_have_is_not_missed(promtool: Promtool) -> None:
    scope = Scope(clusters=("a", "b"), jobs=frozenset({jobs.KUBELET, jobs.COREDNS}))
    tests = RuleTests(promtool=promtool, alerts=alerts.alerts(scope))
    tests.fires(
        Firing(
            alert="TargetsAbsent",
            series={**ALL_UP, up("b", "coredns"): "_x40 1x50"},
            at=15,
            ends=41,
            labels={"cluster": "b", "job": "coredns", "severity": "warning"},
            description=(
                "Job coredns of b has had no target for 15 minutes. Alerts on what it would tell "
                "cannot fire."
            ),
        )
    )


def test_nothing_is_missed_where_nothing_is_scraped() -> None:
    assert alerts.alerts(Scope(clusters=("a",), jobs=frozenset())) == ()
    assert alerts.alerts(Scope(clusters=(), jobs=frozenset({jobs.KUBELET}))) == ()


def test_no_job_is_missed_where_only_pods_are_scraped() -> None:
    found = alerts.alerts(Scope(clusters=("a",), jobs=frozenset({jobs.PODS})))

    assert [alert.name for alert in found] == ["TargetsDown", "ClusterSilent"]


def test_the_watchdog_always_fires(promtool: Promtool) -> None:
    (alert,) = watchdog.alerts(SCOPE)
    firing = {
        "exp_labels": {"severity": "none"},
        "exp_annotations": {"summary": alert.summary, "description": alert.description},
    }
    test = {
        "rule_files": ["rules.yaml"],
        "tests": [
            {
                "alert_rule_test": [
                    {"alertname": "Watchdog", "eval_time": minute, "exp_alerts": [firing]}
                    for minute in ("0m", "1m", "7d")
                ]
            }
        ],
    }
    answer = promtool.test_rules({"rules.yaml": rule_file((), [alert])}, json.dumps(test))

    assert answer.code == 0, answer.text
