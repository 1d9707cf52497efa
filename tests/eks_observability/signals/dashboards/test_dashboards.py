"""What holds for every dashboard: Grafana's dashboard-linter has such rules, and we have more."""

import re
from collections import Counter
from collections.abc import Iterator

import promql_parser
import pytest

from eks_observability.signals import jobs
from eks_observability.signals.dashboards import home
from eks_observability.signals.dashboards.all import DASHBOARDS, dashboards
from eks_observability.signals.dashboards.links import Link, uid
from eks_observability.signals.dashboards.looks import Directory, Lines, Number, Plugin, Table, Text
from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl
from eks_observability.signals.dashboards.plain_promql import expressions_of, plain
from eks_observability.signals.dashboards.scope import ClusterView, DashboardScope
from eks_observability.signals.exposed_metrics.catalogue import (
    OF_RULES,
    family_of,
    is_scraped,
    jobs_that_expose,
)
from eks_observability.signals.promql import selectors
from eks_observability.signals.rule_groups import recording_groups
from eks_observability.signals.rules import Scope

JOBS = frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR})
EVERYTHING = DashboardScope(
    jobs=JOBS,
    clusters=(ClusterView(label="shop", name="shop", region="eu-central-1"),),
)
OTHERS = tuple(make(EVERYTHING) for make in DASHBOARDS)
MADE = (home.dashboard(EVERYTHING, OTHERS), *OTHERS)
RECORDED = {
    rule.name
    for group in recording_groups(Scope(clusters=("any",), jobs=JOBS))
    for rule in group.rules
}
VARIABLES = {each.subject: {variable.name for variable in each.variables} for each in MADE}
PANELS = [
    pytest.param(dashboard, panel, id=f"{dashboard.subject}: {panel.title}")
    for dashboard in MADE
    for panel in dashboard.panels
]
QUERIES = [
    pytest.param(dashboard, query.expr, id=f"{dashboard.subject}: {panel.title}: {place}")
    for dashboard in MADE
    for panel in dashboard.panels
    for place, query in enumerate(panel.queries)
    if isinstance(query, PromQl)
]
each_dashboard = pytest.mark.parametrize(
    "dashboard", [pytest.param(each, id=each.subject) for each in MADE]
)
each_panel = pytest.mark.parametrize(("dashboard", "panel"), PANELS)
each_query = pytest.mark.parametrize(("dashboard", "expr"), QUERIES)


def test_no_two_dashboards_have_a_uid() -> None:
    assert [uid for uid, count in Counter(each.subject for each in MADE).items() if count > 1] == []


def test_no_two_dashboards_have_a_title() -> None:
    assert [name for name, count in Counter(each.title for each in MADE).items() if count > 1] == []


def test_all_dashboards_are_there_when_everything_is_on() -> None:
    assert [each.subject for each in dashboards(EVERYTHING)] == [each.subject for each in MADE]


@each_dashboard
def test_a_dashboard_says_what_one_sees_there(dashboard: Dashboard) -> None:
    assert re.fullmatch(r"[A-Z].+\.", dashboard.description, re.DOTALL)


@each_dashboard
def test_a_uid_is_short_enough_for_grafana(dashboard: Dashboard) -> None:
    assert re.fullmatch("eks-[a-z-]+", uid(dashboard.subject))
    assert len(uid(dashboard.subject, "a" * 100)) <= 40


@each_dashboard
def test_a_dashboard_can_be_read(dashboard: Dashboard) -> None:
    assert len(dashboard.panels) <= 25


@each_dashboard
def test_no_two_panels_have_a_title(dashboard: Dashboard) -> None:
    titles = Counter(panel.title for panel in dashboard.panels)

    assert [title for title, count in titles.items() if count > 1] == []


@each_dashboard
def test_every_variable_that_a_query_has_can_be_chosen(dashboard: Dashboard) -> None:
    known = {variable.name for variable in dashboard.variables}
    known |= {"__rate_interval", "__range", "__interval", "PROP"}
    asked = {name for panel in dashboard.panels for name in _variables(panel)}

    assert asked - known == set()


@each_dashboard
def test_every_variable_is_asked_for(dashboard: Dashboard) -> None:
    asked = {name for panel in dashboard.panels for name in _variables(panel)}
    asked |= {name for each in dashboard.variables for name in re.findall(r"\$(\w+)", each.series)}

    assert {variable.name for variable in dashboard.variables} - asked == set()


def _variables(panel: Panel) -> Iterator[str]:
    for query in panel.queries:
        text = query.expr if isinstance(query, PromQl) else str(query.query)
        yield from re.findall(r"\$\{?(\w+)", text)
    for link in _links(panel):
        yield from link.kept


def _links(panel: Panel) -> Iterator[Link]:
    yield from panel.links
    if isinstance(panel.look, Table):
        for column in panel.look.columns:
            yield from column.links


@each_panel
def test_a_panel_says_what_it_means(dashboard: Dashboard, panel: Panel) -> None:
    assert re.fullmatch(r"[A-Z].+\.", panel.description, re.DOTALL), dashboard.subject


@each_panel
def test_a_panel_has_a_short_title(dashboard: Dashboard, panel: Panel) -> None:
    assert re.fullmatch("[A-Z].{1,39}", panel.title), dashboard.subject


@each_panel
def test_a_panel_is_wide_enough_to_read(dashboard: Dashboard, panel: Panel) -> None:
    numbers = isinstance(panel.look, Number)

    assert panel.width in ((3, 4, 6, 8, 12, 24) if numbers else (8, 12, 24)), dashboard.subject


@each_panel
def test_a_panel_says_when_there_is_nothing(dashboard: Dashboard, panel: Panel) -> None:
    assert panel.no_value, dashboard.subject


