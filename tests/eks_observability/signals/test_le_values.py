"""Values of `le`."""

import pytest

from eks_observability.signals.le_values import le_values, spellings
from eks_observability.signals.promql import selectors


@pytest.mark.parametrize(
    ("matcher", "expected"),
    [
        ('le="0.5"', {"0.5"}),
        ('le="+Inf"', {"+Inf"}),
        ('le=~"0.5|1"', {"0.5", "1"}),
        (r'le=~"0\\.5|\\+Inf"', {"0.5", "+Inf"}),
        (r'le=~"1(\\.0)?|5"', {"1", "5"}),
        ('le="1e+06"', {"1e+06"}),
        ('le!="2",le="1"', {"1"}),
    ],
)
def test_values_that_are_named_are_found(matcher: str, expected: set[str]) -> None:
    (selector,) = selectors(f"a_bucket{{{matcher}}}")

    assert set(le_values(selector) or ()) == expected


@pytest.mark.parametrize("matcher", ["", 'le!="1"', 'le=~"1.*"', 'le=~"0.5|x"', 'le!~"1|2"'])
def test_buckets_that_are_not_named_are_all(matcher: str) -> None:
    (selector,) = selectors(f"a_bucket{{{matcher}}}")

    assert le_values(selector) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1", {"1", "1.0"}),
        ("1.0", {"1", "1.0"}),
        ("0.5", {"0.5"}),
        ("+Inf", {"+Inf"}),
        ("1000000", {"1000000", "1000000.0", "1e+06"}),
        ("1e+06", {"1000000", "1000000.0", "1e+06"}),
        ("1048576", {"1048576", "1048576.0", "1.048576e+06"}),
        ("100000", {"100000", "100000.0"}),
        ("0.00001", {"0.00001", "1e-05"}),
        ("0.0001", {"0.0001"}),
    ],
)
def test_a_number_is_spelled_in_every_way_of_a_scrape(value: str, expected: set[str]) -> None:
    assert set(spellings([value])) == expected


def test_numbers_are_in_order() -> None:
    assert spellings(["+Inf", "10", "2.5"]) == ("2.5", "10", "10.0", "+Inf")
