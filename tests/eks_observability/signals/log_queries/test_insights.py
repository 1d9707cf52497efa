"""The parser and the evaluation that the queries are tested with."""

from typing import Any

import pytest

from tests.eks_observability.signals.log_queries.evaluation import Row, evaluate
from tests.eks_observability.signals.log_queries.insights import InsightsError, parse

EVENTS: list[Row] = [
    {"@timestamp": "1", "@message": "took 09 ms", "verb": "get", "code": 200, "user.name": "a"},
    {"@timestamp": "2", "@message": "took 20 ms", "verb": "list", "code": 403},
    {"@timestamp": "3", "@message": "lost", "verb": "get", "code": 500, "user.name": "b"},
]


@pytest.mark.parametrize(
    "query",
    [
        "fields @timestamp, user.username",
        "fields `annotations.authorization.k8s.io/reason` as reason, sourceIPs.0",
        "fields (a + b) * 2 ^ 3 - -c % 4 as total, strlen(@message)",
        'filter a = "x" and (b != 1 or not ispresent(c.d))',
        'filter @logStream like "audit" and b not like /^(x|y):/',
        "filter @message =~ /a\\/b|c/",
        'filter a in ["x", "y"] and code not in [401, 403]',
        "FILTER a >= 1.5 AND b <= 2 AND c < 3 AND d > 4",
        "stats count(*) as n, count() as m, pct(latency, 99) by bin(5m), verb",
        "stats latest(@timestamp) as last, count_distinct(a.b), stddev(c), earliest(d)",
        "stats sortsFirst(a), sortsLast(a), min(a), sum(a), avg(a + b)",
        "sort a desc, b, c asc",
        "limit 10",
        "display a, b",
        "sort @timestamp desc | dedup server, severity | limit 5",
        'parse @message "user=*, method:*" as @user, @method',
        "parse @message /took (?<ms>\\d+) ms/",
        "parse @message /took (\\d+) ms/ as ms",
        "parse /(?<eni>eni-.*?) /",
        "fields a # what it shows\n| limit 1",
        'fields concat(a, "|", substr(b, 1, 2)) as c | filter isIpv4InSubnet(d, "10.0.0.0/8")',
    ],
)
def test_documented_shapes_are_accepted(query: str) -> None:
    assert parse(query)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "select a",
        "fields a | where b = 1",
        "fields",
        "fields a b",
        "fields a,",
        "| fields a",
        "fields a | | limit 1",
        "fields a as",
        "fields strlength(a)",
        "fields strlen(a, b)",
        "fields substr(a)",
        "fields count(a)",
        "filter (a = 1",
        "filter a = 1)",
        "filter a == 1",
        'filter a = "x',
        "filter a =",
        "filter a and",
        "filter a like b",
        "filter a like /(/",
        'filter a in ("x")',
        "filter a in []",
        "filter a not = 1",
        "stats a by b",
        "stats strlen(a) by b",
        "stats median(a)",
        "stats pct(a)",
        "stats count(*) as n by",
        "stats count(*) by annotations.authorization.k8s.io/reason",
        "stats count(a, b)",
        "sort a down",
        "limit many",
        "limit",
        "dedup a | sort b",
        'parse @message "user=*, method:*" as @user',
        'parse @message "user=*"',
        "parse @message /took \\d+ ms/",
        "parse @message /(?<ms>\\d+/",
    ],
)
def test_everything_else_is_refused(query: str) -> None:
    with pytest.raises(InsightsError):
        parse(query)


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("fields code - 100 - 50 * 2 as n", [{"n": 0.0}, {"n": 203.0}, {"n": 300.0}]),
        ("fields 2 ^ 3 + -1 as n | limit 1", [{"n": 7.0}]),
        ("filter code >= 300 | fields verb", [{"verb": "list"}, {"verb": "get"}]),
        ('filter code in [200, "500"] | fields code', [{"code": 200}, {"code": 500}]),
        ('filter not (verb = "get") | fields code', [{"code": 403}]),
        ("filter not ispresent(user.name) | fields code", [{"code": 403}]),
        ("filter @message not like /took/ | fields code", [{"code": 500}]),
        ('filter @message like "20" or code = 500 | fields code', [{"code": 403}, {"code": 500}]),
        (
            "parse @message /took (?<ms>\\d+) ms/ | fields ms * 2 as twice",
            [{"twice": 18.0}, {"twice": 40.0}, {"twice": None}],
        ),
        (
            "stats count(*) as n, latest(code) as last, max(code) as top by verb | sort n desc",
            [
                {"verb": "get", "n": 2, "last": 500, "top": 500.0},
                {"verb": "list", "n": 1, "last": 403, "top": 403.0},
            ],
        ),
        (
            "stats count_distinct(user.name) as users, count(user.name) as named, avg(code) as mid",
            [{"users": 2, "named": 2, "mid": pytest.approx(367.67, abs=0.01)}],
        ),
        ("fields code | sort verb desc, code desc", [{"code": 403}, {"code": 500}, {"code": 200}]),
        (
            "fields verb, code | dedup verb | limit 5",
            [
                {"verb": "get", "code": 200},
                {"verb": "list", "code": 403},
            ],
        ),
        ("fields code | dedup user.name", [{"code": 200}, {"code": 403}, {"code": 500}]),
    ],
)
def test_a_query_returns(query: str, rows: list[dict[str, Any]]) -> None:
    assert evaluate(query, EVENTS) == rows


@pytest.mark.parametrize(
    "condition", ['user.name != "a"', 'user.name not in ["a"]', "user.name not like /a/"]
)
@pytest.mark.parametrize(("absent_differs", "codes"), [(False, [500]), (True, [403, 500])])
def test_an_absent_field_is_denied_as_told(
    condition: str, absent_differs: bool, codes: list[int]
) -> None:
    rows = evaluate(f"filter {condition}", EVENTS, absent_differs=absent_differs)

    assert [row["code"] for row in rows] == codes
