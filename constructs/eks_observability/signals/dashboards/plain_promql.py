"""Queries of dashboards without what only Grafana knows, so that Prometheus can answer them."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from eks_observability.signals.dashboards.model import Dashboard, Panel, PromQl
from eks_observability.signals.dashboards.variables import EVERYTHING, Variable
from eks_observability.signals.promql import Selector, selectors
from eks_observability.signals.recording_rules.subjects import RECORDING_RULES
from eks_observability.signals.rules import Scope

_BUILT_IN: Final = {"__rate_interval": "5m", "__range": "1h", "__interval": "1m"}
"""What Grafana fills in by itself, as of an hour with a scrape a minute."""

_VARIABLE: Final = re.compile(r"\$(\w+)")
_ANY: Final = Scope(clusters=("any",), jobs=frozenset())
_JOBS_OF_RECORDED: Final[Mapping[str, tuple[str, ...]]] = {
    rule.name: subject.JOBS for subject in RECORDING_RULES.values() for rule in subject.rules(_ANY)
}


def plain(expr: str, values: Mapping[str, str] | None = None) -> str:
    """PromQL with values instead of Grafana's variables.

    Args:
        expr: The query.
        values: What is chosen, by variable. Default: everything.
    """
    chosen = {**_BUILT_IN, **(values or {})}
    return _VARIABLE.sub(lambda found: chosen.get(found[1], EVERYTHING), expr)


def expressions_of(dashboard: Dashboard) -> Iterator[str]:
    """All that a dashboard asks Prometheus for, its variables included."""
    for variable in dashboard.variables:
        yield values_of(variable)
    for panel in dashboard.panels:
        yield from (plain(each.expr) for each in panel.queries if isinstance(each, PromQl))


def values_of(variable: Variable) -> str:
    """A query whose answers have the values that a variable has."""
    return f"count by ({variable.label}) ({plain(variable.series)})"


def can_show(panel: Panel, jobs: Collection[str]) -> bool:
    """Whether some query of a panel finds what it needs, or it asks for nothing of Prometheus.

    Args:
        panel: The panel.
        jobs: Names of the scrape jobs that are on.
    """
    asked = [query for query in panel.queries if isinstance(query, PromQl)]
    return not asked or any(can_answer(query.expr, jobs) for query in asked)


def can_answer(expr: str, jobs: Collection[str]) -> bool:
    """Whether the jobs that are on have all that a query asks for.

    Args:
        expr: The query.
        jobs: Names of the scrape jobs that are on.
    """
    return all(_is_there(selector, jobs) for selector in selectors(plain(expr)))


def _is_there(selector: Selector, jobs: Collection[str]) -> bool:
    if needed := _JOBS_OF_RECORDED.get(selector.metric):
        return set(needed) <= set(jobs)
    wanted = selector.of_label("job")
    return not wanted or any(all(each.matches(job) for each in wanted) for job in jobs)
