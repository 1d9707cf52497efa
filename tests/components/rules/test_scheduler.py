"""When alerts on the scheduler fire, and what is recorded of it."""

import pytest

from eks_observability.signals.alerts import scheduler as alerts
from eks_observability.signals.recording_rules import scheduler as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series
from tests.components.rules.counters import counter

SCOPE = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))

SCHEDULER = 'cluster="a",job="kube-scheduler"'
ATTEMPT = "scheduler_scheduling_attempt_duration_seconds_bucket"
LABELS = {"cluster": "a", "severity": "warning"}


def attempts(*within_8_seconds: tuple[int, int]) -> Series:
    """100 attempts a minute, all within 16 seconds."""
    profile = f'{SCHEDULER},profile="default-scheduler",result="scheduled"'
    return {
        f'{ATTEMPT}{{{profile},le="8.192"}}': counter(*within_8_seconds),
        f'{ATTEMPT}{{{profile},le="16.384"}}': counter((100, 100)),
        f'{ATTEMPT}{{{profile},le="+Inf"}}': counter((100, 100)),
    }


def results(*errors: tuple[int, int]) -> Series:
    """180 attempts a minute that place a pod or find no node, and errors besides."""
    counts = f"scheduler_schedule_attempts_total{{{SCHEDULER}"
    return {
        f'{counts},profile="default-scheduler",result="scheduled"}}': counter((60, 100)),
        f'{counts},profile="default-scheduler",result="unschedulable"}}': counter((120, 100)),
        f'{counts},profile="default-scheduler",result="error"}}': counter(*errors),
    }


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return RuleTests(
        promtool=promtool, recording=recording_rules.rules(SCOPE), alerts=alerts.alerts(SCOPE)
    )


FIRING = [
    Firing(
        alert="SchedulerSlow",
        series=attempts((90, 30), (100, 70)),
        at=16,
        ends=40,
        labels=LABELS,
        description=(
            "The scheduler of a takes up to 15.56s for 99 of 100 attempts to place a pod; 10 s are "
            "fine. New pods start late."
        ),
    ),
    Firing(
        alert="SchedulerFails",
        series=results((20, 30), (0, 70)),
        at=16,
        ends=40,
        labels=LABELS,
        description=(
            "In a 10% of the scheduler's attempts to place a pod end in an error of its own, not "
            "for want of a node."
        ),
    ),
]


@pytest.mark.parametrize("case", FIRING, ids=lambda case: str(case.alert))
def test_an_alert_fires_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)
    tests.fires_with_duplicates(case, job="kube-scheduler")


def test_pods_that_find_no_node_are_no_error(tests: RuleTests) -> None:
    tests.all_silent({**results((0, 100)), **attempts((100, 100))}, at=[16, 50])


def test_a_scheduler_without_pods_is_fine(tests: RuleTests) -> None:
    series = dict.fromkeys((*results((0, 1)), *attempts((0, 1))), "0x100")
    tests.all_silent(series, at=[16, 50])


@pytest.mark.parametrize(
    ("series", "answer"),
    [
        (
            results((20, 100)),
            {
                "cluster_result:scheduler_schedule_attempts:rate5m"
                f'{{cluster="a",result="{result}"}}': rate
                for result, rate in (("scheduled", 1), ("unschedulable", 2), ("error", 1 / 3))
            },
        ),
        (
            attempts((100, 100)),
            {
                "cluster:scheduler_scheduling_attempt_duration_seconds:p99_rate5m"
                '{cluster="a"}': 0.99 * 8.192
            },
        ),
        (
            {
                f'scheduler_pending_pods{{{SCHEDULER},queue="active"}}': "3x20",
                f'scheduler_pending_pods{{{SCHEDULER},queue="active",instance="b"}}': "2x20",
                f'scheduler_pending_pods{{{SCHEDULER},queue="gated"}}': "1x20",
            },
            {
                'cluster_queue:scheduler_pending_pods:max{cluster="a",queue="active"}': 3,
                'cluster_queue:scheduler_pending_pods:max{cluster="a",queue="gated"}': 1,
            },
        ),
    ],
)
def test_what_the_scheduler_does_is_recorded(
    tests: RuleTests, series: Series, answer: dict[str, float]
) -> None:
    tests.records(Recorded(series=series, at=10, answer=answer))
