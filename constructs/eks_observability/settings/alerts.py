"""Alerts: which there are, from where on, and whom they reach."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.settings.section import Section, Text

Email = Annotated[
    str, Text(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "an e-mail address, such as oncall@example.com")
]
Webhook = Annotated[
    str,
    Text(
        r"^(https://[^\s/]+(/\S*)?"
        r"|arn:[a-z-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[0-9A-Za-z/_+=.@!-]+)$",
        "an https URL, such as https://example.com/alerts, or the ARN of a secret that is one",
        may_be_secret=True,
    ),
]
HttpsUrl = Annotated[
    str, Text(r"^https://[^\s]+$", "an https URL, such as https://example.com/runbooks")
]
AlertName = Annotated[
    str,
    Text(
        r"^[A-Z][A-Za-z0-9]{2,99}$",
        "a subject and its state in capitals, such as CheckoutFails",
    ),
]
SeriesName = Annotated[
    str,
    Text(
        r"^[a-zA-Z_][a-zA-Z0-9_]*(:[a-zA-Z0-9_]+)+$",
        "level, metric and operation with colons between, such as shop:orders:rate5m",
    ),
]
Duration = Annotated[
    str,
    Text(
        r"^(?=[0-9])([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$",
        "a duration as Prometheus takes it, large units first and each once, such as 1h30m",
    ),
]
"""What Prometheus takes (prometheus/common, model/time.go: ParseDuration)."""
PromQl = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class SlackChannel(Section):
    """A channel in Slack, by Amazon Q Developer in chat applications."""

    workspace_id: Annotated[
        str, Text(r"^T[0-9A-Z]{1,254}$", "a Slack workspace's id, such as T07EA123LEP")
    ]
    """The Slack workspace, authorized once by hand in the console of Amazon Q Developer in chat
    applications."""

    channel_id: Annotated[
        str,
        Text(
            r"^[CGD][0-9A-Z]{5,253}$",
            "a Slack channel's id, not its name, such as C07EZ1ABC23",
        ),
    ]
    """The channel."""


class TeamsChannel(Section):
    """A channel in Microsoft Teams, by Amazon Q Developer in chat applications."""

    tenant_id: Annotated[
        str,
        Text(r"^[0-9a-fA-F-]{36}$", "a tenant's id, such as 12345678-1234-1234-1234-123456789012"),
    ]
    """The tenant, whose team is authorized once by hand in the console."""

    team_id: Annotated[
        str,
        Text(r"^[0-9a-fA-F-]{36}$", "a team's id, such as 12345678-1234-1234-1234-123456789012"),
    ]
    """The team."""

    channel_id: Annotated[
        str,
        Text(
            r"^[a-zA-Z0-9_=+/.,-]*%3[aA][a-zA-Z0-9_=+/.,-]*%40[a-zA-Z0-9_=+/.,-]*$",
            "a channel's id as a link to it has it, such as "
            "19%3ab6ef35dc342d56ba5654e8fc%40thread.skype",
        ),
    ]
    """The channel."""


Hours = Annotated[int, Field(ge=1, le=120)]
"""Hours, up to the five days that AMP waits at the most (AMP User Guide, "Alert manager")."""


class Repeat(Section):
    """How often an alert that goes on firing is said again, in hours, by its severity.

    AMP says it again after five days at the latest.
    """

    critical_hours: Hours = 4
    """Of severity critical."""

    warning_hours: Hours = 24
    """Of severity warning."""

    info_hours: Hours = 120
    """Of severity info."""


class CustomAlert(Section):
    """An alert of your own."""

    name: AlertName
    """What it is called. No other alert has the name."""

    expr: PromQl
    """The query, in PromQL. What it asks for is kept, wherever it is scraped."""

    hold: Duration = "15m"
    """How long the query has to answer before the alert fires."""

    severity: Literal["critical", "warning", "info"]
    """Who hears of it: somebody now, somebody today, or whoever looks."""

    summary: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    """One sentence without values."""

    description: Annotated[str, StringConstraints(max_length=2000)] = ""
    """What, where and how much, with labels and values as Prometheus' templates write them.
    Default: none."""

    runbook_url: HttpsUrl | None = None
    """What to do. Default: none."""


class CustomRecordingRule(Section):
    """A recording rule of your own."""

    name: SeriesName
    """What the series is called. No other rule has the name."""

    expr: PromQl
    """The query, in PromQL. What it asks for is kept, wherever it is scraped."""


class Alerts(Section):
    """Alerts on metrics: which there are, and whom they reach."""

    enabled: bool = True
    """Whether there are any. Recording rules stay, for dashboards."""

    emails: tuple[Email, ...] = ()
    """Whom they reach by e-mail. Each has to confirm once, by a link in a mail. Default: nobody,
    and synthesis warns."""

    webhooks: tuple[Webhook, ...] = ()
    """What they reach over https, as messages of Amazon SNS, such as an on-call service's own URL
    for SNS. Each has to confirm once. A URL stands in the template, for whoever may read that: give
    one with a key in it as the ARN of a secret of AWS Secrets Manager, in the hub's Region, whose
    whole value it is. Default: none."""

    slack: tuple[SlackChannel, ...] = ()
    """Channels in Slack. Default: none."""

    teams: tuple[TeamsChannel, ...] = ()
    """Channels in Microsoft Teams. Default: none."""

    repeat: Repeat = Repeat()
    """How often an alert that goes on firing is said again."""

    runbooks_url: HttpsUrl | None = None
    """Where docs/runbooks of this project can be read; an alert links to the page of its name
    below it. Default: nowhere, and alerts name the file."""

    thresholds: AlertThresholds = AlertThresholds()
    """From where on something is worth an alert."""

    off: tuple[AlertName, ...] = ()
    """Alerts to leave out, by name. Default: none."""

    alerts: tuple[CustomAlert, ...] = ()
    """Alerts of your own. Default: none."""

    recording_rules: tuple[CustomRecordingRule, ...] = ()
    """Recording rules of your own. Default: none."""
