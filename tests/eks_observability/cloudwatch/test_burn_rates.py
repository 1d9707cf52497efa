"""How fast a budget may burn."""

import pytest

from eks_observability.cloudwatch.burn_rates import Pair, burning, windows


def test_an_hour_may_not_spend_a_fiftieth_of_the_budget() -> None:
    assert burning(goal_percent=99.9, days=28)[0] == Pair(
        minutes=60, short_minutes=5, burn_rate=13.44
    )


def test_six_hours_may_not_spend_a_twentieth() -> None:
    assert burning(goal_percent=99.9, days=28)[1] == Pair(
        minutes=360, short_minutes=30, burn_rate=5.6
    )


def test_three_days_may_not_spend_a_tenth() -> None:
    assert burning(goal_percent=99.9, days=90)[2] == Pair(
        minutes=4320, short_minutes=360, burn_rate=3.0
    )


@pytest.mark.parametrize("days", [1, 2, 7, 28, 365])
def test_what_just_keeps_the_goal_is_never_too_fast(days: int) -> None:
    assert all(pair.burn_rate >= 1 for pair in burning(goal_percent=99.9, days=days))


@pytest.mark.parametrize("days", [1, 3, 4, 365])
def test_no_window_looks_back_as_far_as_the_objective(days: int) -> None:
    assert max(windows(burning(goal_percent=99.9, days=days))) < days * 24 * 60


@pytest.mark.parametrize("goal", [1.0, 50.0, 90.0, 99.0, 99.999])
@pytest.mark.parametrize("days", [1, 28, 365])
def test_every_burn_rate_is_exceeded_if_every_request_fails(goal: float, days: int) -> None:
    assert all(
        pair.burn_rate < 100 / (100 - goal) for pair in burning(goal_percent=goal, days=days)
    )


@pytest.mark.parametrize("goal", [1.0, 50.0, 90.0, 99.0, 99.999])
@pytest.mark.parametrize("days", [1, 3, 28])
def test_every_objective_of_a_month_is_watched(goal: float, days: int) -> None:
    assert burning(goal_percent=goal, days=days)


def test_each_window_is_measured_once() -> None:
    assert windows(burning(goal_percent=99.9, days=28)) == (5, 30, 60, 360, 4320)
