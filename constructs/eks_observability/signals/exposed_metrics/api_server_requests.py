"""What the API server exposes of requests: admission, fairness, authorization, answers.

Source: tests/components/expositions/apiserver.txt, and for what shows only after it happened
kubernetes/kubernetes v1.34.4, test/instrumentation/documentation/documentation-list.yaml.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

REQUESTS: Final = (
    *families(
        "counter",
        "",
        "apiserver_tls_handshake_errors_total "
        "serviceaccount_invalid_legacy_auto_token_uses_total "
        "serviceaccount_legacy_auto_token_uses_total "
        "serviceaccount_legacy_manual_token_uses_total serviceaccount_legacy_tokens_total "
        "serviceaccount_stale_tokens_total serviceaccount_valid_tokens_total",
    ),
    *families(
        "counter",
        "apiserver_id_hash status",
        "apiserver_authentication_config_controller_automatic_reloads_total "
        "apiserver_authorization_config_controller_automatic_reloads_total",
    ),
    *families(
        "counter",
        "code",
        "apiserver_rerouted_request_total apiserver_stream_translator_requests_total "
        "apiserver_stream_tunnel_requests_total",
    ),
    *families(
        "counter",
        "code component dry_run group resource scope subresource verb version",
        "apiserver_request_total",
    ),
    *families(
        "counter",
        "code component group resource scope subresource verb version",
        "apiserver_request_terminations_total",
    ),
    *families(
        "counter", "code name operation rejected type", "apiserver_admission_webhook_request_total"
    ),
    *families(
        "counter",
        "decision mode policy_level policy_version request_operation resource subresource",
        "pod_security_evaluations_total",
    ),
    *families("counter", "decision name type", "apiserver_authorization_decisions_total"),
    *families(
        "counter",
        "enforcement_action error_type policy policy_binding",
        "apiserver_validating_admission_policy_check_total",
    ),
    *families(
        "counter",
        "error_type name operation rejection_code type",
        "apiserver_admission_webhook_rejection_count",
    ),
    *families("counter", "failure_type result", "apiserver_conversion_webhook_request_total"),
    *families(
        "counter", "fatal request_operation resource subresource", "pod_security_errors_total"
    ),
    *families(
        "counter",
        "flow_schema priority_level",
        "apiserver_flowcontrol_dispatched_requests_total "
        "apiserver_flowcontrol_request_dispatch_no_accommodation_total",
    ),
    *families(
        "counter",
        "flow_schema priority_level reason",
        "apiserver_flowcontrol_rejected_requests_total",
    ),
    *families("counter", "group kind resource version", "apiserver_watch_events_total"),
    *families("counter", "group resource", "apiserver_init_events_total"),
    *families(
        "counter", "group resource scope subresource verb version", "apiserver_request_aborts_total"
    ),
    *families("counter", "group resource subresource verb", "apiserver_selfrequest_total"),
    *families(
        "counter",
        "kind name operation type",
        "apiserver_admission_match_condition_evaluation_errors_total "
        "apiserver_admission_match_condition_exclusions_total",
    ),
    *families("counter", "level", "apiserver_audit_level_total"),
    *families(
        "counter",
        "name result",
        "apiserver_authorization_webhook_evaluations_fail_open_total "
        "apiserver_authorization_webhook_evaluations_total",
    ),
    *families(
        "counter",
        "name type",
        "apiserver_admission_webhook_fail_open_count "
        "apiserver_authorization_match_condition_evaluation_errors_total "
        "apiserver_authorization_match_condition_exclusions_total",
    ),
    *families("counter", "plugin", "apiserver_audit_error_total"),
    *families("counter", "priority_level success", "apiserver_flowcontrol_epoch_advance_total"),
    *families("counter", "protocol stage transport", "apiserver_egress_dialer_dial_failure_count"),
    *families("counter", "protocol transport", "apiserver_egress_dialer_dial_start_total"),
    *families("counter", "request_operation resource subresource", "pod_security_exemptions_total"),
    *families("counter", "resource", "apiserver_terminated_watchers_total"),
    *families("counter", "result", "authentication_attempts authorization_attempts_total"),
    *families("counter", "source status", "apiserver_request_post_timeout_total"),
    *families("counter", "username", "authenticated_user_requests"),
    *families("gauge", "", "apiserver_flowcontrol_seat_fair_frac"),
    *families(
        "gauge",
        "apiserver_id_hash status",
        "apiserver_authentication_config_controller_automatic_reload_last_timestamp_seconds "
        "apiserver_authorization_config_controller_automatic_reload_last_timestamp_seconds",
    ),
    *families(
        "gauge",
        "bound priority_level",
        "apiserver_flowcontrol_next_discounted_s_bounds apiserver_flowcontrol_next_s_bounds",
    ),
    *families(
        "gauge",
        "component group resource scope subresource verb version",
        "apiserver_longrunning_requests",
    ),
    *families(
        "gauge",
        "flow_schema priority_level",
        "apiserver_flowcontrol_current_executing_requests "
        "apiserver_flowcontrol_current_executing_seats "
        "apiserver_flowcontrol_current_inqueue_requests "
        "apiserver_flowcontrol_current_inqueue_seats "
        "apiserver_flowcontrol_request_concurrency_in_use",
    ),
    *families(
        "gauge",
        "group removed_release resource subresource version",
        "apiserver_requested_deprecated_apis",
    ),
    *families(
        "gauge",
        "priority_level",
        "apiserver_flowcontrol_current_limit_seats apiserver_flowcontrol_current_r "
        "apiserver_flowcontrol_demand_seats_average "
        "apiserver_flowcontrol_demand_seats_high_watermark "
        "apiserver_flowcontrol_demand_seats_smoothed apiserver_flowcontrol_demand_seats_stdev "
        "apiserver_flowcontrol_dispatch_r apiserver_flowcontrol_latest_s "
        "apiserver_flowcontrol_lower_limit_seats apiserver_flowcontrol_nominal_limit_seats "
        "apiserver_flowcontrol_request_concurrency_limit apiserver_flowcontrol_target_seats "
        "apiserver_flowcontrol_upper_limit_seats",
    ),
    *families(
        "gauge",
        "request_kind",
        "apiserver_current_inflight_requests apiserver_current_inqueue_requests",
    ),
    *families("histogram", "code_path", "apiserver_request_timestamp_comparison_time"),
    *families(
        "histogram",
        "component dry_run group resource scope subresource verb version",
        "apiserver_request_duration_seconds",
    ),
    *families(
        "histogram",
        "component group resource scope subresource verb version",
        "apiserver_request_sli_duration_seconds apiserver_request_slo_duration_seconds "
        "apiserver_response_sizes",
    ),
    *families(
        "histogram",
        "crd_name from_version succeeded to_version",
        "apiserver_crd_conversion_webhook_duration_seconds",
    ),
    *families(
        "histogram",
        "enforcement_action error_type policy policy_binding",
        "apiserver_validating_admission_policy_check_duration_seconds",
    ),
    *families(
        "histogram",
        "execute flow_schema priority_level",
        "apiserver_flowcontrol_request_wait_duration_seconds",
    ),
    *families("histogram", "failure_type result", "apiserver_conversion_webhook_duration_seconds"),
    *families("histogram", "field_validation", "field_validation_request_duration_seconds"),
    *families("histogram", "filter", "apiserver_request_filter_duration_seconds"),
    *families(
        "histogram",
        "flow_schema priority_level",
        "apiserver_flowcontrol_request_queue_length_after_enqueue "
        "apiserver_flowcontrol_watch_count_samples apiserver_flowcontrol_work_estimated_seats",
    ),
    *families(
        "histogram",
        "flow_schema priority_level type",
        "apiserver_flowcontrol_request_execution_seconds",
    ),
    *families("histogram", "group kind resource version", "apiserver_watch_events_sizes"),
    *families("histogram", "group resource scope version", "apiserver_watch_list_duration_seconds"),
    *families("histogram", "group resource verb", "apiserver_request_body_size_bytes"),
    *families(
        "histogram",
        "jwt_issuer_hash result",
        "apiserver_authentication_jwt_authenticator_latency_seconds",
    ),
    *families(
        "histogram",
        "kind name operation type",
        "apiserver_admission_match_condition_evaluation_seconds",
    ),
    *families(
        "histogram",
        "name operation rejected type",
        "apiserver_admission_controller_admission_duration_seconds "
        "apiserver_admission_webhook_admission_duration_seconds",
    ),
    *families("histogram", "name result", "apiserver_authorization_webhook_duration_seconds"),
    *families(
        "histogram", "name type", "apiserver_authorization_match_condition_evaluation_seconds"
    ),
    *families(
        "histogram",
        "operation rejected type",
        "apiserver_admission_step_admission_duration_seconds",
    ),
    *families(
        "histogram",
        "phase priority_level",
        "apiserver_flowcontrol_priority_level_request_utilization "
        "apiserver_flowcontrol_priority_level_seat_utilization",
    ),
    *families(
        "histogram", "phase request_kind", "apiserver_flowcontrol_read_vs_write_current_requests"
    ),
    *families("histogram", "priority_level", "apiserver_flowcontrol_demand_seats"),
    *families("histogram", "protocol transport", "apiserver_egress_dialer_dial_duration_seconds"),
    *families(
        "histogram", "result", "authentication_duration_seconds authorization_duration_seconds"
    ),
    *families(
        "summary",
        "operation rejected type",
        "apiserver_admission_step_admission_duration_seconds_summary",
    ),
)
