"""What CoreDNS answers, and how fast."""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (jobs.COREDNS,)
"""Scrape jobs that these rules need."""


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Answers a second by their code, those of the resolver behind, and how long answers take."""
    del scope
    job = f'job="{jobs.COREDNS}"'
    forwarded = "coredns_proxy_request_duration_seconds_count"
    return (
        RecordingRule(
            name="cluster_rcode:coredns_dns_responses:rate5m",
            expr=f"sum by (cluster, rcode) (rate(coredns_dns_responses_total{{{job}}}[5m]))",
        ),
        RecordingRule(
            name="cluster:coredns_dns_request_duration_seconds:p99_rate5m",
            expr=(
                "histogram_quantile(\n  0.99,\n  sum by (cluster, le) "
                f"(rate(coredns_dns_request_duration_seconds_bucket{{{job}}}[5m]))\n)"
            ),
        ),
        RecordingRule(
            name="cluster_to_rcode:coredns_forwarded_requests:rate5m",
            expr=(
                f'sum by (cluster, to, rcode) (rate({forwarded}{{{job},proxy_name="forward"}}[5m]))'
            ),
        ),
    )
