"""How much of what the API server is asked for fails, and how much takes too long.

What is burned of the error budget is looked at over windows of up to three days. The requests of
five minutes are added up once, and the longer windows average those sums, minute by minute, so that
nothing reads days of every series.
"""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (jobs.API_SERVER,)
"""Scrape jobs that these rules need."""

WINDOWS: Final = ("5m", "30m", "1h", "2h", "6h", "1d", "3d")
"""Windows of the burn rates (The Site Reliability Workbook, "Alerting on SLOs")."""

# Watches, and what `kubectl exec`, `logs` and `port-forward` ask for, are meant to stay open
# (apiserver, pkg/endpoints/metrics: cleanVerb reports them as these two).
_SHORT: Final = f'job="{jobs.API_SERVER}",verb!~"CONNECT|WATCH"'

_REQUESTS: Final = "cluster:apiserver_requests:rate5m"
_ERRORS: Final = "cluster:apiserver_request_errors:rate5m"
_TIMED: Final = "cluster:apiserver_timed_requests:rate5m"
_SLOW: Final = "cluster:apiserver_slow_requests:rate5m"


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Requests a second by cluster, and the share of them that fails or is slow, by window."""
    del scope
    return (
        RecordingRule(
            name=_REQUESTS, expr=f"sum by (cluster) (rate(apiserver_request_total{{{_SHORT}}}[5m]))"
        ),
        RecordingRule(name=_ERRORS, expr=_errors()),
        RecordingRule(
            name=_TIMED,
            expr=(
                "sum by (cluster) "
                f"(rate(apiserver_request_sli_duration_seconds_count{{{_SHORT}}}[5m]))"
            ),
        ),
        RecordingRule(name=_SLOW, expr=_slow()),
        *(_share("cluster:apiserver_request_errors", _ERRORS, _REQUESTS, each) for each in WINDOWS),
        *(_share("cluster:apiserver_slow_requests", _SLOW, _TIMED, each) for each in WINDOWS),
    )


def _errors() -> str:
    """Failures, 0 where there are none: else their average would leave the good minutes out."""
    failed = f'sum by (cluster) (rate(apiserver_request_total{{{_SHORT},code=~"5.."}}[5m]))'
    return f"{failed}\nor\n0 * {_REQUESTS}"


def _slow() -> str:
    """Requests less those in time: a second, for a list of a whole cluster 30.

    The time is the API server's own, without webhooks and without waiting for its turn. Both times
    are buckets of the histogram (apiserver, pkg/endpoints/metrics: requestSliLatencies), which
    ADOT writes as `1`, and Prometheus from version 3 on as `1.0`.
    """
    buckets = f"apiserver_request_sli_duration_seconds_bucket{{{_SHORT}"
    return (
        f"{_TIMED}\n-\nsum by (cluster) (\n"
        f'  rate({buckets},scope!="cluster",le=~"1|1.0"}}[5m])\n'
        "  or\n"
        f'  rate({buckets},scope="cluster",le=~"30|30.0"}}[5m])\n'
        ")"
    )


def _share(of: str, part: str, whole: str, window: str) -> RecordingRule:
    expr = (
        f"{part}\n/\n{whole}"
        if window == "5m"
        else f"avg_over_time({part}[{window}])\n/\navg_over_time({whole}[{window}])"
    )
    return RecordingRule(name=f"{of}:ratio_rate{window}", expr=expr)
