"""Each query over container logs, over records as Fluent Bit makes them."""

import json
from typing import Any

import pytest

from eks_observability.signals.log_queries.application import demo, queries
from eks_observability.signals.log_queries.model import LogQuery
from tests.eks_observability.signals.log_queries.evaluation import Row, evaluate, flat
from tests.eks_observability.signals.log_queries.insights import parse

ALL = [*queries(), demo()]
QUERIES = {query.name: query for query in ALL}
TRACE = """java.lang.IllegalStateException: no stock
\tat shop.Stock.take(Stock.java:7)"""


def record(second: int, container: str, **content: Any) -> Row:
    """A record of a container in namespace `shop`, or in the one that its name begins with."""
    namespace, _, name = container.rpartition("/")
    body = {
        **content,
        "stream": "stdout",
        "kubernetes": {
            "namespace_name": namespace or "shop",
            "pod_name": f"{name}-7c9d",
            "container_name": name,
            "host": "ip-192-168-10-20.eu-central-1.compute.internal",
        },
    }
    message = json.dumps(body)
    return {**dict(flat(body)), "@timestamp": f"09:00:{second:02}", "@message": message}


ERRORS = [
    record(1, "web", log="2026-03-02 09:00:01 ERROR cannot reach db"),
    record(2, "web", log_processed={"level": "error", "msg": "cannot reach db"}),
    record(3, "api", log=TRACE),
    record(4, "api", log="Traceback (most recent call last):"),
    record(5, "batch/job", log="panic: runtime error: index out of range"),
    record(6, "web", log="[Fatal] giving up"),
]
NO_ERRORS = [
    record(11, "web", log="GET /terror 200"),
    record(12, "web", log="stopped, errors=0"),
    record(13, "web", log="MIRRORED the page"),
    record(14, "web", log_processed={"level": "info", "msg": "all is well"}),
]
LOGGER = [
    {**record(20 + i, "logger-app/logger", log="Logging Message"), "kubernetes.pod_name": "logger"}
    for i in range(4)
]
RECORDS = [*ERRORS, *NO_ERRORS, *LOGGER]


def answer(name: str) -> list[Row]:
    return evaluate(QUERIES[name].query, RECORDS)


@pytest.mark.parametrize("query", ALL, ids=lambda query: str(query.name))
def test_a_query_is_logs_insights_and_ends_with_a_limit(query: LogQuery) -> None:
    assert parse(query.query)[-1].name == "limit"


@pytest.mark.parametrize("query", ALL, ids=lambda query: str(query.name))
def test_a_query_is_asked_of_the_containers_logs(query: LogQuery) -> None:
    assert query.log_group == "application"


@pytest.mark.parametrize("query", ALL, ids=lambda query: str(query.name))
def test_a_query_says_what_it_answers_and_how_to_read_it(query: LogQuery) -> None:
    assert query.question.endswith("?")
    assert query.reading.endswith(".")


def test_errors_are_counted_by_container() -> None:
    found = {
        (row["kubernetes.namespace_name"], row["kubernetes.container_name"]): row["errors"]
        for row in answer("errors-by-container")
    }

    assert found == {("shop", "web"): 3, ("shop", "api"): 2, ("batch", "job"): 1}


@pytest.mark.parametrize("harmless", NO_ERRORS, ids=lambda row: str(row["@timestamp"]))
def test_a_word_that_only_looks_like_an_error_is_none(harmless: Row) -> None:
    assert evaluate(QUERIES["latest-errors"].query, [harmless]) == []


@pytest.mark.parametrize("error", ERRORS, ids=lambda row: str(row["@timestamp"]))
def test_an_error_is_found_however_it_is_written(error: Row) -> None:
    assert len(evaluate(QUERIES["latest-errors"].query, [error])) == 1


def test_the_latest_error_is_first() -> None:
    assert [row["@timestamp"][-2:] for row in answer("latest-errors")][:2] == ["06", "05"]


def test_the_noisiest_container_is_first() -> None:
    loud = record(30, "loud", log="x" * 10_000)
    first, *_ = evaluate(QUERIES["noisiest-containers"].query, [*RECORDS, loud])

    assert first["kubernetes.container_name"] == "loud"


def test_what_is_paid_for_is_the_whole_record() -> None:
    total = sum(row["bytes"] for row in answer("noisiest-containers"))

    assert total == sum(len(row["@message"]) for row in RECORDS)


def test_the_four_lines_of_the_logger_are_found() -> None:
    assert [row["log"] for row in answer("logger-messages")] == ["Logging Message"] * 4
