"""All dashboards there are."""

import subprocess
import sys

from eks_observability.signals import jobs
from eks_observability.signals.dashboards.all import dashboards, expressions
from eks_observability.signals.dashboards.looks import Directory, Table
from eks_observability.signals.dashboards.model import Dashboard, PromQl
from eks_observability.signals.dashboards.plain_promql import can_answer
from eks_observability.signals.dashboards.scope import DashboardScope
from eks_observability.signals.promql import selectors


def of(*on: str) -> tuple[Dashboard, ...]:
    """The dashboards for these scrape jobs."""
    return dashboards(DashboardScope(jobs=frozenset(on)))


def test_panels_that_nothing_could_fill_are_left_out() -> None:
    for dashboard in of(jobs.NODE_EXPORTER, jobs.KUBELET):
        for panel in dashboard.panels:
            asked = [query.expr for query in panel.queries if isinstance(query, PromQl)]

            assert not asked or any(
                can_answer(expr, {jobs.NODE_EXPORTER, jobs.KUBELET}) for expr in asked
            )


def test_rows_without_panels_are_left_out() -> None:
    assert all(row.panels for each in of(jobs.NODE_EXPORTER) for row in each.rows)


def test_links_to_dashboards_that_are_left_out_go_with_them() -> None:
    made = of(jobs.NODE_EXPORTER)
    there = {each.subject for each in made}
    links = {link.to for each in made for panel in each.panels for link in panel.links}
    links |= {
        link.to
        for dashboard in made
        for panel in dashboard.panels
        if isinstance(panel.look, Table)
        for column in panel.look.columns
        for link in column.links
    }

    assert links <= there


def test_home_is_first() -> None:
    assert of(jobs.NODE_EXPORTER)[0].subject == "home"


def test_home_leads_to_every_other_dashboard() -> None:
    home, *others = of(jobs.NODE_EXPORTER, jobs.KUBE_STATE_METRICS)
    found = [each.look for each in home.panels if isinstance(each.look, Directory)]

    assert [link.to for link, _ in found[0].entries] == [each.subject for each in others]


def test_without_metrics_home_leads_to_the_others_alone() -> None:
    home = dashboards(DashboardScope(jobs=frozenset(), alerts=False))[0]

    assert [type(each.look) for each in home.panels] == [Directory]


def test_links_to_a_dashboard_of_all_clusters_know_that() -> None:
    links = {
        (link.to, link.of_all_clusters)
        for each in of(jobs.NODE_EXPORTER, jobs.KUBE_STATE_METRICS)
        for panel in each.panels
        if isinstance(panel.look, Table)
        for column in panel.look.columns
        for link in column.links
    }

    assert {("alerts", True), ("nodes", False)} <= links


def test_nothing_is_said_of_alerts_where_there_are_none() -> None:
    scope = DashboardScope(jobs=frozenset({jobs.KUBE_STATE_METRICS}), alerts=False)

    assert not [expr for expr in expressions(scope) if "ALERTS" in expr]


def test_each_query_is_asked_for_once() -> None:
    found = expressions(DashboardScope(jobs=frozenset({jobs.NODE_EXPORTER})))

    assert len(found) == len(set(found))


def test_what_is_asked_for_is_promql_without_variables() -> None:
    found = expressions(DashboardScope(jobs=frozenset({jobs.NODE_EXPORTER})))

    assert all(selectors(expr) for expr in found)
    assert not [expr for expr in found if "$" in expr]


def test_what_is_asked_for_includes_what_can_be_chosen() -> None:
    assert "count by (cluster) (up)" in expressions(
        DashboardScope(jobs=frozenset({jobs.NODE_EXPORTER}))
    )


def test_who_asks_what_dashboards_ask_for_does_not_load_grafanas_types() -> None:
    program = (
        "import sys; from eks_observability.signals.dashboards.all import expressions; "
        "sys.exit('grafana_foundation_sdk' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
