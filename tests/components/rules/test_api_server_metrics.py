"""The real API server exposes what the rules on it ask for, with the labels they look at."""

import re
from collections.abc import Iterator

import promql_parser
import pytest
from promql_parser import MatchOp

from eks_observability.signals.alerts import api_server as alerts
from eks_observability.signals.recording_rules import api_server as recording_rules
from eks_observability.signals.rules import Scope
from eks_observability_ops.components.kubernetes_api import KubernetesApi

SCOPE = Scope(clusters=("a",), jobs=frozenset(alerts.JOBS))
SERIES = re.compile(r"^(\w+)(?:\{(.*)\})? \S+$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
NOT_YET = {"apiserver_request_terminations_total"}
"""Counters that are exposed from the first thing they count on."""


def matches(matcher: promql_parser.Matcher, value: str) -> bool:
    exact = matcher.op in (MatchOp.Equal, MatchOp.NotEqual)
    fits = matcher.value == value if exact else re.fullmatch(matcher.value, value) is not None
    return fits != (matcher.op in (MatchOp.NotEqual, MatchOp.NotRe))


def asked_for() -> Iterator[promql_parser.VectorSelector]:
    """Everything scraped that the rules ask for."""
    found: list[promql_parser.VectorSelector] = []

    def visit(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector) and ":" not in (node.name or ""):
            found.append(node)

    recorded = [rule.expr for rule in recording_rules.rules(SCOPE)]
    for expr in [*recorded, *(alert.expr for alert in alerts.alerts(SCOPE))]:
        promql_parser.walk(promql_parser.parse(expr), visit)
    return iter(found)


ASKED_FOR = {selector.prettify(): selector for selector in asked_for()}


@pytest.fixture(scope="module")
def exposed(kubernetes_api: KubernetesApi) -> list[tuple[str, dict[str, str]]]:
    """All series, after one object, and then all of a kind were asked for."""
    kubernetes_api.must("get", "namespace", "default")
    kubernetes_api.must("get", "namespaces")
    text = kubernetes_api.must("get", "--raw", "/metrics")
    return [(name, dict(LABEL.findall(labels))) for name, labels in SERIES.findall(text)]


@pytest.mark.parametrize("selector", ASKED_FOR)
def test_what_is_asked_for_is_exposed(
    exposed: list[tuple[str, dict[str, str]]], selector: str
) -> None:
    asked = ASKED_FOR[selector]
    if asked.name in NOT_YET:
        return
    # The collector names the job, and nothing has failed here.
    matchers = [one for one in asked.matchers.matchers if one.name not in {"job", "code"}]

    assert any(
        name == asked.name
        and all(one.name in labels and matches(one, labels[one.name]) for one in matchers)
        for name, labels in exposed
    )


def test_requests_and_their_time_are_counted_by_the_same_labels(
    exposed: list[tuple[str, dict[str, str]]],
) -> None:
    by_name = dict(exposed)

    assert {"verb", "code", "component"} <= set(by_name["apiserver_request_total"])
    assert {"verb", "scope"} <= set(by_name["apiserver_request_sli_duration_seconds_count"])
