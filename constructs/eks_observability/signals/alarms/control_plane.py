"""An API server that fails, or is slow."""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms.model import AlarmMetric, ThresholdAlarm

_WRITING: Final = ("POST", "PUT", "PATCH", "DELETE")
"""Verbs whose time says how the API server does: a GET may follow a log for hours, and a LIST takes
as long as what is listed is large."""

_FREE: Final = "EKS publishes it every minute; without it, the cluster is no worse."


def alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """Alarms on what EKS itself publishes of a cluster's API server, from Kubernetes 1.28 on.

    Args:
        thresholds: From where on something is worth an alarm.
    """
    return (
        ThresholdAlarm(
            name="ApiServerErrors",
            metrics=tuple(
                AlarmMetric(source="control_plane", name=name, statistic="Sum", unit="Count")
                for name in ("apiserver_request_total_5XX", "apiserver_request_total")
            ),
            # Without a request there is no share, and no error either.
            expression="IF(m1 > 0, 100 * FILL(m0, 0) / m1, 0)",
            threshold=thresholds.api_server_error_percent,
            why_missing=_FREE,
            summary="The API server fails to answer requests: controllers and kubectl feel it.",
        ),
        ThresholdAlarm(
            name="ApiServerSlow",
            metrics=tuple(
                AlarmMetric(
                    source="control_plane",
                    name=f"apiserver_request_duration_seconds_{verb}_P99",
                    statistic="Average",
                    unit="Seconds",
                )
                for verb in _WRITING
            ),
            # A verb that nobody uses has no sample.
            expression=f"1000 * MAX([{', '.join(_filled(len(_WRITING)))}])",
            threshold=thresholds.api_server_latency_milliseconds,
            why_missing=_FREE,
            summary="The API server is slow: one in a hundred requests that write takes that long.",
        ),
    )


def _filled(count: int) -> list[str]:
    return [f"FILL(m{place}, 0)" for place in range(count)]
