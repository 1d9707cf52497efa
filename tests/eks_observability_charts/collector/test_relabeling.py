"""Rules of relabeling keep what is wanted; what Prometheus makes of them the components show."""

import re
from typing import Any

import pytest

from eks_observability_charts.collector.keep import EVERYTHING, NOTHING, Keep
from eks_observability_charts.collector.relabeling import (
    NO_RESOURCES,
    kept_series,
    kept_series_where,
    taken_apart,
)


def kept(wanted: Keep, name: str, le: str = "") -> bool:
    """Whether the rules leave a series."""
    for rule in kept_series(wanted):
        labels = {"__name__": name, "le": le}
        text = ";".join(labels.get(each, "") for each in rule.get("source_labels", ()))
        matches = re.fullmatch(rule["regex"], text) is not None
        if (rule.get("action"), matches) in {("drop", True), ("keep", False)}:
            return False
    return True


def renamed(wanted: Keep) -> str | None:
    """What the rule that renames matches, if there is one."""
    found: list[Any] = [rule["regex"] for rule in taken_apart(wanted)]
    return found[0] if found else None


def test_everything_is_kept_but_what_describes_the_program() -> None:
    assert kept_series(EVERYTHING) == [NO_RESOURCES]
    assert not kept(EVERYTHING, "target_info")
    assert not kept(EVERYTHING, "otel_scope_info")


def test_nothing_is_kept_if_nothing_is_wanted() -> None:
    assert not kept(NOTHING, "up_to")


def test_names_are_whole_names() -> None:
    wanted = Keep(metrics=("node_load1",))
    assert kept(wanted, "node_load1")
    assert not kept(wanted, "node_load15")
    assert not kept(wanted, "my_node_load1")


def test_patterns_are_for_whole_names() -> None:
    wanted = Keep(metrics=("node_load[0-9]+", "a|b"))
    assert kept(wanted, "node_load15")
    assert kept(wanted, "a")
    assert not kept(wanted, "ab")
    assert not kept(wanted, "node_load")


def test_buckets_bring_sum_and_count() -> None:
    wanted = Keep(metrics=("wait_seconds_bucket",))
    assert all(kept(wanted, f"wait_seconds_{part}") for part in ("bucket", "sum", "count"))
    assert kept(wanted, "wait_seconds_bucket", "0.3")


@pytest.mark.parametrize("le", ["1.0", "1", "2.5", "0.005", "1e-06", "1e+06", "+Inf"])
def test_buckets_that_are_wanted_are_kept_however_they_are_written(le: str) -> None:
    values = ("1", "2.50", "0.005", "0.000001", "1000000")
    wanted = Keep(metrics=("a_bucket",), buckets={"a_bucket": values})
    assert kept(wanted, "a_bucket", le)


@pytest.mark.parametrize("le", ["10.0", "11", "1.05", "0.1", ""])
def test_other_buckets_are_dropped(le: str) -> None:
    wanted = Keep(metrics=("a_bucket", "b"), buckets={"a_bucket": ("1",)})
    assert not kept(wanted, "a_bucket", le)


def test_labels_are_dropped_by_name() -> None:
    rule = kept_series(Keep(drop_labels=("name", "image")))[-1]
    assert rule == {"action": "labeldrop", "regex": "image|name"}


@pytest.mark.parametrize(
    ("metrics", "expected"),
    [
        (("a_count",), "(a)_(count|sum)"),
        (("b_sum", "a_count", "c"), "(a|b)_(count|sum)"),
        (("a_count", "a_bucket"), None),
        (("a_count", "a_(bucket|sum)"), None),
        (("a_count", "a"), None),
        (("a_.+",), None),
        (("a_total",), None),
    ],
)
def test_parts_of_a_histogram_that_are_kept_alone_are_taken_out_of_it(
    metrics: tuple[str, ...], expected: str | None
) -> None:
    assert renamed(Keep(metrics=metrics)) == expected


def test_of_series_with_a_label_everything_is_left_if_everything_is_wanted() -> None:
    assert kept_series_where("namespace", "kube-system", EVERYTHING) == []


def test_of_series_with_a_label_nothing_is_left_if_nothing_is_wanted() -> None:
    (rule,) = kept_series_where("namespace", "kube-system", NOTHING)
    assert rule == {"action": "drop", "source_labels": ["namespace"], "regex": "kube-system"}


def test_rules_do_not_depend_on_the_order_of_names() -> None:
    assert kept_series(Keep(metrics=("a", "b"))) == kept_series(Keep(metrics=("b", "a")))
