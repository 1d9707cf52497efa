"""Each query over the control-plane logs, over sample events."""

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from eks_observability.signals.log_queries.control_plane import queries
from eks_observability.signals.log_queries.model import LogQuery
from tests.eks_observability.signals.log_queries.evaluation import Row
from tests.eks_observability.signals.log_queries.insights import Field, Regex, parse

QUERIES = {query.name: query for query in queries()}
SYSTEM_FIELDS = {"@timestamp", "@message", "@logStream", "*"}

ALICE, BOB = (f"arn:aws:sts::111122223333:assumed-role/Developer/{one}" for one in ("alice", "bob"))
GRAFANA = "system:serviceaccount:monitoring:grafana"
SWEEPER = "system:serviceaccount:batch:sweeper"
ARGOCD = "system:serviceaccount:argocd:argocd-application-controller"
KARPENTER = "system:serviceaccount:kube-system:karpenter"
NODE = "ip-192-168-10-20.eu-central-1.compute.internal"

EXPECTED: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]] = {
    "access-changes": (
        ("user.username", "verb", "objectRef.name", "responseStatus.code"),
        [
            (ARGOCD, "patch", "deployers", 200),
            (BOB, "delete", "cluster-admin", 403),
            (ALICE, "create", "view-everything", 201),
            (ALICE, "patch", "aws-auth", 200),
        ],
    ),
    "shells-into-pods": (
        ("user.username", "objectRef.subresource", "objectRef.name", "responseStatus.code"),
        [
            (BOB, "exec", "api-0", 101),
            (ALICE, "attach", "coredns-0", 403),
            (BOB, "ephemeralcontainers", "web-0", 200),
            (ALICE, "portforward", "db-0", 101),
        ],
    ),
    "secrets-read-by-people": (
        ("user.username", "objectRef.namespace", "verb", "requests", "secrets"),
        [(ALICE, "payments", "get", 3, 2), (ALICE, "payments", "list", 1, 0)],
    ),
    "deleted-nodes-and-namespaces": (
        ("user.username", "objectRef.resource", "objectRef.name"),
        [
            (ALICE, "namespaces", "sandbox"),
            (KARPENTER, "nodes", "ip-192-168-10-99.eu-central-1.compute.internal"),
        ],
    ),
    "refused-requests": (
        ("user.username", "verb", "objectRef.resource", "responseStatus.code", "refused"),
        [
            (GRAFANA, "list", "configmaps", 403, 2),
            ("system:anonymous", "get", None, 403, 2),
            (BOB, "delete", "clusterroles", 403, 1),
            (ALICE, "create", "pods", 403, 1),
            (BOB, "get", "secrets", 403, 1),
            (None, "list", "pods", 401, 1),
        ],
    ),
    "anonymous-requests": (
        ("requestURI", "sourceIPs.0", "responseStatus.code", "requests"),
        [
            ("/api", "198.51.100.7", 403, 2),
            ("/api/v1/namespaces/default/configmaps", "198.51.100.7", 200, 1),
        ],
    ),
    "failed-sign-ins": (
        ("arn", "failed", "last"),
        [
            ("arn:aws:iam::111122223333:role/Contractor", 3, "2026-03-02T09:07:00Z"),
            (None, 2, "2026-03-02T09:09:00Z"),
        ],
    ),
    "sign-ins": (
        ("arn", "username", "sign_ins"),
        [
            ("arn:aws:iam::111122223333:role/Nodes", f"system:node:{NODE}", 2),
            ("arn:aws:iam::111122223333:role/Creator", "kubernetes-admin", 1),
        ],
    ),
    "throttled-callers": (
        ("user.username", "verb", "objectRef.resource", "throttled"),
        [(SWEEPER, "list", "pods", 2)],
    ),
    "server-errors": (
        ("objectRef.apiGroup", "objectRef.resource", "verb", "responseStatus.code", "errors"),
        [("metrics.k8s.io", "pods", "list", 503, 2), (None, "pods", "create", 500, 1)],
    ),
    "unschedulable-pods": (
        ("pod", "finding", "attempts"),
        [
            ("batch/report-1", "no fit", 2),
            ("payments/db-0", "no fit", 1),
            ("kube-system/coredns-0", "no nodes are registered to the cluster", 1),
        ],
    ),
}
"""By query: the columns that are compared, and all its rows, in order."""
COUNTED = {"busiest-callers", "slowest-callers"}
"""Queries that group nearly every event; each has tests of its own."""

Answer = Callable[[str], list[Row]]


