"""Every query of every panel, answered by Prometheus with what our collectors scrape."""

import time
from collections.abc import Mapping

import pytest

from eks_observability_ops.components.prometheus import Course
from tests.components.dashboards.observed import Observed
from tests.components.dashboards.questions import QUESTIONS, VARIABLES, Question, has_value
from tests.components.dashboards.silent import SILENT

SECONDS = 60
STEP_SECONDS = 5
Answers = Mapping[str, list[Course]]


@pytest.fixture(scope="module")
def answers(cluster: Observed) -> Answers:
    """The answer to each query, by the query's name."""
    time.sleep(max(0, cluster.since + SECONDS - time.time()))
    return {question.name: cluster.answer(question) for question in QUESTIONS}


@pytest.mark.parametrize(
    "question", [each for each in QUESTIONS if each.name not in SILENT], ids=lambda one: one.name
)
def test_a_query_is_answered(answers: Answers, question: Question) -> None:
    assert has_value(answers[question.name]), question.promql(seconds=SECONDS)


@pytest.mark.parametrize("name", SILENT)
def test_what_is_said_to_have_no_answer_has_none(answers: Answers, name: str) -> None:
    assert not has_value(answers[name])


@pytest.mark.parametrize("name", VARIABLES)
def test_a_variable_has_values(cluster: Observed, answers: Answers, name: str) -> None:
    assert answers
    assert cluster.prometheus.query(VARIABLES[name])
