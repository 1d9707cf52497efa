"""What CoreDNS exposes at port 9153.

Source: tests/components/expositions/coredns.txt, and for what shows only after it happened, or by
another plugin than those of EKS's Corefile, coredns/coredns v1.12.4, plugin/*/metrics.go. Every
label tells series apart, so none can be dropped.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.go_runtime import GO_RUNTIME
from eks_observability.signals.exposed_metrics.model import Exposition, families

COREDNS: Final = Exposition(
    families=(
        *families(
            "counter",
            "",
            "coredns_forward_healthcheck_broken_total "
            "coredns_forward_max_concurrent_rejects_total coredns_health_request_failures_total "
            "coredns_panics_total coredns_reload_failed_total",
        ),
        *families(
            "counter",
            "class section server template type view zone",
            "coredns_template_rr_failures_total coredns_template_template_failures_total",
        ),
        *families("counter", "class server type view zone", "coredns_template_matches_total"),
        *families("counter", "code host method", "coredns_kubernetes_rest_client_requests_total"),
        *families("counter", "family proto server type view zone", "coredns_dns_requests_total"),
        *families("counter", "plugin rcode server view zone", "coredns_dns_responses_total"),
        *families(
            "counter",
            "proto proxy_name to",
            "coredns_proxy_conn_cache_hits_total coredns_proxy_conn_cache_misses_total",
        ),
        *families("counter", "proxy_name to", "coredns_proxy_healthcheck_failures_total"),
        *families("counter", "rcode to", "coredns_grpc_responses_total"),
        *families(
            "counter",
            "server",
            "coredns_autopath_success_total coredns_dns64_requests_translated_total "
            "coredns_dnssec_cache_hits_total coredns_dnssec_cache_misses_total",
        ),
        *families(
            "counter",
            "server status",
            "coredns_dns_https_responses_total coredns_dns_quic_responses_total",
        ),
        *families(
            "counter",
            "server type view zones",
            "coredns_cache_evictions_total coredns_cache_hits_total",
        ),
        *families("counter", "server view", "coredns_acl_allowed_requests_total"),
        *families(
            "counter",
            "server view zone",
            "coredns_acl_blocked_requests_total coredns_acl_dropped_requests_total "
            "coredns_acl_filtered_requests_total coredns_dns_do_requests_total",
        ),
        *families(
            "counter",
            "server view zones",
            "coredns_cache_drops_total coredns_cache_misses_total coredns_cache_prefetch_total "
            "coredns_cache_requests_total coredns_cache_served_stale_total",
        ),
        *families("counter", "to", "coredns_grpc_requests_total"),
        *families("gauge", "", "coredns_hosts_entries coredns_hosts_reload_timestamp_seconds"),
        *families("gauge", "goversion revision version", "coredns_build_info"),
        *families("gauge", "hash value", "coredns_reload_version_info"),
        *families("gauge", "name server view zone", "coredns_plugin_enabled"),
        *families("gauge", "server type", "coredns_dnssec_cache_entries"),
        *families("gauge", "server type view zones", "coredns_cache_entries"),
        *families("histogram", "", "coredns_health_request_duration_seconds"),
        *families(
            "histogram",
            "host verb",
            "coredns_kubernetes_rest_client_rate_limiter_duration_seconds "
            "coredns_kubernetes_rest_client_request_duration_seconds",
        ),
        *families(
            "histogram",
            "proto server view zone",
            "coredns_dns_request_size_bytes coredns_dns_response_size_bytes",
        ),
        *families("histogram", "proxy_name rcode to", "coredns_proxy_request_duration_seconds"),
        *families("histogram", "server view zone", "coredns_dns_request_duration_seconds"),
        *families(
            "histogram", "service_kind", "coredns_kubernetes_dns_programming_duration_seconds"
        ),
        *families("histogram", "to", "coredns_grpc_request_duration_seconds"),
        *GO_RUNTIME,
    ),
)
