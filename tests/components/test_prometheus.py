"""promtool and Prometheus refuse wrong rules, and evaluate right ones."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eks_observability_ops.components.prometheus import Prometheus, Promtool, start_prometheus
from eks_observability_ops.components.running import ProgramError, Supervisor

RULES = """
groups:
  - name: nodes
    rules:
      - alert: NodeDown
        expr: up == 0
        for: 5m
        labels: {severity: critical}
        annotations: {summary: "A node is down."}
"""
TEST = """
rule_files: [rules.yaml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: 'up{instance="a"}', values: "0x10"}
    alert_rule_test:
      - {eval_time: 4m, alertname: NodeDown, exp_alerts: []}
      - eval_time: 5m
        alertname: NodeDown
        exp_alerts:
          - exp_labels: {severity: critical, instance: a}
            exp_annotations: {summary: "A node is down."}
"""


def test_rules_are_accepted(promtool: Promtool) -> None:
    answer = promtool.check_rules(RULES)
    assert answer.code == 0, answer.text
    assert "1 rules found" in answer.output


def test_wrong_promql_is_refused(promtool: Promtool) -> None:
    answer = promtool.check_rules(RULES.replace("up == 0", "sum(rate(up[5m])"))
    assert answer.code == 1
    assert "could not parse expression" in answer.text
    assert "unclosed left parenthesis" in answer.text


def test_a_rule_that_stands_twice_is_refused(promtool: Promtool) -> None:
    twice = RULES + RULES.split("rules:\n")[1]
    answer = promtool.check_rules(twice)
    assert answer.code == 3
    assert "1 duplicate rule(s) found" in answer.text


def test_an_alert_fires_when_it_should(promtool: Promtool) -> None:
    answer = promtool.test_rules({"rules.yaml": RULES}, TEST)
    assert answer.code == 0, answer.text


def test_an_alert_that_does_not_fire_when_it_should_is_found(promtool: Promtool) -> None:
    later = RULES.replace("for: 5m", "for: 6m")
    answer = promtool.test_rules({"rules.yaml": later}, TEST)
    assert answer.code == 1
    assert "alertname: NodeDown, time: 5m" in answer.text


def test_prometheus_evaluates_promql(prometheus: Prometheus) -> None:
    assert prometheus.query("1 + 1")[0].value == 2
    assert prometheus.query("vector(3)")[0].value == 3
    assert prometheus.query("absent_metric") == []


def test_prometheus_refuses_wrong_promql(prometheus: Prometheus) -> None:
    with pytest.raises(OSError, match="400"):
        prometheus.query("sum(up")


def test_prometheus_does_not_start_with_wrong_rules(
    supervisor: Supervisor, program: Callable[[str], Path]
) -> None:
    with pytest.raises(ProgramError, match="could not parse expression"):
        start_prometheus(supervisor, program("prometheus"), rules=RULES.replace("up == 0", "up =="))
