"""Mistakes in rules of the settings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from eks_observability.settings import Mistake, SettingsError, load_settings
from eks_observability.signals.rule_checks import rule_contradictions
from eks_observability.signals.rule_groups import ALERT_NAMES

CLUSTER = """\
clusters:
  - name: shop
    region: eu-central-1
    account: "111122223333"
    kubernetes_version: "1.36"
    oidc_issuer: https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE
    authentication_mode: API_AND_CONFIG_MAP
"""
NOTHING_ELSE = "metrics: {targets: {pods: {enabled: false}}}\n"
"""Metrics of which everything is known."""

Mistakes = Callable[[str], tuple[Mistake, ...]]
Message = Callable[[str], str]


def alert(expr: str, name: str = "OrdersFail") -> str:
    """Settings with one alert of their own."""
    return f"""\
alerts:
  alerts:
    - name: {name}
      expr: '{expr}'
      severity: warning
      summary: Orders fail.
"""


def recording_rule(expr: str, name: str = "shop:orders:rate5m") -> str:
    """Settings with one recording rule of their own."""
    return f"alerts:\n  recording_rules:\n    - {{name: '{name}', expr: '{expr}'}}\n"


@pytest.fixture
def mistakes(tmp_path: Path) -> Mistakes:
    """The mistakes in settings of one cluster and the given text; none where there are none."""

    def mistakes_in(text: str) -> tuple[Mistake, ...]:
        file = tmp_path / "observability.yaml"
        file.write_text(CLUSTER + text, encoding="utf-8")
        try:
            load_settings(file, checks=(rule_contradictions,))
        except SettingsError as error:
            return error.mistakes
        return ()

    return mistakes_in


@pytest.fixture
def message(mistakes: Mistakes) -> Message:
    """What is said of settings with the given text; there must be one mistake, and no other."""

    def message_of(text: str) -> str:
        (mistake,) = mistakes(text)
        return mistake.message

    return message_of


def test_rules_that_are_right_are_accepted(mistakes: Mistakes) -> None:
    assert mistakes(alert('rate(apiserver_request_total{job="apiserver"}[5m]) > 1')) == ()


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        (alert("sum by (cluster) (up"), "alerts.alerts[0].expr", 11),
        (recording_rule("sum(up"), "alerts.recording_rules[0].expr", 10),
    ],
)
def test_a_rule_that_is_no_promql_is_refused_at_its_line(
    mistakes: Mistakes, text: str, path: str, line: int
) -> None:
    (mistake,) = mistakes(text)

    assert (mistake.path, mistake.line) == (path, line)
    assert "not PromQL: unclosed left parenthesis (its end)" in mistake.message


def test_a_selector_without_a_metric_is_refused(message: Message) -> None:
    assert "names no metric" in message(alert('{job="pods"} > 1'))


def test_a_metric_that_no_job_exposes_is_refused_with_the_nearest(message: Message) -> None:
    said = message(alert("kube_pod_statu_phase > 1"))

    assert said == (
        "found kube_pod_statu_phase, which no job that is on exposes; did you mean "
        "kube_pod_status_phase? (metrics.keep takes it, if it is there nevertheless)"
    )


def test_a_metric_that_applications_may_expose_is_accepted(mistakes: Mistakes) -> None:
    assert mistakes(alert("shop_orders_failed_total > 1")) == ()


def test_a_metric_that_applications_may_expose_is_refused_without_them(message: Message) -> None:
    said = message(NOTHING_ELSE + alert("shop_orders_failed_total > 1"))

    assert said.startswith("found shop_orders_failed_total, which no job that is on exposes")


@pytest.mark.parametrize(
    "more",
    [
        "metrics:\n  targets: {pods: {enabled: false}}\n  scrape_jobs:\n"
        "    - {name: shop, targets: [shop.shop.svc:9090]}\n",
        "metrics: {targets: {pods: {enabled: false}}, monitors: true}\n",
    ],
)
def test_a_metric_that_jobs_of_ones_own_may_expose_is_accepted(
    mistakes: Mistakes, more: str
) -> None:
    assert mistakes(more + alert("shop_orders_failed_total > 1")) == ()


def test_a_metric_that_the_settings_keep_is_accepted(mistakes: Mistakes) -> None:
    keep = "metrics: {keep: [kube_customresource_.*]}\n"

    assert mistakes(keep + alert("kube_customresource_shop > 1")) == ()


def test_a_metric_of_a_job_that_is_off_is_refused(message: Message) -> None:
    off = "metrics: {targets: {vpc_cni: false}}\n"

    assert message(off + alert("awscni_eni_max > 1")).startswith(
        "found awscni_eni_max, which comes from the job vpc-cni, which no cluster has on: see "
        "metrics.targets"
    )


def test_a_metric_of_collectors_that_are_not_there_is_refused(message: Message) -> None:
    managed = """\
    vpc:
      id: vpc-0123456789abcdef0
      private_subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
      security_groups: [sg-0123456789abcdef0]
