"""What the node exporter exposes of processors, memory, disks and sensors.

Source: tests/components/expositions/node-exporter.txt, and for other kernels and machines
prometheus/node_exporter v1.12.1, collector/fixtures/e2e-output.txt, as far as its collectors are on
by default and of what a node of EKS may have.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

HARDWARE: Final = (
    *families(
        "counter",
        "",
        "node_pressure_cpu_waiting_seconds_total node_pressure_io_stalled_seconds_total "
        "node_pressure_io_waiting_seconds_total node_pressure_irq_stalled_seconds_total "
        "node_pressure_memory_stalled_seconds_total "
        "node_pressure_memory_waiting_seconds_total",
    ),
    *families(
        "counter",
        "channel controller csrow dimm_label",
        "node_edac_channel_correctable_errors_total node_edac_channel_uncorrectable_errors_total",
    ),
    *families(
        "counter",
        "controller",
        "node_edac_correctable_errors_total node_edac_uncorrectable_errors_total",
    ),
    *families(
        "counter",
        "controller csrow",
        "node_edac_csrow_correctable_errors_total node_edac_csrow_uncorrectable_errors_total",
    ),
    *families("counter", "core package", "node_cpu_core_throttles_total"),
    *families(
        "counter",
        "cpu",
        "node_schedstat_running_seconds_total node_schedstat_timeslices_total "
        "node_schedstat_waiting_seconds_total node_softnet_cpu_collision_total "
        "node_softnet_dropped_total node_softnet_flow_limit_count_total "
        "node_softnet_processed_total node_softnet_received_rps_total "
        "node_softnet_times_squeezed_total",
    ),
    *families("counter", "cpu mode", "node_cpu_guest_seconds_total node_cpu_seconds_total"),
    *families(
        "counter",
        "device",
        "node_disk_discard_time_seconds_total node_disk_discarded_sectors_total "
        "node_disk_discards_completed_total node_disk_discards_merged_total "
        "node_disk_flush_requests_time_seconds_total node_disk_flush_requests_total "
        "node_disk_io_time_seconds_total node_disk_io_time_weighted_seconds_total "
        "node_disk_read_bytes_total node_disk_read_time_seconds_total "
        "node_disk_reads_completed_total node_disk_reads_merged_total "
        "node_disk_write_time_seconds_total node_disk_writes_completed_total "
        "node_disk_writes_merged_total node_disk_written_bytes_total "
        "node_xfs_allocation_btree_compares_total node_xfs_allocation_btree_lookups_total "
        "node_xfs_allocation_btree_records_deleted_total "
        "node_xfs_allocation_btree_records_inserted_total "
        "node_xfs_block_map_btree_compares_total node_xfs_block_map_btree_lookups_total "
        "node_xfs_block_map_btree_records_deleted_total "
        "node_xfs_block_map_btree_records_inserted_total "
        "node_xfs_block_mapping_extent_list_compares_total "
        "node_xfs_block_mapping_extent_list_deletions_total "
        "node_xfs_block_mapping_extent_list_insertions_total "
        "node_xfs_block_mapping_extent_list_lookups_total node_xfs_block_mapping_reads_total "
        "node_xfs_block_mapping_unmaps_total node_xfs_block_mapping_writes_total "
        "node_xfs_directory_operation_create_total "
        "node_xfs_directory_operation_getdents_total "
        "node_xfs_directory_operation_lookup_total node_xfs_directory_operation_remove_total "
        "node_xfs_extent_allocation_blocks_allocated_total "
        "node_xfs_extent_allocation_blocks_freed_total "
        "node_xfs_extent_allocation_extents_allocated_total "
        "node_xfs_extent_allocation_extents_freed_total "
        "node_xfs_inode_operation_attempts_total "
        "node_xfs_inode_operation_attribute_changes_total "
        "node_xfs_inode_operation_duplicates_total node_xfs_inode_operation_found_total "
        "node_xfs_inode_operation_missed_total node_xfs_inode_operation_reclaims_total "
        "node_xfs_inode_operation_recycled_total node_xfs_read_calls_total "
        "node_xfs_vnode_active_total node_xfs_vnode_allocate_total node_xfs_vnode_get_total "
        "node_xfs_vnode_hold_total node_xfs_vnode_reclaim_total node_xfs_vnode_release_total "
        "node_xfs_vnode_remove_total node_xfs_write_calls_total",
    ),
    *families("counter", "package", "node_cpu_package_throttles_total"),
    *families(
        "gauge",
        "",
        "node_load1 node_load15 node_load5 node_memory_Active_anon_bytes "
        "node_memory_Active_bytes node_memory_Active_file_bytes "
        "node_memory_AnonHugePages_bytes node_memory_AnonPages_bytes node_memory_Bounce_bytes "
        "node_memory_Buffers_bytes node_memory_Cached_bytes node_memory_CommitLimit_bytes "
        "node_memory_Committed_AS_bytes node_memory_DirectMap1G_bytes "
        "node_memory_DirectMap2M_bytes node_memory_DirectMap4k_bytes node_memory_Dirty_bytes "
        "node_memory_HardwareCorrupted_bytes node_memory_HugePages_Free "
        "node_memory_HugePages_Rsvd node_memory_HugePages_Surp node_memory_HugePages_Total "
        "node_memory_Hugepagesize_bytes node_memory_Inactive_anon_bytes "
        "node_memory_Inactive_bytes node_memory_Inactive_file_bytes "
        "node_memory_KernelStack_bytes node_memory_Mapped_bytes "
        "node_memory_MemAvailable_bytes node_memory_MemFree_bytes node_memory_MemTotal_bytes "
        "node_memory_Mlocked_bytes node_memory_NFS_Unstable_bytes "
        "node_memory_PageTables_bytes node_memory_Percpu_bytes node_memory_SReclaimable_bytes "
        "node_memory_SUnreclaim_bytes node_memory_ShmemHugePages_bytes "
        "node_memory_ShmemPmdMapped_bytes node_memory_Shmem_bytes node_memory_Slab_bytes "
        "node_memory_SwapCached_bytes node_memory_SwapFree_bytes node_memory_SwapTotal_bytes "
        "node_memory_Unevictable_bytes node_memory_VmallocChunk_bytes "
        "node_memory_VmallocTotal_bytes node_memory_VmallocUsed_bytes "
        "node_memory_WritebackTmp_bytes node_memory_Writeback_bytes node_memory_Zswap_bytes "
        "node_memory_Zswapped_bytes node_procs_blocked node_procs_running",
    ),
    *families("gauge", "ana_state device nsid", "node_nvme_namespace_info"),
    *families("gauge", "bug", "node_cpu_bug_info"),
    *families(
        "gauge",
        "cachesize core cpu family microcode model model_name package stepping vendor",
        "node_cpu_info",
    ),
    *families(
        "gauge",
        "capacity_level manufacturer model_name power_supply serial_number status technology type",
        "node_power_supply_info",
    ),
    *families("gauge", "chip chip_name", "node_hwmon_chip_names"),
    *families("gauge", "chip label sensor", "node_hwmon_sensor_label"),
    *families(
        "gauge",
        "chip sensor",
        "node_hwmon_fan_alarm node_hwmon_fan_beep_enabled node_hwmon_fan_manual "
        "node_hwmon_fan_max_rpm node_hwmon_fan_min_rpm node_hwmon_fan_output "
        "node_hwmon_fan_pulses node_hwmon_fan_rpm node_hwmon_fan_target_rpm "
        "node_hwmon_fan_tolerance node_hwmon_freq_freq_mhz node_hwmon_in_alarm "
        "node_hwmon_in_beep_enabled node_hwmon_in_max_volts node_hwmon_in_min_volts "
        "node_hwmon_in_volts node_hwmon_intrusion_alarm node_hwmon_intrusion_beep_enabled "
        "node_hwmon_pwm_auto_point1_pwm node_hwmon_pwm_auto_point1_temp "
        "node_hwmon_pwm_auto_point2_pwm node_hwmon_pwm_auto_point2_temp "
        "node_hwmon_pwm_auto_point3_pwm node_hwmon_pwm_auto_point3_temp "
        "node_hwmon_pwm_auto_point4_pwm node_hwmon_pwm_auto_point4_temp "
        "node_hwmon_pwm_auto_point5_pwm node_hwmon_pwm_auto_point5_temp "
        "node_hwmon_pwm_crit_temp_tolerance node_hwmon_pwm_enable node_hwmon_pwm_floor "
        "node_hwmon_pwm_mode node_hwmon_pwm_start node_hwmon_pwm_step_down_time "
        "node_hwmon_pwm_step_up_time node_hwmon_pwm_stop_time node_hwmon_pwm_target_temp "
        "node_hwmon_pwm_temp_sel node_hwmon_pwm_temp_tolerance "
        "node_hwmon_pwm_weight_duty_base node_hwmon_pwm_weight_duty_step "
        "node_hwmon_pwm_weight_temp_sel node_hwmon_pwm_weight_temp_step "
        "node_hwmon_pwm_weight_temp_step_base node_hwmon_pwm_weight_temp_step_tol "
        "node_hwmon_temp_celsius node_hwmon_temp_crit_alarm_celsius "
        "node_hwmon_temp_crit_celsius node_hwmon_temp_max_celsius",
    ),
    *families("gauge", "cntlid device firmware_revision model serial state", "node_nvme_info"),
    *families("gauge", "core cpu package", "node_cpu_frequency_hertz"),
    *families(
        "gauge",
        "cpu",
        "node_cpu_scaling_frequency_hertz node_cpu_scaling_frequency_max_hertz "
        "node_cpu_scaling_frequency_min_hertz node_softnet_backlog_len",
    ),
    *families("gauge", "cpu governor", "node_cpu_scaling_governor"),
    *families(
        "gauge",
        "device",
        "node_disk_ata_rotation_rate_rpm node_disk_ata_write_cache "
        "node_disk_ata_write_cache_enabled node_disk_io_now node_md_blocks "
        "node_md_blocks_synced node_md_degraded node_md_disks_required node_md_raid_disks",
    ),
    *families(
        "gauge",
        "device device_error fstype mountpoint",
        "node_filesystem_avail_bytes node_filesystem_device_error node_filesystem_files "
        "node_filesystem_files_free node_filesystem_free_bytes "
        "node_filesystem_purgeable_bytes node_filesystem_readonly node_filesystem_size_bytes",
    ),
    *families("gauge", "device lv_layer lv_name name uuid vg_name", "node_disk_device_mapper_info"),
    *families(
        "gauge", "device major minor model path revision rotational serial wwn", "node_disk_info"
    ),
    *families("gauge", "device major minor mountpoint", "node_filesystem_mount_info"),
    *families(
        "gauge",
        "device nsid",
        "node_nvme_namespace_capacity_bytes node_nvme_namespace_logical_block_size_bytes "
        "node_nvme_namespace_size_bytes node_nvme_namespace_used_bytes",
    ),
    *families("gauge", "device state", "node_md_disks node_md_state"),
    *families("gauge", "device type usage uuid version", "node_disk_filesystem_info"),
    *families("gauge", "flag", "node_cpu_flag_info"),
    *families(
        "gauge", "identity name options pretimeout_governor state status", "node_watchdog_info"
    ),
    *families(
        "gauge",
        "name",
        "node_watchdog_access_cs0 node_watchdog_bootstatus node_watchdog_fw_version "
        "node_watchdog_nowayout node_watchdog_pretimeout_seconds "
        "node_watchdog_timeleft_seconds node_watchdog_timeout_seconds",
    ),
    *families("gauge", "name type", "node_cooling_device_cur_state node_cooling_device_max_state"),
    *families(
        "gauge",
        "power_supply",
        "node_power_supply_capacity node_power_supply_cyclecount "
        "node_power_supply_energy_full node_power_supply_energy_full_design "
        "node_power_supply_energy_watthour node_power_supply_online "
        "node_power_supply_power_watt node_power_supply_present "
        "node_power_supply_voltage_min_design node_power_supply_voltage_volt",
    ),
    *families("gauge", "type zone", "node_thermal_zone_temp"),
    *families(
        "untyped",
        "",
        "node_vmstat_oom_kill node_vmstat_pgfault node_vmstat_pgmajfault node_vmstat_pgpgin "
        "node_vmstat_pgpgout node_vmstat_pswpin node_vmstat_pswpout",
    ),
)
