"""Rule groups as the text of a Prometheus rule file, which AMP takes too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ruamel.yaml.scalarstring import LiteralScalarString

from eks_observability.prometheus.yaml_text import yaml_text
from eks_observability.settings.alerts import Alerts
from eks_observability.signals.rule_groups import ALERT_NAMES
from eks_observability.signals.rules import Alert, RecordingRule, RuleGroup

RECORDING_NAMESPACE: Final = "eks-observability-recording-rules"
"""The rule groups namespace of recording rules."""

ALERTS_NAMESPACE: Final = "eks-observability-alerts"
"""The rule groups namespace of alerts."""

_RUNBOOKS: Final = "docs/runbooks"


@dataclass(frozen=True, kw_only=True)
class Links:
    """Where an alert leads whoever reads it."""

    runbooks_url: str | None = None
    """Where the pages of docs/runbooks can be read. Default: nowhere, and alerts name the file."""

    dashboard_url: str | None = None
    """A dashboard's address, in which `{{ $labels.cluster }}` is the alert's cluster. Default: no
    link."""

    custom_runbooks: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the runbooks of custom alerts, by alert. Default: none has one."""


def links(settings: Alerts, *, dashboard_url: str | None = None) -> Links:
    """Where alerts lead by the settings.

    Args:
        settings: The settings of alerts.
        dashboard_url: As in `Links`. Default: no link.
    """
    return Links(
        runbooks_url=settings.runbooks_url,
        dashboard_url=dashboard_url,
        custom_runbooks={
            alert.name: alert.runbook_url for alert in settings.alerts if alert.runbook_url
        },
    )


def rule_file(groups: Sequence[RuleGroup], links: Links | None = None) -> str:
    """The YAML of a rule file. The same groups give the same text.

    Args:
        groups: The groups, in their order.
        links: What alerts lead to. Default: to the runbook's file, and to no dashboard.
    """
    return yaml_text({"groups": [_group(group, links or Links()) for group in groups]})


def annotations(alert: Alert, links: Links) -> dict[str, str]:
    """What an alert says: summary, description, runbook and dashboard, those there are."""
    said = {
        "summary": alert.summary,
        "description": alert.description,
        **_runbook(alert.name, links),
        "dashboard_url": "" if alert.severity == "none" else links.dashboard_url or "",
    }
    return {key: text for key, text in said.items() if text}


def _runbook(name: str, links: Links) -> dict[str, str]:
    if name not in ALERT_NAMES:
        return {"runbook_url": links.custom_runbooks.get(name, "")}
    if links.runbooks_url:
        return {"runbook_url": f"{links.runbooks_url.rstrip('/')}/{name}.md"}
    return {"runbook": f"{_RUNBOOKS}/{name}.md"}


def _group(group: RuleGroup, links: Links) -> dict[str, object]:
    return {
        "name": group.name,
        "interval": group.interval,
        "rules": [_rule(rule, links) for rule in group.rules],
    }


def _rule(rule: RecordingRule | Alert, links: Links) -> dict[str, object]:
    if isinstance(rule, RecordingRule):
        return {"record": rule.name, "expr": _query(rule.expr)}
    return {
        "alert": rule.name,
        "expr": _query(rule.expr),
        "for": rule.hold,
        "labels": {"severity": rule.severity},
        "annotations": annotations(rule, links),
    }


def _query(expr: str) -> str:
    """A query as it would be written by hand, its lines kept."""
    return LiteralScalarString(expr) if "\n" in expr else expr
