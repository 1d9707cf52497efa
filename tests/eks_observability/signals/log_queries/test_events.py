"""Each query over Kubernetes events, over events as the API server has them."""

from typing import Any

import pytest

from eks_observability.signals.log_queries.events import queries
from eks_observability.signals.log_queries.model import LogQuery
from tests.eks_observability.signals.log_queries.evaluation import Row, evaluate, flat
from tests.eks_observability.signals.log_queries.insights import parse

QUERIES = {query.name: query for query in queries()}


def event(second: int, reason: str, kind: str, name: str, **other: Any) -> Row:
    """An event of the core API, a warning unless `type` says otherwise."""
    body = {
        "metadata": {"name": f"{name}.17a", "namespace": "shop"},
        "involvedObject": {"kind": kind, "namespace": "shop", "name": name},
        "reason": reason,
        "message": f"{reason} of {name}",
        "type": "Warning",
        "count": 1,
        **other,
    }
    return {**dict(flat(body)), "@timestamp": f"09:00:{second:02}"}


EVENTS = [
    event(1, "FailedScheduling", "Pod", "web-1"),
    event(2, "FailedScheduling", "Pod", "web-2"),
    event(3, "Failed", "Pod", "api-1"),
    event(4, "BackOff", "Pod", "api-1"),
    event(5, "FailedMount", "Pod", "db-0"),
    event(6, "Scheduled", "Pod", "web-3", type="Normal"),
    event(7, "NodeNotReady", "Node", "node-1", type="Normal"),
    event(8, "Evicted", "Pod", "batch-1"),
    event(9, "SystemOOM", "Node", "node-1"),
]


def answer(name: str) -> list[Row]:
    return evaluate(QUERIES[name].query, EVENTS)


@pytest.mark.parametrize("query", queries(), ids=lambda query: str(query.name))
def test_a_query_is_logs_insights_and_ends_with_a_limit(query: LogQuery) -> None:
    assert parse(query.query)[-1].name == "limit"


@pytest.mark.parametrize("query", queries(), ids=lambda query: str(query.name))
def test_a_query_is_asked_of_the_events(query: LogQuery) -> None:
    assert query.log_group == "events"


@pytest.mark.parametrize("query", queries(), ids=lambda query: str(query.name))
def test_a_query_says_what_it_answers_and_how_to_read_it(query: LogQuery) -> None:
    assert query.question.endswith("?")
    assert query.reading.endswith(".")


def test_the_most_frequent_warning_is_first() -> None:
    first, *_ = answer("warnings-by-reason")

    assert (first["reason"], first["events"], first["objects"]) == ("FailedScheduling", 2, 2)


def test_what_is_no_warning_is_not_counted_as_one() -> None:
    assert "Scheduled" not in {row["reason"] for row in answer("warnings-by-reason")}


def test_pods_that_do_not_start_are_those_whose_start_failed() -> None:
    found = [row["involvedObject.name"] for row in answer("pods-that-do-not-start")]

    assert found == ["db-0", "api-1", "web-2", "web-1"]


def test_what_is_in_a_pods_way_is_said() -> None:
    assert answer("pods-that-do-not-start")[0]["message"] == "FailedMount of db-0"


def test_trouble_of_nodes_is_found_whatever_its_type() -> None:
    found = [row["reason"] for row in answer("evictions-and-node-trouble")]

    assert found == ["SystemOOM", "Evicted", "NodeNotReady"]
