"""Mistakes in rules of the settings that only those see who know PromQL, metrics and alerts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from eks_observability.settings.contradiction import Contradiction
from eks_observability.settings.document import Path
from eks_observability.settings.model import Settings
from eks_observability.settings.section import nearest
from eks_observability.signals import jobs
from eks_observability.signals.alert_templates import template_fault
from eks_observability.signals.anomaly_detectors.model import SERIES as OF_DETECTORS
from eks_observability.signals.exposed_metrics.catalogue import (
    CATALOGUE,
    OF_EVERY_SCRAPE,
    OF_RULES,
    is_scraped,
    jobs_that_expose,
)
from eks_observability.signals.lost_labels import surely_loses
from eks_observability.signals.promql import PromQlError, Selector, selectors
from eks_observability.signals.rule_groups import ALERT_NAMES, EVERYTHING, recording_groups
from eks_observability.signals.scope import jobs_of

_OF_TARGETS: Final = (
    *("apiserver_", "awscni_", "container_", "coredns_", "kube_", "kubelet_", "machine_"),
    *("node_", "otelcol_", "scheduler_"),
)
"""How metrics of built-in jobs begin, and those of applications do not."""

_BUILT_IN: Final = frozenset(
    rule.name for group in recording_groups(EVERYTHING) for rule in group.rules
)
"""Names of all recording rules there are, whatever is scraped."""


_NOT_RE2: Final = re.compile(r"[*+?]\+|\\[1-9]")
"""What Python's regular expressions have and those of Prometheus do not: repetition that gives
nothing back, and references to what a group matched."""


@dataclass(frozen=True, kw_only=True)
class _Scraped:
    """What some cluster scrapes, as the rules of all of them see it."""

    jobs: frozenset[str]
    monitors: bool
    keep: tuple[str, ...]

    def keeps(self, metric: str) -> bool:
        """Whether somebody says that there is a metric, whatever is known of it."""
        return any(re.fullmatch(pattern, metric) for pattern in self.keep)


def rule_contradictions(settings: Settings) -> Iterator[Contradiction]:
    """Every mistake in rules of the settings, and in what they switch off or keep."""
    invalid = list(_invalid_patterns(settings))
    yield from invalid
    yield from _same_names(settings)
    yield from _unknown_alerts(settings)
    scraped = None if invalid or not settings.collecting else _scraped(settings)
    for path, expr in _expressions(settings):
        try:
            asked = selectors(expr)
        except PromQlError as error:
            yield Contradiction(path, str(error))
            continue
        if scraped:
            found = (
                _never_scraped(each, scraped) or _never_recorded(each, settings) for each in asked
            )
            yield from (Contradiction(path, message) for message in found if message)
    yield from _without_cluster(settings)
    yield from _unreadable_texts(settings)


def _unreadable_texts(settings: Settings) -> Iterator[Contradiction]:
    """Texts of alerts that Prometheus could not read, and AMP would refuse with all the others."""
    for place, alert in enumerate(settings.alerts.alerts):
        for key in ("summary", "description"):
            if message := template_fault(getattr(alert, key)):
                yield Contradiction(("alerts", "alerts", place, key), message)


def _expressions(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Every query of the settings, and where it stands."""
    for place, alert in enumerate(settings.alerts.alerts):
        yield ("alerts", "alerts", place, "expr"), alert.expr
    for place, rule in enumerate(settings.alerts.recording_rules):
        yield ("alerts", "recording_rules", place, "expr"), rule.expr


def _invalid_patterns(settings: Settings) -> Iterator[Contradiction]:
    """Entries of metrics.keep that are no regular expressions."""
    yield from _invalid(("metrics",), settings.metrics.keep)
    for index, cluster in enumerate(settings.clusters):
        if cluster.metrics:
            yield from _invalid(("clusters", index, "metrics"), cluster.metrics.keep)


def _invalid(above: Path, keep: tuple[str, ...]) -> Iterator[Contradiction]:
    for place, pattern in enumerate(keep):
        if reason := _no_pattern(pattern):
            message = (
                f"found {pattern}, which is no regular expression ({reason}): write a metric's "
                "name, or a regular expression for whole names, such as container_fs_.*"
            )
            yield Contradiction((*above, "keep", place), message)


def _no_pattern(pattern: str) -> str:
    """Why Prometheus would refuse a regular expression; empty where it would not."""
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    found = _NOT_RE2.search(pattern)
    return f"Prometheus knows no {found[0]}" if found else ""


