"""What is recorded of the use of nodes."""

import pytest

from eks_observability.signals.recording_rules import node_resources
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Recorded, RuleTests
from tests.components.rules.node_series import cpu, disk, measured
from tests.components.rules.subjects import SCOPE, rule_tests

CLUSTER = '{cluster="a"}'
CPU = dict(cpu("1000+30x20", cores=2, node="n")) | dict(cpu("1000+60x20", cores=6, node="m"))
MEMORY = {
    measured(f"node_memory_{what}_bytes", node): f"{value}x20"
    for node, what, value in (
        ("n", "MemTotal", 100),
        ("n", "MemAvailable", 60),
        ("m", "MemTotal", 300),
        ("m", "MemAvailable", 40),
    )
}
# Bottlerocket mounts its data volume in several places: it counts once.
DISKS = {
    **disk("60x20", node="n"),
    **disk("20x20", node="m", device="/dev/nvme1n1p1", mountpoint="/local"),
    **disk("20x20", node="m", device="/dev/nvme1n1p1", mountpoint="/var"),
    **disk("0x20", node="m", device="/dev/dm-0", read_only="1x20"),
    **disk("0x20", node="m", device="/dev/nvme2n1", mountpoint="/var/lib/kubelet/pods/x"),
    **disk("0x20", node="m", device="/dev/nvme0n1p128", mountpoint="/boot/efi", fstype="vfat"),
}
# A file system without a number of inodes has 0 of them.
INODES = {
    **disk("40x20", what=("files_free", "files")),
    **disk("0x20", what=("files_free", "files"), device="/dev/nvme1n1", fstype="btrfs", size=0),
}
NETWORK = {
    measured("node_network_receive_bytes_total", node, device=device): f"1000+{speed}x20"
    for node, device, speed in (
        ("n", "eth0", 60),
        ("n", "eth1", 120),
        ("n", "lo", 6000),
        ("m", "eth0", 180),
    )
}
NETWORK |= {
    series.replace("receive", "transmit"): values.replace("+", "+1")
    for series, values in NETWORK.items()
}


def of_nodes(name: str, n: float, m: float, labels: str = "") -> dict[str, float]:
    return {f'{name}{{cluster="a",node="{node}"{labels}}}': v for node, v in (("n", n), ("m", m))}


CASES = (
    Recorded(series=CPU, at=10, answer=of_nodes("node:node_cpu_cores:count", 2, 6)),
    Recorded(series=CPU, at=10, answer=of_nodes("node:node_cpu_used_cores:sum_rate5m", 1, 6)),
    Recorded(series=CPU, at=10, answer=of_nodes("node:node_cpu_utilization:ratio_rate5m", 0.5, 1)),
    Recorded(
        series=CPU, at=10, answer={f"cluster:node_cpu_utilization:ratio_rate5m{CLUSTER}": 7 / 8}
    ),
    Recorded(
        series=MEMORY, at=10, answer=of_nodes("node:node_memory_utilization:ratio", 0.4, 1 - 4 / 30)
    ),
    Recorded(
        series=MEMORY, at=10, answer={f"cluster:node_memory_utilization:ratio{CLUSTER}": 0.75}
    ),
    Recorded(
        series=DISKS,
        at=10,
        answer={
            f'node_device:node_filesystem_utilization:ratio{{cluster="a",{labels}}}': value
            for labels, value in (
                ('node="n",device="/dev/nvme0n1p1"', 0.4),
                ('node="m",device="/dev/nvme1n1p1"', 0.8),
            )
        },
    ),
    Recorded(
        series=DISKS, at=10, answer={f"cluster:node_filesystem_utilization:ratio{CLUSTER}": 0.6}
    ),
    Recorded(
        series=INODES,
        at=10,
        answer={
            "node_device:node_filesystem_inodes_utilization:ratio"
            '{cluster="a",node="n",device="/dev/nvme0n1p1"}': 0.6
        },
    ),
    Recorded(
        series=NETWORK,
        at=10,
        answer=of_nodes("node:node_network_receive_bytes_total:sum_rate5m", 3, 3),
    ),
    Recorded(
        series=NETWORK,
        at=10,
        answer={f"cluster:node_network_receive_bytes_total:sum_rate5m{CLUSTER}": 6},
    ),
    Recorded(
        series=NETWORK,
        at=10,
        # 160 and 1120 a minute, and 1180.
        answer=of_nodes("node:node_network_transmit_bytes_total:sum_rate5m", 1280 / 60, 1180 / 60),
    ),
    Recorded(
        series=NETWORK,
        at=10,
        answer={f"cluster:node_network_transmit_bytes_total:sum_rate5m{CLUSTER}": 2460 / 60},
    ),
)


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_share_or_sum_is_right(tests: RuleTests, case: Recorded) -> None:
    tests.records(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sums_of_clusters_are_told_apart(tests: RuleTests, case: Recorded) -> None:
    tests.records_in_each_cluster(case)


def test_every_rule_is_tested() -> None:
    rules = node_resources.rules(SCOPE)
    assert {case.name for case in CASES} == {rule.name for rule in rules}
