"""What collectors scrape and send, what they lose, and what they take."""

from typing import Final

_CLUSTER: Final = 'cluster="$cluster"'
_JOB: Final = f'job="collector", {_CLUSTER}'
_ANY_JOB: Final = f'job!="", {_CLUSTER}'


def collectors() -> str:
    """Collectors that run."""
    return f'sum(up{{job="collector", {_CLUSTER}}})'


def targets_down() -> str:
    """Targets that do not answer."""
    return f"count(up{{{_ANY_JOB}}} == 0) or vector(0)"


def answering_share() -> str:
    """The share of targets that answer, by job: 1 is all."""
    return f"avg by (job) (up{{{_ANY_JOB}}})"


def silent_targets() -> str:
    """0 for each target that does not answer."""
    return f"up{{{_ANY_JOB}}} == 0"


def sent() -> str:
    """Samples a second that are written to the workspace."""
    return f"sum({sent_by_collector()})"


def sent_by_collector() -> str:
    """Samples a second that are written to the workspace, by collector."""
    metric = "cluster_collector:otelcol_exporter_sent_metric_points:rate5m"
    return f"sum by (collector) ({metric}{{{_CLUSTER}}})"


def scraped() -> str:
    """Samples a second that are scraped and kept, by collector."""
    return _rate("otelcol_receiver_accepted_metric_points")


def refused() -> str:
    """Samples a second that are dropped because memory is used up, by collector."""
    return _rate("otelcol_receiver_refused_metric_points")


def not_queued() -> str:
    """Samples a second that are lost because the queue is full, by collector."""
    return _rate("otelcol_exporter_enqueue_failed_metric_points")


def not_sent() -> str:
    """Samples a second that the workspace does not take, by collector."""
    return _rate("otelcol_exporter_send_failed_metric_points")


def lost() -> str:
    """Samples that were lost in the time that is shown."""
    parts = (
        f"(sum(increase({metric}{{{_JOB}}}[$__range])) or vector(0))"
        for metric in (
            "otelcol_exporter_enqueue_failed_metric_points",
            "otelcol_exporter_send_failed_metric_points",
            "otelcol_receiver_refused_metric_points",
        )
    )
    return " + ".join(parts)


def fullest_queue() -> str:
    """The fullest queue: 1 is full."""
    return f"max({queues()})"


def queues() -> str:
    """How full the queue of each collector is: 1 is full."""
    return f"max by (collector, instance) (instance:otelcol_exporter_queue:ratio{{{_CLUSTER}}})"


def memory() -> str:
    """Bytes of memory, by collector and where it runs."""
    return f"max by (collector, instance) (otelcol_process_memory_rss{{{_JOB}}})"


def processors() -> str:
    """Cores in use, by collector and where it runs."""
    metric = "otelcol_process_cpu_seconds"
    return f"sum by (collector, instance) (rate({metric}{{{_JOB}}}[$__rate_interval]))"


def uptime() -> str:
    """Seconds that the youngest collector has run."""
    return f"min(otelcol_process_uptime{{{_JOB}}})"


def uptimes() -> str:
    """Seconds that each collector has run."""
    return f"max by (collector, instance) (otelcol_process_uptime{{{_JOB}}})"


def _rate(metric: str) -> str:
    return f"sum by (collector) (rate({metric}{{{_JOB}}}[$__rate_interval]))"
