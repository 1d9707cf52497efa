"""What the collectors send, and how full their queues are.

Names of their metrics as with `without_type_suffix` and `without_units` in their own telemetry,
which the collectors are given.
"""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (jobs.COLLECTOR,)
"""Scrape jobs that these rules need."""


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Samples sent a second, and the share of each queue that is full."""
    del scope
    job = f'job="{jobs.COLLECTOR}"'
    each = "max by (cluster, collector, instance, exporter)"
    return (
        RecordingRule(
            name="cluster_collector:otelcol_exporter_sent_metric_points:rate5m",
            expr=(
                "sum by (cluster, collector) "
                f"(rate(otelcol_exporter_sent_metric_points{{{job}}}[5m]))"
            ),
        ),
        RecordingRule(
            name="instance:otelcol_exporter_queue:ratio",
            expr=(
                f"{each} (otelcol_exporter_queue_size{{{job}}})\n/\n"
                f"{each} (otelcol_exporter_queue_capacity{{{job}}} > 0)"
            ),
        ),
    )
