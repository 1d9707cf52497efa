"""docs/alarms.md: which CloudWatch alarms there are, and who is told of them."""

from collections.abc import Iterator
from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.bands import BANDS
from eks_observability.signals.alarms.model import Source, ThresholdAlarm
from eks_observability.signals.alarms.subjects import MESSAGES, threshold_alarms

_NEEDS: Final[dict[Source, str]] = {
    "classic": "Container Insights (`mode: manifests`, or `addon.metrics: classic`)",
    "enhanced": "Container Insights with `enhanced_observability`",
    "control_plane": "nothing: EKS measures every cluster",
    "logs": "the audit log, `log_retention` and `log_metrics.defaults`",
    "access_entries": "a CloudTrail trail in the account",
}
_MISSING: Final = {
    "breaching": "as wrong",
    "notBreaching": "as nothing wrong",
    "ignore": "as what was before",
}
_INTRODUCTION: Final = """\
# Alarms

CloudWatch alarms on each cluster, with default thresholds. They need no Prometheus: alerts of the
hub's workspace, which see more, are in [alerts](alerts.md). Where both are on, some things are
said by both, since each of them works while the other does not.

- To leave one out: `alarms.off: [NodeCpuHigh]`.
- To be told earlier or later: [`alarms.thresholds`](settings.md#alarmsthresholds).
- Whom they reach: the hub's topic `eks-observability-alerts`, and so whom `alerts` names, where
  the cluster is in the hub's account and Region; CloudWatch publishes nowhere else. Elsewhere, a
  topic of your own: `alarms.topic_arn`. Without either they tell nobody, and `make synth` warns
  of it.
- Their names begin with the cluster's: `myipv4cluster-NodesFailed`. All of them stand at the top
  of the dashboard, those that changed last first.

## One failure, one message

A single alarm tells nobody. Composite alarms do, and say in their reason which alarm it is."""
_AFTER_MESSAGES: Final = """\
**What follows from a failure is not said.** As long as NodesFailed is on, and five minutes before
and after, NodesFull and WorkloadsFail keep still; if they are on after that, they are said then.
While a message is on, a second alarm of it is no second message: the dashboard has the state of
each.

`Unusual` keeps still while any alarm with a threshold is on.
[What bands watch](anomaly-detection.md)."""
_DETAILS: Final = """\
## When nothing is measured

Each alarm says what a period without a value counts as, and its description why."""
_LIMITS: Final = """\
## What they cannot do

- EventBridge gives its metrics as best it can (EventBridge User Guide, "Monitoring Amazon
  EventBridge"), and without a CloudTrail trail in the Region it hears of no call. Who must not
  miss a change of access entries reads CloudTrail, too.
- A rule that nothing is invoked by is counted by `TriggeredRules`; this project cannot try that
  without an AWS account. To try it: bind an access policy
  anew (`aws eks associate-access-policy …`), and wait for AccessChanged.
- OpenTelemetry Container Insights (`addon.metrics: otel`) has no metrics that these alarms could
  watch, so that those on nodes and restarts are not there: the workspace's alerts are."""


def render() -> str:
    """The whole page."""
    lines = [
        _INTRODUCTION,
        "",
        *_messages(),
        "",
        _AFTER_MESSAGES,
        "",
        *_alarms(),
        "",
        _DETAILS,
        "",
        *_missing(),
        "",
        _LIMITS,
    ]
    return "\n".join(lines).rstrip() + "\n"


def _messages() -> Iterator[str]:
    yield "| message | when | made of | says that it is over |"
    yield "|---|---|---|---|"
    for message in MESSAGES:
        parts = ", ".join(message.alarms)
        over = "yes" if message.ends else "no: what was done does not end"
        yield f"| {message.name} | {message.summary} | {parts} | {over} |"
    yield f"| Unusual | Something is unusual. | the {len(BANDS)} bands | yes |"


def _alarms() -> Iterator[str]:
    yield "## With a threshold"
    yield ""
    yield "| alarm | on when | needs |"
    yield "|---|---|---|"
    for alarm in threshold_alarms(AlarmThresholds()):
        needs = " and ".join(_NEEDS[source] for source in sorted(alarm.sources))
        yield f"| {_link(alarm)} | {alarm.summary} | {needs} |"


def _missing() -> Iterator[str]:
    yield "| alarm | counts | because |"
    yield "|---|---|---|"
    for alarm in threshold_alarms(AlarmThresholds()):
        yield f"| {alarm.name} | {_MISSING[alarm.missing]} | {alarm.because} |"


def _link(alarm: ThresholdAlarm) -> str:
    return f"[{alarm.name}](runbooks/cloudwatch/{alarm.name}.md)"
