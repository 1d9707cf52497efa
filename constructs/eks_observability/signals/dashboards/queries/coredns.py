"""What CoreDNS is asked, what it answers, and whom it asks itself."""

from typing import Final

_CLUSTER: Final = 'cluster="$cluster"'
_JOB: Final = f'job="coredns", {_CLUSTER}'
_RESPONSES: Final = "cluster_rcode:coredns_dns_responses:rate5m"
_FORWARDED: Final = "cluster_to_rcode:coredns_forwarded_requests:rate5m"


def answers() -> str:
    """Answers a second."""
    return f"sum({_RESPONSES}{{{_CLUSTER}}})"


def answers_by_code() -> str:
    """Answers a second, by code."""
    return f"sum by (rcode) ({_RESPONSES}{{{_CLUSTER}}})"


def failed_share() -> str:
    """The share of answers that are SERVFAIL: 1 is all."""
    failed = f'sum({_RESPONSES}{{{_CLUSTER}, rcode="SERVFAIL"}}) or vector(0)'
    return f"({failed}) / (sum({_RESPONSES}{{{_CLUSTER}}}) > 0)"


def slowest_seconds() -> str:
    """In how long 99 of 100 answers are given."""
    return f"cluster:coredns_dns_request_duration_seconds:p99_rate5m{{{_CLUSTER}}}"


def mean_seconds() -> str:
    """How long an answer takes on average, by server."""
    family = "coredns_dns_request_duration_seconds"
    total, count = (_rate_by("pod", f"{family}_{part}") for part in ("sum", "count"))
    return f"{total} / ({count} > 0)"


def cached_share() -> str:
    """The share of questions that the cache answers: 1 is all."""
    asked = f"sum(rate(coredns_cache_requests_total{{{_JOB}}}[$__rate_interval]))"
    missed = f"sum(rate(coredns_cache_misses_total{{{_JOB}}}[$__rate_interval]))"
    return f"1 - {missed} / ({asked} > 0)"


def cache_entries() -> str:
    """Answers that the cache holds, by kind."""
    return f"sum by (type) (coredns_cache_entries{{{_JOB}}})"


def panics() -> str:
    """How often CoreDNS panicked in the time that is shown."""
    return f"sum(increase(coredns_panics_total{{{_JOB}}}[$__range]))"


def questions_by(label: str) -> str:
    """Questions a second, by a label of theirs.

    Args:
        label: Such as `type` or `proto`.
    """
    return _rate_by(label, "coredns_dns_requests_total")


def questions_by_server() -> str:
    """Questions a second, by server."""
    return _rate_by("pod", "coredns_dns_requests_total")


def mean_bytes(what: str) -> str:
    """How large a question or an answer is on average.

    Args:
        what: `request` or `response`.
    """
    family = f"coredns_dns_{what}_size_bytes"
    total, count = (
        f"sum(rate({family}_{part}{{{_JOB}}}[$__rate_interval]))" for part in ("sum", "count")
    )
    return f"{total} / ({count} > 0)"


def forwarded() -> str:
    """Questions a second that the resolver behind answers, by it and code."""
    return f"sum by (to, rcode) ({_FORWARDED}{{{_CLUSTER}}})"


def forwarded_seconds() -> str:
    """How long a resolver behind takes on average, by resolver."""
    family = "coredns_proxy_request_duration_seconds"
    total, count = (_rate_by("to", f"{family}_{part}") for part in ("sum", "count"))
    return f"{total} / ({count} > 0)"


def failed_checks() -> str:
    """Health checks a second that a resolver behind fails, by resolver."""
    return _rate_by("to", "coredns_proxy_healthcheck_failures_total")


def all_checks_failed() -> str:
    """How often a second no resolver behind is healthy."""
    metric = "coredns_forward_healthcheck_broken_total"
    return f"sum(rate({metric}{{{_JOB}}}[$__rate_interval]))"


def kubernetes_requests() -> str:
    """Requests a second to the API server, by code."""
    return _rate_by("code", "coredns_kubernetes_rest_client_requests_total")


def memory() -> str:
    """Bytes of memory, by server."""
    return f"max by (pod) (process_resident_memory_bytes{{{_JOB}}})"


def processors() -> str:
    """Cores in use, by server."""
    return _rate_by("pod", "process_cpu_seconds_total")


def _rate_by(label: str, metric: str) -> str:
    return f"sum by ({label}) (rate({metric}{{{_JOB}}}[$__rate_interval]))"
