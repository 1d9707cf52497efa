"""How the workspace does, as Amazon Managed Service for Prometheus says in CloudWatch."""

from eks_observability.signals.dashboards.model import Panel, PluginQuery
from eks_observability.signals.dashboards.queries import amp


def panels() -> tuple[Panel, ...]:
    """What it holds, takes and refuses, and how its rules and its alert manager do."""
    return (
        _panel(
            "Active series",
            "Series that had a sample in the last two hours or so. Beyond the quota of the account "
            "new ones are refused.",
            amp.usage("ActiveSeries"),
        ),
        _panel(
            "Samples taken",
            "Samples a second that the workspace takes, of all clusters that write to it.",
            amp.usage("IngestionRate"),
        ),
        _panel(
            "Samples refused",
            "Samples that the workspace refuses: too old, too many series, or labels that are too "
            "long.",
            amp.of_workspace("DiscardedSamples", "Refused"),
        ),
        _panel(
            "Rules that fail",
            "Evaluations of rules that fail, and those left out because the ones before took too "
            "long. Alerts among them cannot fire.",
            amp.of_workspace("RuleEvaluationFailures", "Failed"),
            amp.of_workspace("RuleGroupIterationsMissed", "Left out"),
        ),
        _panel(
            "Alerts that are sent",
            "Alerts that the alert manager gets, and messages that it could not send or had to "
            "hold back.",
            amp.of_workspace("AlertManagerAlertsReceived", "Received"),
            amp.of_workspace("AlertManagerNotificationsFailed", "Not sent"),
            amp.of_workspace("AlertManagerNotificationsThrottled", "Held back"),
        ),
        _panel(
            "Samples that queries read",
            "Samples that rules and dashboards read, which are paid for.",
            amp.of_workspace("QuerySamplesProcessed", "Read"),
        ),
    )


def _panel(title: str, description: str, *queries: PluginQuery) -> Panel:
    return Panel(
        title=title,
        description=description,
        queries=queries,
        minimum=0,
        no_value="CloudWatch has none",
        width=8,
    )
