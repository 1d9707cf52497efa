"""Alerts on kubelets that do not get their work done."""

import pytest

from eks_observability.signals.alerts import kubelet
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Series, Silence
from tests.components.rules.subjects import on_node, rule_tests

WARNING = {"cluster": "a", "node": "n", "severity": "warning"}


def measured(metric: str, **labels: str) -> str:
    return on_node("kubelet", metric, **labels)


def histogram(name: str, total: str, count: str) -> Series:
    return {measured(f"{name}_sum"): total, measured(f"{name}_count"): count}


def failures(values: str, *, operation: str = "volume_mount") -> Series:
    return {
        measured(
            "storage_operation_duration_seconds_count",
            volume_plugin="kubernetes.io/csi:ebs.csi.aws.com",
            operation_name=operation,
            status="fail-unknown",
            migrated="false",
        ): values
    }


CASES = (
    Firing(
        alert="KubeletPlegSlow",
        # Five seconds each up to minute 20, and none at all later.
        series=histogram(
            "kubelet_pleg_relist_duration_seconds", "1000+50x20 2000x20", "1000+10x40"
        ),
        at=11,
        ends=22,
        labels=WARNING,
        description=(
            "The kubelet of node n in cluster a takes 5s to list its containers. The container "
            "runtime or the node's disk is overloaded."
        ),
    ),
    Firing(
        alert="KubeletPodStartSlow",
        # 19 s each up to minute 30: in minute 37 less than 10 s on average of 15 minutes.
        series=histogram(
            "kubelet_run_podsandbox_duration_seconds", "1000+114x30 4420x30", "1000+6x60"
        ),
        at=16,
        ends=37,
        labels=WARNING,
        description=(
            "Pods of node n in cluster a get their network after 19s on average, before a first "
            "image is pulled."
        ),
    ),
    Firing(
        alert="KubeletPodSandboxFails",
        # One a minute from minute 5 to 25: five of them in minute 9, and four in minute 35.
        series={
            measured("kubelet_run_podsandbox_errors_total", runtime_handler="runc"): (
                "0x4 1+1x20 21x40"
            )
        },
        at=19,
        ends=35,
        labels=WARNING,
        description=(
            "15 attempts within 15 minutes to start a pod on node n in cluster a failed, mostly "
            "since there was no IP address for it."
        ),
    ),
    Firing(
        alert="KubeletVolumeOperationsFail",
        # One a minute from minute 5 to 35: five of them in minute 9, and four in minute 60.
        series=failures("0x4 1+1x30 31x60"),
        at=24,
        ends=60,
        labels={
            **WARNING,
            "volume_plugin": "kubernetes.io/csi:ebs.csi.aws.com",
            "operation_name": "volume_mount",
        },
        description=(
            "20 times within 30 minutes volume_mount of kubernetes.io/csi:ebs.csi.aws.com failed "
            "on node n in cluster a."
        ),
    ),
    Firing(
        alert="KubeletCertificateExpires",
        series={
            measured("kubelet_certificate_manager_server_ttl_seconds"): (
                "90000x4 80000x15 31536000x5"
            )
        },
        at=20,
        ends=21,
        labels=WARNING,
        description=(
            "The serving certificate of the kubelet of node n in cluster a is valid for 22h 13m "
            "20s more."
        ),
    ),
    Firing(
        alert="KubeletCertificateRenewalFails",
        # It fails in minutes 5 and 10.
        series={measured("kubelet_server_expiration_renew_errors"): "0x4 1x4 2x30"},
        at=20,
        ends=24,
        labels=WARNING,
        description=("The kubelet of node n in cluster a fails to renew its serving certificate."),
    ),
)
PLANNED = {
    "a kubelet that does not use its certificate": Silence(
        alert="KubeletCertificateExpires",
        series={measured("kubelet_certificate_manager_server_ttl_seconds"): "Inf " * 41},
        at=[15, 40],
    ),
    "one failure to renew": Silence(
        alert="KubeletCertificateRenewalFails",
        series={measured("kubelet_server_expiration_renew_errors"): "0x4 1x60"},
        at=[5, 18, 20, 40],
    ),
    "volumes that are not attached yet": Silence(
        alert="KubeletVolumeOperationsFail",
        series=failures("0+1x60", operation="verify_controller_attached_volume"),
        at=[24, 60],
    ),
    "no pod that starts": Silence(
        alert="KubeletPodStartSlow",
        series=histogram("kubelet_run_podsandbox_duration_seconds", "1000x60", "100x60"),
        at=[16, 60],
    ),
}


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    return rule_tests(promtool, kubelet)


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
