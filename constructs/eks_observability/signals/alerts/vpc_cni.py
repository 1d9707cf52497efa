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
    limits = scope.thresholds
    return (
        *_exhaustion(limits.vpc_cni_ip_percent),
        *_errors(limits.vpc_cni_failing_nodes_percent),
    )


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


def _errors(percent: float) -> tuple[Alert, ...]:
    """Errors of many nodes: in a large cluster some node has one nearly all the time."""
    return (
        Alert(
            name="VpcCniAwsRequestsFail",
            expr=_failing_nodes(
                "api, error",
                f'awscni_aws_api_error_count{{{_JOB},error!~"{_SUBNET_FULL}"}}',
                percent,
            ),
            hold="30m",
            severity="warning",
            summary="Requests of the VPC CNI to AWS keep failing.",
            description=(
                "{{ $labels.api }} of the VPC CNI fails with {{ $labels.error }} on "
                "{{ $value | humanizePercentage }} of the nodes of {{ $labels.cluster }}. They get "
                "no new addresses, or keep those they should give back."
            ),
        ),
        Alert(
            name="VpcCniFails",
            expr=_failing_nodes("fn", f"awscni_ipamd_error_count{{{_JOB}}}", percent),
            hold="30m",
            severity="warning",
            summary="The VPC CNI keeps running into errors.",
            description=(
                "The address management of the VPC CNI keeps failing in {{ $labels.fn }} on "
                "{{ $value | humanizePercentage }} of the nodes of {{ $labels.cluster }}."
            ),
        ),
    )


def _failing_nodes(kinds: str, errors: str, percent: float) -> str:
    """The share of the nodes with the VPC CNI that have errors, kind by kind, where it is high."""
    return (
        f"count by (cluster, {kinds}) (\n"
        f"  sum by (cluster, node, {kinds}) (rate({errors}[10m])) > 0\n)\n"
        "/ on (cluster) group_left ()\n"
        "count by (cluster) (node:awscni_total_ip_addresses:max)\n"
        f"> {percent / 100:g}"
    )
