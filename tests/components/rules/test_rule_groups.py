"""promtool accepts all rules there are, as strictly as it can."""

import json

import pytest

from eks_observability.prometheus.rule_file import Links, rule_file
from eks_observability.settings.alerts import CustomAlert, CustomRecordingRule
from eks_observability.signals import jobs
from eks_observability.signals.rule_groups import alert_groups, recording_groups
from eks_observability.signals.rules import Alert, RuleGroup, Scope
from eks_observability_ops.components.prometheus import Promtool

JOBS = frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR})
ONE = Scope(clusters=("shop",), jobs=JOBS, watched=("shop",))
NAMES = tuple(f"shop-{number}" for number in range(100))
FLEET = Scope(clusters=NAMES, jobs=JOBS, watched=NAMES)
LINKS = Links(
    runbooks_url="https://example.com/runbooks",
    dashboard_url="https://example.com/d/cluster?var-cluster={{ $labels.cluster }}",
)
CUSTOM_ALERT = CustomAlert(
    name="OrdersStop", expr="shop:orders:rate5m == 0", severity="critical", summary="No orders."
)
CUSTOM_RULE = CustomRecordingRule(
    name="shop:orders:rate5m", expr="sum by (cluster) (rate(shop_orders_total[5m]))"
)


@pytest.mark.parametrize(
    "groups",
    [
        alert_groups(ONE, custom=[CUSTOM_ALERT]),
        alert_groups(FLEET),
        recording_groups(ONE, [CUSTOM_RULE]),
    ],
    ids=["alerts", "alerts of a fleet", "recording rules"],
)
def test_all_rules_are_accepted(promtool: Promtool, groups: tuple[RuleGroup, ...]) -> None:
    answer = promtool.check_rules(rule_file(groups, LINKS))

    assert answer.code == 0, answer.text
    assert f"{sum(len(group.rules) for group in groups)} rules found" in answer.output


def test_an_alert_leads_to_its_runbook_and_to_the_dashboard_of_its_cluster(
    promtool: Promtool,
) -> None:
    groups = alert_groups(ONE)
    (alert,) = [
        rule
        for group in groups
        for rule in group.rules
        if isinstance(rule, Alert) and rule.name == "ClusterSilent"
    ]
    firing = {
        "exp_labels": {"cluster": "shop", "severity": "critical"},
        "exp_annotations": {
            "summary": alert.summary,
            "description": alert.description.replace("{{ $labels.cluster }}", "shop"),
            "runbook_url": "https://example.com/runbooks/ClusterSilent.md",
            "dashboard_url": "https://example.com/d/cluster?var-cluster=shop",
        },
    }
    expected = [
        {"alertname": "ClusterSilent", "eval_time": "14m", "exp_alerts": []},
        {"alertname": "ClusterSilent", "eval_time": "15m", "exp_alerts": [firing]},
    ]
    test = {"rule_files": ["rules.yaml"], "tests": [{"alert_rule_test": expected}]}
    answer = promtool.test_rules({"rules.yaml": rule_file(groups, LINKS)}, json.dumps(test))

    assert answer.code == 0, answer.text


def test_a_rule_file_of_a_fleet_is_within_the_size_that_amp_takes() -> None:
    # AMP User Guide, "Service quotas": a rule groups namespace definition file, 1 MB.
    assert len(rule_file(alert_groups(FLEET), LINKS).encode()) < 1_000_000
