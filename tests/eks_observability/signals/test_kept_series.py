"""Which series are kept of what is scraped."""

import subprocess
import sys

import pytest

from eks_observability.settings.alerts import Alerts, CustomAlert, CustomRecordingRule
from eks_observability.settings.metrics import Metrics, ScrapeJob
from eks_observability.signals.dashboards.all import expressions
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.exposed_metrics.catalogue import is_scraped, jobs_that_expose
from eks_observability.signals.kept_series import KeptSeries, kept, kept_for
from eks_observability.signals.promql import PromQlError, selectors
from eks_observability.signals.rule_groups import alert_groups, recording_groups
from eks_observability.signals.rules import Scope
from eks_observability.signals.scope import jobs_of

BUILT_IN = ("kubelet", "pods")


def of_kubelet(*expressions: str, extra: tuple[str, ...] = ()) -> KeptSeries:
    return kept(expressions, ["kubelet"], extra=extra)["kubelet"]


def test_what_an_expression_asks_for_is_kept() -> None:
    assert of_kubelet('rate(a{job="kubelet"}[5m])').metrics == ("a",)


def test_nothing_is_kept_that_no_expression_asks_for() -> None:
    assert of_kubelet() == KeptSeries()


def test_each_job_that_is_on_has_an_entry() -> None:
    assert kept((), BUILT_IN) == {"kubelet": KeptSeries(), "pods": KeptSeries()}


def test_a_selector_that_names_its_job_keeps_nothing_elsewhere() -> None:
    assert kept(['a{job="kubelet"}'], BUILT_IN)["pods"].metrics == ()


def test_a_selector_may_name_its_jobs_by_a_pattern() -> None:
    found = kept(['a{job=~"shop|pods"}'], ["kubelet", "pods", "shop"])

    assert [job for job, one in found.items() if one.metrics] == ["pods", "shop"]


def test_a_metric_that_nobody_knows_is_kept_where_anything_may_be() -> None:
    found = kept(["a"], ["vpc-cni", "pods", "shop"])

    assert [job for job, one in found.items() if one.metrics] == ["pods", "shop"]


def test_a_metric_that_is_known_is_kept_where_it_is_and_where_anything_may_be() -> None:
    found = kept(["awscni_eni_max"], ["vpc-cni", "pods"])

    assert [job for job, one in found.items() if one.metrics] == ["pods", "vpc-cni"]


def test_a_summary_that_is_known_is_kept_with_its_count() -> None:
    found = kept(['awscni_aws_api_latency_ms{job="vpc-cni"}'], ["vpc-cni"])["vpc-cni"]

    assert found.metrics == ("awscni_aws_api_latency_ms", "awscni_aws_api_latency_ms_count")


def test_series_that_rules_record_are_not_scraped() -> None:
    assert of_kubelet('a:b:c{job="kubelet"}', 'ALERTS{job="kubelet"}').metrics == ()


@pytest.mark.parametrize("part", ["bucket", "sum"])
def test_a_histogram_is_kept_with_its_count(part: str) -> None:
    assert of_kubelet(f'a_{part}{{job="kubelet"}}').metrics == tuple(
        sorted([f"a_{part}", "a_count"])
    )


def test_quantiles_of_a_summary_are_kept_with_its_count() -> None:
    assert kept(['a{job="pods",quantile="0.9"}'], ["pods"])["pods"].metrics == ("a", "a_count")


def test_buckets_are_kept_where_every_selector_names_them() -> None:
    found = of_kubelet('a_bucket{job="kubelet",le="1"}', 'a_bucket{job="kubelet",le=~"2|0.5"}')

    assert found.buckets == {"a_bucket": ("0.5", "1", "1.0", "2", "2.0", "+Inf")}


def test_all_buckets_are_kept_where_one_selector_wants_all() -> None:
    assert of_kubelet('a_bucket{job="kubelet",le="1"}', 'a_bucket{job="kubelet"}').buckets == {}


def test_all_buckets_are_kept_of_what_is_kept_besides() -> None:
    found = of_kubelet('a_bucket{job="kubelet",le="1"}', extra=("a_.*",))

    assert found.buckets == {}


def test_a_bucket_of_one_job_is_none_of_another() -> None:
    found = kept(['a_bucket{job="kubelet",le="1"}', 'a_bucket{job="pods"}'], BUILT_IN)

    assert found["kubelet"].buckets.keys() == {"a_bucket"}
    assert found["pods"].buckets == {}


def test_metrics_are_kept_besides_by_name_or_pattern() -> None:
    assert of_kubelet(extra=("b", "a.*")).metrics == ("a.*", "b")


def test_a_pattern_for_buckets_is_kept_with_their_counts() -> None:
    assert of_kubelet(extra=("a.*_bucket",)).metrics == ("a.*_bucket", "a.*_count")


def of_cadvisor(*expressions: str) -> tuple[str, ...]:
    """The labels that are dropped for expressions."""
    asked = [
        expr.replace("cpu", 'container_cpu_usage_seconds_total{job="cadvisor"}')
        for expr in expressions
    ]
    return kept(asked, ["cadvisor"])["cadvisor"].drop_labels


def test_labels_that_nothing_asks_for_are_dropped() -> None:
    assert of_cadvisor("sum by (pod) (cpu)") == (
        "boot_id",
        "image",
        "machine_id",
        "name",
        "system_uuid",
    )


def test_a_label_that_an_expression_mentions_stays() -> None:
    assert "image" not in of_cadvisor("sum by (image) (cpu)")


