"""From where on values have which color: where alerts begin, and no other place."""

from dataclasses import dataclass
from typing import Final, Literal

Color = Literal["green", "yellow", "orange", "red", "blue", "purple", "text"]
"""Colors, as Grafana names them."""

PERCENT: Final = 100


@dataclass(frozen=True, kw_only=True)
class Step:
    """A color from some value on."""

    color: Color
    """The color."""

    value: float | None = None
    """From where on. Default: from the lowest, as of the first step."""


def above(value: float) -> tuple[Step, ...]:
    """Green, and red from a value on."""
    return Step(color="green"), Step(color="red", value=value)


def above_percent(percent: float) -> tuple[Step, ...]:
    """Green, and red from some percent on, for values that are shares: 1 is all."""
    return above(percent / PERCENT)


def below_percent(percent: float) -> tuple[Step, ...]:
    """Red, and green from some percent on, for values that are shares: 1 is all."""
    return below(percent / PERCENT)


def below(value: float) -> tuple[Step, ...]:
    """Red, and green from a value on."""
    return Step(color="red"), Step(color="green", value=value)


def any_is_bad(color: Color = "red") -> tuple[Step, ...]:
    """Green for 0, red or another color for anything above."""
    return Step(color="green"), Step(color=color, value=1e-9)


def plain(color: Color = "blue") -> tuple[Step, ...]:
    """One color, for values of which none is worse than another."""
    return (Step(color=color),)
