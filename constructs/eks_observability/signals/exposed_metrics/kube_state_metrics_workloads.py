"""What kube-state-metrics exposes of pods and of what makes them.

Source: kubernetes/kube-state-metrics, docs/metrics of version 2.19. Labels made of labels and
annotations of objects, `label_*` and `annotation_*`, come besides.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

WORKLOADS: Final = (
    *families(
        "counter",
        "container namespace pod uid",
        "kube_pod_container_status_restarts_total kube_pod_init_container_status_restarts_total",
    ),
    *families(
        "gauge", "concurrency_policy cronjob namespace schedule timezone", "kube_cronjob_info"
    ),
    *families(
        "gauge", "condition deployment namespace reason status", "kube_deployment_status_condition"
    ),
    *families(
        "gauge",
        "condition horizontalpodautoscaler namespace status",
        "kube_horizontalpodautoscaler_status_condition",
    ),
    *families("gauge", "condition job_name namespace", "kube_job_complete kube_job_failed"),
    *families(
        "gauge", "condition namespace pod uid", "kube_pod_status_ready kube_pod_status_scheduled"
    ),
    *families(
        "gauge",
        "container container_id image image_id image_spec namespace pod uid",
        "kube_pod_container_info kube_pod_init_container_info",
    ),
    *families(
        "gauge",
        "container horizontalpodautoscaler metric_name metric_target_type namespace",
        "kube_horizontalpodautoscaler_spec_target_container_metric",
    ),
    *families(
        "gauge",
        "container namespace node pod resource uid unit",
        "kube_pod_container_resource_limits kube_pod_container_resource_requests "
        "kube_pod_init_container_resource_limits kube_pod_init_container_resource_requests",
    ),
    *families(
        "gauge",
        "container namespace pod reason uid",
        "kube_pod_container_status_last_terminated_reason "
        "kube_pod_container_status_terminated_reason kube_pod_container_status_waiting_reason "
        "kube_pod_init_container_status_last_terminated_reason "
        "kube_pod_init_container_status_terminated_reason "
        "kube_pod_init_container_status_waiting_reason",
    ),
    *families(
        "gauge",
        "container namespace pod uid",
        "kube_pod_container_state_started kube_pod_container_status_last_terminated_exitcode "
        "kube_pod_container_status_last_terminated_timestamp kube_pod_container_status_ready "
        "kube_pod_container_status_running kube_pod_container_status_terminated "
        "kube_pod_container_status_waiting "
        "kube_pod_init_container_status_last_terminated_exitcode "
        "kube_pod_init_container_status_last_terminated_timestamp "
        "kube_pod_init_container_status_ready kube_pod_init_container_status_running "
        "kube_pod_init_container_status_terminated kube_pod_init_container_status_waiting",
    ),
    *families(
        "gauge",
        "created_by_kind created_by_name host_ip host_network namespace node pod pod_ip "
        "priority_class uid",
        "kube_pod_info",
    ),
    *families(
        "gauge",
        "cronjob namespace",
        "kube_cronjob_annotations kube_cronjob_created kube_cronjob_labels "
        "kube_cronjob_metadata_resource_version kube_cronjob_next_schedule_time "
        "kube_cronjob_spec_failed_job_history_limit "
        "kube_cronjob_spec_starting_deadline_seconds "
        "kube_cronjob_spec_successful_job_history_limit kube_cronjob_spec_suspend "
        "kube_cronjob_status_active kube_cronjob_status_last_schedule_time "
        "kube_cronjob_status_last_successful_time",
    ),
    *families(
        "gauge",
        "daemonset namespace",
        "kube_daemonset_annotations kube_daemonset_created kube_daemonset_deletion_timestamp "
        "kube_daemonset_labels kube_daemonset_metadata_generation "
        "kube_daemonset_status_current_number_scheduled "
        "kube_daemonset_status_desired_number_scheduled "
        "kube_daemonset_status_number_available kube_daemonset_status_number_misscheduled "
        "kube_daemonset_status_number_ready kube_daemonset_status_number_unavailable "
        "kube_daemonset_status_observed_generation "
        "kube_daemonset_status_updated_number_scheduled",
    ),
    *families(
        "gauge",
        "deployment namespace",
        "kube_deployment_annotations kube_deployment_created "
        "kube_deployment_deletion_timestamp kube_deployment_labels "
        "kube_deployment_metadata_generation kube_deployment_spec_paused "
        "kube_deployment_spec_replicas kube_deployment_spec_strategy_rollingupdate_max_surge "
        "kube_deployment_spec_strategy_rollingupdate_max_unavailable "
        "kube_deployment_status_observed_generation kube_deployment_status_replicas "
        "kube_deployment_status_replicas_available kube_deployment_status_replicas_ready "
        "kube_deployment_status_replicas_unavailable kube_deployment_status_replicas_updated",
    ),
    *families(
        "gauge",
        "deployment namespace owner_is_controller owner_kind owner_name",
        "kube_deployment_owner",
    ),
    *families(
        "gauge", "effect key namespace operator pod toleration_seconds uid", "kube_pod_tolerations"
    ),
    *families(
        "gauge",
        "horizontalpodautoscaler metric_name metric_target_type namespace",
        "kube_horizontalpodautoscaler_spec_target_metric "
        "kube_horizontalpodautoscaler_status_target_metric",
    ),
    *families(
        "gauge",
        "horizontalpodautoscaler namespace",
        "kube_horizontalpodautoscaler_annotations kube_horizontalpodautoscaler_created "
        "kube_horizontalpodautoscaler_labels kube_horizontalpodautoscaler_metadata_generation "
        "kube_horizontalpodautoscaler_spec_max_replicas "
        "kube_horizontalpodautoscaler_spec_min_replicas "
        "kube_horizontalpodautoscaler_status_current_replicas "
        "kube_horizontalpodautoscaler_status_desired_replicas",
    ),
    *families(
        "gauge",
        "horizontalpodautoscaler namespace scaletargetref_api_version scaletargetref_kind "
        "scaletargetref_name",
        "kube_horizontalpodautoscaler_info",
    ),
    *families("gauge", "ip ip_family namespace pod uid", "kube_pod_ips"),
    *families(
        "gauge",
        "job_name namespace",
        "kube_job_annotations kube_job_created kube_job_deletion_timestamp kube_job_info "
        "kube_job_labels kube_job_spec_active_deadline_seconds kube_job_spec_completions "
        "kube_job_spec_parallelism kube_job_status_active kube_job_status_completion_time "
        "kube_job_status_start_time kube_job_status_succeeded kube_job_status_suspended",
    ),
    *families(
        "gauge", "job_name namespace owner_is_controller owner_kind owner_name", "kube_job_owner"
    ),
    *families("gauge", "job_name namespace reason", "kube_job_status_failed"),
    *families("gauge", "name namespace pod uid", "kube_pod_scheduler"),
    *families(
        "gauge", "namespace owner_is_controller owner_kind owner_name pod uid", "kube_pod_owner"
    ),
    *families(
        "gauge",
        "namespace owner_is_controller owner_kind owner_name replicaset",
        "kube_replicaset_owner",
    ),
    *families(
        "gauge",
        "namespace owner_is_controller owner_kind owner_name replicationcontroller",
        "kube_replicationcontroller_owner",
    ),
    *families(
        "gauge",
        "namespace persistentvolumeclaim pod uid volume",
        "kube_pod_spec_volumes_persistentvolumeclaims_info "
        "kube_pod_spec_volumes_persistentvolumeclaims_readonly",
    ),
    *families("gauge", "namespace phase pod uid", "kube_pod_status_phase"),
    *families("gauge", "namespace pod qos_class uid", "kube_pod_status_qos_class"),
    *families("gauge", "namespace pod reason uid", "kube_pod_status_reason"),
    *families("gauge", "namespace pod runtimeclass_name uid", "kube_pod_runtimeclass_name_info"),
    *families("gauge", "namespace pod service_account uid", "kube_pod_service_account"),
    *families("gauge", "namespace pod type uid", "kube_pod_restart_policy"),
    *families(
        "gauge",
        "namespace pod uid",
        "kube_pod_annotations kube_pod_completion_time kube_pod_created "
        "kube_pod_deletion_timestamp kube_pod_labels kube_pod_nodeselectors "
        "kube_pod_overhead_cpu_cores kube_pod_overhead_memory_bytes kube_pod_start_time "
        "kube_pod_status_container_ready_time kube_pod_status_initialized_time "
        "kube_pod_status_ready_time kube_pod_status_scheduled_time "
        "kube_pod_status_unschedulable kube_pod_unscheduled_time",
    ),
    *families(
        "gauge",
        "namespace replicaset",
        "kube_replicaset_annotations kube_replicaset_created "
        "kube_replicaset_deletion_timestamp kube_replicaset_labels "
        "kube_replicaset_metadata_generation kube_replicaset_spec_replicas "
        "kube_replicaset_status_fully_labeled_replicas "
        "kube_replicaset_status_observed_generation kube_replicaset_status_ready_replicas "
        "kube_replicaset_status_replicas kube_replicaset_status_terminating_replicas",
    ),
    *families(
        "gauge",
        "namespace replicationcontroller",
        "kube_replicationcontroller_created kube_replicationcontroller_metadata_generation "
        "kube_replicationcontroller_spec_replicas "
        "kube_replicationcontroller_status_available_replicas "
        "kube_replicationcontroller_status_fully_labeled_replicas "
        "kube_replicationcontroller_status_observed_generation "
        "kube_replicationcontroller_status_ready_replicas "
        "kube_replicationcontroller_status_replicas",
    ),
    *families(
        "gauge",
        "namespace revision statefulset",
        "kube_statefulset_status_current_revision kube_statefulset_status_update_revision",
    ),
    *families(
        "gauge",
        "namespace statefulset",
        "kube_statefulset_annotations kube_statefulset_created "
        "kube_statefulset_deletion_timestamp kube_statefulset_labels "
        "kube_statefulset_metadata_generation kube_statefulset_ordinals_start "
        "kube_statefulset_replicas kube_statefulset_status_observed_generation "
        "kube_statefulset_status_replicas kube_statefulset_status_replicas_available "
        "kube_statefulset_status_replicas_current kube_statefulset_status_replicas_ready "
        "kube_statefulset_status_replicas_updated",
    ),
    *families(
        "gauge",
        "namespace statefulset when_deleted when_scaled",
        "kube_statefulset_persistentvolumeclaim_retention_policy",
    ),
)