metrics: {collector: managed}
"""

    assert "no cluster has on: see metrics.collector" in message(
        managed + alert("otelcol_process_uptime > 1")
    )


def test_a_metric_of_another_job_than_named_is_refused(message: Message) -> None:
    assert message(alert('awscni_eni_max{job="kubelet"} > 1')).startswith(
        "found awscni_eni_max, which comes from the job vpc-cni and not from kubelet"
    )


def test_a_job_that_is_not_there_is_refused(message: Message) -> None:
    said = message(alert('shop_orders_failed_total{job="shop"} > 1'))

    assert said.startswith("found job=shop, allowed: jobs that are on (apiserver, cadvisor, ")


def test_a_job_that_a_monitor_may_make_is_accepted(mistakes: Mistakes) -> None:
    monitors = "metrics: {monitors: true}\n"

    assert mistakes(monitors + alert('shop_orders_failed_total{job="shop"} > 1')) == ()


def test_a_job_of_ones_own_may_expose_anything(mistakes: Mistakes) -> None:
    jobs = "metrics: {scrape_jobs: [{name: nodes, targets: [a.b.svc:9100]}]}\n"

    assert mistakes(jobs + alert('node_zfs_arc_hits{job="nodes"} > 1')) == ()


def test_series_of_every_scrape_are_accepted(mistakes: Mistakes) -> None:
    assert mistakes(NOTHING_ELSE + alert("up + scrape_samples_scraped == 0")) == ()


def test_series_of_alerts_are_accepted(mistakes: Mistakes) -> None:
    assert mistakes(NOTHING_ELSE + alert("ALERTS > 0")) == ()


def test_a_series_that_no_rule_records_is_refused(message: Message) -> None:
    said = message(alert("shop:orders:rate1m > 1"))

    assert said.startswith("found shop:orders:rate1m, which no recording rule records")


def test_a_series_that_anomaly_detectors_publish_is_accepted(mistakes: Mistakes) -> None:
    assert mistakes(alert("anomaly_detector:score > 0.9")) == ()


def test_a_series_that_another_rule_records_is_accepted(mistakes: Mistakes) -> None:
    rule = "  recording_rules: [{name: 'shop:orders:rate5m', expr: shop_orders}]\n"

    assert mistakes(alert("shop:orders:rate5m > 1") + rule) == ()


def test_rules_of_a_workspace_that_is_there_already_are_not_known(mistakes: Mistakes) -> None:
    hub = "hub: {workspace: {id: ws-12345678-1234-1234-1234-123456789012}}\n"

    assert mistakes(hub + alert("shop:orders:rate1m > 1")) == ()


def test_an_alert_of_a_built_in_ones_name_is_refused(message: Message) -> None:
    (name, *_) = ALERT_NAMES

    assert message(alert("up == 0", name=name)) == (
        f"there is an alert {name} already: give this one another name; or leave the built-in one "
        "out, by alerts.off"
    )


def test_an_alert_may_take_the_place_of_a_built_in_one(mistakes: Mistakes) -> None:
    (name, *_) = ALERT_NAMES

    assert mistakes(alert("up == 0", name=name) + f"  off: [{name}]\n") == ()


def test_two_alerts_of_one_name_are_refused(mistakes: Mistakes) -> None:
    one = alert("up == 0")
    (mistake,) = mistakes(one + one.partition("  alerts:\n")[2])

    assert mistake.path == "alerts.alerts[1].name"
    assert mistake.message == "there is an alert OrdersFail already: give this one another name"


def test_two_recording_rules_of_one_name_are_refused(message: Message) -> None:
    rule = "{name: 'shop:orders:rate5m', expr: up}"
    text = f"alerts: {{recording_rules: [{rule}, {rule}]}}\n"

    assert message(text).startswith("there is a recording rule shop:orders:rate5m already")


def test_an_unknown_alert_cannot_be_off(message: Message) -> None:
    (name, *_) = ALERT_NAMES

    assert message(f"alerts: {{off: [{name}s]}}\n") == (
        f"found {name}s, allowed: names of alerts, which docs/runbooks lists; did you mean {name}?"
    )


def test_an_alert_of_ones_own_cannot_be_off(message: Message) -> None:
    said = message(alert("up == 0") + "  off: [OrdersFail]\n")

    assert said.endswith("it is one of your own: take it out of alerts.alerts")


def test_an_alert_that_cannot_say_its_cluster_is_refused(message: Message) -> None:
    assert message(alert("sum(up) < 3")).startswith("its answers lose the label cluster")


def test_a_recording_rule_may_lose_its_cluster(mistakes: Mistakes) -> None:
    assert mistakes(recording_rule("sum(up)")) == ()


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("metrics: {keep: [a, 'b(']}\n", "metrics.keep[1]"),
        ("    metrics: {keep: ['b(']}\n", "clusters[0].metrics.keep[0]"),
    ],
)
def test_a_pattern_that_is_no_regular_expression_is_refused(
    mistakes: Mistakes, text: str, path: str
) -> None:
    (mistake,) = mistakes(text)

    assert mistake.path == path
    assert mistake.message.startswith("found b(, which is no regular expression")


@pytest.mark.parametrize("pattern", ["a++", "(a)\\\\1"])
def test_a_pattern_that_prometheus_would_refuse_is_refused(message: Message, pattern: str) -> None:
    assert "Prometheus knows no" in message(f'metrics: {{keep: ["{pattern}"]}}\n')


def test_an_alert_without_severity_is_refused(message: Message) -> None:
    said = message(alert("up == 0").replace("      severity: warning\n", ""))

    assert said.startswith("this key is missing: Who hears of it")


def test_every_mistake_is_said_at_once(mistakes: Mistakes) -> None:
    text = alert("kube_pod_inf + node_lod1 > 1") + "  off: [NoSuchAlert]\n"

    assert [(each.line, each.path) for each in mistakes(text)] == [
        (11, "alerts.alerts[0].expr"),
        (11, "alerts.alerts[0].expr"),
        (14, "alerts.off[0]"),
    ]


def test_where_nothing_is_collected_nothing_is_asked_of_metrics(mistakes: Mistakes) -> None:
    assert mistakes("metrics: {enabled: false}\n" + alert("kube_pod_inf > 1")) == ()


def test_a_metric_that_one_cluster_scrapes_may_be_asked_for(mistakes: Mistakes) -> None:
    other = CLUSTER.removeprefix("clusters:\n").replace("name: shop", "name: bank")
    off = "    metrics: {targets: {vpc_cni: false}}\n"

    assert mistakes(off + other + alert("awscni_eni_max > 1")) == ()
