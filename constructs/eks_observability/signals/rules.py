"""Recording rules and alerts as values."""

from dataclasses import dataclass, field
from typing import Literal

from eks_observability.settings.alert_thresholds import AlertThresholds

Severity = Literal["critical", "warning", "info", "none"]
"""Who hears of an alert, and how soon. `critical`: somebody now. `warning`: somebody today. `info`:
whoever looks. `none`: machines, as of the watchdog."""


@dataclass(frozen=True, kw_only=True)
class RecordingRule:
    """A query whose answer is kept as a series of its own."""

    name: str
    """What the series is called: `level:metric:operation`, such as
    `node:node_cpu_utilization:ratio_rate5m` (Prometheus documentation, "Recording rules")."""

    expr: str
    """The query."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """A query whose answers are alerts, one each."""

    name: str
    """What it is called: subject and state, such as `NodeNotReady`. So is its runbook."""

    expr: str
    """The query. Its answers have the label `cluster`."""

    hold: str = "15m"
    """How long the query has to answer before the alert fires, as PromQL writes durations."""

    severity: Severity
    """Who hears of it."""

    summary: str
    """One sentence without values, which is the same for every one of them."""

    description: str
    """What, where and how much, with labels and values as Prometheus' templates write them."""


@dataclass(frozen=True, kw_only=True)
class RuleGroup:
    """Rules that are evaluated one after the other, so that a rule can build on those before."""

    name: str
    """What it is called in its namespace."""

    rules: tuple[RecordingRule | Alert, ...]
    """The rules, in their order. AMP takes 20 a group (AMP User Guide, "Service quotas")."""

    interval: str = "1m"
    """How often they are evaluated."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What rules are written for."""

    clusters: tuple[str, ...]
    """Names of the clusters that write to the workspace: silence of one is noticed by name."""

    jobs: frozenset[str]
    """Names of the scrape jobs that are on, in any of them."""

    without: frozenset[tuple[str, str]] = frozenset()
    """Clusters and jobs that are off there, though on in another cluster. Default: none."""

    watched: tuple[str, ...] = ()
    """Those of the clusters that anomaly detectors of the workspace watch. Default: none."""

    thresholds: AlertThresholds = field(default_factory=AlertThresholds)
    """From where on something is worth an alert."""
