"""Alerts on claims that get no volume, and on volumes that are broken."""

import pytest

from eks_observability.signals.alerts import volume_claims
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Silence
from tests.components.rules.subjects import ksm, rule_tests

CLAIM = {"cluster": "a", "namespace": "s", "persistentvolumeclaim": "data"}
USE = ksm(
    "kube_pod_spec_volumes_persistentvolumeclaims_info",
    namespace="s",
    pod="p",
    volume="v",
    persistentvolumeclaim="data",
)


def claim(phase: str) -> str:
    return ksm(
        "kube_persistentvolumeclaim_status_phase",
        namespace="s",
        persistentvolumeclaim="data",
        phase=phase,
    )


CASES = (
    Firing(
        alert="PersistentVolumeClaimPending",
        series={claim("Pending"): "1x25 0x10", USE: "_x5 1x30"},
        at=20,
        ends=26,
        labels={**CLAIM, "severity": "warning"},
        description="A pod uses claim s/data in cluster a, and there is no volume for it.",
    ),
    Firing(
        alert="PersistentVolumeClaimLost",
        series={claim("Lost"): "0x4 1x10 0x10"},
        at=10,
        ends=16,
        labels={**CLAIM, "severity": "critical"},
        description="The volume of claim s/data in cluster a does not exist any more.",
    ),
    Firing(
        alert="PersistentVolumeFailed",
        series={
            ksm("kube_persistentvolume_status_phase", persistentvolume="pv", phase="Failed"): (
                "0x4 1x10 0x10"
            )
        },
        at=10,
        ends=16,
        labels={"cluster": "a", "persistentvolume": "pv", "severity": "warning"},
        description=(
            "Volume pv of cluster a was released, and could not be deleted. It goes on costing "
            "money."
        ),
    ),
)


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, volume_claims)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_an_alert_fires_in_its_minute_and_ends(tests: RuleTests, case: Firing) -> None:
    tests.fires(case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_a_second_kube_state_metrics_changes_nothing(tests: RuleTests, case: Firing) -> None:
    tests.fires_with_duplicates(case, job="kube-state-metrics")


def test_a_claim_that_no_pod_uses_is_no_alert(tests: RuleTests) -> None:
    tests.silent(
        Silence(
            alert="PersistentVolumeClaimPending", series={claim("Pending"): "1x60"}, at=[15, 60]
        )
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.alert)
def test_clusters_are_told_apart(tests: RuleTests, case: Firing) -> None:
    tests.fires_in_each_cluster(case)


def test_every_alert_is_tested(tests: RuleTests) -> None:
    assert [case.alert for case in CASES] == [alert.name for alert in tests.alerts]
