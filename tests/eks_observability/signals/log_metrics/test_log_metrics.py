"""The lines that count by default, and those that do not.

The forms are CloudWatch Logs' own (User Guide, "Filter pattern syntax"): `?term ?term` matches a
line with any of the terms in it, letter for letter; `{ … }` compares fields of a JSON line.
"""

import json
import re
from typing import Any

import pytest

from eks_observability.settings.log_metrics import BY_DEFAULT
from eks_observability.signals.log_metrics import application, control_plane

COMPARISON = re.compile(r'\(?\$\.([A-Za-z.]+) = ("[A-Za-z]+"|\d+)\)?')


def counts(pattern: str, line: str) -> bool:
    """Whether a line counts, for the two forms that are used here."""
    if not pattern.startswith("{"):
        terms = pattern.split()
        assert all(re.fullmatch(r"\?[A-Za-z]+", term) for term in terms), pattern
        return any(term[1:] in line for term in terms)
    inside = pattern.removeprefix("{ ").removesuffix(" }")
    assert inside.count("(") == inside.count(")"), pattern
    record = json.loads(line)
    logic = COMPARISON.sub(lambda found: str(compare(found, record)), inside)
    assert set(re.sub("True|False", "", logic)) <= set(" ()|&"), pattern
    return bool(eval(logic.replace("||", "or").replace("&&", "and")))


def compare(found: re.Match[str], record: dict[str, Any]) -> bool:
    value: Any = record
    for key in found[1].split("."):
        value = value.get(key, {}) if isinstance(value, dict) else {}
    return bool(value == json.loads(found[2]))


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


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_request_counts(code: int) -> None:
    (metric,) = control_plane.metrics()

    assert counts(metric.pattern, audit(code))


@pytest.mark.parametrize("line", [audit(200), audit(404), audit(403, "ResponseStarted")])
def test_a_request_counts_once_and_only_if_it_is_refused(line: str) -> None:
    (metric,) = control_plane.metrics()

    assert not counts(metric.pattern, line)


def test_settings_know_what_is_counted_by_default() -> None:
    counted = (*application.metrics(), *control_plane.metrics())

    assert tuple(metric.name for metric in counted) == BY_DEFAULT
