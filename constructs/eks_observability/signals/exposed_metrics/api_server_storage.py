"""What the API server exposes of what it stores, encrypts and allocates.

Source: tests/components/expositions/apiserver.txt, and for what shows only after it happened
kubernetes/kubernetes v1.34.4, test/instrumentation/documentation/documentation-list.yaml.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

STORAGE: Final = (
    *families(
        "counter",
        "",
        "apiserver_clusterip_repair_reconcile_errors_total "
        "apiserver_kube_aggregator_x509_insecure_sha1_total "
        "apiserver_kube_aggregator_x509_missing_san_total "
        "apiserver_nodeport_repair_reconcile_errors_total "
        "kube_apiserver_pod_logs_backend_tls_failure_total "
        "kube_apiserver_pod_logs_pods_logs_backend_tls_failure_total",
    ),
    *families(
        "counter",
        "apiserver_id_hash",
        "apiserver_encryption_config_controller_automatic_reload_failures_total "
        "apiserver_encryption_config_controller_automatic_reload_success_total",
    ),
    *families(
        "counter",
        "apiserver_id_hash status",
        "apiserver_encryption_config_controller_automatic_reloads_total",
    ),
    *families("counter", "apiservice reason", "aggregator_openapi_v2_regeneration_count"),
    *families(
        "counter",
        "cidr scope",
        "kube_apiserver_clusterip_allocator_allocation_errors_total "
        "kube_apiserver_clusterip_allocator_allocation_total",
    ),
    *families(
        "counter",
        "code",
        "apiserver_externaljwt_fetch_keys_request_total apiserver_externaljwt_sign_request_total",
    ),
    *families("counter", "crd group reason version", "apiextensions_openapi_v3_regeneration_count"),
    *families("counter", "crd reason", "apiextensions_openapi_v2_regeneration_count"),
    *families(
        "counter", "fallback group resource success", "apiserver_watch_cache_consistent_read_total"
    ),
    *families(
        "counter",
        "group index resource resource_prefix",
        "apiserver_cache_list_fetched_objects_total apiserver_cache_list_total",
    ),
    *families("counter", "group operation resource type", "etcd_requests_total"),
    *families(
        "counter",
        "group resource",
        "apiserver_storage_events_received_total "
        "apiserver_storage_list_evaluated_objects_total "
        "apiserver_storage_list_fetched_objects_total "
        "apiserver_storage_list_returned_objects_total apiserver_storage_list_total "
        "apiserver_watch_cache_events_dispatched_total "
        "apiserver_watch_cache_events_received_total "
        "apiserver_watch_cache_initializations_total",
    ),
    *families(
        "counter", "group resource resource_prefix", "apiserver_cache_list_returned_objects_total"
    ),
    *families(
        "counter", "grpc_code grpc_method grpc_service grpc_type", "grpc_client_handled_total"
    ),
    *families(
        "counter",
        "grpc_method grpc_service grpc_type",
        "grpc_client_msg_received_total grpc_client_msg_sent_total grpc_client_started_total",
    ),
    *families("counter", "name reason", "aggregator_unavailable_apiservice_total"),
    *families("counter", "operation type", "etcd_request_errors_total"),
    *families(
        "counter",
        "resource",
        "apiserver_storage_decode_errors_total watch_cache_capacity_decrease_total "
        "watch_cache_capacity_increase_total",
    ),
    *families(
        "counter",
        "resource status transformation_type transformer_prefix",
        "apiserver_storage_transformation_operations_total",
    ),
    *families(
        "counter",
        "scope",
        "kube_apiserver_nodeport_allocator_allocation_errors_total "
        "kube_apiserver_nodeport_allocator_allocation_total",
    ),
    *families(
        "counter",
        "signerName",
        "apiserver_certificates_registry_csr_honored_duration_total "
        "apiserver_certificates_registry_csr_requested_duration_total",
    ),
    *families(
        "counter",
        "type",
        "apiserver_clusterip_repair_ip_errors_total apiserver_nodeport_repair_port_errors_total",
    ),
    *families(
        "counter",
        "usage",
        "kube_apiserver_pod_logs_insecure_backend_total "
        "kube_apiserver_pod_logs_pods_logs_insecure_backend_total",
    ),
    *families(
        "gauge",
        "",
        "apiserver_externaljwt_fetch_keys_data_timestamp "
        "apiserver_externaljwt_fetch_keys_success_timestamp "
        "kube_apiserver_nodeport_allocator_allocated_ports "
        "kube_apiserver_nodeport_allocator_available_ports",
    ),
    *families(
        "gauge",
        "apiserver_id_hash status",
        "apiserver_encryption_config_controller_automatic_reload_last_timestamp_seconds",
    ),
    *families("gauge", "binary_version", "etcd_version_info"),
    *families(
        "gauge",
        "cidr",
        "kube_apiserver_clusterip_allocator_allocated_ips "
        "kube_apiserver_clusterip_allocator_available_ips",
    ),
    *families("gauge", "endpoint", "apiserver_storage_db_total_size_in_bytes"),
    *families(
        "gauge",
        "group resource",
        "apiserver_resource_objects apiserver_resource_size_estimate_bytes "
        "apiserver_watch_cache_resource_version etcd_bookmark_counts watch_cache_capacity",
    ),
    *families("gauge", "name", "aggregator_unavailable_apiservice"),
    *families("gauge", "reason", "aggregator_openapi_v2_regeneration_duration"),
    *families("gauge", "resource", "apiserver_storage_objects"),
    *families("gauge", "storage_cluster_id", "apiserver_storage_size_bytes"),
    *families(
        "histogram",
        "",
        "apiextensions_apiserver_validation_ratcheting_seconds "
        "apiserver_cel_compilation_duration_seconds apiserver_cel_evaluation_duration_seconds "
        "etcd_lease_object_counts",
    ),
    *families(
        "histogram", "cidr", "kube_apiserver_clusterip_allocator_allocation_duration_seconds"
    ),
    *families("histogram", "code method", "apiserver_externaljwt_request_duration_seconds"),
    *families("histogram", "group operation resource type", "etcd_request_duration_seconds"),
    *families("histogram", "group resource", "apiserver_watch_cache_read_wait_seconds"),
    *families("histogram", "operation", "node_authorizer_graph_actions_duration_seconds"),
    *families(
        "histogram",
        "transformation_type transformer_prefix",
        "apiserver_storage_transformation_duration_seconds",
    ),
)
