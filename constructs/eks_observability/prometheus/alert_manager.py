"""Who hears of which alert, how often, and of which not: AMP's alert manager definition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.scalarstring import LiteralScalarString

from eks_observability.prometheus.alert_inhibition import INHIBITIONS
from eks_observability.prometheus.alert_messages import CHAT, MESSAGE, SUBJECT, TEMPLATES
from eks_observability.prometheus.yaml_text import yaml_text
from eks_observability.settings.alerts import Repeat

TEMPLATE_FILE: Final = "eks_observability"
"""What the definition calls the file of message templates."""

WATCHDOG_MINUTES: Final = 5
"""How often the watchdog is heard of."""

_PEOPLE: Final = "people"
_WATCHDOG: Final = "watchdog"
_GROUP_BY: Final = ("cluster", "alertname", "namespace")


@dataclass(frozen=True, kw_only=True)
class Topics:
    """Where alerts go: topics of Amazon SNS, which is all that AMP sends to.

    Standard ones (AMP User Guide, "Configure alert manager to send messages to your Amazon SNS
    topic").
    """

    region: str
    """The Region they are in."""

    alerts_arn: str
    """What people read: an e-mail's subject and text."""

    watchdog_arn: str
    """The watchdog, which no person reads."""

    chat_arn: str | None = None
    """Custom notifications of Amazon Q Developer in chat applications, of the same alerts. Default:
    none."""


def alert_manager_definition(topics: Topics, repeat: Repeat) -> str:
    """The YAML that AMP takes. The same values give the same text.

    Alerts of one name are told together, cluster by cluster and namespace by namespace; critical
    ones after ten seconds, others after half a minute, and what is added to them every five
    minutes.

    Args:
        topics: Where alerts go.
        repeat: How often an alert that goes on firing is said again.
    """
    definition = {
        "template_files": {TEMPLATE_FILE: LiteralScalarString(TEMPLATES)},
        "alertmanager_config": LiteralScalarString(
            yaml_text(
                {
                    "templates": [TEMPLATE_FILE],
                    "route": _route(repeat),
                    "inhibit_rules": [each.rule for each in INHIBITIONS],
                    "receivers": _receivers(topics),
                }
            )
        ),
    }
    return yaml_text(definition)


def _route(repeat: Repeat) -> Mapping[str, object]:
    """Severity by severity; what has another, or none, is repeated like a warning."""
    return {
        "receiver": _PEOPLE,
        "group_by": list(_GROUP_BY),
        "group_wait": "30s",
        "group_interval": "5m",
        "repeat_interval": f"{repeat.warning_hours}h",
        "routes": [
            {
                "receiver": _WATCHDOG,
                "matchers": ['severity="none"'],
                "group_by": ["alertname"],
                "group_wait": "0s",
                "group_interval": "1m",
                "repeat_interval": f"{WATCHDOG_MINUTES}m",
            },
            {
                "receiver": _PEOPLE,
                "matchers": ['severity="critical"'],
                "group_wait": "10s",
                "repeat_interval": f"{repeat.critical_hours}h",
            },
            {
                "receiver": _PEOPLE,
                "matchers": ['severity="info"'],
                "repeat_interval": f"{repeat.info_hours}h",
            },
        ],
    }


def _receivers(topics: Topics) -> Sequence[Mapping[str, object]]:
    """Whoever reads, and whatever listens to the watchdog.

    AMP shows `send_resolved: false` where nothing is said (AMP User Guide,
    "GetAlertManagerStatus"), and refuses `api_url` and `http_config`.
    """
    people = [_message(topics, topics.alerts_arn, subject=SUBJECT, message=MESSAGE)]
    if topics.chat_arn:
        people.append(_message(topics, topics.chat_arn, message=CHAT))
    watchdog = _message(topics, topics.watchdog_arn, message="Rules are evaluated.")
    return [
        {"name": _PEOPLE, "sns_configs": people},
        {"name": _WATCHDOG, "sns_configs": [{**watchdog, "send_resolved": False}]},
    ]


def _message(
    topics: Topics, topic_arn: str, *, message: str, subject: str = "EKS observability"
) -> Mapping[str, object]:
    return {
        "topic_arn": topic_arn,
        "sigv4": {"region": topics.region},
        "send_resolved": True,
        "subject": subject,
        "message": message,
        # For filter policies of subscriptions. AMP removes one without a value, and complains.
        "attributes": {
            "severity": '{{ or .CommonLabels.severity "none" }}',
            "status": "{{ .Status }}",
        },
    }
