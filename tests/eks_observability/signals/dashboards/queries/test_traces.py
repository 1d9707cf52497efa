"""What the dashboard of traces asks X-Ray."""

from eks_observability.signals import jobs
from eks_observability.signals.dashboards import traces
from eks_observability.signals.dashboards.model import XRAY, PluginQuery
from eks_observability.signals.dashboards.queries.traces import FAILED, statistics
from eks_observability.signals.dashboards.queries.traces import traces as traces_of
from eks_observability.signals.dashboards.scope import DashboardScope

MADE = traces.dashboard(DashboardScope(jobs=frozenset({jobs.KUBELET})))
KINDS = {"getServiceMap", "getTraceSummaries", "getTimeSeriesServiceStatistics"}


def test_xray_is_asked_and_nobody_else() -> None:
    for panel in MADE.panels:
        for query in panel.queries:
            assert isinstance(query, PluginQuery)
            assert query.source == XRAY
            assert query.query["queryType"] in KINDS


def test_all_traces_are_asked_for_unless_a_filter_says_which() -> None:
    assert traces_of().query["query"] == ""
    assert traces_of(FAILED).query["query"] == FAILED


def test_a_statistic_is_one_series() -> None:
    assert statistics("OkCount").query["columns"] == ["OkCount"]


def test_the_service_map_is_drawn_as_a_graph() -> None:
    shown = next(panel for panel in MADE.panels if panel.title == "Who calls whom")
    assert getattr(shown.look, "type", "") == "nodeGraph"
