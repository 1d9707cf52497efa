"""Which series are kept of what is scraped: those that some query asks for, and no others.

What the collector makes of dropped series decides what goes together (receiver/prometheusreceiver
of opentelemetry-collector-contrib v0.151.0, internal/metricfamily.go): a histogram or a summary
without its `_count` is lost whole; without its `_sum` it is not.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.exposed_metrics.catalogue import (
    CATALOGUE,
    is_scraped,
    jobs_that_expose,
)
from eks_observability.signals.le_values import le_values, spellings
from eks_observability.signals.promql import Selector, selectors
from eks_observability.signals.rule_groups import alert_groups, recording_groups
from eks_observability.signals.rules import Alert, Scope
from eks_observability.signals.scope import jobs_of

_TEMPLATE_LABEL: Final = re.compile(r"(?:\$labels|\.Labels)\.([A-Za-z_][A-Za-z0-9_]*)")
_INCOMPLETE: Final = re.compile(r"(.+)_(?:bucket|sum)")
_LITERAL: Final = re.compile(r"[A-Za-z_:][A-Za-z0-9_:]*")


@dataclass(frozen=True, kw_only=True)
class KeptSeries:
    """What is kept of a scrape job."""

    metrics: tuple[str, ...] = ()
    """Names of metrics, and regular expressions for whole names, in order. Default: none."""

    buckets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Buckets by the name of their metric, which ends in `_bucket` and is one of `metrics`: values
    of `le` in every spelling that a scrape may have. Default: all buckets of what is kept."""

    drop_labels: tuple[str, ...] = ()
    """Labels that nothing asks for, and without which series still differ. Default: none."""


def kept_for(
    metrics: Metrics, alerts: Alerts, *, dashboards: bool = False, traced: bool = False
) -> Mapping[str, KeptSeries]:
    """What is kept of each job that is on, for the rules that are on and what is kept besides.

    Scrape jobs of the settings keep all they find, and have no entry.

    Args:
        metrics: Settings of the cluster's metrics.
        alerts: Settings of alerts.
        dashboards: Whether there is Grafana, so that what its dashboards show is kept too.
            Default: there is none.
        traced: Whether collectors run in the cluster for traces, which scrape themselves. Default:
            only those that metrics ask for.

    Raises:
        PromQlError: A rule of the settings is no PromQL, or names no metric.
    """
    on = jobs_of(metrics, traced=traced) - {job.name for job in metrics.scrape_jobs}
    scope = Scope(clusters=("any",), jobs=on, thresholds=alerts.thresholds)
    groups = list(recording_groups(scope, alerts.recording_rules))
    if alerts.enabled:
        groups += alert_groups(scope, off=alerts.off, custom=alerts.alerts)
    asked = [
        (rule.expr, _template_labels(rule) if isinstance(rule, Alert) else frozenset[str]())
        for group in groups
        for rule in group.rules
    ]
    if dashboards:
        asked += [(expr, frozenset[str]()) for expr in _shown(on, alerts)]
    return _kept(asked, on, metrics.keep)


def _shown(jobs: frozenset[str], alerts: Alerts) -> tuple[str, ...]:
    """What dashboards ask for; whoever has no Grafana does not wait until they are loaded."""
    from eks_observability.signals.dashboards.all import expressions
    from eks_observability.signals.dashboards.scope import DashboardScope

    return expressions(
        DashboardScope(jobs=jobs, thresholds=alerts.thresholds, alerts=alerts.enabled)
    )


def kept(
    expressions: Iterable[str], jobs: Collection[str], *, extra: Iterable[str] = ()
) -> Mapping[str, KeptSeries]:
    """What is kept of each job for some expressions.

    A selector that names its job keeps there. One that does not keeps wherever the metric is known
    to be, and in jobs of which nothing is known, such as pods. Series that rules record are not
    scraped, so they keep nothing.

    Args:
        expressions: PromQL.
        jobs: Names of the jobs that are on.
        extra: Metrics to keep besides, by name or regular expression for whole names. Default:
            none.

    Returns:
        What is kept, job by job: one entry for each of `jobs`.

    Raises:
        PromQlError: An expression is no PromQL, or a selector names no metric.
    """
    return _kept(((expr, frozenset()) for expr in expressions), jobs, tuple(extra))