def of(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def used_fields(value: Any) -> Iterator[str]:
    """The names of fields anywhere in a parsed query."""
    if isinstance(value, Field):
        yield value.name
    elif isinstance(value, tuple):
        for member in value:
            yield from used_fields(member)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from used_fields(getattr(value, field.name))


@pytest.fixture(params=queries(), ids=lambda query: str(query.name))
def query(request: pytest.FixtureRequest) -> LogQuery:
    found = request.param
    assert isinstance(found, LogQuery)
    return found


def test_no_two_queries_share_a_name() -> None:
    assert len(QUERIES) == len(queries())


def test_a_name_is_words_with_hyphens(query: LogQuery) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", query.name)


def test_a_query_says_what_it_answers_and_how_to_read_it(query: LogQuery) -> None:
    assert query.title
    assert query.question.endswith("?")
    assert query.reading.endswith(".")


def test_every_query_has_its_rows_told_here() -> None:
    assert set(QUERIES) == set(EXPECTED) | COUNTED


def test_a_query_ends_with_a_limit(query: LogQuery) -> None:
    assert parse(query.query)[-1].name == "limit"


def test_a_group_is_named_with_letters_and_digits(query: LogQuery) -> None:
    patterns = [one.pattern.pattern for one in parse(query.query) if isinstance(one.pattern, Regex)]
    names = [name for pattern in patterns for name in re.findall(r"\(\?<([^>]+)>", pattern)]

    assert all(name.isalnum() for name in names)


def test_every_field_is_in_the_logs_or_made_by_the_query(
    query: LogQuery, events: dict[str, list[Row]]
) -> None:
    commands = parse(query.query)
    logged = {name for source in query.sources for event in events[source] for name in event}
    made = {item.name for command in commands for item in command.items}
    fields = [command for command in commands if command.name == "fields"]
    copied = {
        item.name
        for command in fields
        for item in command.items
        if item.expression == Field(item.name)
    }

    assert set(used_fields(commands)) <= SYSTEM_FIELDS | logged | (made - copied)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_query_returns_what_answers_its_question_and_nothing_else(
    name: str, answer: Answer
) -> None:
    columns, rows = EXPECTED[name]

    assert of(answer(name), *columns) == rows


def test_the_busiest_callers_are_counted_once_a_request(
    answer: Answer, events: dict[str, list[Row]]
) -> None:
    finished = [one for one in events["audit"] if one["stage"] == "ResponseComplete"]
    rows = answer("busiest-callers")

    assert sum(row["requests"] for row in rows) == len(finished)
    assert of(rows, "user.username", "verb", "requests")[:3] == [
        (ALICE, "get", 5),
        (ALICE, "create", 4),
        (SWEEPER, "list", 4),
    ]


def test_the_slowest_callers_are_timed_however_large_their_request(answer: Answer) -> None:
    rows = answer("slowest-callers")[:3]

    assert of(rows, "user.username", "verb", "objectRef.resource", "requests") == [
        (ALICE, "create", "pods", 1),
        (SWEEPER, "list", "pods", 4),
        (ALICE, "update", "configmaps", 1),
    ]
    assert [row["slowest"] for row in rows] == pytest.approx([10.0, 4.0, 2.5])
    assert rows[1]["average"] == pytest.approx(1.5025)


def test_requests_that_are_meant_to_stay_open_are_not_slow(answer: Answer) -> None:
    rows = answer("slowest-callers")

    assert max(row["slowest"] for row in rows) < 60
    assert "watch" not in {row["verb"] for row in rows}


def test_a_request_over_midnight_is_left_out(answer: Answer) -> None:
    rows = answer("slowest-callers")

    assert (f"system:node:{NODE}", "list") not in of(rows, "user.username", "verb")
    assert min(row["slowest"] for row in rows) >= 0


def test_a_refusal_says_what_was_tried(answer: Answer) -> None:
    reasons = {row["user.username"]: row["reason"] for row in answer("refused-requests")}

    assert 'cannot list resource "configmaps"' in reasons[GRAFANA]
    assert reasons[None] == "Authentication failed, attempted: bearer"


def test_a_failed_sign_in_says_why(answer: Answer) -> None:
    unmapped, expired = (row["error"] for row in answer("failed-sign-ins"))

    assert unmapped == "ARN is not mapped"
    assert "ExpiredToken" in expired
    assert "RequestId" not in expired


def test_a_reason_is_whole_where_it_quotes_a_name(answer: Answer) -> None:
    reasons = {row["pod"]: row["reason"] for row in answer("unschedulable-pods")}

    assert "3 Insufficient cpu" in reasons["batch/report-1"]
    assert reasons["payments/db-0"].endswith("not helpful for scheduling.")
    assert reasons["kube-system/coredns-0"] is None
