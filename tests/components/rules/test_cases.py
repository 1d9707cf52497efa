"""The tests of rules can fail: each of them does, where a rule is not as it says."""

from dataclasses import replace

import pytest

from eks_observability.signals.rules import Alert, RecordingRule
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Silence, doubled, rule_file

DOWN = Alert(
    name="TargetDown",
    expr='max by (cluster, node) (up{job="kubelet"} == 0)',
    hold="5m",
    severity="warning",
    summary="A target is down.",
    description="{{ $labels.node }} in {{ $labels.cluster }}.",
)
COUNT = RecordingRule(name="cluster:up:sum", expr='sum by (cluster) (up{job="kubelet"})')
UP = 'up{job="kubelet",cluster="a",node="n"}'
FIRING = Firing(
    alert="TargetDown",
    series={UP: "0x9 1x10"},
    at=5,
    ends=10,
    labels={"cluster": "a", "node": "n", "severity": "warning"},
    description="n in a.",
)


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(promtool=promtool, recording=[COUNT], alerts=[DOWN])


def test_what_is_right_passes(tests: RuleTests) -> None:
    tests.fires(FIRING)
    tests.fires_with_duplicates(FIRING, job="kubelet")
    tests.silent(Silence(alert="TargetDown", series={UP: "1x10"}, at=[10]))
    tests.all_silent({UP: "1x10"}, at=[10])
    tests.records(Recorded(series={UP: "1x10"}, at=5, answer={'cluster:up:sum{cluster="a"}': 1}))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(FIRING, at=4),
        replace(FIRING, at=6),
        replace(FIRING, ends=9),
        replace(FIRING, labels={"cluster": "a", "severity": "warning"}),
        replace(FIRING, labels={**FIRING.labels, "severity": "info"}),
        replace(FIRING, description="n in b."),
    ],
    ids=["early", "late", "ends early", "labels are missing", "severity", "description"],
)
def test_what_fires_otherwise_fails(tests: RuleTests, wrong: Firing) -> None:
    with pytest.raises(AssertionError, match="FAILED"):
        tests.fires(wrong)


def test_what_duplicates_harm_fails(promtool: Promtool) -> None:
    careless = replace(DOWN, expr='up{job="kubelet"} == 0')
    with pytest.raises(AssertionError, match="FAILED"):
        RuleTests(promtool=promtool, alerts=[careless]).fires_with_duplicates(FIRING, job="kubelet")


def test_what_mixes_clusters_up_fails(promtool: Promtool) -> None:
    mixed = RuleTests(
        promtool=promtool,
        alerts=[replace(DOWN, expr='max by (node) (up{job="kubelet"} == 0)')],
        recording=[RecordingRule(name=COUNT.name, expr='sum(up{job="kubelet"})')],
    )
    with pytest.raises(AssertionError, match="FAILED"):
        mixed.fires_in_each_cluster(FIRING)
    with pytest.raises(AssertionError, match="FAILED"):
        mixed.records_in_each_cluster(
            Recorded(series={UP: "1x10"}, at=5, answer={'cluster:up:sum{cluster="a"}': 1})
        )


def test_what_fires_instead_of_being_silent_fails(tests: RuleTests) -> None:
    with pytest.raises(AssertionError, match="FAILED"):
        tests.silent(Silence(alert="TargetDown", series={UP: "0x10"}, at=[5]))
    with pytest.raises(AssertionError, match="FAILED"):
        tests.all_silent({UP: "0x10"}, at=[5])


@pytest.mark.parametrize("answer", [{'cluster:up:sum{cluster="a"}': 2}, {"cluster:up:sum": 1}])
def test_another_answer_fails(tests: RuleTests, answer: dict[str, float]) -> None:
    with pytest.raises(AssertionError, match="FAILED"):
        tests.records(Recorded(series={UP: "1x10"}, at=5, answer=answer))


def test_a_name_that_is_not_there_is_an_error(tests: RuleTests) -> None:
    with pytest.raises(LookupError, match="no alert TargetGone"):
        tests.fires(replace(FIRING, alert="TargetGone"))
    with pytest.raises(LookupError, match="no recording rule cluster:down:sum"):
        tests.records(Recorded(series={}, at=5, answer={"cluster:down:sum": 1}))
    with pytest.raises(LookupError, match="no series of job cadvisor"):
        doubled({UP: "1"}, job="cadvisor", label="id")


def test_promtool_accepts_the_file(promtool: Promtool) -> None:
    answer = promtool.check_rules(rule_file([COUNT], [DOWN]))
    assert answer.code == 0, answer.text