def _kept(
    queries: Iterable[tuple[str, frozenset[str]]], jobs: Collection[str], extra: tuple[str, ...]
) -> Mapping[str, KeptSeries]:
    """What is kept for expressions, each with the labels that are shown of its answers."""
    asked = tuple(
        replace(selector, labels=selector.labels | shown)
        for expr, shown in queries
        for selector in selectors(expr)
        if is_scraped(selector.metric)
    )
    return {
        job: _of_job(
            job,
            tuple(selector for selector in asked if job in _jobs_of(selector, jobs)),
            tuple(pattern for pattern in extra if _concerns(pattern, job)),
        )
        for job in sorted(jobs)
    }


def _template_labels(alert: Alert) -> frozenset[str]:
    """Labels that the texts of an alert show."""
    return frozenset(_TEMPLATE_LABEL.findall(f"{alert.summary} {alert.description}"))


def _of_job(job: str, asked: tuple[Selector, ...], patterns: tuple[str, ...]) -> KeptSeries:
    names = {each.metric for each in asked} | set(patterns)
    names |= {f"{each.metric}_count" for each in asked if each.of_label("quantile")}
    names |= {f"{found[1]}_count" for found in map(_INCOMPLETE.fullmatch, names) if found}
    names |= {count for count in _counts(job, names) if not _matches(names, count)}
    return KeptSeries(
        metrics=tuple(sorted(names)),
        buckets=dict(_buckets(asked, patterns)),
        drop_labels=_unasked_labels(job, asked),
    )


def _unasked_labels(job: str, asked: tuple[Selector, ...]) -> tuple[str, ...]:
    """The labels of a job that nothing asks for, of those that can be dropped."""
    exposition = CATALOGUE.get(job)
    if exposition is None or any(each.all_labels for each in asked):
        return ()
    mentioned = {label for each in asked for label in each.labels}
    return tuple(sorted(set(exposition.droppable) - mentioned))


def _jobs_of(selector: Selector, jobs: Collection[str]) -> frozenset[str]:
    """Those of `jobs` that a selector keeps its metric in."""
    wanted = selector.of_label("job")
    possible = frozenset(job for job in jobs if all(each.matches(job) for each in wanted))
    if any(each.operator == "=" for each in wanted):
        return possible
    return possible & (jobs_that_expose(selector.metric) | (possible - CATALOGUE.keys()))


def _concerns(pattern: str, job: str) -> bool:
    """Whether metrics of a pattern may be among a job's: not if it names those of other jobs."""
    if _LITERAL.fullmatch(pattern) and (known := jobs_that_expose(pattern)):
        return job in known or job not in CATALOGUE
    return True


def _counts(job: str, names: Collection[str]) -> Iterator[str]:
    """The `_count` of each histogram and summary of a job that some of `names` are series of."""
    exposition = CATALOGUE.get(job)
    for family in exposition.families if exposition else ():
        if family.kind in ("histogram", "summary") and any(
            _matches(names, series) for series in family.series
        ):
            yield f"{family.name}_count"


def _matches(names: Collection[str], metric: str) -> bool:
    """Whether a metric is among names and regular expressions for whole names."""
    return metric in names or any(
        re.fullmatch(name, metric) for name in names if not _LITERAL.fullmatch(name)
    )


def _buckets(
    asked: tuple[Selector, ...], patterns: tuple[str, ...]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The buckets of each metric of which nothing asks for all."""
    for metric in sorted({each.metric for each in asked if each.metric.endswith("_bucket")}):
        if _matches(patterns, metric):
            continue
        values = [le_values(each) for each in asked if each.metric == metric]
        exact = {value for each in values if each for value in each}
        if None not in values:
            yield metric, spellings({*exact, "+Inf"})
