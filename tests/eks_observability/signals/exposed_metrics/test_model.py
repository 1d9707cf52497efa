"""Metrics that a target exposes, as values."""

import pytest

from eks_observability.signals.exposed_metrics.model import Exposition, Family, Kind, families


@pytest.mark.parametrize(
    ("kind", "series"),
    [
        ("counter", ("a",)),
        ("gauge", ("a",)),
        ("untyped", ("a",)),
        ("histogram", ("a_bucket", "a_count", "a_sum")),
        ("summary", ("a", "a_count", "a_sum")),
    ],
)
def test_a_metric_consists_of_the_series_of_its_kind(kind: Kind, series: tuple[str, ...]) -> None:
    assert Family(name="a", kind=kind, labels=()).series == series


def test_metrics_alike_are_written_as_text() -> None:
    assert families("gauge", "x y", "a b") == (
        Family(name="a", kind="gauge", labels=("x", "y")),
        Family(name="b", kind="gauge", labels=("x", "y")),
    )


def test_a_metric_is_found_by_each_of_its_series() -> None:
    (family,) = families("summary", "", "a")

    assert Exposition(families=(family,)).by_series == dict.fromkeys(family.series, family)
