"""What several components of Kubernetes expose alike.

Source: tests/components/expositions/kubelet.txt and apiserver.txt, and for what shows only after it
happened kubernetes/kubernetes v1.34.4, test/instrumentation/documentation/documentation-list.yaml.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

KUBERNETES_COMPONENT: Final = (
    *families(
        "counter",
        "",
        "aggregator_discovery_aggregation_count_total apiserver_audit_event_total "
        "apiserver_audit_requests_rejected_total "
        "apiserver_storage_data_key_generation_failures_total "
        "apiserver_storage_envelope_transformation_cache_misses_total "
        "apiserver_validation_declarative_validation_mismatch_total "
        "apiserver_validation_declarative_validation_panic_total "
        "apiserver_webhooks_x509_insecure_sha1_total "
        "apiserver_webhooks_x509_missing_san_total "
        "cardinality_enforcement_unexpected_categorizations_total disabled_metrics_total "
        "hidden_metrics_total",
    ),
    *families(
        "counter",
        "apiserver_id_hash key_id_hash provider_name transformation_type",
        "apiserver_envelope_encryption_key_id_hash_total",
    ),
    *families("counter", "call_status code", "rest_client_exec_plugin_call_total"),
    *families(
        "counter",
        "code",
        "apiserver_delegated_authn_request_total apiserver_delegated_authz_request_total",
    ),
    *families("counter", "code host method", "rest_client_requests_total"),
    *families("counter", "code host verb", "rest_client_request_retries_total"),
    *families("counter", "deprecated_version stability_level", "registered_metrics_total"),
    *families(
        "counter",
        "error provider_name",
        "apiserver_envelope_encryption_invalid_key_id_from_status_total",
    ),
    *families("counter", "name", "workqueue_adds_total workqueue_retries_total"),
    *families("counter", "result", "rest_client_transport_create_calls_total"),
    *families(
        "counter",
        "status",
        "authentication_token_cache_fetch_total authentication_token_cache_request_total",
    ),
    *families(
        "gauge",
        "",
        "apiserver_envelope_encryption_dek_cache_fill_percent "
        "rest_client_exec_plugin_ttl_seconds rest_client_transport_cache_entries",
    ),
    *families(
        "gauge",
        "apiserver_id_hash key_id_hash provider_name",
        "apiserver_envelope_encryption_key_id_hash_status_last_timestamp_seconds",
    ),
    *families(
        "gauge",
        "apiserver_id_hash key_id_hash provider_name transformation_type",
        "apiserver_envelope_encryption_key_id_hash_last_timestamp_seconds",
    ),
    *families("gauge", "binary component emulation min_compat", "version_info"),
    *families(
        "gauge",
        "build_date compiler git_commit git_tree_state git_version go_version major minor platform",
        "kubernetes_build_info",
    ),
    *families(
        "gauge",
        "name",
        "workqueue_depth workqueue_longest_running_processor_seconds "
        "workqueue_unfinished_work_seconds",
    ),
    *families("gauge", "name stage", "kubernetes_feature_enabled"),
    *families("gauge", "provider_name", "apiserver_envelope_encryption_dek_source_cache_size"),
    *families("gauge", "status", "authentication_token_cache_active_fetch_count"),
    *families(
        "histogram",
        "",
        "apiserver_client_certificate_expiration_seconds "
        "apiserver_storage_data_key_generation_duration_seconds "
        "rest_client_exec_plugin_certificate_rotation_age",
    ),
    *families(
        "histogram",
        "code",
        "apiserver_delegated_authn_request_duration_seconds "
        "apiserver_delegated_authz_request_duration_seconds",
    ),
    *families(
        "histogram",
        "grpc_status_code method_name provider_name",
        "apiserver_envelope_encryption_kms_operations_latency_seconds",
    ),
    *families("histogram", "host", "rest_client_dns_resolution_duration_seconds"),
    *families(
        "histogram",
        "host verb",
        "rest_client_rate_limiter_duration_seconds rest_client_request_duration_seconds "
        "rest_client_request_size_bytes rest_client_response_size_bytes",
    ),
    *families(
        "histogram", "name", "workqueue_queue_duration_seconds workqueue_work_duration_seconds"
    ),
    *families("histogram", "status", "authentication_token_cache_request_duration_seconds"),
    *families(
        "histogram",
        "transformation_type",
        "apiserver_envelope_encryption_dek_cache_inter_arrival_time_seconds",
    ),
)
