"""Which groups of rules there are, for what is switched on."""

import pytest

from eks_observability.settings.alerts import CustomAlert, CustomRecordingRule
from eks_observability.signals import jobs
from eks_observability.signals.rule_groups import (
    ALERT_NAMES,
    RULES_A_GROUP,
    alert_groups,
    recording_groups,
)
from eks_observability.signals.rules import Alert, RecordingRule, RuleGroup, Scope

NOTHING = Scope(clusters=("shop",), jobs=frozenset())
EVERYTHING = Scope(
    clusters=("shop",),
    jobs=frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR}),
    watched=("shop",),
)


def names(groups: tuple[RuleGroup, ...]) -> list[str]:
    return [rule.name for group in groups for rule in group.rules]


def custom_alert(name: str) -> CustomAlert:
    return CustomAlert(
        name=name, expr="shop_orders == 0", hold="5m", severity="info", summary="No orders."
    )


def test_all_alerts_are_there_where_everything_is_scraped() -> None:
    assert names(alert_groups(EVERYTHING)) == list(ALERT_NAMES)


def test_only_the_watchdog_needs_no_metric() -> None:
    assert names(alert_groups(NOTHING)) == ["Watchdog"]


def test_no_metric_no_recording_rule() -> None:
    assert recording_groups(NOTHING) == ()


def test_an_alert_that_is_off_is_left_out() -> None:
    left = names(alert_groups(EVERYTHING, off=["Watchdog"]))

    assert left == [name for name in ALERT_NAMES if name != "Watchdog"]


def test_a_subject_of_which_all_is_off_has_no_group() -> None:
    assert alert_groups(NOTHING, off=["Watchdog"]) == ()


def test_a_custom_alert_is_in_a_group_of_its_own() -> None:
    group = alert_groups(NOTHING, custom=[custom_alert("OrdersStop")])[-1]

    assert group.name == "custom"
    assert group.rules == (
        Alert(
            name="OrdersStop",
            expr="shop_orders == 0",
            hold="5m",
            severity="info",
            summary="No orders.",
            description="",
        ),
    )


def test_a_custom_recording_rule_is_in_a_group_of_its_own() -> None:
    rule = CustomRecordingRule(name="shop:orders:rate5m", expr="sum(rate(shop_orders_total[5m]))")

    assert recording_groups(NOTHING, [rule]) == (
        RuleGroup(name="custom", rules=(RecordingRule(name=rule.name, expr=rule.expr),)),
    )


def test_a_custom_alert_is_not_switched_off_by_its_name() -> None:
    found = names(alert_groups(NOTHING, off=["OrdersStop"], custom=[custom_alert("OrdersStop")]))

    assert "OrdersStop" in found


@pytest.mark.parametrize(
    ("alerts", "sizes"), [(20, {"custom": 20}), (41, {"custom": 20, "custom-2": 20, "custom-3": 1})]
)
def test_no_group_has_more_rules_than_amp_takes(alerts: int, sizes: dict[str, int]) -> None:
    custom = [custom_alert(f"Custom{number}") for number in range(alerts)]
    groups = alert_groups(NOTHING, off=["Watchdog"], custom=custom)

    assert {group.name: len(group.rules) for group in groups} == sizes


def test_every_group_has_a_name_of_its_own_and_at_most_twenty_rules() -> None:
    for groups in (alert_groups(EVERYTHING), recording_groups(EVERYTHING)):
        assert len({group.name for group in groups}) == len(groups)
        assert all(0 < len(group.rules) <= RULES_A_GROUP for group in groups)


def test_no_two_rules_share_a_name() -> None:
    found = names((*alert_groups(EVERYTHING), *recording_groups(EVERYTHING)))

    assert len(set(found)) == len(found)
