"""Calls that nobody should make, and changes of who may make any."""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import AlarmMetric, Source, ThresholdAlarm
from eks_observability.signals.log_metrics.control_plane import ANONYMOUS, AWS_AUTH, REFUSED

MATCHED_EVENTS: Final = "MatchedEvents"
"""Events that an EventBridge rule matched (EventBridge User Guide, "Monitoring Amazon
EventBridge")."""

_NO_LINE: Final = "No line that counts means that nothing of it happened."


def tried(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """Alarms on calls that are refused, or made without a name, counted from the audit log.

    Args:
        thresholds: From where on something is worth an alarm.
    """
    return (
        ThresholdAlarm(
            name="RequestsRefused",
            metrics=(_count("log_metrics", REFUSED),),
            threshold=thresholds.refused_requests,
            periods=1,
            why_missing=_NO_LINE,
            summary="The API server refuses many calls, for want of rights or of identity.",
        ),
        ThresholdAlarm(
            name="RequestsAnonymous",
            metrics=(_count("log_metrics", ANONYMOUS),),
            threshold=thresholds.anonymous_requests,
            periods=1,
            why_missing=_NO_LINE,
            summary="Somebody calls the API server without saying who it is.",
        ),
    )


def changed() -> tuple[ThresholdAlarm, ...]:
    """Alarms on changes of who may do what in the cluster: every one of them."""
    return (
        ThresholdAlarm(
            name="AwsAuthChanged",
            metrics=(_count("log_metrics", AWS_AUTH),),
            threshold=1,
            periods=1,
            why_missing=_NO_LINE,
            summary="The ConfigMap aws-auth, which says what IAM roles may do, was changed.",
        ),
        ThresholdAlarm(
            name="AccessEntriesChanged",
            metrics=(_count("events", MATCHED_EVENTS),),
            threshold=1,
            periods=1,
            why_missing="EventBridge publishes nothing while no event matches.",
            summary="An access entry of the cluster was made, changed or deleted.",
        ),
    )


def _count(source: Source, name: str) -> AlarmMetric:
    return AlarmMetric(source=source, name=name, statistic="Sum", unit="Count")
