"""What the results of the metrics benchmark say."""

from dataclasses import replace

from benchmarks.collector_run import Measured
from benchmarks.metrics_configurations import Configuration
from benchmarks.metrics_report import Whole, answered, goals, late, parts, shares, table
from benchmarks.rule_answers import Answers

ONE = Measured(
    series=1000,
    samples_per_second=16.7,
    bytes_per_second=835,
    cores=0.01,
    megabytes=100,
    of_pods=600,
    of_nodes=100,
    down=0,
)
CONFIGURATIONS = {
    name: Configuration(title=name, interval_seconds=60, nodes_together=together, nodes={}, rest={})
    for name, together in (("kept", 1), ("peers", 50))
}
WHOLE = {
    "kept": Whole(nodes=ONE, times=100, rest=ONE),
    "peers": Whole(
        nodes=replace(ONE, series=200_000, samples_per_second=3340), times=2, rest=ONE, program=90
    ),
}


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_a_cluster_has_as_many_collectors_as_it_takes() -> None:
    assert WHOLE["kept"].total("series") == 101_000
    assert WHOLE["kept"].total("megabytes") == 10_100


def test_what_is_one_process_has_one_program_in_memory() -> None:
    assert WHOLE["peers"].total("megabytes") == 120


def test_totals_stand_beside_their_ratio_to_the_peers() -> None:
    row = cells(table(CONFIGURATIONS, WHOLE)[2])

    assert row[:3] == ["kept", "101,000", "0.25"]
    assert row[7:10] == ["50.0", "1.01", "33.67"]


def test_a_collectors_needs_are_stated_by_its_series() -> None:
    row = cells(parts(CONFIGURATIONS, WHOLE, 100)[2])

    assert row == ["kept: one node's", "1,000", "0.010", "0.100", "100", "1,000"]


def test_a_pods_and_a_nodes_share_are_told_apart() -> None:
    row = cells(shares(CONFIGURATIONS, WHOLE, 100)[2])

    assert row == ["kept", "60.6", "401", "300"]


def test_what_was_not_scraped_in_time_is_said() -> None:
    whole = replace(WHOLE["kept"], nodes=replace(ONE, down=3))
    found = late(CONFIGURATIONS["kept"], whole)

    assert late(CONFIGURATIONS["kept"], WHOLE["kept"]) == []
    assert found == ["| kept: 3 targets were not scraped in time | | | | | |"]


def test_samples_that_did_not_come_in_time_are_said() -> None:
    whole = replace(WHOLE["kept"], rest=replace(ONE, samples_per_second=8.35))
    found = late(CONFIGURATIONS["kept"], whole)

    assert found == ["| kept: 50% of the samples of 1,000 series came in time | | | | | |"]


def test_the_goal_is_held_against_what_is_reached() -> None:
    assert goals({100: WHOLE}) == [
        "Goal: at most 25% of the series of (b). At 100 nodes it is 25.2%."
    ]


def test_selectors_that_find_less_are_named() -> None:
    nodes = Answers(alike=frozenset("a"), fewer=frozenset("b"), nothing=frozenset("cd"))
    rest = Answers(alike=frozenset("c"), fewer=frozenset(), nothing=frozenset("abd"))
    lines = answered([nodes, rest])

    assert "Of the 4 selectors of all rules, 3 find series" in lines[1]
    assert "2 of them find as many" in lines[1]
    assert lines[2:] == ["- fewer: `b`"]
