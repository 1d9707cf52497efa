"""What a kubelet exposes of its containers at `/metrics/cadvisor`.

Source: tests/components/expositions/kubelet-cadvisor.txt, and for what another node may have
google/cadvisor v0.52.1, metrics/prometheus.go and prometheus_machine.go, of which a kubelet leaves
out `cpuset`, `perf_event`, `resctrl`, `referenced_memory` and what it calls `tcp` and `udp`.

`id` is the path of a control group, which holds the ids of pod and container, so it tells every two
containers apart, also of one that restarted. `image` is a property of a container and `name` its
id, so both go without loss; `boot_id`, `machine_id` and `system_uuid` are properties of the node,
and all its series have the same.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import Exposition, families

CADVISOR: Final = Exposition(
    families=(
        *families(
            "counter",
            "container cpu id image name namespace pod",
            "container_cpu_usage_seconds_total",
        ),
        *families(
            "counter",
            "container device id image major minor name namespace operation pod",
            "container_blkio_device_usage_total",
        ),
        *families(
            "counter",
            "container device id image name namespace pod",
            "container_fs_io_time_seconds_total container_fs_io_time_weighted_seconds_total "
            "container_fs_read_seconds_total container_fs_reads_bytes_total "
            "container_fs_reads_merged_total container_fs_reads_total "
            "container_fs_sector_reads_total container_fs_sector_writes_total "
            "container_fs_write_seconds_total container_fs_writes_bytes_total "
            "container_fs_writes_merged_total container_fs_writes_total",
        ),
        *families(
            "counter",
            "container failure_type id image name namespace pod scope",
            "container_memory_failures_total",
        ),
        *families(
            "counter",
            "container id image interface name namespace pod",
            "container_network_receive_bytes_total container_network_receive_errors_total "
            "container_network_receive_packets_dropped_total "
            "container_network_receive_packets_total container_network_transmit_bytes_total "
            "container_network_transmit_errors_total "
            "container_network_transmit_packets_dropped_total "
            "container_network_transmit_packets_total",
        ),
        *families(
            "counter", "container id image name namespace pagesize pod", "container_hugetlb_failcnt"
        ),
        *families(
            "counter",
            "container id image name namespace pod",
            "container_cpu_cfs_periods_total container_cpu_cfs_throttled_periods_total "
            "container_cpu_cfs_throttled_seconds_total container_cpu_system_seconds_total "
            "container_cpu_user_seconds_total container_memory_failcnt container_oom_events_total "
            "container_pressure_cpu_stalled_seconds_total "
            "container_pressure_cpu_waiting_seconds_total "
            "container_pressure_io_stalled_seconds_total "
            "container_pressure_io_waiting_seconds_total "
            "container_pressure_memory_stalled_seconds_total "
            "container_pressure_memory_waiting_seconds_total",
        ),
        *families("gauge", "", "container_scrape_error machine_scrape_error"),
        *families(
            "gauge",
            "boot_id cache_id core_id level machine_id node_id system_uuid type",
            "machine_cpu_cache_capacity_bytes",
        ),
        *families(
            "gauge",
            "boot_id core_id machine_id node_id system_uuid thread_id",
            "machine_thread_siblings_count",
        ),
        *families("gauge", "boot_id machine_id mode system_uuid", "machine_nvm_capacity"),
        *families(
            "gauge",
            "boot_id machine_id node_id page_size system_uuid",
            "machine_node_hugepages_count",
        ),
        *families(
            "gauge", "boot_id machine_id node_id system_uuid", "machine_node_memory_capacity_bytes"
        ),
        *families(
            "gauge",
            "boot_id machine_id node_id system_uuid target_node_id",
            "machine_node_distance",
        ),
        *families(
            "gauge",
            "boot_id machine_id system_uuid",
            "machine_cpu_cores machine_cpu_physical_cores machine_cpu_sockets "
            "machine_memory_bytes machine_nvm_avg_power_budget_watts machine_swap_bytes",
        ),
        *families(
            "gauge",
            "boot_id machine_id system_uuid type",
            "machine_dimm_capacity_bytes machine_dimm_count",
        ),
        *families(
            "gauge",
            "cadvisorRevision cadvisorVersion dockerVersion kernelVersion osVersion",
            "cadvisor_version_info",
        ),
        *families(
            "gauge",
            "container device id image name namespace pod",
            "container_fs_inodes_free container_fs_inodes_total container_fs_io_current "
            "container_fs_limit_bytes container_fs_usage_bytes",
        ),
        *families(
            "gauge",
            "container id image name namespace node pod scope type",
            "container_memory_numa_pages",
        ),
        *families(
            "gauge",
            "container id image name namespace pagesize pod",
            "container_hugetlb_max_usage_bytes container_hugetlb_usage_bytes",
        ),
        *families(
            "gauge",
            "container id image name namespace pod",
            "container_cpu_load_average_10s container_cpu_load_d_average_10s "
            "container_file_descriptors container_last_seen container_memory_cache "
            "container_memory_kernel_usage container_memory_mapped_file "
            "container_memory_max_usage_bytes container_memory_rss container_memory_swap "
            "container_memory_total_active_file_bytes container_memory_total_inactive_file_bytes "
            "container_memory_usage_bytes container_memory_working_set_bytes container_processes "
            "container_sockets container_spec_cpu_period container_spec_cpu_quota "
            "container_spec_cpu_shares container_spec_memory_limit_bytes "
            "container_spec_memory_reservation_limit_bytes container_spec_memory_swap_limit_bytes "
            "container_start_time_seconds container_threads container_threads_max",
        ),
        *families("gauge", "container id image name namespace pod state", "container_tasks_state"),
        *families(
            "gauge", "container id image name namespace pod ulimit", "container_ulimits_soft"
        ),
    ),
    droppable=("boot_id", "image", "machine_id", "name", "system_uuid"),
)
