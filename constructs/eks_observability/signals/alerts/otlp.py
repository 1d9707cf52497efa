"""Traces and logs of applications that collectors do not take, or lose.

What an application sends goes through the memory limiter and a batch into a queue, and from there
to X-Ray or CloudWatch Logs. What is refused, the application is told of, and can send again; what
is lost later, nobody is told of but by these counts.
"""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.alerts.counts import counted
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (jobs.COLLECTOR,)
"""Scrape jobs that these alerts need."""

_LOST: Final = ("enqueue_failed", "send_failed")
"""Steps of an exporter at which something is lost: its queue, and its requests."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Spans that are refused, and spans and log records that are lost."""
    return (
        Alert(
            name="SpansRefused",
            expr=counted("otelcol_receiver_refused_spans", "cluster, collector, instance"),
            hold="5m",
            severity="warning",
            summary="A collector takes no more spans, because its memory is used up.",
            description=(
                "Collector {{ $labels.collector }} on {{ $labels.instance }} in "
                '{{ $labels.cluster }} refused {{ $value | printf "%.0f" }} spans within ten '
                "minutes. Applications were told so; most send them again a few times."
            ),
        ),
        Alert(
            name="SpansLost",
            expr=_lost("spans"),
            hold="5m",
            severity="warning",
            summary="Collectors lose spans, so that traces have gaps.",
            description=(
                "{{ $labels.exporter }} in the collectors {{ $labels.collector }} of "
                '{{ $labels.cluster }} lost {{ $value | printf "%.0f" }} spans within ten '
                "minutes, or more: they could not be written."
            ),
        ),
        Alert(
            name="LogRecordsLost",
            expr=_lost("log_records"),
            hold="5m",
            severity="warning",
            summary="Collectors lose logs that applications sent by OTLP.",
            description=(
                "{{ $labels.exporter }} in the collectors {{ $labels.collector }} of "
                '{{ $labels.cluster }} lost {{ $value | printf "%.0f" }} log records within ten '
                "minutes, or more: they could not be written."
            ),
        ),
    )


def _lost(items: str) -> str:
    by = "cluster, collector, exporter"
    return "\nor\n".join(counted(f"otelcol_exporter_{step}_{items}", by) for step in _LOST)
