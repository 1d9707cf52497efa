"""Alerts on persistent volumes that fill, and what is recorded of them."""

from dataclasses import replace

import pytest

from eks_observability.signals.alerts import volumes
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, Recorded, RuleTests, Series, Silence
from tests.components.rules.subjects import on_node, rule_tests

CLAIM = {"cluster": "a", "namespace": "s", "persistentvolumeclaim": "data"}
WARNING = {**CLAIM, "severity": "warning"}
BYTES = ("used_bytes", "capacity_bytes")
INODES = ("inodes_used", "inodes")


def volume(
    used: str,
    *,
    of: str = "100x200",
    what: tuple[str, str] = BYTES,
    node: str = "n",
    claim: str = "data",
) -> Series:
    """A volume of 100 bytes, or inodes, with so many in use."""
    labels = {"namespace": "s", "persistentvolumeclaim": claim}
    return {
        on_node("kubelet", f"kubelet_volume_stats_{one}", node, **labels): values
        for one, values in zip(what, (used, of), strict=True)
    }


CASES = (
    Firing(
        alert="VolumeAlmostFull",
        series=volume("50x4 90x15 50x5"),
        at=20,
        ends=21,
        labels=WARNING,
        description="90% of volume s/data in cluster a is in use.",
    ),
    Firing(
        alert="VolumeFull",
        series=volume("50x4 98x5 50x5"),
        at=6,
        ends=11,
        labels={**CLAIM, "severity": "critical"},
        description=(
            "98% of volume s/data in cluster a is in use: what writes to it fails, or is about to."
        ),
    ),
    Firing(
        alert="VolumeFills",
        # A trend from minute 1 on, when there are two samples.
        series=volume("61+0.01x100 10x10"),
        at=91,
        ends=101,
        labels=WARNING,
        description=(
            "The volume s/data in cluster a will be full within 96 hours, if it goes on filling as "
            "in the last six hours."
        ),
    ),
    Firing(
        alert="VolumeInodesAlmostFull",
        series=volume("50x4 90x15 50x5", what=INODES),
        at=20,
        ends=21,
        labels=WARNING,
        description="90% of the inodes of volume s/data in cluster a are in use.",
    ),
)
PLANNED = {
    "a volume that fills while it is new": Silence(
        alert="VolumeFills", series=volume("0+0.45x120"), at=[91, 120]
    ),
    "an import that has ended": Silence(
        alert="VolumeFills", series=volume("20x10 80x190"), at=[60, 75, 102, 200]
    ),
    "a volume that fills no further": Silence(
        alert="VolumeFills", series=volume("80x120"), at=[91, 120]
    ),
    "a file system without a number of inodes, such as EFS": Silence(
        alert="VolumeInodesAlmostFull", series=volume("0x40", of="0x40", what=INODES), at=[15, 40]
    ),
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, volumes)


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


def test_an_alert_goes_on_when_the_pod_moves(tests: RuleTests) -> None:
    series = {
        **volume("90x9 stale", of="100x9 stale"),
        **volume("_x10 90x10 50x5", of="_x10 100x40", node="m"),
    }
    tests.fires(replace(CASES[0], series=series, at=15, ends=21))


@pytest.mark.parametrize(
    ("what", "name"),
    [
        (BYTES, "kubelet_volume_stats_utilization"),
        (INODES, "kubelet_volume_stats_inodes_utilization"),
    ],
    ids=["bytes", "inodes"],
)
def test_a_volume_on_two_nodes_is_recorded_once(
    tests: RuleTests, what: tuple[str, str], name: str
) -> None:
    series = {
        **volume("40x9", what=what),
        **volume("41x9", what=what, node="m"),
        **volume("20x9", what=what, claim="logs"),
        # A file system without a number, as EFS of inodes, has 0.
        **volume("0x9", of="0x9", what=what, claim="shared"),
    }
    answer = {
        f"persistentvolumeclaim:{name}:ratio"
        f'{{cluster="a",namespace="s",persistentvolumeclaim="{claim}"}}': value
        for claim, value in (("data", 0.41), ("logs", 0.2))
    }
    tests.records(Recorded(series=series, at=5, answer=answer))
