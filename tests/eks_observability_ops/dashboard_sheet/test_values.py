"""Values as Grafana writes them."""

import math

import pytest

from eks_observability_ops.dashboard_sheet.values import COLORS, color_of, mapped, written


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, "short", "0"),
        (1234, "short", "1.23 K"),
        (0.163, "percentunit", "16.3%"),
        (1.25e6, "bytes", "1.19 MiB"),
        (2_020_000, "Bps", "2.02 MB/s"),
        (0.0123, "s", "12.3 ms"),
        (90, "s", "1.5 mins"),
        (0, "s", "0 s"),
        (3.14159, "reqps", "3.14 req/s"),
        (math.nan, "short", "NaN"),
        (math.inf, "short", "∞"),
    ],
)
def test_a_value_has_its_unit(value: float, unit: str, text: str) -> None:
    assert written(value, unit) == text


def test_digits_can_be_asked_for() -> None:
    assert written(0.5, "percentunit", 2) == "50.00%"


@pytest.mark.parametrize(("value", "color"), [(0.5, "green"), (0.9, "red"), (1, "red")])
def test_a_threshold_colors_from_its_value_on(value: float, color: str) -> None:
    steps = [{"value": None, "color": "green"}, {"value": 0.9, "color": "red"}]
    assert color_of(value, {"steps": steps}) == COLORS[color]


def test_a_text_stands_for_a_value() -> None:
    mappings = [{"type": "value", "options": {"1": {"text": "Ready", "color": "green"}}}]
    assert mapped(1.0, mappings) == ("Ready", COLORS["green"])
    assert mapped(0.0, mappings) is None