def test_a_label_that_an_expression_of_another_job_mentions_is_dropped() -> None:
    assert "image" in of_cadvisor('sum by (image) (a{job="pods"})')


@pytest.mark.parametrize("expr", ["sum without (pod) (cpu)", "cpu / ignoring (pod) cpu"])
def test_all_labels_stay_where_an_expression_groups_by_what_it_does_not_mention(expr: str) -> None:
    assert of_cadvisor(expr) == ()


@pytest.mark.parametrize("text", ["{{ $labels.image }}", "{{.Labels.image}}"])
def test_a_label_that_an_alert_shows_stays(text: str) -> None:
    expr = 'container_memory_failcnt{job="cadvisor"} > 1'
    alert = custom_alert(expr=expr).model_copy(update={"description": text})

    found = kept_for(Metrics(), Alerts(alerts=(alert,)))["cadvisor"].drop_labels

    assert "image" not in found
    assert "name" in found


def test_labels_of_pods_are_never_dropped() -> None:
    assert kept(["a"], ["pods"])["pods"].drop_labels == ()


def test_every_metric_that_a_rule_asks_for_is_exposed_by_the_job_it_names() -> None:
    scope = Scope(clusters=("any",), jobs=jobs_of(Metrics()))
    rules = [
        rule for group in (*recording_groups(scope), *alert_groups(scope)) for rule in group.rules
    ]
    unknown = {
        (rule.name, asked.metric)
        for rule in rules
        for asked in selectors(rule.expr)
        if is_scraped(asked.metric)
        and not any(
            all(each.matches(job) for each in asked.of_label("job"))
            for job in jobs_that_expose(asked.metric)
        )
    }

    assert unknown == set()


def test_every_series_that_a_rule_builds_on_is_recorded() -> None:
    scope = Scope(clusters=("any",), jobs=jobs_of(Metrics()))
    groups = (*recording_groups(scope), *alert_groups(scope))
    rules = [rule for group in groups for rule in group.rules]
    asked = {one.metric for rule in rules for one in selectors(rule.expr)}

    assert {metric for metric in asked if ":" in metric} <= {rule.name for rule in rules}


def test_an_expression_that_is_no_promql_is_refused() -> None:
    with pytest.raises(PromQlError):
        of_kubelet("sum(")


def test_what_a_custom_alert_asks_for_is_kept() -> None:
    alerts = Alerts(alerts=(custom_alert(expr='shop_orders_total{job="pods"} > 1'),))

    assert "shop_orders_total" in kept_for(Metrics(), alerts)["pods"].metrics


def test_what_a_custom_recording_rule_asks_for_is_kept() -> None:
    rule = CustomRecordingRule(name="a:b:c", expr="sum(shop_orders_total)")

    found = kept_for(Metrics(), Alerts(recording_rules=(rule,)))

    assert "shop_orders_total" in found["pods"].metrics


def test_alerts_that_are_off_keep_nothing() -> None:
    alerts = Alerts(enabled=False, alerts=(custom_alert(expr="shop_orders_total > 1"),))

    assert "shop_orders_total" not in kept_for(Metrics(), alerts)["pods"].metrics


def test_recording_rules_stay_where_alerts_are_off() -> None:
    rule = CustomRecordingRule(name="a:b:c", expr="sum(shop_orders_total)")

    found = kept_for(Metrics(), Alerts(enabled=False, recording_rules=(rule,)))

    assert "shop_orders_total" in found["pods"].metrics


def test_what_the_settings_keep_is_kept() -> None:
    assert "shop_.*" in kept_for(Metrics(keep=("shop_.*",)), Alerts())["pods"].metrics


def test_jobs_of_ones_own_keep_all_they_find() -> None:
    job = ScrapeJob(name="shop", targets=("shop.shop.svc:9090",))

    assert "shop" not in kept_for(Metrics(scrape_jobs=(job,)), Alerts())


def test_nothing_is_kept_without_metrics() -> None:
    assert kept_for(Metrics(enabled=False), Alerts()) == {}


def custom_alert(*, expr: str) -> CustomAlert:
    return CustomAlert(name="OrdersFail", expr=expr, severity="warning", summary="Orders fail.")


def test_what_dashboards_show_is_kept_where_there_is_grafana() -> None:
    found = kept_for(Metrics(), Alerts(), dashboards=True)

    assert "node_load5" in found["node-exporter"].metrics


def test_what_only_dashboards_show_is_not_kept_without_grafana() -> None:
    assert "node_load5" not in kept_for(Metrics(), Alerts())["node-exporter"].metrics


def test_all_that_dashboards_ask_of_jobs_that_are_on_is_kept() -> None:
    found = kept_for(Metrics(), Alerts(), dashboards=True)
    for expr in expressions(DashboardScope(jobs=jobs_of(Metrics()))):
        for selector in selectors(expr):
            if is_scraped(selector.metric) and selector.metric != "up":
                asked = [
                    job for job in found if all(m.matches(job) for m in selector.of_label("job"))
                ]

                assert any(selector.metric in found[job].metrics for job in asked), expr


def test_dashboards_cost_nothing_where_their_job_is_off() -> None:
    off = Metrics.model_validate({"targets": {"node_exporter": {"enabled": False}}})

    assert "node-exporter" not in kept_for(off, Alerts(), dashboards=True)


def test_dashboards_are_not_loaded_without_grafana() -> None:
    program = (
        "import sys; import eks_observability.stacks.cluster; "
        "sys.exit('eks_observability.signals.dashboards.all' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
