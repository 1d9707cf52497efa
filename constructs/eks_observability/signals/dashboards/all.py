"""All dashboards there are, for what is switched on."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Final

from eks_observability.signals.dashboards import (
    alerts,
    api_server,
    collectors,
    control_plane,
    coredns,
    logs,
    nodes,
    pods,
    traces,
    workloads,
)
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Table
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl, Row
from eks_observability.signals.dashboards.plain_promql import can_answer, can_show, expressions_of
from eks_observability.signals.dashboards.scope import DashboardScope

DASHBOARDS: Final[tuple[Callable[[DashboardScope], Dashboard], ...]] = (
    workloads.dashboard,
    pods.dashboard,
    nodes.dashboard,
    api_server.dashboard,
    control_plane.dashboard,
    coredns.dashboard,
    collectors.dashboard,
    logs.dashboard,
    traces.dashboard,
    alerts.dashboard,
)
"""What makes each dashboard, in the order of a reader who comes from the whole to the parts."""


def dashboards(scope: DashboardScope) -> tuple[Dashboard, ...]:
    """The dashboards, without panels that nothing could fill and links that lead nowhere.

    Args:
        scope: What they are made for.
    """
    made = [_filled(make(scope), scope.jobs) for make in DASHBOARDS]
    there = [dashboard for dashboard in made if dashboard.rows]
    subjects = {dashboard.subject for dashboard in there}
    return tuple(_linked(dashboard, subjects) for dashboard in there)


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


def _linked(dashboard: Dashboard, subjects: Collection[str]) -> Dashboard:
    """A dashboard with links to those that are there."""
    return replace(dashboard, rows=tuple(_row_with_links(row, subjects) for row in dashboard.rows))


def _row_with_links(row: Row, subjects: Collection[str]) -> Row:
    return replace(row, panels=tuple(_panel_with_links(each, subjects) for each in row.panels))


def _panel_with_links(panel: Panel, subjects: Collection[str]) -> Panel:
    look = panel.look
    if isinstance(look, Table):
        columns = (
            replace(column, links=_leading(column.links, subjects)) for column in look.columns
        )
        look = replace(look, columns=tuple(columns))
    return replace(panel, look=look, links=_leading(panel.links, subjects))


def _leading(links: Iterable[Link], subjects: Collection[str]) -> tuple[Link, ...]:
    return tuple(link for link in links if link.to in subjects)
