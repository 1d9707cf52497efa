"""When alerts on Kubernetes' own controllers fire, and what is recorded of them."""

import pytest

from eks_observability.signals.alerts import controller_manager as alerts
from eks_observability.signals.recording_rules import controller_manager as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series
from tests.components.rules.counters import counter

SCOPE = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))

QUEUE = 'cluster="a",job="kube-controller-manager",name="replicaset"'
DEPTH = f"workqueue_depth{{{QUEUE}}}"
DONE = f"workqueue_work_duration_seconds_count{{{QUEUE}}}"
LABELS = {"cluster": "a", "name": "replicaset", "severity": "warning"}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(
        promtool=promtool, recording=recording_rules.rules(SCOPE), alerts=alerts.alerts(SCOPE)
    )


FIRING = [
    Firing(
        alert="ControllerBehind",
        series={DEPTH: "100x9 101x20 100x50", DONE: counter((60, 100))},
        at=25,
        ends=31,
        labels=LABELS,
        description=(
            "In a 101 objects wait for the controller replicaset; up to 100 are fine. Changes to "
            "them take effect late."
        ),
    ),
    Firing(
        alert="ControllerStuck",
        series={DEPTH: "0x9 7x90", DONE: counter((60, 20), (0, 30), (60, 50))},
        # Five-minute rates are 0 from minute 24 on.
        at=39,
        ends=51,
        labels=LABELS,
        description=(
            "In a 7 objects wait for the controller replicaset, and it finishes none. Changes to "
            "them take no effect."
        ),
    ),
]


@pytest.mark.parametrize("case", FIRING, ids=lambda case: str(case.alert))
def test_an_alert_fires_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)
    tests.fires_with_duplicates(case, job="kube-controller-manager")


@pytest.mark.parametrize(
    "series",
    [
        {DEPTH: "0x100", DONE: "0x100"},
        {DEPTH: "5x100", DONE: counter((60, 100))},
        {DEPTH: "0x10 500x10 0x80", DONE: counter((60, 100))},
    ],
    ids=["nothing to do", "work in progress", "a burst"],
)
def test_controllers_at_work_are_fine(tests: RuleTests, series: Series) -> None:
    tests.all_silent(series, at=[16, 30, 60, 99])


@pytest.mark.parametrize(
    ("series", "answer"),
    [
        (
            {DEPTH: "5x20", f'workqueue_depth{{{QUEUE},instance="b"}}': "4x20"},
            {'cluster_name:workqueue_depth:max{cluster="a",name="replicaset"}': 5},
        ),
        (
            {DONE: counter((60, 20))},
            {'cluster_name:workqueue_work_done:rate5m{cluster="a",name="replicaset"}': 1},
        ),
    ],
)
def test_what_controllers_do_is_recorded(
    tests: RuleTests, series: Series, answer: dict[str, float]
) -> None:
    tests.records(Recorded(series=series, at=10, answer=answer))
