"""What an OpenTelemetry Collector exposes of itself, without suffixes of type and unit.

Source: opentelemetry-collector v0.151.0, its generated_telemetry.go of receiverhelper,
exporterhelper, processorhelper, batch processor and service, and of opentelemetry-collector-contrib
v0.151.0 exporter/prometheusremotewriteexporter and processor/filterprocessor. Every label tells
series apart, so none can be dropped.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import Exposition, families

COLLECTOR: Final = Exposition(
    families=(
        *families(
            "counter",
            "",
            "otelcol_process_cpu_seconds otelcol_process_runtime_total_alloc_bytes "
            "otelcol_process_uptime",
        ),
        *families("counter", "cause", "promhttp_metric_handler_errors_total"),
        *families(
            "counter",
            "endpoint exporter",
            "otelcol_exporter_prometheusremotewrite_failed_translations "
            "otelcol_exporter_prometheusremotewrite_sent_batches "
            "otelcol_exporter_prometheusremotewrite_translated_time_series",
        ),
        *families(
            "counter",
            "exporter",
            "otelcol_exporter_enqueue_failed_log_records "
            "otelcol_exporter_enqueue_failed_metric_points otelcol_exporter_enqueue_failed_spans "
            "otelcol_exporter_send_failed_log_records otelcol_exporter_send_failed_metric_points "
            "otelcol_exporter_send_failed_spans otelcol_exporter_sent_log_records "
            "otelcol_exporter_sent_metric_points otelcol_exporter_sent_spans",
        ),
        *families(
            "counter",
            "filter",
            "otelcol_processor_filter_datapoints_filtered otelcol_processor_filter_logs_filtered "
            "otelcol_processor_filter_spans_filtered",
        ),
        *families(
            "counter",
            "otel_signal processor",
            "otelcol_processor_incoming_items otelcol_processor_outgoing_items",
        ),
        *families(
            "counter",
            "processor",
            "otelcol_processor_accepted_log_records otelcol_processor_accepted_metric_points "
            "otelcol_processor_accepted_spans otelcol_processor_batch_batch_size_trigger_send "
            "otelcol_processor_batch_timeout_trigger_send otelcol_processor_refused_log_records "
            "otelcol_processor_refused_metric_points otelcol_processor_refused_spans",
        ),
        *families(
            "counter",
            "receiver transport",
            "otelcol_receiver_accepted_log_records otelcol_receiver_accepted_metric_points "
            "otelcol_receiver_accepted_spans otelcol_receiver_failed_log_records "
            "otelcol_receiver_failed_metric_points otelcol_receiver_failed_spans "
            "otelcol_receiver_refused_log_records otelcol_receiver_refused_metric_points "
            "otelcol_receiver_refused_spans",
        ),
        *families(
            "gauge",
            "",
            "otelcol_process_memory_rss otelcol_process_runtime_heap_alloc_bytes "
            "otelcol_process_runtime_total_sys_memory_bytes",
        ),
        *families(
            "gauge",
            "data_type exporter",
            "otelcol_exporter_queue_capacity otelcol_exporter_queue_size",
        ),
        *families("gauge", "endpoint exporter", "otelcol_exporter_prometheusremotewrite_consumers"),
        *families("gauge", "processor", "otelcol_processor_batch_metadata_cardinality"),
        *families(
            "histogram",
            "data_type exporter",
            "otelcol_exporter_queue_batch_send_size otelcol_exporter_queue_batch_send_size_bytes",
        ),
        *families(
            "histogram",
            "processor",
            "otelcol_processor_batch_batch_send_size otelcol_processor_batch_batch_send_size_bytes",
        ),
    ),
)
