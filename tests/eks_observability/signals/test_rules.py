"""What holds for every rule: it can be read, it can fire, and somebody knows what to do."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import promql_parser
import pytest

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals import jobs
from eks_observability.signals.alerts.subjects import ALERTS
from eks_observability.signals.anomaly_detectors.model import SERIES
from eks_observability.signals.recording_rules.subjects import RECORDING_RULES
from eks_observability.signals.rule_groups import ALERT_NAMES, alert_groups, recording_groups
from eks_observability.signals.rules import Alert, RecordingRule, RuleGroup, Scope

JOBS = frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR})
EVERYTHING = Scope(clusters=("shop",), jobs=JOBS, watched=("shop",))
RUNBOOKS = Path(__file__).parents[3] / "docs" / "runbooks"
HEADINGS = ["Symptom", "Meaning", "First commands", "Fix"]


def rules_of(groups: tuple[RuleGroup, ...]) -> list[RecordingRule | Alert]:
    return [rule for group in groups for rule in group.rules]


RECORDED = rules_of(recording_groups(EVERYTHING))
ALERTING = [rule for rule in rules_of(alert_groups(EVERYTHING)) if isinstance(rule, Alert)]
by_name = pytest.mark.parametrize("rule", [*RECORDED, *ALERTING], ids=lambda rule: str(rule.name))
by_alert = pytest.mark.parametrize("alert", ALERTING, ids=lambda alert: str(alert.name))


def selectors(expr: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Name and matchers of everything that a query asks for."""
    found: list[promql_parser.VectorSelector] = []

    def visit(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            found.append(node)

    promql_parser.walk(promql_parser.parse(expr), visit)
    for each in found:
        yield each.name or "", {one.name: one.value for one in each.matchers.matchers}


def recorded(expr: str) -> set[str]:
    """Names of recorded series that a query asks for; detectors record theirs by themselves."""
    return {name for name, _ in selectors(expr) if ":" in name} - SERIES


def jobs_of(rules: Sequence[RecordingRule | Alert]) -> set[str]:
    asked = (matchers for rule in rules for _, matchers in selectors(rule.expr))
    return {job for each in asked if "job" in each for job in each["job"].split("|")}


def test_what_a_query_asks_for_is_found() -> None:
    assert list(selectors('sum(rate(a{job="b"}[5m])) / c:d:e')) == [
        ("a", {"job": "b"}),
        ("c:d:e", {}),
    ]


@by_name
def test_a_query_can_be_read(rule: RecordingRule | Alert) -> None:
    promql_parser.parse(rule.expr)


@by_name
def test_what_is_scraped_is_asked_for_by_its_job(rule: RecordingRule | Alert) -> None:
    for name, matchers in selectors(rule.expr):
        assert ":" in name or "job" in matchers or (name, *matchers) == ("up", "cluster"), name


@by_name
def test_a_query_asks_only_for_jobs_there_are(rule: RecordingRule | Alert) -> None:
    for _, matchers in selectors(rule.expr):
        assert set(matchers.get("job", jobs.KUBELET).split("|")) <= JOBS


@by_name
def test_a_rate_looks_back_far_enough(rule: RecordingRule | Alert) -> None:
    windows = re.findall(r"\[(\d+)m\]", rule.expr)

    assert all(int(minutes) >= 5 for minutes in windows)
    assert not re.search(r"\[\d+s\]", rule.expr)


@by_name
def test_clusters_are_told_apart(rule: RecordingRule | Alert) -> None:
    if rule.name == "Watchdog":
        return
    by = re.findall(r"\bby \(([^)]*)\)", rule.expr)

    assert all("cluster" in labels for labels in by)
    assert by or recorded(rule.expr) or "absent(" in rule.expr


@pytest.mark.parametrize("subject", RECORDING_RULES)
def test_a_rule_builds_on_what_is_recorded_before_it(subject: str) -> None:
    module = RECORDING_RULES[subject]
    scope = Scope(clusters=("shop",), jobs=frozenset(module.JOBS))
    earlier = list(RECORDING_RULES.values())[: list(RECORDING_RULES).index(subject)]
    before = {
        rule.name
        for other in earlier
        if scope.jobs.issuperset(other.JOBS)
        for rule in other.rules(scope)
    }
    for rule in module.rules(scope):
        assert recorded(rule.expr) <= before
        before.add(rule.name)


@pytest.mark.parametrize("subject", ALERTS)
def test_an_alert_builds_on_what_is_recorded_where_its_jobs_are_on(subject: str) -> None:
    module = ALERTS[subject]
    scope = Scope(clusters=("shop",), jobs=frozenset(module.JOBS))
    there = {rule.name for rule in rules_of(recording_groups(scope))}

    for alert in module.alerts(scope):
        assert recorded(alert.expr) <= there


@pytest.mark.parametrize("subject", RECORDING_RULES)
def test_a_rule_asks_for_no_job_but_those_it_needs(subject: str) -> None:
    module = RECORDING_RULES[subject]
    scope = Scope(clusters=("shop",), jobs=frozenset(module.JOBS))
    assert jobs_of(module.rules(scope)) <= scope.jobs


@pytest.mark.parametrize("subject", ALERTS)
def test_an_alert_asks_for_no_job_but_those_it_needs(subject: str) -> None:
    module = ALERTS[subject]
    scope = Scope(clusters=("shop",), jobs=frozenset(module.JOBS))
    assert jobs_of(module.alerts(scope)) <= scope.jobs


@pytest.mark.parametrize("rule", RECORDED, ids=lambda rule: str(rule.name))
def test_a_series_is_named_level_metric_operation(rule: RecordingRule) -> None:
    assert re.fullmatch(r"[a-z0-9_]+:[a-z0-9_]+:[a-z0-9_]+", rule.name)


@by_alert
def test_an_alert_is_named_subject_and_state(alert: Alert) -> None:
    assert re.fullmatch(r"([A-Z][a-z0-9]+){1,7}", alert.name)


@by_alert
def test_a_name_is_there_once(alert: Alert) -> None:
    assert [other.name for other in ALERTING].count(alert.name) == 1


@by_alert
def test_an_alert_says_what_is_wrong_in_a_sentence(alert: Alert) -> None:
    assert alert.summary.endswith(".")
    assert "{{" not in alert.summary
    assert alert.description.endswith(".")


@by_alert
def test_an_alert_says_where(alert: Alert) -> None:
    assert alert.severity == "none" or "{{ $labels.cluster }}" in alert.description


@by_alert
def test_a_runbook_has_its_four_parts(alert: Alert) -> None:
    text = (RUNBOOKS / f"{alert.name}.md").read_text(encoding="utf-8")

    assert text.startswith(f"# {alert.name}\n")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS


@by_alert
def test_a_runbook_leads_to_pages_there_are(alert: Alert) -> None:
    text = (RUNBOOKS / f"{alert.name}.md").read_text(encoding="utf-8")

    assert set(re.findall(r"\]\((\w+)\.md\)", text)) <= set(ALERT_NAMES)


@pytest.mark.parametrize("name", AlertThresholds.model_fields)
def test_a_threshold_makes_a_difference(name: str) -> None:
    other = AlertThresholds(**{name: 98 if name.startswith("api_server") else 13})
    scope = Scope(clusters=("shop",), jobs=JOBS, watched=("shop",), thresholds=other)

    assert rules_of(alert_groups(scope)) != ALERTING


def test_every_runbook_has_an_alert() -> None:
    assert {page.stem for page in RUNBOOKS.glob("*.md")} <= set(ALERT_NAMES)
