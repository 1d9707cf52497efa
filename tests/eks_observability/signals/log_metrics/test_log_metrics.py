"""The lines that count by default, and those that do not."""

import json

import pytest

from eks_observability.settings.log_metrics import BY_DEFAULT
from eks_observability.signals.log_metrics import application, control_plane
from tests.eks_observability.signals.log_metrics.filter_pattern import counts


@pytest.mark.parametrize(
    "line",
    [
        '{"log":"09:00 ERROR cannot reach db"}',
        '{"log":"java.lang.IllegalStateException: no stock"}',
        '{"log":"Traceback (most recent call last):"}',
        '{"log":"panic: runtime error"}',
    ],
)
def test_an_error_of_an_application_counts(line: str) -> None:
    (metric,) = application.metrics()

    assert counts(metric.pattern, line)


@pytest.mark.parametrize("line", ['{"log":"GET / 200"}', '{"log":"stopped, errors=0"}'])
def test_a_line_without_an_error_does_not_count(line: str) -> None:
    (metric,) = application.metrics()

    assert not counts(metric.pattern, line)


def audit(code: int, stage: str = "ResponseComplete") -> str:
    return json.dumps({"stage": stage, "responseStatus": {"code": code}})


# A 401 ends before its request is handled: it has no other stage.
@pytest.mark.parametrize("line", [audit(401, "ResponseStarted"), audit(403)])
def test_a_refused_request_counts(line: str) -> None:
    (metric,) = control_plane.metrics()

    assert counts(metric.pattern, line)


@pytest.mark.parametrize("line", [audit(200), audit(404), audit(403, "ResponseStarted")])
def test_a_request_counts_once_and_only_if_it_is_refused(line: str) -> None:
    (metric,) = control_plane.metrics()

    assert not counts(metric.pattern, line)


def test_settings_know_what_is_counted_by_default() -> None:
    counted = (*application.metrics(), *control_plane.metrics())

    assert tuple(metric.name for metric in counted) == BY_DEFAULT
