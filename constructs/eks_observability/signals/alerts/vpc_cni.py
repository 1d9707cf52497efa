"""Pods that get no IP address, and what is behind it (amazon-vpc-cni-k8s, prometheusmetrics)."""

from typing import Final

from eks_observability.signals import jobs
from eks_observability.signals.rules import Alert, Scope

JOBS: Final = (jobs.VPC_CNI,)
"""Scrape jobs that these alerts need."""

_JOB: Final = f'job="{jobs.VPC_CNI}"'

_SUBNET_FULL: Final = "InsufficientFreeAddressesInSubnet|InsufficientCidrBlocks"
"""EC2's errors of AssignPrivateIpAddresses and CreateNetworkInterface where a subnet has no address
left, or no prefix (EC2 API Reference, "Error codes")."""


def alerts(scope: Scope) -> tuple[Alert, ...]:
    """Pods without addresses, full subnets, full nodes, and errors."""
    return (*_exhaustion(scope.thresholds.vpc_cni_ip_percent), *_errors())


def _exhaustion(percent: float) -> tuple[Alert, ...]:
    return (
        Alert(
            name="VpcCniPodsWithoutAddress",
            # A node that fetches addresses refuses for seconds, so this has to go on.
            expr=(
                "max by (cluster, node) "
                f"(rate(awscni_no_available_ip_addresses{{{_JOB}}}[5m]))\n> 0"
            ),
            hold="10m",
            severity="critical",
            summary="Pods of a node do not start, because it has no IP address for them.",
            description=(
                "On {{ $labels.node }} in {{ $labels.cluster }} the VPC CNI has had no IP address "
                "for pods for ten minutes."
            ),
        ),
        Alert(
            name="VpcCniSubnetFull",
            expr=(
                "sum by (cluster, error) "
                f'(rate(awscni_aws_api_error_count{{{_JOB},error=~"{_SUBNET_FULL}"}}[10m]))\n> 0'
            ),
            severity="warning",
            summary="A subnet of the cluster's nodes has no IP addresses left.",
            description=(
                "EC2 refuses addresses to nodes of {{ $labels.cluster }} with "
                "{{ $labels.error }}. Once they have used up what they hold, their pods do not "
                "start."
            ),
        ),
        Alert(
            name="VpcCniNodeAlmostFull",
            expr=f"node:awscni_ip_utilization:ratio\n> {percent / 100:g}",
            severity="info",
            summary="A node has used up most of the IP addresses it can have.",
            description=(
                "{{ $labels.node }} in {{ $labels.cluster }} has given its pods "
                "{{ $value | humanizePercentage }} of the addresses its instance type can have. "
                "That is fine where nodes are meant to be full."
            ),
        ),
    )


def _errors() -> tuple[Alert, ...]:
    return (
        Alert(
            name="VpcCniAwsRequestsFail",
            expr=(
                "sum by (cluster, api, error) "
                f'(rate(awscni_aws_api_error_count{{{_JOB},error!~"{_SUBNET_FULL}"}}[10m]))\n> 0'
            ),
            hold="30m",
            severity="warning",
            summary="Requests of the VPC CNI to AWS keep failing.",
            description=(
                "{{ $labels.api }} of the VPC CNI in {{ $labels.cluster }} fails with "
                "{{ $labels.error }}. Nodes get no new addresses, or keep those they should give "
                "back."
            ),
        ),
        Alert(
            name="VpcCniFails",
            expr=f"sum by (cluster, fn) (rate(awscni_ipamd_error_count{{{_JOB}}}[10m]))\n> 0",
            hold="30m",
            severity="warning",
            summary="The VPC CNI keeps running into errors.",
            description=(
                "The address management of the VPC CNI in {{ $labels.cluster }} keeps failing in "
                "{{ $labels.fn }}."
            ),
        ),
    )