@each_panel
def test_a_panel_has_a_unit(dashboard: Dashboard, panel: Panel) -> None:
    assert panel.unit in {
        *("short", "none", "percentunit", "s", "ms", "bytes", "Bps", "pps", "ops", "reqps"),
        *("iops", "dateTimeFromNow"),
    }, dashboard.subject


@each_panel
def test_a_panel_asks_something(dashboard: Dashboard, panel: Panel) -> None:
    silent = isinstance(panel.look, Text | Directory | Plugin)

    assert panel.queries or silent, dashboard.subject


@each_panel
def test_lines_are_named(dashboard: Dashboard, panel: Panel) -> None:
    if isinstance(panel.look, Lines):
        legends = [query.legend for query in panel.queries if isinstance(query, PromQl)]

        assert all(legends), dashboard.subject


@each_panel
def test_a_legend_shows_labels_that_its_series_have(dashboard: Dashboard, panel: Panel) -> None:
    for query in panel.queries:
        if isinstance(query, PromQl):
            labels = set(re.findall(r"\{\{(\w+)\}\}", query.legend))

            assert labels - _mentioned(query.expr) - _levels(query.expr) == set(), dashboard.subject


def _mentioned(expr: str) -> set[str]:
    return {label for selector in selectors(plain(expr)) for label in selector.labels}


def _levels(expr: str) -> set[str]:
    """Labels that a recorded series is named for."""
    levels = {
        "node": {"node"},
        "node_device": {"node", "device"},
        "namespace": {"namespace"},
        "pod": {"namespace", "pod", "node"},
        "workload": {"namespace", "workload", "workload_type"},
        "persistentvolumeclaim": {"namespace", "persistentvolumeclaim"},
        "cluster": {"cluster"},
    }
    return {
        label
        for selector in selectors(plain(expr))
        for label in levels.get(selector.metric.partition(":")[0], ())
    }


@each_panel
def test_links_lead_to_dashboards_that_exist(dashboard: Dashboard, panel: Panel) -> None:
    assert {link.to for link in _links(panel)} <= VARIABLES.keys(), dashboard.subject


@each_panel
def test_links_choose_what_can_be_chosen_there(dashboard: Dashboard, panel: Panel) -> None:
    for link in _links(panel):
        chosen = {*link.kept, *(name for name, _ in (*link.labels, *link.values))}

        # X-Ray tells clusters and pods apart only where applications say what they run in.
        assert link.to == "traces" or chosen <= VARIABLES[link.to], dashboard.subject


@each_panel
def test_a_link_of_a_table_goes_by_a_label_that_its_lines_have(
    dashboard: Dashboard, panel: Panel
) -> None:
    if isinstance(panel.look, Table):
        there = {column.name for column in panel.look.columns}
        needed = {label for link in _links(panel) for _, label in link.labels}

        assert needed <= there, dashboard.subject


@each_panel
def test_a_table_asks_for_the_columns_it_shows(dashboard: Dashboard, panel: Panel) -> None:
    if isinstance(panel.look, Table):
        asked = {f"Value #{chr(ord('A') + place)}" for place in range(len(panel.queries))}
        shown = {column.name for column in panel.look.columns if column.name.startswith("Value")}

        assert shown <= asked, dashboard.subject
        assert panel.look.sort in {column.title for column in panel.look.columns}


@each_query
def test_a_query_is_promql(dashboard: Dashboard, expr: str) -> None:
    assert promql_parser.parse(plain(expr)) is not None, dashboard.subject


@each_query
def test_a_query_asks_the_cluster_that_is_chosen(dashboard: Dashboard, expr: str) -> None:
    chosen = plain(expr, {"cluster": "the-one"})
    wanted = [
        [(each.operator, each.value) for each in selector.of_label("cluster")]
        for selector in selectors(chosen)
    ]
    if not dashboard.of_all_clusters:
        assert all(each == [("=", "the-one")] for each in wanted)


@each_query
def test_a_query_names_the_job_of_what_is_scraped(dashboard: Dashboard, expr: str) -> None:
    scraped = [each for each in selectors(plain(expr)) if is_scraped(each.metric)]

    assert all(selector.of_label("job") for selector in scraped), dashboard.subject


@each_query
def test_a_query_asks_for_what_is_exposed_or_recorded(dashboard: Dashboard, expr: str) -> None:
    unknown = {
        selector.metric
        for selector in selectors(plain(expr))
        if selector.metric not in RECORDED | OF_RULES and not jobs_that_expose(selector.metric)
    }

    assert unknown == set(), dashboard.subject


@each_query
def test_a_rate_looks_back_as_far_as_its_picture_needs(dashboard: Dashboard, expr: str) -> None:
    ranges = set(re.findall(r"\b(?:rate|increase|irate)\([^\[]+\[([^\]]+)\]", expr))
    # What a number says of `an hour` looks back an hour, whatever the picture shows.
    in_an_hour = set(re.findall(r"\bincrease\([^\[]+\[(1h)\]", expr))

    assert ranges - in_an_hour <= {"$__rate_interval", "$__range"}, dashboard.subject


@each_query
def test_a_rate_is_of_a_counter(dashboard: Dashboard, expr: str) -> None:
    for metric, job in re.findall(r'\b(?:rate|increase)\((\w+)\{job="([\w-]+)"', expr):
        family = family_of(job, metric)

        assert family, dashboard.subject
        assert family.kind in ("counter", "histogram", "summary", "untyped")


@each_dashboard
def test_what_is_asked_for_stays_the_same(dashboard: Dashboard) -> None:
    assert list(expressions_of(dashboard)) == list(expressions_of(dashboard))
