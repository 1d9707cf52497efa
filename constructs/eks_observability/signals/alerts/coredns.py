"""CoreDNS fails, is slow or crashes, or the resolver behind it does.

Names of its metrics as from CoreDNS 1.11 on (coredns, plugin/metrics and plugin/forward).
"""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (jobs.COREDNS,)
"""Scrape jobs that these alerts need."""

_JOB: Final = f'job="{jobs.COREDNS}"'


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Errors, latency and panics, and what CoreDNS passes on to the VPC's resolver."""
    percent = scope.thresholds.coredns_error_percent
    milliseconds = scope.thresholds.coredns_latency_milliseconds
    return (
        Alert(
            name="CoreDnsFails",
            expr=_share("cluster_rcode:coredns_dns_responses:rate5m", "cluster", percent),
            hold="10m",
            severity="warning",
            summary="CoreDNS cannot answer some of what it is asked.",
            description=(
                "CoreDNS of {{ $labels.cluster }} answers {{ $value | humanizePercentage }} of "
                f"its requests with SERVFAIL; {percent:g} % are fine. Programs cannot find what "
                "they call."
            ),
        ),
        Alert(
            name="CoreDnsSlow",
            expr=(
                "cluster:coredns_dns_request_duration_seconds:p99_rate5m\n"
                f"> {milliseconds / 1000:g}"
            ),
            hold="10m",
            severity="warning",
            summary="CoreDNS takes long to answer.",
            description=(
                "CoreDNS of {{ $labels.cluster }} takes up to {{ $value | humanizeDuration }} for "
                f"99 of 100 answers; {milliseconds} ms are fine."
            ),
        ),
        *_broken(),
        Alert(
            name="CoreDnsForwardingFails",
            expr=_share(
                "cluster_to_rcode:coredns_forwarded_requests:rate5m", "cluster, to", percent
            ),
            hold="10m",
            severity="warning",
            summary="The resolver that CoreDNS passes requests on to fails.",
            description=(
                "The resolver {{ $labels.to }} behind CoreDNS of {{ $labels.cluster }} answers "
                f"{{{{ $value | humanizePercentage }}}} of its requests with SERVFAIL; "
                f"{percent:g} % are fine. Names outside the cluster cannot be found."
            ),
        ),
    )


def _broken() -> tuple[Alert, ...]:
    """What should never happen at all."""
    return (
        Alert(
            name="CoreDnsPanics",
            expr=(
                "sum by (cluster, namespace, pod) "
                f"(increase(coredns_panics_total{{{_JOB}}}[10m]))\n> 0"
            ),
            hold="0m",
            severity="warning",
            summary="CoreDNS panicked: a request made it fail inside.",
            description=(
                "{{ $labels.namespace }}/{{ $labels.pod }} in {{ $labels.cluster }} panicked "
                '{{ $value | printf "%.0f" }} times within ten minutes.'
            ),
        ),
        Alert(
            name="CoreDnsResolverUnreachable",
            expr=(
                "sum by (cluster) "
                f"(rate(coredns_forward_healthcheck_broken_total{{{_JOB}}}[5m]))\n> 0"
            ),
            hold="10m",
            severity="critical",
            summary="CoreDNS reaches no resolver outside the cluster.",
            description=(
                "No resolver behind CoreDNS of {{ $labels.cluster }} answers its health checks. "
                "Names outside the cluster, those of AWS among them, cannot be found."
            ),
        ),
    )


def _share(responses: str, by: str, percent: float) -> str:
    """SERVFAIL among recorded responses, where it is too much."""
    return (
        f'sum by ({by}) ({responses}{{rcode="SERVFAIL"}})\n/\nsum by ({by}) ({responses})\n'
        f"> {percent / 100:g}"
    )
