"""What is counted from what containers print."""

from eks_observability.signals.log_metrics.model import LogMetric


def metrics() -> tuple[LogMetric, ...]:
    """The counts that are made by default."""
    words = ("ERROR", "Error", "FATAL", "Exception", "Traceback", "panic")
    return (
        LogMetric(
            name="ApplicationErrors",
            log_group="application",
            # Any of them; a term with only letters stands for itself, in this case.
            pattern=" ".join(f"?{word}" for word in words),
        ),
    )
