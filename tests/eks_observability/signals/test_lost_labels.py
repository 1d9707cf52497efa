"""Whether the answers of an expression lack a label."""

import pytest

from eks_observability.signals.lost_labels import surely_loses


@pytest.mark.parametrize(
    "expr",
    [
        "sum(a)",
        "sum(a) > 1",
        "1 < sum(a)",
        "(-sum(a)) > (1)",
        "sum by (pod) (a)",
        "sum without (l, pod) (a)",
        "sum(a) / sum(b) > 0.1",
        "a / on (pod) b",
        "a / ignoring (l) b",
        "sum(a) and b",
        "sum(a) unless b",
        "sum(a) / on () group_left (pod) b",
        "b / on () group_right (pod) sum(a)",
        "count_values('v', a)",
    ],
)
def test_a_label_that_is_aggregated_away_is_lost(expr: str) -> None:
    assert surely_loses(expr, "l")


@pytest.mark.parametrize(
    "expr",
    [
        "a",
        "a > 1",
        "rate(a[5m])",
        "sum by (l) (a)",
        "sum without (pod) (a)",
        "topk(3, a)",
        "sum by (l) (a) / sum by (l) (b)",
        "a / on (l) b",
        "a / ignoring (pod) b",
        "a and on (pod) b",
        "sum(a) or b",
        "sum(a) / on () group_left (l) b",
        "a / on (pod) group_left () sum(b)",
        "label_replace(sum(a), 'l', 'x', '', '')",
    ],
)
def test_a_label_that_may_be_there_is_not_lost(expr: str) -> None:
    assert not surely_loses(expr, "l")
