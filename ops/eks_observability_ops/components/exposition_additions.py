"""What a node of EKS exposes and the recorded one cannot, in the shape that the sources give.

The recorded node has control groups of version 1 and no file system that cAdvisor knows: there the
kernel counts no disk access by control group, and a kubelet tells nothing of volumes.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from eks_observability_ops.components.exposition_text import Family, labels_of, value_of

DISK: Final = "nvme0n1"
"""A node's disk, as an instance of the Nitro system names it."""

NODE_INTERFACE: Final = "eni0a1b2c3d4e5"
"""The node's side of a pod's network interface, which the VPC CNI names after a hash."""

_BY_GROUP: Final = (
    ("container_fs_reads_bytes_total", "Cumulative count of bytes read"),
    ("container_fs_reads_total", "Cumulative count of reads completed"),
    ("container_fs_writes_bytes_total", "Cumulative count of bytes written"),
    ("container_fs_writes_total", "Cumulative count of writes completed"),
)
_OF_ROOT: Final = (
    ("container_fs_io_time_seconds_total", "Cumulative count of seconds spent doing I/Os"),
    ("container_fs_io_time_weighted_seconds_total", "Cumulative weighted I/O time in seconds"),
    ("container_fs_read_seconds_total", "Cumulative count of seconds spent reading"),
    ("container_fs_reads_merged_total", "Cumulative count of reads merged"),
    ("container_fs_sector_reads_total", "Cumulative count of sector reads completed"),
    ("container_fs_sector_writes_total", "Cumulative count of sector writes completed"),
    ("container_fs_write_seconds_total", "Cumulative count of seconds spent writing"),
    ("container_fs_writes_merged_total", "Cumulative count of writes merged"),
)
_USAGE: Final = "container_blkio_device_usage_total"


def disk_access(groups: Iterable[str]) -> Iterator[Family]:
    """What cAdvisor tells of disks, by control group (cAdvisor, metrics/prometheus.go).

    Args:
        groups: A sample of each control group, of container_cpu_usage_seconds_total.
    """
    lines = list(groups)
    yield _counter(
        _USAGE,
        "Blkio Device bytes usage",
        [
            _sample(_USAGE, line, f"/dev/{DISK}", major="259", minor="0", operation=operation)
            for line in lines
            for operation in ("Read", "Write")
        ],
    )
    for name, said in _BY_GROUP:
        yield _counter(name, said, [_sample(name, line, f"/dev/{DISK}") for line in lines])
    roots = [line for line in lines if labels_of(line)["id"] == "/"]
    for name, said in _OF_ROOT:
        yield _counter(name, said, [_sample(name, line, f"/dev/{DISK}p1") for line in roots])


def _counter(name: str, said: str, samples: list[str]) -> Family:
    comments = [f"# HELP {name} {said}", f"# TYPE {name} counter"]
    return Family(name=name, comments=comments, samples=samples)


def _sample(name: str, like: str, device: str, **more: str) -> str:
    labels = {**labels_of(like), "device": device, **more}
    del labels["cpu"]
    written = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
    _, usage, at = value_of(like)
    return f"{name}{{{written}}} {int(float(usage) * 4096)}{at}"


def interfaces_of_the_host(line: str) -> list[str]:
    """A sample of a host's network, for the host's own interface and the one of a pod on it.

    cAdvisor leaves out interfaces called veth*, but not those of the VPC CNI; a pod in the host's
    network has all of them, as the root has.
    """
    other = line.replace('interface="cni0"', f'interface="{NODE_INTERFACE}"')
    return (
        [line.replace('interface="cni0"', 'interface="eth0"'), other] if other != line else [line]
    )


_VOLUME: Final = (
    ("capacity_bytes", "Capacity in bytes of the volume", 1_056_858_112),
    ("available_bytes", "Number of available bytes in the volume", 985_071_616),
    ("used_bytes", "Number of used bytes in the volume", 55_009_280),
    ("inodes", "Maximum number of inodes in the volume", 65_536),
    ("inodes_free", "Number of free inodes in the volume", 65_524),
    ("inodes_used", "Number of used inodes in the volume", 12),
)


def volumes(namespace: str, claim: str) -> Iterator[Family]:
    """What a kubelet tells of a claim (Kubernetes, metrics/collectors/volume_stats.go)."""
    labels = f'namespace="{namespace}",persistentvolumeclaim="{claim}"'
    for key, said, value in _VOLUME:
        name = f"kubelet_volume_stats_{key}"
        comments = [f"# HELP {name} [ALPHA] {said}", f"# TYPE {name} gauge"]
        sample = f"{name}{{{labels}}} {value:.10g}"
        yield Family(name=name, comments=comments, samples=[sample])
