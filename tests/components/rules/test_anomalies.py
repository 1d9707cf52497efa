"""When alerts on what is unusual fire, and what is recorded for detectors to watch."""

from dataclasses import replace

import pytest

from eks_observability.signals.alerts import anomalies
from eks_observability.signals.anomaly_detectors.model import AnomalyDetector
from eks_observability.signals.anomaly_detectors.watched import DETECTORS
from eks_observability.signals.rule_groups import EVERYTHING
from eks_observability_ops.components.prometheus import Promtool
from tests.components.rules.cases import Firing, RuleTests, Silence

LONG = "a-cluster-whose-name-is-as-long-as-eks-takes-them-so-that-no-alias-holds-it"
"""A cluster that no alias can name."""

SHOWN = {"ratio": ("0.75", "75%"), "count": ("12", "12")}
"""A value, and how it is said."""

by_symptom = pytest.mark.parametrize("detector", DETECTORS, ids=lambda each: str(each.name))


@pytest.fixture(scope="module")
def tests(promtool: Promtool) -> RuleTests:
    scope = replace(EVERYTHING, watched=("a", "b", LONG))
    return RuleTests(promtool=promtool, alerts=anomalies.alerts(scope))


def published(detector: AnomalyDetector, cluster: str, score: str) -> dict[str, str]:
    """What a detector publishes every minute: the same value, and scores."""
    value, _ = SHOWN[kind(detector)]
    alias = detector.alias(cluster)
    return {
        f'anomaly_detector:value{{alias="{alias}"}}': f"{value}x60",
        f'anomaly_detector:score{{alias="{alias}"}}': score,
    }


def kind(detector: AnomalyDetector) -> str:
    return "ratio" if detector.more_than_usual < 1 else "count"


def firing(detector: AnomalyDetector, cluster: str = "a") -> Firing:
    """A score of one minute, which is told for fifteen."""
    _, said = SHOWN[kind(detector)]
    template = detector.description
    what = template[template.index("}}") + 2 :]
    return Firing(
        alert=detector.alert,
        series=published(detector, cluster, "0x19 0.9 0x39"),
        at=20,
        ends=35,
        labels={"cluster": cluster, "severity": detector.severity},
        description=f"{said}{what}, in cluster {cluster}: more than is usual at this time.",
    )


@by_symptom
def test_an_anomaly_fires_and_ends(tests: RuleTests, detector: AnomalyDetector) -> None:
    tests.fires(firing(detector))


@by_symptom
def test_a_cluster_of_a_long_name_is_named(tests: RuleTests, detector: AnomalyDetector) -> None:
    tests.fires(firing(detector, LONG))


@by_symptom
def test_what_is_told_twice_is_one_alert(tests: RuleTests, detector: AnomalyDetector) -> None:
    case = firing(detector)
    other = {name.replace("{", '{replica="b",'): values for name, values in case.series.items()}

    tests.fires(replace(case, series={**case.series, **other}))


@by_symptom
def test_values_that_come_every_five_minutes_are_enough(
    tests: RuleTests, detector: AnomalyDetector
) -> None:
    value, _ = SHOWN[kind(detector)]
    alias = detector.alias("a")
    series = {
        f'anomaly_detector:value{{alias="{alias}"}}': f"{value} _x4 " * 12,
        f'anomaly_detector:score{{alias="{alias}"}}': "0 _x4 " * 4 + "1 _x4 " + "0 _x4 " * 7,
    }

    tests.fires(replace(firing(detector), series=series))


@by_symptom
def test_a_low_score_is_no_anomaly(tests: RuleTests, detector: AnomalyDetector) -> None:
    series = published(detector, "a", "0.5x60")

    tests.silent(Silence(alert=detector.alert, series=series, at=[10, 30, 60]))


def test_no_detector_no_alert(tests: RuleTests) -> None:
    tests.all_silent({'up{cluster="a",job="kubelet"}': "1x60"}, at=[10, 60])


def test_an_anomaly_is_of_its_own_symptom_and_cluster(tests: RuleTests) -> None:
    cpu, memory = DETECTORS[:2]
    series = {**published(cpu, "a", "1x60"), **published(memory, "b", "1x60")}
    tests.answers(
        series,
        10,
        {
            'ALERTS{alertstate="firing"}': {
                f'ALERTS{{alertname="{each.alert}",alertstate="firing",cluster="{cluster}",'
                f'severity="{each.severity}"}}': 1.0
                for each, cluster in ((cpu, "a"), (memory, "b"))
            }
        },
    )
