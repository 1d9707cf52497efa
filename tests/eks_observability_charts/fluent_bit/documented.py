"""Sections and keys of Fluent Bit 4.x, from its manual (docs.fluentbit.io/manual), by page.

The manual names keys as they are written here but for case, which does not count.
"""


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


SERVICE = _keys(
    # Administration / Configuring Fluent Bit / Classic mode / Configuration file
    """
    flush grace daemon dns.mode log_file log_level parsers_file plugins_file streams_file
    http_server http_listen http_port coro_stack_size scheduler.cap scheduler.base
    json.convert_nan_to_null sp.convert_from_str_to_num
    """
    # Administration / Buffering and storage
    """
    storage.path storage.sync storage.checksum storage.max_chunks_up storage.backlog.mem_limit
    storage.backlog.flush_on_shutdown storage.metrics storage.delete_irrecoverable_chunks
    """
    # Administration / Monitoring; Administration / Multiline parsing
    """
    health_check hc_errors_count hc_retry_failure_count hc_period multiline_buffer_limit
    """
)

PARSER = _keys(
    # Data pipeline / Parsers / Configuring parser
    """
    name format regex time_key time_format time_offset time_keep time_strict types decode_field
    decode_field_as skip_empty_values time_system_timezone
    """
)

_TLS = _keys(
    # Administration / Transport security
    """
    tls tls.verify tls.verify_hostname tls.debug tls.ca_file tls.ca_path tls.crt_file tls.key_file
    tls.key_passwd tls.vhost
    """
)

COMMON = {
    # Classic mode / Configuration file; Buffering and storage; Scheduling and retries; Monitoring
    "INPUT": _keys("name tag alias log_level storage.type storage.pause_on_chunks_overlimit"),
    "FILTER": _keys("name match match_regex alias log_level"),
    "OUTPUT": _keys(
        "name match match_regex alias log_level retry_limit storage.total_limit_size workers"
    ),
}

PLUGINS = {
    # Data pipeline / Inputs / Tail
    ("INPUT", "tail"): _keys(
        """
        buffer_chunk_size buffer_max_size path path_key exclude_path offset_key read_from_head
        refresh_interval rotate_wait ignore_older skip_long_lines skip_empty_lines db db.sync
        db.locking db.journal_mode db.compare_filename mem_buf_limit exit_on_eof parser key
        inotify_watcher tag_regex static_batch_size multiline.parser
        """
    ),
    # Data pipeline / Inputs / Systemd
    ("INPUT", "systemd"): _keys(
        """
        path max_fields max_entries systemd_filter systemd_filter_type db db.sync read_from_tail
        lowercase strip_underscores threaded
        """
    ),
    # Data pipeline / Inputs / Kubernetes events
    ("INPUT", "kubernetes_events"): _keys(
        """
        db db.sync interval_sec interval_nsec kube_url kube_ca_file kube_ca_path kube_token_file
        kube_token_ttl kube_request_limit kube_retention_time kube_namespace tls.debug tls.verify
        tls.vhost
        """
    ),
    # Data pipeline / Filters / Multiline
    ("FILTER", "multiline"): _keys(
        """
        buffer debug_flush emitter_mem_buf_limit emitter_name emitter_storage.type flush_ms mode
        multiline.key_content multiline.parser
        """
    ),
    # Data pipeline / Filters / Kubernetes
    ("FILTER", "kubernetes"): _keys(
        """
        buffer_size kube_url kube_ca_file kube_ca_path kube_token_file kube_tag_prefix merge_log
        merge_log_key merge_log_trim merge_parser keep_log tls.debug tls.verify tls.verify_hostname
        use_journal cache_use_docker_id regex_parser k8s-logging.parser k8s-logging.exclude labels
        annotations kube_meta_preload_cache_dir dummy_meta dns_retries dns_wait_time use_kubelet
        use_tag_for_meta kubelet_port kubelet_host kube_meta_cache_ttl kube_token_ttl
        kube_token_command kube_meta_namespace_cache_ttl namespace_labels namespace_annotations
        namespace_metadata_only owner_references
        """
    ),
    # Data pipeline / Filters / Grep
    ("FILTER", "grep"): _keys("regex exclude logical_op"),
    # Data pipeline / Filters / Modify
    ("FILTER", "modify"): _keys(
        """
        set add remove remove_wildcard remove_regex rename hard_rename copy hard_copy condition
        """
    ),
    # Data pipeline / Filters / Record modifier
    ("FILTER", "record_modifier"): _keys("record remove_key allowlist_key whitelist_key"),
    # Data pipeline / Outputs / Amazon CloudWatch
    ("OUTPUT", "cloudwatch_logs"): _keys(
        """
        region log_group_name log_group_template log_stream_name log_stream_prefix
        log_stream_template log_key log_format role_arn auto_create_group log_group_class
        log_retention_days endpoint metric_namespace metric_dimensions sts_endpoint profile
        auto_retry_requests external_id
        """
    ),
    # Data pipeline / Outputs / OpenSearch
    ("OUTPUT", "opensearch"): _TLS
    | _keys(
        """
        host port path buffer_size pipeline aws_auth aws_region aws_sts_endpoint aws_role_arn
        aws_external_id aws_service_name aws_profile http_user http_passwd index type
        logstash_format logstash_prefix logstash_prefix_key logstash_prefix_separator
        logstash_dateformat time_key time_key_format time_key_nanos include_tag_key tag_key
        generate_id id_key write_operation replace_dots trace_output trace_error
        current_time_index suppress_type_name compress
        """
    ),
    # Data pipeline / Outputs / Loki
    ("OUTPUT", "loki"): _TLS
    | _keys(
        """
        host uri port http_user http_passwd bearer_token header tenant_id labels label_keys
        label_map_path structured_metadata structured_metadata_map_keys remove_keys drop_single_key
        line_format auto_kubernetes_labels tenant_id_key compress
        """
    ),
    # Data pipeline / Outputs / Splunk
    ("OUTPUT", "splunk"): _TLS
    | _keys(
        """
        host port splunk_token http_user http_passwd http_buffer_size compress channel
        http_debug_bad_request splunk_send_raw event_key event_host event_source event_sourcetype
        event_sourcetype_key event_index event_index_key event_field
        """
    ),
}

# Data pipeline / Parsers / Multiline parsing, "Built-in multiline parsers"
MULTILINE_PARSERS = _keys("docker cri go python ruby java")
