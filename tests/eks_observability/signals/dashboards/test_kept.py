"""What dashboards ask for is collected."""

import re

import pytest

from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.dashboards.all import expressions
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.exposed_metrics.catalogue import (
    OF_EVERY_SCRAPE,
    is_scraped,
    jobs_that_expose,
)
from eks_observability.signals.kept_series import kept_for
from eks_observability.signals.promql import selectors
from eks_observability.signals.scope import jobs_of

METRICS = Metrics(enabled=True)
KEPT = kept_for(METRICS, Alerts(), dashboards=True)
WITHOUT = kept_for(METRICS, Alerts())


@pytest.mark.parametrize("expr", expressions(DashboardScope(jobs=jobs_of(METRICS))))
def test_what_a_dashboard_asks_for_is_kept_where_it_asks(expr: str) -> None:
    for selector in selectors(expr):
        if not is_scraped(selector.metric) or selector.metric in OF_EVERY_SCRAPE:
            continue
        wanted = selector.of_label("job")
        where = {
            job
            for job in jobs_that_expose(selector.metric)
            if all(each.matches(job) for each in wanted)
        }
        assert where
        for job in where:
            assert any(re.fullmatch(name, selector.metric) for name in KEPT[job].metrics), job


def test_less_is_kept_without_dashboards() -> None:
    assert sum(len(each.metrics) for each in WITHOUT.values()) < sum(
        len(each.metrics) for each in KEPT.values()
    )


def test_dashboards_keep_no_bucket_of_the_api_servers_requests_that_rules_do_not() -> None:
    name = "apiserver_request_sli_duration_seconds_bucket"
    assert KEPT["apiserver"].buckets[name] == WITHOUT["apiserver"].buckets[name]
