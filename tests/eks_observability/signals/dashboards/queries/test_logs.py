"""What the dashboard of logs asks CloudWatch."""

import re

import pytest

from eks_observability.cloudwatch.log_groups import log_group_names
from eks_observability.signals import jobs
from eks_observability.signals.dashboards import logs
from eks_observability.signals.dashboards.model import PluginQuery
from eks_observability.signals.dashboards.queries.logs import log_group, of_question
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.log_queries import application, control_plane, events
from tests.eks_observability.signals.log_queries.insights import parse

MADE = logs.dashboard(DashboardScope(jobs=frozenset({jobs.KUBE_STATE_METRICS, jobs.CADVISOR})))
QUERIES = [
    pytest.param(query.query, id=f"{panel.title}: {number}")
    for panel in MADE.panels
    for number, query in enumerate(panel.queries)
    if isinstance(query, PluginQuery)
]


@pytest.mark.parametrize("word", ["application", "events", "control_plane"])
def test_a_log_group_is_the_one_that_is_written_to(word: str) -> None:
    assert log_group(word).replace("$cluster", "shop") == log_group_names("shop")[word]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_logs_insights_whatever_is_chosen(query: dict[str, str]) -> None:
    for chosen in (".+", "orders|stock"):
        assert parse(re.sub(r"\$\{\w+:pipe\}", chosen, query["expression"]))


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_has_no_variable_that_grafana_would_write_with_braces(
    query: dict[str, str],
) -> None:
    assert not re.search(r"\$\w|\$\{\w+\}", query["expression"])


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_asks_one_log_group_by_name(query: dict[str, list[str]]) -> None:
    assert len(query["logGroupNames"]) == 1
    assert query["logGroups"] == []


def test_every_question_that_logs_answer_is_asked() -> None:
    titles = {panel.title for panel in MADE.panels}
    asked = (*control_plane.queries(), *application.queries(), *events.queries())
    assert {question.title for question in asked} <= titles


def test_questions_about_containers_are_asked_of_the_pods_that_are_chosen() -> None:
    text = str(of_question(application.queries()[0]).query["expression"])
    for variable in ("namespace", "pod", "node"):
        assert f"${{{variable}:pipe}}" in text


def test_the_control_plane_is_asked_as_a_whole() -> None:
    question = control_plane.queries()[0]
    assert of_question(question).query["expression"] == question.query


def test_rows_that_read_more_are_closed() -> None:
    assert [row.title for row in MADE.rows if not row.collapsed] == ["Containers"]


def test_logs_are_not_read_again_by_themselves() -> None:
    assert MADE.refresh == ""
