"""Values of `le`, by which the buckets of a histogram are told apart."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from eks_observability.signals.promql import Selector

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?|\+Inf")
_OPTIONAL_ZERO: Final = "(.0)?"

_SMALLEST_EXPONENT: Final = -4
_LARGEST_EXPONENT: Final = 5
"""Between these Go writes numbers without exponent (strconv.FormatFloat, format g)."""


def le_values(selector: Selector) -> frozenset[str] | None:
    """The values of `le` that a selector names, each; None where it asks for buckets otherwise."""
    for matcher in selector.of_label("le"):
        alternatives = [matcher.value]
        if matcher.operator == "=~":
            alternatives = matcher.value.replace("\\", "").split("|")
        values = [one.removesuffix(_OPTIONAL_ZERO) for one in alternatives]
        if matcher.operator in ("=", "=~") and all(map(_NUMBER.fullmatch, values)):
            return frozenset(values)
    return None


def spellings(values: Iterable[str]) -> tuple[str, ...]:
    """Numbers in every spelling that a scrape may have, smallest first.

    A target exposes `1` or `1e+06`, Prometheus 3 makes `1.0` of the first before relabeling, and
    AMP is sent, and asked for, `1` and `1000000`.
    """
    every = {spelling for value in values for spelling in _spellings(value)}
    return tuple(sorted(every, key=lambda value: (float(value), value)))


def _spellings(value: str) -> set[str]:
    if value == "+Inf":
        return {value}
    number = Decimal(value).normalize()
    plain = f"{number:f}"
    exponent = number.adjusted()
    found = {plain, f"{plain}.0"} if plain.isdigit() else {plain}
    if not _SMALLEST_EXPONENT <= exponent <= _LARGEST_EXPONENT:
        mantissa = number.scaleb(-exponent).normalize()
        found.add(f"{mantissa:f}e{exponent:+03d}")
    return found
