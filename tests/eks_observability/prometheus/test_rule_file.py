"""What a rule file says."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from eks_observability.prometheus.rule_file import Links, annotations, links, rule_file
from eks_observability.settings.alerts import Alerts, CustomAlert
from eks_observability.signals.rules import Alert, RecordingRule, RuleGroup

WATCHDOG = Alert(
    name="Watchdog",
    expr="vector(1)",
    hold="5m",
    severity="critical",
    summary="All is well.",
    description="Really.",
)
CUSTOM = Alert(
    name="OrdersStop",
    expr="sum by (cluster) (shop_orders)\n==\n0",
    severity="info",
    summary="No orders.",
    description="",
)
RECORDED = RecordingRule(name="shop:orders:rate5m", expr="sum(rate(shop_orders_total[5m]))")


def parsed(text: str) -> Any:
    return YAML(typ="safe").load(text)


def test_a_group_has_its_name_its_interval_and_its_rules() -> None:
    group = RuleGroup(name="shop", rules=(RECORDED, CUSTOM), interval="2m")

    assert parsed(rule_file([group])) == {
        "groups": [
            {
                "name": "shop",
                "interval": "2m",
                "rules": [
                    {"record": RECORDED.name, "expr": RECORDED.expr},
                    {
                        "alert": "OrdersStop",
                        "expr": CUSTOM.expr,
                        "for": "15m",
                        "labels": {"severity": "info"},
                        "annotations": {"summary": "No orders."},
                    },
                ],
            }
        ]
    }


def test_a_query_keeps_its_lines() -> None:
    text = rule_file([RuleGroup(name="shop", rules=(CUSTOM,))])

    assert "\n          sum by (cluster) (shop_orders)\n          ==\n" in text


def test_the_same_groups_give_the_same_text() -> None:
    groups = [RuleGroup(name="shop", rules=(RECORDED, WATCHDOG))]

    assert rule_file(groups) == rule_file(groups)


def test_an_alert_names_the_file_of_its_runbook() -> None:
    assert annotations(WATCHDOG, Links()) == {
        "summary": "All is well.",
        "description": "Really.",
        "runbook": "docs/runbooks/Watchdog.md",
    }


@pytest.mark.parametrize("slash", ["", "/"])
def test_an_alert_links_to_its_runbook_where_runbooks_can_be_read(slash: str) -> None:
    said = annotations(WATCHDOG, Links(runbooks_url=f"https://example.com/runbooks{slash}"))

    assert said["runbook_url"] == "https://example.com/runbooks/Watchdog.md"
    assert "runbook" not in said


def test_a_custom_alert_has_no_page_here() -> None:
    said = annotations(CUSTOM, Links(runbooks_url="https://example.com/runbooks"))

    assert said == {"summary": "No orders."}


def test_a_custom_alert_links_to_the_runbook_of_the_settings() -> None:
    custom = CustomAlert(
        name="OrdersStop",
        expr=CUSTOM.expr,
        severity="info",
        summary="No orders.",
        runbook_url="https://example.com/orders",
    )
    said = annotations(CUSTOM, links(Alerts(alerts=(custom,))))

    assert said["runbook_url"] == "https://example.com/orders"


def test_the_settings_say_where_runbooks_can_be_read() -> None:
    found = links(Alerts(runbooks_url="https://example.com/runbooks"))

    assert found.runbooks_url == "https://example.com/runbooks"


def test_an_alert_links_to_the_dashboard_of_its_cluster() -> None:
    url = "https://example.com/d/cluster?var-cluster={{ $labels.cluster }}"

    assert annotations(CUSTOM, links(Alerts(), dashboard_url=url))["dashboard_url"] == url


def test_an_alert_for_machines_links_to_no_dashboard() -> None:
    watchdog = Alert(
        name="Watchdog", expr="vector(1)", severity="none", summary="Fine.", description="Fine."
    )

    assert "dashboard_url" not in annotations(watchdog, Links(dashboard_url="https://example.com"))
