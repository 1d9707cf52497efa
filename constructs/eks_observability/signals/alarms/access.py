"""Alarms on who tries to get in, and on changes of who may."""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import Measure, Message, Source, ThresholdAlarm

_COUNTED: Final = "Nothing counted is nothing wrong."

MESSAGES: Final = (
    Message(
        name="AccessTried",
        summary="Somebody asks the cluster's API server for what they may not have.",
        alarms=("UnauthorizedCalls", "AnonymousCalls"),
    ),
    Message(
        name="AccessChanged",
        summary="Somebody changed who may get into the cluster.",
        alarms=("AwsAuthChanged", "AccessEntriesChanged"),
        ends=False,
    ),
)
"""What people hear of access."""


def alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """The alarms, those on what was tried first."""
    refused, anonymous = thresholds.refused_requests, thresholds.anonymous_requests
    return (
        _counted(
            "UnauthorizedCalls",
            "RefusedRequests",
            f"Within five minutes {refused} requests or more were refused with 401 or 403.",
            refused,
        ),
        _counted(
            "AnonymousCalls",
            "AnonymousRequests",
            f"Within five minutes {anonymous} requests or more came from nobody in particular.",
            anonymous,
        ),
        _counted(
            "AwsAuthChanged",
            "AwsAuthChanges",
            "The ConfigMap aws-auth, which maps IAM roles to users of the cluster, was changed.",
        ),
        _counted(
            "AccessEntriesChanged",
            "TriggeredRules",
            "An access entry of the cluster, or a policy of one, was added, changed or deleted.",
            source="access_entries",
        ),
    )


def _counted(
    name: str, metric: str, summary: str, threshold: int = 1, *, source: Source = "logs"
) -> ThresholdAlarm:
    return ThresholdAlarm(
        name=name,
        measures={"counted": Measure(source=source, name=metric, unit="Count", statistic="Sum")},
        threshold=threshold,
        unit="Count",
        minutes=5,
        period_seconds=300,
        summary=summary,
        missing="notBreaching",
        because=_COUNTED,
    )
