"""What can be asked to be kept."""

import pytest

from eks_observability_charts.collector.keep import EVERYTHING, NOTHING, Keep


def test_everything_is_kept_by_default() -> None:
    assert Keep() == EVERYTHING
    assert EVERYTHING.metrics is None


def test_nothing_is_no_metric() -> None:
    assert NOTHING.metrics == ()


@pytest.mark.parametrize("metrics", [None, ("b_bucket",), ("a_.*",)])
def test_buckets_of_what_is_not_kept_by_name_are_refused(metrics: tuple[str, ...] | None) -> None:
    with pytest.raises(ValueError, match="'buckets' names a_bucket"):
        Keep(metrics=metrics, buckets={"a_bucket": ("1",)})
