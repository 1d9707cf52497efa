"""What the VPC CNI's aws-node exposes on port 61678, as its source describes it.

github.com/aws/amazon-vpc-cni-k8s, utils/prometheusmetrics/prometheusmetrics.go: names, types and
labels. The values are those of an m7g.large with two network interfaces.
"""

from typing import Final

_METRICS: Final = (
    ("awscni_add_ip_req_count", "counter", "The number of add IP address requests", (("", 31),)),
    (
        "awscni_assigned_ip_addresses",
        "gauge",
        "The number of IP addresses assigned to pods",
        (("", 10),),
    ),
    (
        "awscni_assigned_ip_per_cidr",
        "gauge",
        "The total number of IP addresses assigned per cidr",
        tuple((f'cidr="10.0.0.{number}/32"', number < 20) for number in range(10, 28)),
    ),
    (
        "awscni_assigned_ip_per_eni",
        "gauge",
        "The number of allocated ips partitioned by eni",
        (('eni="eni-0a1b2c3d4e5f60718"', 9), ('eni="eni-0b1c2d3e4f5061728"', 1)),
    ),
    (
        "awscni_aws_api_error_count",
        "counter",
        "The number of times AWS API returns an error",
        (('api="AssignPrivateIpAddresses",error="InsufficientFreeAddressesInSubnet"', 2),),
    ),
    (
        "awscni_del_ip_req_count",
        "counter",
        "The number of delete IP address requests",
        (('reason="PodDeleted"', 21),),
    ),
    (
        "awscni_ec2api_error_count",
        "counter",
        "The number of failed EC2 APIs requests",
        (('fn="AssignPrivateIpAddresses"', 2),),
    ),
    (
        "awscni_ec2api_req_count",
        "counter",
        "The number of requests made to EC2 APIs by CNI",
        (('fn="AssignPrivateIpAddresses"', 6), ('fn="CreateNetworkInterface"', 1)),
    ),
    ("awscni_eni_allocated", "gauge", "The number of ENIs allocated", (("", 2),)),
    (
        "awscni_eni_max",
        "gauge",
        "The maximum number of ENIs that can be attached to the instance, accounting for"
        " unmanaged ENIs",
        (("", 3),),
    ),
    (
        "awscni_force_removed_enis",
        "counter",
        "The number of ENIs force removed while they had assigned pods",
        (("", 0),),
    ),
    (
        "awscni_force_removed_ips",
        "counter",
        "The number of IPs force removed while they had assigned pods",
        (("", 0),),
    ),
    (
        "awscni_ip_max",
        "gauge",
        "The maximum number of IP addresses that can be allocated to the instance",
        (("", 27),),
    ),
    (
        "awscni_ipamd_action_inprogress",
        "gauge",
        "The number of ipamd actions in progress",
        (('fn="nodeInit"', 0), ('fn="increaseDatastorePool"', 0)),
    ),
    (
        "awscni_ipamd_error_count",
        "counter",
        "The number of errors encountered in ipamd",
        (('fn="increaseDatastorePoolFailed"', 2),),
    ),
    (
        "awscni_no_available_ip_addresses",
        "counter",
        "The number of pod IP assignments that fail due to no available IP addresses",
        (("", 0),),
    ),
    (
        "awscni_reconcile_count",
        "counter",
        "The number of times ipamd reconciles on ENIs and IP/Prefix addresses",
        (('fn="eniReconcileAdd"', 1), ('fn="eniDataStorePoolReconcileAdd"', 12)),
    ),
    ("awscni_total_ip_addresses", "gauge", "The total number of IP addresses", (("", 18),)),
    ("awscni_total_ipv4_prefixes", "gauge", "The total number of IPv4 prefixes", (("", 0),)),
)

_LATENCY: Final = "awscni_aws_api_latency_ms"
_CALLS: Final = (
    *("AssignPrivateIpAddresses", "AttachNetworkInterface", "CreateNetworkInterface"),
    *("DescribeInstances", "DescribeNetworkInterfaces", "GetMetadata"),
)


def exposition(*, of_go: str) -> str:
    """What aws-node exposes.

    Args:
        of_go: The metrics of Go's runtime and of the process, which every client of Prometheus'
            Go library exposes beside its own.
    """
    lines = []
    for name, type_, said, samples in _METRICS:
        lines += [f"# HELP {name} {said}", f"# TYPE {name} {type_}"]
        lines += [
            f"{name}{{{labels}}} {int(value)}" if labels else f"{name} {int(value)}"
            for labels, value in samples
        ]
    lines += [f"# HELP {_LATENCY} AWS API call latency in ms", f"# TYPE {_LATENCY} summary"]
    for number, call in enumerate(_CALLS):
        labels = f'api="{call}",error="false",status="200"'
        lines.append(f"{_LATENCY}_sum{{{labels}}} {183 + 37 * number}")
        lines.append(f"{_LATENCY}_count{{{labels}}} {1 + number}")
    return "".join(f"{line}\n" for line in lines) + of_go
