"""Alerts on nodes that run out of something, and what is recorded of their use."""

from dataclasses import replace

import pytest

from eks_observability.signals.alerts import node_resources
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Series, Silence
from tests.components.rules.node_series import cpu, disk, measured
from tests.components.rules.subjects import rule_tests

NODE = {"cluster": "a", "node": "n"}
WARNING = {**NODE, "severity": "warning"}
DISK = {**WARNING, "device": "/dev/nvme0n1p1"}


def network(errors: str) -> Series:
    """An interface with 100 packets a minute."""
    return {
        measured(f"node_network_{way}_{what}_total", device="eth0"): values
        for way in ("receive", "transmit")
        for what, values in (("packets", "1000+50x60"), ("errs", "1000x60"))
    } | {measured("node_network_receive_errs_total", device="eth0"): errors}


CASES = (
    Firing(
        alert="NodeCpuHigh",
        # 95 % from minute 4 on, when rates have all of their five minutes: the average of 15
        # minutes is above 90 % in minute 17. It falls from minute 41 on, and is below in minute 43.
        series=cpu("1000+57x40 3280x30"),
        at=32,
        ends=43,
        labels={**NODE, "severity": "info"},
        description="95% of the CPU of node n in cluster a is in use.",
    ),
    Firing(
        alert="NodeMemoryHigh",
        series={
            measured("node_memory_MemTotal_bytes"): "100x25",
            measured("node_memory_MemAvailable_bytes"): "20x4 5x15 20x5",
        },
        at=20,
        ends=21,
        labels=WARNING,
        description=(
            "95% of the memory of node n in cluster a is in use. Before the last of it is, the "
            "kubelet evicts pods, or the kernel kills processes."
        ),
    ),
    Firing(
        alert="NodeFilesystemAlmostFull",
        series=disk("50x4 10x30 50x5"),
        at=35,
        ends=36,
        labels=DISK,
        description="90% of /dev/nvme0n1p1 of node n in cluster a is in use.",
    ),
    Firing(
        alert="NodeFilesystemFull",
        series=disk("50x4 2x5 50x5"),
        at=10,
        ends=11,
        labels={**DISK, "severity": "critical"},
        description=(
            "98% of /dev/nvme0n1p1 of node n in cluster a is in use, although the kubelet deletes "
            "images and evicts pods before that."
        ),
    ),
    Firing(
        alert="NodeFilesystemFills",
        # Above 80 % from minute 0, with a trend from minute 1, when there are two samples.
        series=disk("19.9-0.02x100 90x10"),
        at=91,
        ends=101,
        labels=DISK,
        description=(
            "/dev/nvme0n1p1 of node n in cluster a will be full within 24 hours, if it goes on "
            "filling as in the last six hours."
        ),
    ),
    Firing(
        alert="NodeFilesystemInodesAlmostFull",
        series=disk("50x4 10x30 50x5", what=("files_free", "files")),
        at=35,
        ends=36,
        labels=DISK,
        description="90% of the inodes of /dev/nvme0n1p1 of node n in cluster a are in use.",
    ),
    Firing(
        alert="NodeFilesystemReadOnly",
        series=disk("50x90", read_only="0x4 1x5 0x5"),
        at=10,
        ends=11,
        labels=DISK,
        description=(
            "/dev/nvme0n1p1 of node n in cluster a is read-only: the kernel does so when the "
            "volume has errors."
        ),
    ),
    Firing(
        alert="NodeNetworkErrors",
        # Three errors a minute from minute 11 to 30, of 100 packets.
        series=network("1000x9 1000+3x20 1060x20"),
        at=27,
        ends=33,
        labels={**WARNING, "device": "eth0"},
        description="3% of the packets of eth0 of node n in cluster a fail.",
    ),
    Firing(
        alert="NodeConntrackAlmostFull",
        series={
            measured("node_nf_conntrack_entries"): "100x4 900x10 100x5",
            measured("node_nf_conntrack_entries_limit"): "1000x25",
        },
        at=15,
        ends=16,
        labels=WARNING,
        description=(
            "90% of the connections that the kernel of node n in cluster a can track are in use. "
            "Beyond that it drops packets of new ones."
        ),
    ),
    Firing(
        alert="NodeClockSkewed",
        series={measured("node_timex_offset_seconds"): "0x4 -0.08x10 0x5"},
        at=15,
        ends=16,
        labels=WARNING,
        description="The clock of node n in cluster a is off by 80ms.",
    ),
    Firing(
        alert="NodeClockNotSynchronized",
        series={
            measured("node_timex_sync_status"): "1x4 0x10 1x5",
            measured("node_timex_maxerror_seconds"): "0.1x4 16x10 0.1x5",
        },
        at=15,
        ends=16,
        labels=WARNING,
        description=(
            "The clock of node n in cluster a is not synchronized. AWS refuses requests that are "
            "signed more than five minutes off."
        ),
    ),
)
SYSTEM_IMAGE = disk("0x90", device="/dev/dm-0", fstype="ext4", read_only="1x90")
PLANNED = {
    "Bottlerocket's system image, which is full": Silence(
        alert="NodeFilesystemFull", series=SYSTEM_IMAGE, at=[5, 40]
    ),
    "Bottlerocket's system image, which is read-only": Silence(
        alert="NodeFilesystemReadOnly", series=SYSTEM_IMAGE, at=[5, 40]
    ),
    "a volume of a pod, which VolumeFull is for": Silence(
        alert="NodeFilesystemFull",
        series=disk("0x90", mountpoint="/var/lib/kubelet/plugins/kubernetes.io/csi/x"),
        at=[5, 40],
    ),
    "a volume that a pod mounts read-only": Silence(
        alert="NodeFilesystemReadOnly",
        series=disk("9x90", mountpoint="/var/lib/kubelet/pods/x", read_only="1x90"),
        at=[5, 40],
    ),
    "a file system without inodes": Silence(
        alert="NodeFilesystemInodesAlmostFull",
        series={
            **disk("0x90", what=("files_free", "files")),
            measured(
                "node_filesystem_files", device="/dev/nvme0n1p1", mountpoint="/", fstype="xfs"
            ): "0x90",
        },
        at=[30, 40],
    ),
    "images that fill an empty disk": Silence(
        alert="NodeFilesystemFills", series=disk("80-0.5x120"), at=[91, 120]
    ),
    "a burst of images that has ended": Silence(
        alert="NodeFilesystemFills", series=disk("40x10 15x190"), at=[60, 75, 102, 200]
    ),
    "a full disk that fills no further": Silence(
        alert="NodeFilesystemFills", series=disk("16x120"), at=[91, 120]
    ),
    "waiting for disks": Silence(alert="NodeCpuHigh", series=cpu("1000x60"), at=[30, 60]),
    "a clock that is set, with a large error": Silence(
        alert="NodeClockNotSynchronized",
        series={
            measured("node_timex_sync_status"): "1x40",
            measured("node_timex_maxerror_seconds"): "16x40",
        },
        at=[10, 40],
    ),
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, node_resources)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_in_its_minute_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


@pytest.mark.parametrize("case", PLANNED.values(), ids=PLANNED)
def test_an_alert_is_not_for(tests: RuleTests, case: Silence) -> None:
    tests.silent(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_clusters_are_told_apart(tests: RuleTests, case: Firing) -> None:
    tests.fires_in_each_cluster(case)


def test_every_alert_is_tested(tests: RuleTests) -> None:
    assert [case.alert for case in CASES] == [alert.name for alert in tests.alerts]


def test_a_device_that_is_mounted_twice_is_one_alert(tests: RuleTests) -> None:
    case = next(case for case in CASES if case.alert == "NodeFilesystemFull")
    again = disk("50x4 2x5 50x5", mountpoint="/opt")
    tests.fires(replace(case, series={**case.series, **again}))
