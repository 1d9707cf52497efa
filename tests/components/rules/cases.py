"""Rules with made-up series, as tests that promtool runs.

A test of a subject gives its rules to `RuleTests`, and holds each rule against a case:

    @pytest.fixture(scope="module")
    def tests(promtool: Promtool) -> RuleTests:
        scope = Scope(clusters=("a",), jobs=frozenset(JOBS))
        return RuleTests(promtool=promtool, recording=rules(scope), alerts=alerts(scope))

    def test_an_alert(tests: RuleTests) -> None:
        tests.fires(Firing(alert="NodeNotReady", series={...}, at=15, ends=30, ...))

Series and their values are written as promtool takes them: `up{job="kubelet"}` and `0x10 1x5`,
which is eleven times 0 and six times 1, a minute apart, the first at minute 0.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from eks_observability.signals.rules import Alert, RecordingRule
from eks_observability_ops.components.prometheus import Promtool

Series = Mapping[str, str]
"""Values by series."""

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class Firing:
    """When an alert fires, and with what. A minute before it is silent, and when it ends again."""

    alert: str
    """Its name."""

    series: Series
    """What is scraped."""

    at: int
    """The first minute in which it fires."""

    ends: int
    """A minute in which it is silent again."""

    labels: Mapping[str, str]
    """All its labels but `alertname`: those of the answer, and `severity`."""

    description: str
    """Its description, filled in."""


@dataclass(frozen=True, kw_only=True)
class Silence:
    """What an alert is not for."""

    alert: str
    series: Series
    at: Sequence[int]
    """The minutes in which it is silent."""


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a recording rule answers."""

    series: Series
    at: int
    """The minute of the answer."""

    answer: Mapping[str, float]
    """All of it: values by series, with name and labels. Not empty, so that it names the rule."""

    @property
    def name(self) -> str:
        """What the rule is called."""
        return next(iter(self.answer)).partition("{")[0]


@dataclass(frozen=True, kw_only=True)
class RuleTests:
    """Rules under test. Recording rules are evaluated first, every minute."""

    promtool: Promtool
    recording: Sequence[RecordingRule] = ()
    alerts: Sequence[Alert] = ()

    def fires(self, case: Firing) -> None:
        """Holds that an alert fires from its minute on, not before, and not when it has ended."""
        alert = self._alert(case.alert)
        expected = {
            "exp_labels": dict(case.labels),
            "exp_annotations": {"summary": alert.summary, "description": case.description},
        }
        self._run(
            case.series,
            alerts=[alert],
            alert_rule_test=[
                _expect(alert, case.at - 1),
                _expect(alert, case.at, expected),
                _expect(alert, case.ends),
            ],
        )

    def fires_with_duplicates(self, case: Firing, *, job: str, label: str = "instance") -> None:
        """Holds the same where each series of a job is there twice, told apart by a label."""
        self.fires(replace(case, series=doubled(case.series, job=job, label=label)))

    def fires_in_each_cluster(self, case: Firing) -> None:
        """Holds that clusters whose nodes and pods have the same names are told apart.

        The case is of cluster `a`, and another, `b`, has the same.
        """
        alert = self._alert(case.alert)
        expected = [
            {
                "exp_labels": {**case.labels, "cluster": cluster},
                "exp_annotations": {"summary": alert.summary, "description": description},
            }
            for cluster, description in (
                ("a", case.description),
                ("b", case.description.replace("cluster a", "cluster b")),
            )
        ]
        self._run(
            in_two_clusters(case.series),
            alerts=[alert],
            alert_rule_test=[
                _expect(alert, case.at - 1),
                _expect(alert, case.at, *expected),
                _expect(alert, case.ends),
            ],
        )

    def silent(self, case: Silence) -> None:
        """Holds that an alert does not fire."""
        alert = self._alert(case.alert)
        self._run(
            case.series,
            alerts=[alert],
            alert_rule_test=[_expect(alert, minute) for minute in case.at],
        )

    def all_silent(self, series: Series, *, at: Sequence[int]) -> None:
        """Holds that none of the alerts fires."""
        expectations = [_expect(alert, minute) for alert in self.alerts for minute in at]
        self._run(series, alerts=self.alerts, alert_rule_test=expectations)

    def records(self, case: Recorded) -> None:
        """Holds that a recording rule answers this, and nothing else."""
        if case.name not in {rule.name for rule in self.recording}:
            msg = f"There is no recording rule {case.name}."
            raise LookupError(msg)
        samples = [{"labels": labels, "value": value} for labels, value in case.answer.items()]
        expectation = {"expr": case.name, "eval_time": f"{case.at}m", "exp_samples": samples}
        self._run(case.series, promql_expr_test=[expectation])

    def records_with_duplicates(self, case: Recorded, *, job: str, label: str = "instance") -> None:
        """Holds the same where each series of a job is there twice, told apart by a label."""
        self.records(replace(case, series=doubled(case.series, job=job, label=label)))

    def answers(self, series: Series, at: int, expected: Mapping[str, Mapping[str, float]]) -> None:
        """Holds what queries answer in a minute, after all alerts: by query, values by series."""
        queries = [
            {
                "expr": expr,
                "eval_time": f"{at}m",
                "exp_samples": [{"labels": labels, "value": v} for labels, v in answer.items()],
            }
            for expr, answer in expected.items()
        ]
        self._run(series, alerts=self.alerts, promql_expr_test=queries)

    def records_in_each_cluster(self, case: Recorded) -> None:
        """Holds that clusters whose nodes and pods have the same names are told apart."""
        self.records(
            replace(
                case,
                series=in_two_clusters(case.series),
                answer={**case.answer, **_of_cluster_b(case.answer)},
            )
        )

    def _alert(self, name: str) -> Alert:
        """Returns an alert by name; StopIteration would end a test silently, so it is an error."""
        for alert in self.alerts:
            if alert.name == name:
                return alert
        msg = f"There is no alert {name}."
        raise LookupError(msg)

    def _run(
        self, series: Series, *, alerts: Sequence[Alert] = (), **expectations: list[Any]
    ) -> None:
        test = {
            "interval": "1m",
            "input_series": [{"series": one, "values": values} for one, values in series.items()],
            **expectations,
        }
        file = {
            "rule_files": ["rules.yaml"],
            "evaluation_interval": "1m",
            # Else in any order. Live, alerts can be a minute behind what they build on.
            "group_eval_order": ["recording", "alerts"],
            "fuzzy_compare": True,
            "tests": [test],
        }
        asked = [alert.expr for alert in alerts]
        asked += [one["expr"] for one in expectations.get("promql_expr_test", [])]
        rules = rule_file(_needed(self.recording, asked), alerts)
        # JSON is YAML.
        answer = self.promtool.test_rules({"rules.yaml": rules}, json.dumps(file))
        assert answer.code == 0, answer.text


