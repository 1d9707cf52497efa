"""What is counted from the audit log."""

from eks_observability.signals.log_metrics.model import LogMetric


def metrics() -> tuple[LogMetric, ...]:
    """The counts that are made where the audit log is on."""
    # A 401 ends before its request is handled, and is never ResponseComplete.
    unknown = "$.responseStatus.code = 401"
    forbidden = '($.stage = "ResponseComplete") && ($.responseStatus.code = 403)'
    return (
        LogMetric(
            name="RefusedRequests",
            log_group="control_plane",
            pattern=f"{{ ({unknown}) || ({forbidden}) }}",
        ),
    )
