"""How fast an objective's budget may burn before somebody is told.

A budget is what an objective leaves to fail: with a goal of 99.9 %, one request in a thousand. A
burn rate of 1 spends it exactly by the end of the objective's days (CloudWatch User Guide, "Service
level objectives", "Calculate burn rates").
"""

from dataclasses import dataclass
from typing import Final

_MINUTES_A_DAY: Final = 24 * 60

_KEPT: Final = 1.0
"""The burn rate at which the goal is just kept: below, nothing is wrong."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two windows that look back from now: both have to burn, or what is over would be told."""

    minutes: int
    """The long one, in minutes: that it matters."""

    short_minutes: int
    """The short one, in minutes: that it still goes on."""

    burn_rate: float
    """Beyond this it burns too fast."""


@dataclass(frozen=True, kw_only=True)
class _Spent:
    """A part of the budget that is worth a message when so few minutes spent it."""

    minutes: int
    short_minutes: int
    part: float


# The user guide's, which are those of Google's SRE workbook, "Alerting on SLOs".
_SPENT: Final = (
    _Spent(minutes=60, short_minutes=5, part=0.02),
    _Spent(minutes=6 * 60, short_minutes=30, part=0.05),
    _Spent(minutes=3 * 24 * 60, short_minutes=6 * 60, part=0.10),
)


def burning(*, goal_percent: float, days: int) -> tuple[Pair, ...]:
    """The pairs of windows that say an objective burns too fast, the fastest first.

    Pairs are left out that look back as far as the objective itself, or that could not be exceeded
    if every request failed.

    Args:
        goal_percent: What share of requests has to be good, in percent, below 100.
        days: Days over which it is counted.
    """
    interval = days * _MINUTES_A_DAY
    most = 100 / (100 - goal_percent)
    pairs = (
        Pair(
            minutes=each.minutes,
            short_minutes=each.short_minutes,
            burn_rate=round(max(_KEPT, each.part * interval / each.minutes), 2),
        )
        for each in _SPENT
        if each.minutes < interval
    )
    return tuple(pair for pair in pairs if pair.burn_rate < most)


def windows(pairs: tuple[Pair, ...]) -> tuple[int, ...]:
    """The windows of pairs, in minutes, each once."""
    return tuple(sorted({size for each in pairs for size in (each.minutes, each.short_minutes)}))
