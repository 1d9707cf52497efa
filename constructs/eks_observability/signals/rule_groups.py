"""All recording rules and alerts, in groups, for what is switched on."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from eks_observability.settings.alerts import CustomAlert, CustomRecordingRule
from eks_observability.signals import jobs
from eks_observability.signals.alerts.subjects import ALERTS
from eks_observability.signals.recording_rules.subjects import RECORDING_RULES
from eks_observability.signals.rules import Alert, RecordingRule, RuleGroup, Scope

RULES_A_GROUP: Final = 20
"""Rules that AMP takes in a group (AMP User Guide, "Service quotas")."""

EVERYTHING: Final = Scope(
    clusters=("any",),
    jobs=frozenset({*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR}),
    watched=("any",),
)
"""Every built-in job is on, in a cluster of no matter what name, which is watched, too."""

ALERT_NAMES: Final[tuple[str, ...]] = tuple(
    dict.fromkeys(alert.name for subject in ALERTS.values() for alert in subject.alerts(EVERYTHING))
)
"""Names of all alerts there are, whatever is scraped."""


def recording_groups(
    scope: Scope, custom: Sequence[CustomRecordingRule] = ()
) -> tuple[RuleGroup, ...]:
    """The recording rules of every subject whose scrape jobs are all on.

    Args:
        scope: What they are written for.
        custom: Recording rules of the settings, in a group of their own. Default: none.
    """
    groups = [
        group
        for name, subject in RECORDING_RULES.items()
        if scope.jobs.issuperset(subject.JOBS)
        for group in _groups(name, subject.rules(scope))
    ]
    own = tuple(RecordingRule(name=rule.name, expr=rule.expr) for rule in custom)
    return (*groups, *_groups("custom", own))


def alert_groups(
    scope: Scope, *, off: Collection[str] = (), custom: Sequence[CustomAlert] = ()
) -> tuple[RuleGroup, ...]:
    """The alerts of every subject whose scrape jobs are all on.

    Args:
        scope: What they are written for.
        off: Names of alerts to leave out. Default: none.
        custom: Alerts of the settings, in a group of their own. Default: none.
    """
    groups = [
        group
        for name, subject in ALERTS.items()
        if scope.jobs.issuperset(subject.JOBS)
        for group in _groups(
            name, tuple(alert for alert in subject.alerts(scope) if alert.name not in off)
        )
    ]
    return (*groups, *_groups("custom", tuple(map(_own, custom))))


def _own(alert: CustomAlert) -> Alert:
    return Alert(
        name=alert.name,
        expr=alert.expr,
        hold=alert.hold,
        severity=alert.severity,
        summary=alert.summary,
        description=alert.description,
    )


def _groups(name: str, rules: Sequence[RecordingRule | Alert]) -> Iterator[RuleGroup]:
    """`rules` in groups as large as AMP takes them, those after the first with a number."""
    for number, start in enumerate(range(0, len(rules), RULES_A_GROUP), start=1):
        yield RuleGroup(
            name=name if number == 1 else f"{name}-{number}",
            rules=tuple(rules[start : start + RULES_A_GROUP]),
        )
