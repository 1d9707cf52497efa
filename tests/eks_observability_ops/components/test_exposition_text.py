"""How Prometheus' text format is read, thinned out and written."""

import pytest

from eks_observability_ops.components.exposition_text import (
    families,
    kept,
    labels_of,
    text_of,
    trimmed,
    value_of,
)

TEXT = """\
# HELP up_total Times.
# TYPE up_total counter
up_total{a="1",b="x,}y"} 3 1795573589800
up_total{a="2",b=""} 4
# HELP took_seconds Time.
# TYPE took_seconds histogram
took_seconds_bucket{of="a",le="1"} 1
took_seconds_bucket{of="a",le="+Inf"} 2
took_seconds_sum{of="a"} 0.5
took_seconds_count{of="a"} 2
took_seconds_bucket{of="b",le="1"} 1
took_seconds_bucket{of="b",le="+Inf"} 2
took_seconds_sum{of="b"} 0.5
took_seconds_count{of="b"} 2
alone 1
"""


def test_what_is_read_is_written_again() -> None:
    assert text_of(families(TEXT)) == TEXT


def test_a_histogram_is_one_metric() -> None:
    assert [(one.name, len(one.samples)) for one in families(TEXT)] == [
        ("up_total", 2),
        ("took_seconds", 8),
        ("alone", 1),
    ]


def test_label_values_may_have_commas_and_braces() -> None:
    assert labels_of('up_total{a="1",b="x,}y"} 3 1795573589800') == {"a": "1", "b": "x,}y"}


def test_a_sample_may_carry_its_time() -> None:
    assert value_of("up 3 1795573589800") == ("up", "3", " 1795573589800")


def test_a_comment_is_no_sample() -> None:
    with pytest.raises(ValueError, match="This is no sample: # HELP up"):
        value_of("# HELP up Whether.")


def test_the_first_label_sets_are_kept() -> None:
    counter = next(iter(families(TEXT)))

    assert trimmed(counter, sets=1, histogram_sets=9).samples == counter.samples[:1]


def test_of_a_kept_label_set_a_histogram_keeps_all_parts() -> None:
    histogram = list(families(TEXT))[1]

    assert trimmed(histogram, sets=9, histogram_sets=1).samples == histogram.samples[:4]


def test_a_metric_without_samples_is_left_out() -> None:
    assert [one.name for one in kept(families(TEXT), lambda line: "alone" in line)] == ["alone"]
