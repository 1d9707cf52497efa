"""Alarms on the API server, by what EKS measures of it for every cluster."""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import Measure, Message, ThresholdAlarm

WRITING: Final = ("POST", "PUT", "PATCH", "DELETE")
"""Verbs whose time says how the API server does: that of GET has logs in it that somebody follows
for hours, and that of LIST grows with the cluster."""

MESSAGES: Final = (
    Message(
        name="ControlPlaneFails",
        summary="The cluster's API server fails, or takes long to answer.",
        alarms=("ApiServerErrors", "ApiServerSlow"),
    ),
)
"""What people hear of the control plane."""


def alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """The alarms, errors first."""
    percent = thresholds.api_server_error_percent
    milliseconds = thresholds.api_server_latency_milliseconds
    times = [verb.lower() for verb in WRITING]
    return (
        ThresholdAlarm(
            name="ApiServerErrors",
            measures={
                "failed": _requests("apiserver_request_total_5XX"),
                "requests": _requests("apiserver_request_total"),
            },
            expression="100 * FILL(failed, 0) / requests",
            threshold=percent,
            unit="Percent",
            minutes=10,
            period_seconds=300,
            summary=f"For 10 minutes {percent:g} % or more of requests have failed with a 5xx.",
            missing="notBreaching",
            because="Where nobody asks, nothing fails.",
        ),
        ThresholdAlarm(
            name="ApiServerSlow",
            measures={
                verb.lower(): Measure(
                    source="control_plane",
                    name=f"apiserver_request_duration_seconds_{verb}_P99",
                    unit="Seconds",
                    statistic="Average",
                )
                for verb in WRITING
            },
            expression=f"MAX([{', '.join(f'FILL({each}, 0)' for each in times)}])",
            threshold=milliseconds / 1000,
            unit="Seconds",
            minutes=15,
            period_seconds=300,
            summary=(
                f"For 15 minutes one request of a hundred that write has taken {milliseconds} ms "
                "or longer."
            ),
            missing="notBreaching",
            because="Where nobody writes, nothing is slow.",
        ),
    )


def _requests(name: str) -> Measure:
    return Measure(source="control_plane", name=name, unit="Count", statistic="Sum")
