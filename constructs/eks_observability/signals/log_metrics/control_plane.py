"""What is counted from the audit log."""

from eks_observability.signals.log_metrics.model import LogMetric


def metrics() -> tuple[LogMetric, ...]:
    """The counts that are made where the audit log is on."""
    refused = "($.responseStatus.code = 401) || ($.responseStatus.code = 403)"
    finished = '$.stage = "ResponseComplete"'
    return (
        LogMetric(
            name="RefusedRequests",
            log_group="control_plane",
            pattern=f"{{ ({finished}) && ({refused}) }}",
        ),
    )
