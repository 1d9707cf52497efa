"""Which traces are kept when all of their spans are there."""

from typing import Any

from eks_observability_charts.collector.otlp import Tail
from eks_observability_charts.collector.tail_sampling import tail_sampling


def policies(**more: Any) -> dict[str, dict[str, Any]]:
    made = tail_sampling(Tail(**{"ratio": 0.1, **more}))
    return {one["name"]: one for one in made["policies"]}


def test_all_errors_are_kept() -> None:
    assert policies(ratio=0)["errors"]["status_code"] == {"status_codes": ["ERROR"]}


def test_all_slow_ones_are_kept() -> None:
    made = policies(ratio=0, slow_milliseconds=250)
    assert made["slow"]["latency"] == {"threshold_ms": 250}


def test_a_part_of_the_rest_is_kept() -> None:
    assert policies(ratio=0.07)["rest"]["probabilistic"] == {"sampling_percentage": 7}


def test_each_policy_has_the_settings_of_its_kind() -> None:
    for one in policies().values():
        assert one.keys() == {"name", "type", one["type"]}


def test_late_spans_find_what_was_decided() -> None:
    made = tail_sampling(Tail(ratio=0.1))
    assert min(made["decision_cache"].values()) > made["num_traces"]
