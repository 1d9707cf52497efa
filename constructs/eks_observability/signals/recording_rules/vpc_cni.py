"""IP addresses that the VPC CNI has for pods."""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import RecordingRule, Scope

JOBS: Final = (jobs.VPC_CNI,)
"""Scrape jobs that these rules need."""


def rules(scope: Scope) -> tuple[RecordingRule, ...]:
    """Addresses of each node's pods, those it holds, and those it can have.

    It can have so many as its instance type has addresses on all its network interfaces, prefixes
    counted by their addresses (amazon-vpc-cni-k8s, pkg/ipamd: updateIPStats).
    """
    del scope
    job = f'job="{jobs.VPC_CNI}"'
    return (
        RecordingRule(
            name="node:awscni_assigned_ip_addresses:max",
            expr=f"max by (cluster, node) (awscni_assigned_ip_addresses{{{job}}})",
        ),
        RecordingRule(
            name="node:awscni_total_ip_addresses:max",
            expr=f"max by (cluster, node) (awscni_total_ip_addresses{{{job}}})",
        ),
        RecordingRule(
            name="node:awscni_ip_utilization:ratio",
            expr=(
                "node:awscni_assigned_ip_addresses:max\n/\n"
                f"max by (cluster, node) (awscni_ip_max{{{job}}} > 0)"
            ),
        ),
    )
