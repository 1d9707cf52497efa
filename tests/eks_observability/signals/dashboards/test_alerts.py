"""The dashboard of alerts."""

from eks_observability.signals.dashboards.alerts import dashboard
from eks_observability.signals.dashboards.all import dashboards
from eks_observability.signals.dashboards.model import PromQl
from eks_observability.signals.dashboards.scope import DashboardScope

MADE = dashboard(DashboardScope(jobs=frozenset()))


def test_without_alerts_there_is_no_dashboard_of_them() -> None:
    made = dashboards(DashboardScope(jobs=frozenset(), alerts=False))
    assert "alerts" not in {each.subject for each in made}


def test_alerts_of_several_clusters_can_be_chosen() -> None:
    assert {each.name: each.many for each in MADE.variables} == {"cluster": True, "severity": True}


def test_the_watchdog_is_no_news() -> None:
    for panel in MADE.panels:
        for query in panel.queries:
            assert isinstance(query, PromQl)
            assert "Watchdog" in query.expr
            if panel.title != "Rules":
                assert 'alertname!="Watchdog"' in query.expr
