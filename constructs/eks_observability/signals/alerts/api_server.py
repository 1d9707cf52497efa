"""The API server fails, is slow, or turns requests away.

How fast the error budget burns is looked at over a long window, which says that it matters, and a
short one, which says that it goes on (The Site Reliability Workbook, "Alerting on SLOs"). EKS's API
server belongs to AWS; what it suffers from is mostly what clients and webhooks do to it.
"""

from typing import Final, NamedTuple

from eks_observability.signals import jobs
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (jobs.API_SERVER,)
"""Scrape jobs that these alerts need."""


class _Burn(NamedTuple):
    """A budget for 30 days that is spent too fast."""

    long: str
    short: str
    factor: float


_FAST: Final = (_Burn("1h", "5m", 14.4), _Burn("6h", "30m", 6))
_SLOWLY: Final = (_Burn("1d", "2h", 3), _Burn("3d", "6h", 1))

_ALWAYS_REACHED: Final = 0.9
"""With a loose objective a factor of the budget can be more than all requests: it ends here."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Failures, slowness, self-defense, client certificates and APIs that others serve."""
    return (
        *_errors(scope.thresholds.api_server_availability_percent),
        *_latency(scope.thresholds.api_server_latency_percent),
        _terminations(scope.thresholds.api_server_terminated_percent),
        _certificate(scope.thresholds.api_server_client_certificate_hours),
        _unavailable_api(),
    )


def _errors(objective: float) -> tuple[Alert, ...]:
    share = "cluster:apiserver_request_errors:ratio_rate"
    said = (
        "The API server of {{ $labels.cluster }} answers {{ $value | humanizePercentage }} of its "
        f"requests with a 5xx. The objective is that {objective:g} % do not fail, over 30 days; "
    )
    return (
        Alert(
            name="ApiServerErrorBudgetBurnsFast",
            expr=_burns(share, objective, _FAST),
            hold="2m",
            severity="critical",
            summary="Requests to the API server fail, so many that it matters within hours.",
            description=f"{said}going on like this, what may fail is used up within five days.",
        ),
        Alert(
            name="ApiServerErrorBudgetBurnsSlowly",
            expr=_burns(share, objective, _SLOWLY),
            severity="warning",
            summary="More requests to the API server fail than its objective allows.",
            description=f"{said}going on like this, it is missed.",
        ),
    )


def _latency(objective: float) -> tuple[Alert, ...]:
    share = "cluster:apiserver_slow_requests:ratio_rate"
    said = (
        "The API server of {{ $labels.cluster }} takes too long for "
        "{{ $value | humanizePercentage }} of its requests. The objective is that "
        f"{objective:g} % are answered within a second, lists of a whole cluster within 30, over "
        "30 days; "
    )
    return (
        Alert(
            name="ApiServerLatencyBudgetBurnsFast",
            expr=_burns(share, objective, _FAST),
            hold="2m",
            severity="critical",
            summary="The API server is slow, so much that it matters within hours.",
            description=f"{said}going on like this, what may be slow is used up within five days.",
        ),
        Alert(
            name="ApiServerLatencyBudgetBurnsSlowly",
            expr=_burns(share, objective, _SLOWLY),
            severity="warning",
            summary="The API server is slow more often than its objective allows.",
            description=f"{said}going on like this, it is missed.",
        ),
    )


def _burns(share: str, objective: float, burns: tuple[_Burn, ...]) -> str:
    """The share over a long window, where it and that over the short one are too high."""
    budget = (100 - objective) / 100
    return "\nor\n".join(
        f"(\n  {share}{long} > {limit:g}\n  and\n  {share}{short} > {limit:g}\n)"
        for long, short, factor in burns
        for limit in [min(factor * budget, _ALWAYS_REACHED)]
    )


def _terminations(percent: float) -> Alert:
    terminated = "apiserver_request_terminations_total"
    return Alert(
        name="ApiServerTerminatesRequests",
        # Of the API server alone: what an API behind it could not serve is counted there too.
        expr=(
            f"sum by (cluster) "
            f'(rate({terminated}{{job="{jobs.API_SERVER}",component="apiserver"}}[5m]))\n'
            f"/\ncluster:apiserver_requests:rate5m\n> {percent / 100:g}"
        ),
        hold="10m",
        severity="warning",
        summary="The API server ends requests early to protect itself.",
        description=(
            "The API server of {{ $labels.cluster }} turns away or cuts off "
            "{{ $value | humanizePercentage }} of its requests: clients ask for more than its flow "
            "control gives them, or requests run into their timeout."
        ),
    )


def _certificate(hours: int) -> Alert:
    # The histogram has no bucket for every number of hours, so its first hundredth is estimated,
    # which is nothing where no client shows a certificate.
    buckets = f'apiserver_client_certificate_expiration_seconds_bucket{{job="{jobs.API_SERVER}"}}'
    return Alert(
        name="ApiServerClientCertificateExpires",
        expr=(
            f"histogram_quantile(0.01, sum by (cluster, le) (rate({buckets}[5m])))\n"
            f"< {hours * 3600}"
        ),
        hold="15m",
        severity="warning",
        summary="A client signs in to the API server with a certificate that expires soon.",
        description=(
            "A client certificate in use in {{ $labels.cluster }} expires in "
            "{{ $value | humanizeDuration }}, or sooner. After that, its client is refused."
        ),
    )


def _unavailable_api() -> Alert:
    return Alert(
        name="AggregatedApiUnavailable",
        expr=(
            "max by (cluster, name) "
            f'(aggregator_unavailable_apiservice{{job="{jobs.API_SERVER}"}})\n== 1'
        ),
        hold="10m",
        severity="warning",
        summary="An API that a pod or AWS serves through the API server cannot be reached.",
        description=(
            "The API server of {{ $labels.cluster }} cannot reach what serves "
            "{{ $labels.name }}. Requests to that API fail, and deleting namespaces waits."
        ),
    )