def _same_names(settings: Settings) -> Iterator[Contradiction]:
    """Rules of a name that another rule has."""
    taken = set(ALERT_NAMES) - set(settings.alerts.off)
    for place, alert in enumerate(settings.alerts.alerts):
        if alert.name in taken:
            own = (
                "; or leave the built-in one out, by alerts.off"
                if alert.name in ALERT_NAMES
                else ""
            )
            message = f"there is an alert {alert.name} already: give this one another name{own}"
            yield Contradiction(("alerts", "alerts", place, "name"), message)
        taken.add(alert.name)
    recorded = set(_BUILT_IN)
    for place, rule in enumerate(settings.alerts.recording_rules):
        if rule.name in recorded:
            message = f"there is a recording rule {rule.name} already: give this one another name"
            yield Contradiction(("alerts", "recording_rules", place, "name"), message)
        recorded.add(rule.name)


def _unknown_alerts(settings: Settings) -> Iterator[Contradiction]:
    own = {alert.name for alert in settings.alerts.alerts}
    for place, name in enumerate(settings.alerts.off):
        if name in ALERT_NAMES:
            continue
        hint = nearest(name, ALERT_NAMES)
        if name in own:
            hint = "; it is one of your own: take it out of alerts.alerts"
        message = f"found {name}, allowed: names of alerts, which docs/runbooks lists{hint}"
        yield Contradiction(("alerts", "off", place), message)


def _scraped(settings: Settings) -> _Scraped:
    """What any of the clusters scrapes."""
    every = [settings.capabilities_of(cluster).metrics for cluster in settings.collecting]
    return _Scraped(
        jobs=frozenset[str]().union(*map(jobs_of, every)),
        monitors=any(metrics.monitors for metrics in every),
        keep=tuple(pattern for metrics in every for pattern in metrics.keep),
    )


def _never_scraped(selector: Selector, scraped: _Scraped) -> str:
    """Why a selector's metric is never scraped; empty where it may be."""
    metric, wanted = selector.metric, selector.of_label("job")
    if not is_scraped(metric) or scraped.keeps(metric):
        return ""
    possible = {job for job in scraped.jobs if all(each.matches(job) for each in wanted)}
    if not possible:
        named = ", ".join(f"job{each.operator}{each.value}" for each in wanted)
        there = ", ".join(sorted(scraped.jobs))
        return "" if scraped.monitors else f"found {named}, allowed: jobs that are on ({there})"
    if metric in OF_EVERY_SCRAPE or jobs_that_expose(metric) & possible:
        return ""
    exact = any(each.operator == "=" for each in wanted)
    anything = possible - CATALOGUE.keys() or (scraped.monitors and not exact)
    if anything and (exact or not metric.startswith(_OF_TARGETS)):
        return ""
    return (
        f"found {metric}, which {_where(metric, possible, scraped)} (metrics.keep takes it, if it "
        "is there nevertheless)"
    )


def _where(metric: str, possible: set[str], scraped: _Scraped) -> str:
    """What is wrong with asking `possible` jobs for a metric."""
    known = jobs_that_expose(metric)
    listed = ", ".join(sorted(known))
    if known & scraped.jobs:
        return f"comes from the job {listed} and not from {', '.join(sorted(possible))}"
    if known:
        setting = "metrics.collector" if known == {jobs.COLLECTOR} else "metrics.targets"
        return f"comes from the job {listed}, which no cluster has on: see {setting}"
    exposed = sorted(
        {name for job in possible & CATALOGUE.keys() for name in CATALOGUE[job].by_series}
    )
    return f"no job that is on exposes{nearest(metric, exposed)}"


def _never_recorded(selector: Selector, settings: Settings) -> str:
    """Why no rule records what a selector asks for; empty where one does, or may.

    A workspace that was there before has rules that nobody here knows.
    """
    metric = selector.metric
    if ":" not in metric or metric in OF_RULES | OF_DETECTORS or settings.hub.workspace.id:
        return ""
    recorded = {*_BUILT_IN, *(rule.name for rule in settings.alerts.recording_rules)}
    if metric in recorded:
        return ""
    return f"found {metric}, which no recording rule records{nearest(metric, recorded)}"


def _without_cluster(settings: Settings) -> Iterator[Contradiction]:
    """Alerts of which nobody could tell what cluster they are about."""
    for place, alert in enumerate(settings.alerts.alerts):
        try:
            loses = surely_loses(alert.expr, "cluster")
        except ValueError:
            continue
        if loses:
            message = (
                "its answers lose the label cluster, so nobody could tell what cluster an alert is "
                "about: keep it, as in sum by (cluster) (up)"
            )
            yield Contradiction(("alerts", "alerts", place, "expr"), message)
