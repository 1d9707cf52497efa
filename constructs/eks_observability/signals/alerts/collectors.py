"""Collectors that lose samples, or are about to.

A sample goes from a scrape through the memory limiter into a queue, and from there to the
workspace. What is lost at each step is counted there.
"""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.alerts.counts import counted
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (jobs.COLLECTOR,)
"""Scrape jobs that these alerts need."""

_NAMESPACE: Final = "prometheus"

_CONTAINER: Final = "otc-container"
"""The container of a collector that the OpenTelemetry Operator runs (opentelemetry-operator,
internal/naming)."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Samples lost at each step, queues that fill, restarts, and memory where it is scraped."""
    measured = {jobs.CADVISOR, jobs.KUBE_STATE_METRICS} <= scope.jobs
    return (
        *_lost(),
        _queue(scope.thresholds.collector_queue_percent),
        _restarts(scope.thresholds.pod_restarts_per_hour),
        *([_memory(scope.thresholds.collector_memory_percent)] if measured else []),
    )


def _lost() -> tuple[Alert, ...]:
    return (
        Alert(
            name="CollectorQueueOverflows",
            expr=counted("otelcol_exporter_enqueue_failed_metric_points", "cluster, collector"),
            hold="5m",
            severity="critical",
            summary="Collectors lose samples, because they could not write for too long.",
            description=(
                "Collectors {{ $labels.collector }} of {{ $labels.cluster }} lost {{ $value | "
                'printf "%.0f" }} samples within ten minutes: their queues are full.'
            ),
        ),
        Alert(
            name="CollectorWritesRefused",
            expr=counted("otelcol_exporter_send_failed_metric_points", "cluster, collector"),
            hold="5m",
            severity="warning",
            summary="The workspace refuses samples, and they are lost.",
            description=(
                "Collectors {{ $labels.collector }} of {{ $labels.cluster }} lost {{ $value | "
                'printf "%.0f" }} samples within ten minutes: the workspace refused them, or did '
                "not answer for too long."
            ),
        ),
        Alert(
            name="CollectorRefusesSamples",
            expr=counted("otelcol_receiver_refused_metric_points", "cluster, collector, instance"),
            hold="5m",
            severity="warning",
            summary="A collector drops what it scraped, because its memory is used up.",
            description=(
                "Collector {{ $labels.collector }} on {{ $labels.instance }} in "
                '{{ $labels.cluster }} dropped {{ $value | printf "%.0f" }} samples within ten '
                "minutes, to stay below its memory limit."
            ),
        ),
    )


def _queue(percent: float) -> Alert:
    return Alert(
        name="CollectorQueueFills",
        expr=(
            "max by (cluster, collector, exporter) (instance:otelcol_exporter_queue:ratio)\n"
            f"> {percent / 100:g}"
        ),
        hold="5m",
        severity="warning",
        summary="Collectors cannot write as fast as they scrape; what waits will be lost.",
        description=(
            "The fullest queue of {{ $labels.exporter }} in the collectors "
            "{{ $labels.collector }} of {{ $labels.cluster }} is at "
            "{{ $value | humanizePercentage }}. When it is full, samples are lost."
        ),
    )


def _restarts(times: int) -> Alert:
    return Alert(
        name="CollectorRestarts",
        expr=(
            "max by (cluster, collector, instance) "
            f'(resets(otelcol_process_uptime{{job="{jobs.COLLECTOR}"}}[1h]))\n>= {times}'
        ),
        hold="0m",
        severity="warning",
        summary="A collector restarts again and again.",
        description=(
            "Collector {{ $labels.collector }} on {{ $labels.instance }} in {{ $labels.cluster }} "
            "restarted {{ $value }} times within an hour, and lost what was in its queue."
        ),
    )


def _memory(percent: float) -> Alert:
    container = f'namespace="{_NAMESPACE}",container="{_CONTAINER}"'
    used = f'container_memory_working_set_bytes{{job="{jobs.CADVISOR}",{container}}}'
    limit = (
        f'kube_pod_container_resource_limits{{job="{jobs.KUBE_STATE_METRICS}",{container},'
        'resource="memory"}'
    )
    return Alert(
        name="CollectorMemoryHigh",
        expr=(
            f"max by (cluster, namespace, pod) ({used})\n/\n"
            f"max by (cluster, namespace, pod) ({limit})\n> {percent / 100:g}"
        ),
        severity="warning",
        summary="A collector is about to run out of memory.",
        description=(
            "{{ $labels.namespace }}/{{ $labels.pod }} in {{ $labels.cluster }} uses "
            "{{ $value | humanizePercentage }} of its memory limit. Above it, it is killed and "
            "loses what is in its queue."
        ),
    )
