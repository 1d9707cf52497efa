"""The lines that count by default, and those that do not."""

import json

import pytest

from eks_observability.settings.log_metrics import BY_DEFAULT
from eks_observability.signals.log_metrics import application, control_plane
from eks_observability.signals.log_metrics.model import LogMetric
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


REFUSED, ANONYMOUS, AWS_AUTH = control_plane.metrics()


def audit(code: int, stage: str = "ResponseComplete") -> str:
    return json.dumps({"stage": stage, "responseStatus": {"code": code}})


# A 401 ends before its request is handled: it has no other stage.
@pytest.mark.parametrize("line", [audit(401, "ResponseStarted"), audit(403)])
def test_a_refused_request_counts(line: str) -> None:
    assert counts(REFUSED.pattern, line)


@pytest.mark.parametrize("line", [audit(200), audit(404), audit(403, "ResponseStarted")])
def test_a_request_counts_once_and_only_if_it_is_refused(line: str) -> None:
    assert not counts(REFUSED.pattern, line)


def asked(uri: str, user: str = "system:anonymous", stage: str = "ResponseComplete") -> str:
    return json.dumps({"stage": stage, "user": {"username": user}, "requestURI": uri})


def test_a_request_without_a_name_counts() -> None:
    assert counts(ANONYMOUS.pattern, asked("/api/v1/secrets"))


@pytest.mark.parametrize(
    "line",
    [
        asked("/healthz"),
        asked("/livez?timeout=10s"),
        asked("/readyz/ping"),
        asked("/api/v1/secrets", user="somebody"),
        asked("/api/v1/secrets", stage="ResponseStarted"),
    ],
)
def test_a_question_for_health_or_by_somebody_is_not_anonymous(line: str) -> None:
    assert not counts(ANONYMOUS.pattern, line)


def changed(**other: object) -> str:
    """The event of a change of aws-auth, but for what is given."""
    reference = {"resource": "configmaps", "namespace": "kube-system", "name": "aws-auth"}
    event: dict[str, object] = {
        "stage": "ResponseComplete",
        "verb": "update",
        "responseStatus": {"code": 200},
        "objectRef": reference | {key: other.pop(key) for key in [*other] if key in reference},
    }
    return json.dumps(event | other)


@pytest.mark.parametrize("verb", ["create", "update", "patch", "delete"])
def test_a_change_of_aws_auth_counts(verb: str) -> None:
    assert counts(AWS_AUTH.pattern, changed(verb=verb))


@pytest.mark.parametrize(
    "line",
    [
        changed(verb="get"),
        changed(name="other"),
        changed(namespace="default"),
        changed(resource="secrets"),
        changed(responseStatus={"code": 403}),
        changed(stage="ResponseStarted"),
    ],
)
def test_what_leaves_aws_auth_as_it_is_does_not_count(line: str) -> None:
    assert not counts(AWS_AUTH.pattern, line)


@pytest.mark.parametrize("metric", control_plane.metrics(), ids=lambda metric: str(metric.name))
def test_cloudwatch_takes_the_length_of_a_pattern(metric: LogMetric) -> None:
    assert len(metric.pattern) <= 1024


def test_settings_know_what_is_counted_by_default() -> None:
    counted = (*application.metrics(), *control_plane.metrics())

    assert tuple(metric.name for metric in counted) == BY_DEFAULT
