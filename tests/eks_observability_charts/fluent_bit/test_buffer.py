"""How much may wait."""

import pytest

from eks_observability_charts.fluent_bit.buffer import Buffer
from eks_observability_charts.fluent_bit.pod import DEFAULT_RESOURCES


def test_half_a_gibibyte_waits_on_disk_by_default() -> None:
    assert Buffer().disk_mebibytes == 500


def test_memory_is_counted_in_chunks() -> None:
    assert Buffer(memory_mebibytes=9).chunks_in_memory == 4


def test_five_inputs_that_wait_fit_below_the_limit_of_the_container() -> None:
    assert 5 * Buffer().memory_mebibytes < DEFAULT_RESOURCES.memory_limit_mebibytes


def test_there_is_room_for_a_chunk_in_memory() -> None:
    with pytest.raises(ValueError, match=r"'memory_mebibytes' \(1\) must be at least 2"):
        Buffer(memory_mebibytes=1)


def test_there_is_room_for_ten_chunks_on_disk() -> None:
    with pytest.raises(ValueError, match=r"'disk_mebibytes' \(19\) must be at least 20"):
        Buffer(disk_mebibytes=19)
