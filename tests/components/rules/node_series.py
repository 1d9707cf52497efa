"""Series of the node exporter."""

from tests.components.rules.cases import Series
from tests.components.rules.subjects import on_node


def measured(metric: str, node: str = "n", **labels: str) -> str:
    """A series of node `n`."""
    return on_node("node-exporter", metric, node, **labels)


def cpu(seconds: str, cores: int = 2, node: str = "n") -> Series:
    """A node whose cores each have been in user mode for so long."""
    return {
        measured("node_cpu_seconds_total", node, cpu=str(core), mode=mode): values
        for core in range(cores)
        for mode, values in (("user", seconds), ("idle", "0x90"), ("iowait", "0+30x90"))
    }


def disk(
    values: str,
    *,
    what: tuple[str, str] = ("avail_bytes", "size_bytes"),
    device: str = "/dev/nvme0n1p1",
    mountpoint: str = "/",
    fstype: str = "xfs",
    read_only: str = "0x200",
    node: str = "n",
    size: int = 100,
) -> Series:
    """A file system of 100 bytes, or inodes, with so many left."""
    labels = {"device": device, "mountpoint": mountpoint, "fstype": fstype}
    left, total = (f"node_filesystem_{one}" for one in what)
    return {
        measured(left, node, **labels): values,
        measured(total, node, **labels): f"{size}x200",
        measured("node_filesystem_readonly", node, **labels): read_only,
    }
