"""What a kubelet exposes at `/metrics`.

Source: tests/components/expositions/kubelet.txt, and for what shows only after it happened
kubernetes/kubernetes v1.34.4, test/instrumentation/documentation/documentation-list.yaml. Every
label tells series apart, so none can be dropped.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.go_runtime import GO_RUNTIME
from eks_observability.signals.exposed_metrics.kubernetes_component import KUBERNETES_COMPONENT
from eks_observability.signals.exposed_metrics.model import Exposition, families

KUBELET: Final = Exposition(
    families=(
        *families(
            "counter",
            "",
            "force_cleaned_failed_volume_operation_errors_total "
            "force_cleaned_failed_volume_operations_total "
            "kubelet_certificate_manager_client_expiration_renew_errors "
            "kubelet_cpu_manager_pinning_errors_total kubelet_cpu_manager_pinning_requests_total "
            "kubelet_evented_pleg_connection_error_count "
            "kubelet_evented_pleg_connection_success_count "
            "kubelet_lifecycle_handler_http_fallbacks_total "
            "kubelet_memory_manager_pinning_errors_total "
            "kubelet_memory_manager_pinning_requests_total kubelet_orphaned_runtime_pods_total "
            "kubelet_pleg_discard_events kubelet_server_expiration_renew_errors "
            "kubelet_sleep_action_terminated_early_total kubelet_started_pods_errors_total "
            "kubelet_started_pods_total kubelet_started_user_namespaced_pods_errors_total "
            "kubelet_started_user_namespaced_pods_total "
            "kubelet_topology_manager_admission_errors_total "
            "kubelet_topology_manager_admission_requests_total "
            "reconstruct_volume_operations_errors_total reconstruct_volume_operations_total",
        ),
        *families("counter", "boundary scope", "kubelet_container_aligned_compute_resources_count"),
        *families(
            "counter",
            "code container_type",
            "kubelet_started_containers_errors_total "
            "kubelet_started_host_process_containers_errors_total",
        ),
        *families(
            "counter",
            "container_type",
            "kubelet_started_containers_total kubelet_started_host_process_containers_total",
        ),
        *families("counter", "eviction_signal", "kubelet_evictions"),
        *families("counter", "long_running method path server_type", "kubelet_http_requests_total"),
        *families("counter", "operation_name plugin_name", "volume_operation_total_errors"),
        *families(
            "counter",
            "operation_type",
            "kubelet_runtime_operations_errors_total kubelet_runtime_operations_total",
        ),
        *families("counter", "plugin_name", "kubelet_credential_provider_plugin_errors"),
        *families("counter", "preemption_signal", "kubelet_preemptions"),
        *families(
            "counter",
            "reason",
            "kubelet_admission_rejections_total kubelet_image_garbage_collected_total",
        ),
        *families("counter", "resource_name", "kubelet_device_plugin_registration_total"),
        *families("counter", "runtime_handler", "kubelet_run_podsandbox_errors_total"),
        *families(
            "counter",
            "server_api_version",
            "kubelet_pod_resources_endpoint_errors_get "
            "kubelet_pod_resources_endpoint_errors_get_allocatable "
            "kubelet_pod_resources_endpoint_errors_list "
            "kubelet_pod_resources_endpoint_requests_get "
            "kubelet_pod_resources_endpoint_requests_get_allocatable "
            "kubelet_pod_resources_endpoint_requests_list "
            "kubelet_pod_resources_endpoint_requests_total",
        ),
        *families("counter", "static", "kubelet_restarted_pods_total"),
        *families(
            "gauge",
            "",
            "kubelet_certificate_manager_client_ttl_seconds "
            "kubelet_certificate_manager_server_ttl_seconds kubelet_cgroup_version "
            "kubelet_cpu_manager_exclusive_cpu_allocation_count "
            "kubelet_cpu_manager_shared_pool_size_millicores "
            "kubelet_first_network_pod_start_sli_duration_seconds "
            "kubelet_graceful_shutdown_end_time_seconds "
            "kubelet_graceful_shutdown_start_time_seconds kubelet_managed_ephemeral_containers "
            "kubelet_mirror_pods kubelet_node_startup_duration_seconds "
            "kubelet_node_startup_post_registration_duration_seconds "
            "kubelet_node_startup_pre_kubelet_duration_seconds "
            "kubelet_node_startup_pre_registration_duration_seconds "
            "kubelet_node_startup_registration_duration_seconds "
            "kubelet_orphan_pod_cleaned_volumes kubelet_orphan_pod_cleaned_volumes_errors "
            "kubelet_pleg_last_seen_seconds kubelet_pod_in_progress_resizes kubelet_running_pods",
        ),
        *families(
            "gauge",
            "access_mode",
            "volume_manager_selinux_container_errors_total "
            "volume_manager_selinux_container_warnings_total "
            "volume_manager_selinux_pod_context_mismatch_errors_total "
            "volume_manager_selinux_pod_context_mismatch_warnings_total",
        ),
        *families(
            "gauge",
            "access_mode volume_plugin",
            "volume_manager_selinux_volume_context_mismatch_errors_total "
            "volume_manager_selinux_volume_context_mismatch_warnings_total "
            "volume_manager_selinux_volumes_admitted_total",
        ),
        *families("gauge", "config lifecycle static", "kubelet_working_pods"),
        *families(
            "gauge", "container namespace pod uid", "kubelet_container_log_filesystem_used_bytes"
        ),
        *families("gauge", "container_state", "kubelet_running_containers"),
        *families("gauge", "driver_name", "dra_resource_claims_in_use"),
        *families(
            "gauge", "long_running method path server_type", "kubelet_http_inflight_requests"
        ),
        *families(
            "gauge",
            "namespace persistentvolumeclaim",
            "kubelet_volume_stats_available_bytes kubelet_volume_stats_capacity_bytes "
            "kubelet_volume_stats_health_status_abnormal kubelet_volume_stats_inodes "
            "kubelet_volume_stats_inodes_free kubelet_volume_stats_inodes_used "
            "kubelet_volume_stats_used_bytes",
        ),
        *families("gauge", "node", "kubelet_node_name"),
        *families("gauge", "plugin_name state", "volume_manager_total_volumes"),
        *families("gauge", "socket_path state", "plugin_manager_total_plugins"),
        *families("gauge", "static", "kubelet_active_pods kubelet_desired_pods"),
        *families("gauge", "version", "kubelet_cri_losing_support"),
        *families(
            "histogram",
            "",
            "kubelet_certificate_manager_server_rotation_seconds kubelet_containers_per_pod_count "
            "kubelet_evented_pleg_connection_latency_seconds kubelet_pleg_relist_duration_seconds "
            "kubelet_pleg_relist_interval_seconds kubelet_pod_start_duration_seconds "
            "kubelet_pod_start_sli_duration_seconds kubelet_pod_start_total_duration_seconds "
            "kubelet_pod_status_sync_duration_seconds kubelet_pod_worker_start_duration_seconds "
            "kubelet_topology_manager_admission_duration_ms",
        ),
        *families(
            "histogram",
            "driver_name grpc_status_code method_name",
            "dra_grpc_operations_duration_seconds",
        ),
        *families(
            "histogram",
            "driver_name grpc_status_code method_name migrated",
            "csi_operations_seconds",
        ),
        *families("histogram", "eviction_signal", "kubelet_eviction_stats_age_seconds"),
        *families("histogram", "image_size_in_bytes", "kubelet_image_pull_duration_seconds"),
        *families("histogram", "is_error operation_name", "dra_operations_duration_seconds"),
        *families(
            "histogram",
            "long_running method path server_type",
            "kubelet_http_requests_duration_seconds",
        ),
        *families(
            "histogram", "metric_source", "kubelet_volume_metric_collection_duration_seconds"
        ),
        *families(
            "histogram",
            "migrated operation_name status volume_plugin",
            "storage_operation_duration_seconds",
        ),
        *families("histogram", "operation_name plugin_name", "volume_operation_total_seconds"),
        *families(
            "histogram",
            "operation_type",
            "kubelet_cgroup_manager_duration_seconds kubelet_pod_worker_duration_seconds "
            "kubelet_runtime_operations_duration_seconds",
        ),
        *families("histogram", "plugin_name", "kubelet_credential_provider_plugin_duration"),
        *families("histogram", "resource_name", "kubelet_device_plugin_alloc_duration_seconds"),
        *families("histogram", "runtime_handler", "kubelet_run_podsandbox_duration_seconds"),
        *GO_RUNTIME,
        *KUBERNETES_COMPONENT,
    ),
)
