"""What the node exporter exposes of the network, the kernel and itself.

Source: tests/components/expositions/node-exporter.txt, and for other kernels and machines
prometheus/node_exporter v1.12.1, collector/fixtures/e2e-output.txt, as far as its collectors are on
by default and of what a node of EKS may have.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.model import families

SYSTEM: Final = (
    *families(
        "counter",
        "",
        "node_context_switches_total node_forks_total node_intr_total "
        "node_ipvs_connections_total node_ipvs_incoming_bytes_total "
        "node_ipvs_incoming_packets_total node_ipvs_outgoing_bytes_total "
        "node_ipvs_outgoing_packets_total node_kernel_hung_tasks_total "
        "node_timex_pps_calibration_total node_timex_pps_error_total "
        "node_timex_pps_jitter_total node_timex_pps_stability_exceeded_total",
    ),
    *families(
        "counter",
        "device",
        "node_network_carrier_changes_total node_network_carrier_down_changes_total "
        "node_network_carrier_up_changes_total node_network_receive_bytes_total "
        "node_network_receive_compressed_total node_network_receive_drop_total "
        "node_network_receive_errs_total node_network_receive_fifo_total "
        "node_network_receive_frame_total node_network_receive_multicast_total "
        "node_network_receive_nohandler_total node_network_receive_packets_total "
        "node_network_transmit_bytes_total node_network_transmit_carrier_total "
        "node_network_transmit_colls_total node_network_transmit_compressed_total "
        "node_network_transmit_drop_total node_network_transmit_errs_total "
        "node_network_transmit_fifo_total node_network_transmit_packets_total",
    ),
    *families(
        "gauge",
        "",
        "node_boot_time_seconds node_dmi_info node_entropy_available_bits "
        "node_entropy_pool_size_bits node_filefd_allocated node_filefd_maximum "
        "node_nf_conntrack_entries node_nf_conntrack_entries_limit "
        "node_nf_conntrack_stat_drop node_nf_conntrack_stat_early_drop "
        "node_nf_conntrack_stat_found node_nf_conntrack_stat_ignore "
        "node_nf_conntrack_stat_insert node_nf_conntrack_stat_insert_failed "
        "node_nf_conntrack_stat_invalid node_nf_conntrack_stat_search_restart "
        "node_selinux_enabled node_sockstat_FRAG6_inuse node_sockstat_FRAG6_memory "
        "node_sockstat_FRAG_inuse node_sockstat_FRAG_memory node_sockstat_RAW6_inuse "
        "node_sockstat_RAW_inuse node_sockstat_TCP6_inuse node_sockstat_TCP_alloc "
        "node_sockstat_TCP_inuse node_sockstat_TCP_mem node_sockstat_TCP_mem_bytes "
        "node_sockstat_TCP_orphan node_sockstat_TCP_tw node_sockstat_UDP6_inuse "
        "node_sockstat_UDPLITE6_inuse node_sockstat_UDPLITE_inuse node_sockstat_UDP_inuse "
        "node_sockstat_UDP_mem node_sockstat_UDP_mem_bytes node_sockstat_sockets_used "
        "node_textfile_mtime_seconds node_textfile_scrape_error node_time_seconds "
        "node_timex_estimated_error_seconds node_timex_frequency_adjustment_ratio "
        "node_timex_loop_time_constant node_timex_maxerror_seconds node_timex_offset_seconds "
        "node_timex_pps_frequency_hertz node_timex_pps_jitter_seconds "
        "node_timex_pps_shift_seconds node_timex_pps_stability_hertz node_timex_status "
        "node_timex_sync_status node_timex_tai_offset_seconds node_timex_tick_seconds",
    ),
    *families(
        "gauge", "address adminstate broadcast device duplex ifalias operstate", "node_network_info"
    ),
    *families(
        "gauge", "branch goarch goos goversion revision tags version", "node_exporter_build_info"
    ),
    *families(
        "gauge",
        "build_id id id_like image_id image_version name pretty_name variant variant_id "
        "version version_codename version_id",
        "node_os_info",
    ),
    *families(
        "gauge",
        "clocksource device",
        "node_time_clocksource_available_info node_time_clocksource_current_info",
    ),
    *families(
        "gauge", "collector", "node_scrape_collector_duration_seconds node_scrape_collector_success"
    ),
    *families(
        "gauge",
        "device",
        "node_arp_entries node_network_address_assign_type node_network_carrier "
        "node_network_device_id node_network_dormant node_network_flags node_network_iface_id "
        "node_network_iface_link node_network_iface_link_mode node_network_mtu_bytes "
        "node_network_name_assign_type node_network_net_dev_group node_network_protocol_type "
        "node_network_speed_bytes node_network_transmit_queue_length node_network_up",
    ),
    *families("gauge", "domainname machine nodename release sysname version", "node_uname_info"),
    *families("gauge", "id id_like name", "node_os_version"),
    *families("gauge", "ip queue", "node_udp_queues"),
    *families(
        "gauge",
        "local_address local_mark local_port proto remote_address remote_port",
        "node_ipvs_backend_connections_active node_ipvs_backend_connections_inactive "
        "node_ipvs_backend_weight",
    ),
    *families("gauge", "master", "node_bonding_active node_bonding_slaves"),
    *families("gauge", "time_zone", "node_time_zone_offset_seconds"),
    *families(
        "untyped",
        "",
        "node_netstat_Icmp6_InErrors node_netstat_Icmp6_InMsgs node_netstat_Icmp6_OutMsgs "
        "node_netstat_Icmp_InErrors node_netstat_Icmp_InMsgs node_netstat_Icmp_OutMsgs "
        "node_netstat_Ip6_InOctets node_netstat_Ip6_OutOctets node_netstat_IpExt_InOctets "
        "node_netstat_IpExt_OutOctets node_netstat_Ip_Forwarding "
        "node_netstat_TcpExt_ListenDrops node_netstat_TcpExt_ListenOverflows "
        "node_netstat_TcpExt_SyncookiesFailed node_netstat_TcpExt_SyncookiesRecv "
        "node_netstat_TcpExt_SyncookiesSent node_netstat_TcpExt_TCPOFOQueue "
        "node_netstat_TcpExt_TCPRcvQDrop node_netstat_TcpExt_TCPSynRetrans "
        "node_netstat_TcpExt_TCPTimeouts node_netstat_Tcp_ActiveOpens "
        "node_netstat_Tcp_CurrEstab node_netstat_Tcp_InErrs node_netstat_Tcp_InSegs "
        "node_netstat_Tcp_OutRsts node_netstat_Tcp_OutSegs node_netstat_Tcp_PassiveOpens "
        "node_netstat_Tcp_RetransSegs node_netstat_Udp6_InDatagrams "
        "node_netstat_Udp6_InErrors node_netstat_Udp6_NoPorts node_netstat_Udp6_OutDatagrams "
        "node_netstat_Udp6_RcvbufErrors node_netstat_Udp6_SndbufErrors "
        "node_netstat_UdpLite6_InErrors node_netstat_UdpLite_InErrors "
        "node_netstat_Udp_InDatagrams node_netstat_Udp_InErrors node_netstat_Udp_NoPorts "
        "node_netstat_Udp_OutDatagrams node_netstat_Udp_RcvbufErrors "
        "node_netstat_Udp_SndbufErrors",
    ),
)