def _needed(recording: Sequence[RecordingRule], asked: Sequence[str]) -> list[RecordingRule]:
    """Those rules that the queries ask for, and those that these build on: others take time."""
    needed: list[RecordingRule] = []
    for rule in reversed(recording):
        if any(rule.name in expr for expr in (*asked, *(one.expr for one in needed))):
            needed.insert(0, rule)
    return needed


def rule_file(recording: Sequence[RecordingRule], alerts: Sequence[Alert]) -> str:
    """Returns a rule file with the rules alone, recording rules first."""
    groups = {
        "recording": [{"record": rule.name, "expr": rule.expr} for rule in recording],
        "alerts": [
            {
                "alert": alert.name,
                "expr": alert.expr,
                "for": alert.hold,
                "labels": {"severity": alert.severity},
                "annotations": {"summary": alert.summary, "description": alert.description},
            }
            for alert in alerts
        ],
    }
    return json.dumps({"groups": [{"name": n, "rules": r} for n, r in groups.items() if r]})


def doubled(series: Series, *, job: str, label: str) -> Series:
    """Returns the series, with those of a job once more under another value of a label.

    Raises:
        LookupError: None of them has the job, so that nothing would be doubled.
    """
    also = {
        _relabelled(name, label): values
        for name, values in series.items()
        if f'job="{job}"' in name
    }
    if not also:
        msg = f"There is no series of job {job}."
        raise LookupError(msg)
    return {**series, **also}


def in_two_clusters(series: Series) -> Series:
    """Returns the series of cluster `a`, and the same of cluster `b`."""
    return {**series, **_of_cluster_b(series)}


def _of_cluster_b(series: Mapping[str, Value]) -> dict[str, Value]:
    return {name.replace('cluster="a"', 'cluster="b"'): value for name, value in series.items()}


def _relabelled(series: str, label: str) -> str:
    """The series with another value of a label, which it may or may not have."""
    name, _, labels = re.sub(rf'\b{label}="[^"]*",?', "", series).partition("{")
    return f'{name}{{{label}="doubled",{labels}'


def _expect(alert: Alert, minute: int, *firing: Mapping[str, Any]) -> dict[str, Any]:
    return {"alertname": alert.name, "eval_time": f"{minute}m", "exp_alerts": list(firing)}
