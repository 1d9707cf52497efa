"""What every program written in Go exposes of itself.

Source: prometheus/client_golang, its collectors of the Go runtime and of the process. Components of
Kubernetes expose more of `runtime/metrics`, which differ from one version of Go to the next and are
not listed.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

GO_RUNTIME: Final = (
    *families(
        "counter",
        "",
        "go_memstats_alloc_bytes_total go_memstats_frees_total go_memstats_mallocs_total "
        "process_cpu_seconds_total process_network_receive_bytes_total "
        "process_network_transmit_bytes_total",
    ),
    *families(
        "gauge",
        "",
        "go_goroutines go_memstats_alloc_bytes go_memstats_buck_hash_sys_bytes "
        "go_memstats_gc_sys_bytes go_memstats_heap_alloc_bytes go_memstats_heap_idle_bytes "
        "go_memstats_heap_inuse_bytes go_memstats_heap_objects "
        "go_memstats_heap_released_bytes go_memstats_heap_sys_bytes "
        "go_memstats_last_gc_time_seconds go_memstats_mcache_inuse_bytes "
        "go_memstats_mcache_sys_bytes go_memstats_mspan_inuse_bytes "
        "go_memstats_mspan_sys_bytes go_memstats_next_gc_bytes go_memstats_other_sys_bytes "
        "go_memstats_stack_inuse_bytes go_memstats_stack_sys_bytes go_memstats_sys_bytes "
        "go_threads process_max_fds process_open_fds process_resident_memory_bytes "
        "process_start_time_seconds process_virtual_memory_bytes "
        "process_virtual_memory_max_bytes",
    ),
    *families("gauge", "version", "go_info"),
    *families("summary", "", "go_gc_duration_seconds"),
)
