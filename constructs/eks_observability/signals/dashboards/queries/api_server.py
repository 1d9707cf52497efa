"""What the API server is asked for, how it answers, and what it holds."""

from typing import Final

_CLUSTER: Final = 'cluster="$cluster"'
_JOB: Final = f'job="apiserver", {_CLUSTER}'

# Watches, and what `kubectl exec`, `logs` and `port-forward` ask for, are meant to stay open.
_SHORT: Final = f'{_JOB}, verb!~"CONNECT|WATCH"'


def requests() -> str:
    """Requests a second."""
    return f"cluster:apiserver_requests:rate5m{{{_CLUSTER}}}"


def failed_share(window: str) -> str:
    """The share of requests that fail: 1 is all.

    Args:
        window: Over how long, such as `5m`.
    """
    return f"cluster:apiserver_request_errors:ratio_rate{window}{{{_CLUSTER}}}"


def slow_share(window: str) -> str:
    """The share of requests that take too long: 1 is all.

    Args:
        window: Over how long, such as `5m`.
    """
    return f"cluster:apiserver_slow_requests:ratio_rate{window}{{{_CLUSTER}}}"


def requests_by(label: str) -> str:
    """Requests a second, by a label of theirs.

    Args:
        label: Such as `verb` or `code`.
    """
    return f"sum by ({label}) (rate(apiserver_request_total{{{_JOB}}}[$__rate_interval]))"


def seconds_by_verb() -> str:
    """How long a request takes on average, without webhooks and waiting, by verb."""
    family = "apiserver_request_sli_duration_seconds"
    total, count = (
        f"sum by (verb) (rate({family}_{part}{{{_SHORT}}}[$__rate_interval]))"
        for part in ("sum", "count")
    )
    return f"{total} / ({count} > 0)"


def in_flight() -> str:
    """Requests that are being answered, of all API servers, by kind."""
    return f"sum by (request_kind) (apiserver_current_inflight_requests{{{_JOB}}})"


def in_flight_together() -> str:
    """Requests that are being answered, of all API servers."""
    return f"sum(apiserver_current_inflight_requests{{{_JOB}}})"


def seats_share() -> str:
    """Seats taken of those a priority level has now, by level: 1 is all."""
    taken, limit = (
        f"sum by (priority_level) (apiserver_flowcontrol_{which}_seats{{{_JOB}}})"
        for which in ("current_executing", "current_limit")
    )
    return f"{taken} / ({limit} > 0)"


def refused() -> str:
    """Requests a second that flow control turns away, by priority level and reason."""
    metric = "apiserver_flowcontrol_rejected_requests_total"
    return f"sum by (priority_level, reason) (rate({metric}{{{_JOB}}}[$__rate_interval]))"


def terminated() -> str:
    """Requests a second that are ended early, by code."""
    metric = "apiserver_request_terminations_total"
    return f"sum by (code) (rate({metric}{{{_JOB}}}[$__rate_interval]))"


def long_running() -> str:
    """Watches and other requests that stay open: the ten resources with the most."""
    return f"topk(10, sum by (resource) (apiserver_longrunning_requests{{{_JOB}}}))"


def storage() -> str:
    """Bytes of etcd's database."""
    return f"max(apiserver_storage_size_bytes{{{_JOB}}})"


def objects() -> str:
    """Objects that etcd has: the ten resources with the most."""
    return f"topk(10, max by (resource) (apiserver_resource_objects{{{_JOB}}}))"


def etcd_seconds() -> str:
    """How long etcd takes to answer on average, by operation."""
    total, count = (
        "sum by (operation) "
        f"(rate(etcd_request_duration_seconds_{part}{{{_JOB}}}[$__rate_interval]))"
        for part in ("sum", "count")
    )
    return f"{total} / ({count} > 0)"


def webhook_seconds() -> str:
    """How long an admission webhook takes on average, by webhook."""
    family = "apiserver_admission_webhook_admission_duration_seconds"
    total, count = (
        f"sum by (name) (rate({family}_{part}{{{_JOB}}}[$__rate_interval]))"
        for part in ("sum", "count")
    )
    return f"{total} / ({count} > 0)"


def webhook_failures(metric: str) -> str:
    """What webhooks fail at, a second, by webhook.

    Args:
        metric: `rejection_count`, or `fail_open_count` of webhooks that could not be asked.
    """
    series = f"apiserver_admission_webhook_{metric}{{{_JOB}}}"
    return f"sum by (name) (rate({series}[$__rate_interval]))"


def deprecated() -> str:
    """1 for an API that somebody asked for and that will be removed, with the release."""
    labels = "group, version, resource, subresource, removed_release"
    return f"max by ({labels}) (apiserver_requested_deprecated_apis{{{_JOB}}})"


def unavailable() -> str:
    """1 while an API that somebody else serves through the API server cannot be reached."""
    return f"max by (name) (aggregator_unavailable_apiservice{{{_JOB}}})"


def memory() -> str:
    """Bytes of memory, by API server."""
    return f"max by (instance) (process_resident_memory_bytes{{{_JOB}}})"


def processors() -> str:
    """Cores in use, by API server."""
    return f"sum by (instance) (rate(process_cpu_seconds_total{{{_JOB}}}[$__rate_interval]))"
