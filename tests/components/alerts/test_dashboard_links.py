"""The link of an alert, filled in by the real promtool."""

import json

import pytest

from eks_observability.prometheus.dashboard_links import dashboard_url
from eks_observability.prometheus.rule_file import Links, rule_file
from eks_observability.settings import Settings
from eks_observability.signals.rules import Alert, RuleGroup
from eks_observability_ops.components.prometheus import Promtool

FACTS = {
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
CLUSTERS = (
    {**FACTS, "name": "shop"},
    {**FACTS, "name": "bank", "dashboard": {"name": "Bank"}},
    {**FACTS, "name": "lab", "metrics": {"cluster_label": "l.a-b (1)"}},
    {**FACTS, "name": "bare", "dashboard": {"enabled": False}},
)
DOWN = Alert(
    name="Down", expr="up == 0", hold="0m", severity="info", summary="S.", description="D."
)
CONSOLE = "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1"


@pytest.mark.parametrize(
    ("label", "dashboard"),
    [
        ("shop", "shop-EKS-Dashboard"),
        ("bank", "Bank"),
        ("l.a-b (1)", "lab-EKS-Dashboard"),
        ("bare", None),
    ],
)
def test_an_alert_leads_to_the_dashboard_of_its_cluster(
    promtool: Promtool, label: str, dashboard: str | None
) -> None:
    url = dashboard_url(Settings.model_validate({"clusters": CLUSTERS}))
    rules = rule_file([RuleGroup(name="all", rules=(DOWN,))], Links(dashboard_url=url))
    link = f"{CONSOLE}#dashboards/dashboard/{dashboard}" if dashboard else ""
    expected = {
        "exp_labels": {"severity": "info", "cluster": label},
        "exp_annotations": {
            "summary": "S.",
            "description": "D.",
            "dashboard_url": link,
        },
    }
    test = {
        "rule_files": ["all.yaml"],
        "tests": [
            {
                "input_series": [{"series": f"up{{cluster={json.dumps(label)}}}", "values": "0 0"}],
                "alert_rule_test": [
                    {"eval_time": "1m", "alertname": "Down", "exp_alerts": [expected]}
                ],
            }
        ],
    }

    answer = promtool.test_rules({"all.yaml": rules}, json.dumps(test))

    assert answer.code == 0, answer.text
