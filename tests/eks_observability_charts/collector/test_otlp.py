"""What applications may send, as values."""

import pytest

from eks_observability_charts.collector.otlp import Head, Tail


@pytest.mark.parametrize("kind", [Head, Tail])
@pytest.mark.parametrize("ratio", [-0.1, 1.1])
def test_no_more_than_all_is_kept_and_no_less_than_nothing(
    kind: type[Head] | type[Tail], ratio: float
) -> None:
    with pytest.raises(ValueError, match=f"'ratio' is {ratio}, not between 0 and 1"):
        kind(ratio=ratio)


@pytest.mark.parametrize("kind", [Head, Tail])
@pytest.mark.parametrize("ratio", [0, 1])
def test_all_and_nothing_can_be_kept(kind: type[Head] | type[Tail], ratio: float) -> None:
    assert kind(ratio=ratio).ratio == ratio
