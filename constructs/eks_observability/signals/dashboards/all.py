"""All dashboards there are, for what is switched on."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Final

from eks_observability.signals.dashboards import (
    alerts,
    api_server,
    cluster,
    collectors,
    control_plane,
    coredns,
    home,
    logs,
    nodes,
    pods,
    traces,
    volumes,
    workloads,
)
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Table
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.plain_promql import can_answer, can_show, expressions_of
from eks_observability.signals.dashboards.scope import DashboardScope

DASHBOARDS: Final[tuple[Callable[[DashboardScope], Dashboard], ...]] = (
    cluster.dashboard,
    workloads.dashboard,
    pods.dashboard,
    nodes.dashboard,
    volumes.dashboard,
    api_server.dashboard,
    control_plane.dashboard,
    coredns.dashboard,
    collectors.dashboard,
    logs.dashboard,
    traces.dashboard,
    alerts.dashboard,
)
"""What makes each dashboard but Home, for a reader who comes from the whole to the parts."""


def dashboards(scope: DashboardScope) -> tuple[Dashboard, ...]:
    """The dashboards, without panels that nothing could fill and links that lead nowhere.

    Home is the first.

    Args:
        scope: What they are made for.
    """
    made = (_filled(make(scope), scope.jobs) for make in DASHBOARDS)
    others = [dashboard for dashboard in made if dashboard.rows]
    there = [_filled(home.dashboard(scope, others), scope.jobs), *others]
    of_all = {dashboard.subject: dashboard.of_all_clusters for dashboard in there}
    return tuple(_linked(dashboard, of_all) for dashboard in there)


def expressions(scope: DashboardScope) -> tuple[str, ...]:
    """All PromQL that the dashboards ask, without Grafana's variables, each once.

    Args:
        scope: What they are made for.
    """
    asked = (expr for dashboard in dashboards(scope) for expr in expressions_of(dashboard))
    return tuple(dict.fromkeys(asked))


def _filled(dashboard: Dashboard, jobs: Collection[str]) -> Dashboard:
    """A dashboard with what the jobs that are on can fill."""
    rows = (replace(row, panels=tuple(_shown(row.panels, jobs))) for row in dashboard.rows)
    return replace(dashboard, rows=tuple(row for row in rows if row.panels))


def _shown(panels: Iterable[Panel], jobs: Collection[str]) -> Iterable[Panel]:
    for panel in panels:
        if not can_show(panel, jobs):
            continue
        if isinstance(panel.look, Table):
            # A column goes by the place of its query.
            yield panel
            continue
        queries = (
            query
            for query in panel.queries
            if not isinstance(query, PromQl) or can_answer(query.expr, jobs)
        )
        yield replace(panel, queries=tuple(queries))


def _linked(dashboard: Dashboard, of_all: Mapping[str, bool]) -> Dashboard:
    """A dashboard with links to those that are there, which know whether they are there once."""
    return replace(dashboard, rows=tuple(_row_with_links(row, of_all) for row in dashboard.rows))


def _row_with_links(row: Row, of_all: Mapping[str, bool]) -> Row:
    return replace(row, panels=tuple(_panel_with_links(each, of_all) for each in row.panels))


def _panel_with_links(panel: Panel, of_all: Mapping[str, bool]) -> Panel:
    look = panel.look
    if isinstance(look, Table):
        columns = (replace(column, links=_leading(column.links, of_all)) for column in look.columns)
        look = replace(look, columns=tuple(columns))
    return replace(panel, look=look, links=_leading(panel.links, of_all))


def _leading(links: Iterable[Link], of_all: Mapping[str, bool]) -> tuple[Link, ...]:
    return tuple(
        replace(link, of_all_clusters=of_all[link.to]) for link in links if link.to in of_all
    )
