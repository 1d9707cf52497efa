"""Which metrics a scrape configuration keeps."""

from typing import Any

import pytest

from eks_observability_charts.collector.keep import EVERYTHING, NOTHING, Keep
from eks_observability_charts.collector.relabeling import kept_series, kept_series_where
from eks_observability_ops.kept_metrics import kept_metrics, kept_of_job, names_in


def job(*rules: Any) -> dict[str, Any]:
    """A scrape job with relabeling rules for its series."""
    return {"job_name": "a", "metric_relabel_configs": list(rules)}


@pytest.mark.parametrize(
    ("regex", "names"),
    [
        ("(?:a|b);.*", ["a", "b"]),
        ("a_bucket;(?:1|5)", ["a_bucket"]),
        ("(?:a|b.*);.*|c_bucket;(?:1|\\+Inf)|d_bucket;(?:2)", ["a", "b.*", "c_bucket", "d_bucket"]),
        ("(?:a(?:b|c)|d);.*", ["a(?:b|c)", "d"]),
        ("(?:a\\(|b);.*", ["a\\(", "b"]),
    ],
)
def test_names_are_found_in_a_regular_expression(regex: str, names: list[str]) -> None:
    assert list(names_in(regex)) == names


def test_what_the_charts_keep_is_found() -> None:
    wanted = Keep(metrics=("a", "b_bucket", "c.*"), buckets={"b_bucket": ("1",)})

    assert kept_of_job(job(*kept_series(wanted))) == {"a", "b_bucket", "b_count", "b_sum", "c.*"}


def test_what_the_charts_keep_of_a_part_of_a_job_is_found() -> None:
    wanted = Keep(metrics=("a", "b"))

    assert kept_of_job(job(*kept_series_where("namespace", "kube-system", wanted))) == {"a", "b"}


@pytest.mark.parametrize("wanted", [EVERYTHING, NOTHING])
def test_a_job_that_keeps_all_or_nothing_names_nothing(wanted: Keep) -> None:
    assert kept_of_job(job(*kept_series(wanted))) == set()


def test_a_job_without_rules_names_nothing() -> None:
    assert kept_of_job({"job_name": "a"}) == set()


def test_jobs_are_listed_together_in_order() -> None:
    jobs = [job(*kept_series(Keep(metrics=(name,)))) for name in ("z", "a", "z")]

    assert kept_metrics(jobs) == ("a", "up", "z")


def test_up_is_always_kept() -> None:
    assert kept_metrics([{"job_name": "a"}]) == ("up",)
