"""What Amazon's VPC CNI exposes on each node, at port 61678.

Source: aws/amazon-vpc-cni-k8s, utils/prometheusmetrics/prometheusmetrics.go. Counters here do not
end in `_total`. Every label tells series apart, so none can be dropped.
"""

from typing import Final

from eks_observability.signals.exposed_metrics.go_runtime import GO_RUNTIME
from eks_observability.signals.exposed_metrics.model import Exposition, families

VPC_CNI: Final = Exposition(
    families=(
        *families(
            "gauge",
            "",
            "awscni_assigned_ip_addresses awscni_eni_allocated awscni_eni_max awscni_ip_max "
            "awscni_total_ip_addresses awscni_total_ipv4_prefixes",
        ),
        *families("gauge", "cidr", "awscni_assigned_ip_per_cidr"),
        *families("gauge", "eni", "awscni_assigned_ip_per_eni"),
        *families("gauge", "fn", "awscni_ipamd_action_inprogress"),
        *families("gauge", "backend", "awscni_connmark_backend"),
        *families(
            "counter",
            "",
            "awscni_add_ip_req_count awscni_force_removed_enis awscni_force_removed_ips "
            "awscni_no_available_ip_addresses awscni_unrecovered_checkpoint_entries",
        ),
        *families("counter", "reason", "awscni_del_ip_req_count"),
        *families("counter", "result", "awscni_connmark_reconcile_total"),
        *families(
            "counter",
            "fn",
            "awscni_ec2api_error_count awscni_ec2api_req_count awscni_ipamd_error_count "
            "awscni_pod_eni_error_count awscni_reconcile_count",
        ),
        *families("counter", "api error", "awscni_aws_api_error_count"),
        *families("counter", "fn error", "awscni_aws_utils_error_count"),
        *families("summary", "api error status", "awscni_aws_api_latency_ms"),
        *families("histogram", "success", "awscni_ipamd_node_initialization_duration_seconds"),
        *families(
            "histogram",
            "failure_reason success with_api_server",
            "awscni_ipamd_startup_duration_seconds",
        ),
        *GO_RUNTIME,
    ),
)
