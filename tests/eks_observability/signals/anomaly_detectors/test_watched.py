"""What anomaly detectors watch."""

import re
from dataclasses import replace

import pytest

from eks_observability.settings.alerts import Alerts
from eks_observability.settings.metrics import Metrics
from eks_observability.signals import jobs
from eks_observability.signals.alerts import anomalies
from eks_observability.signals.anomaly_detectors.model import AnomalyDetector
from eks_observability.signals.anomaly_detectors.watched import DETECTORS, watched
from eks_observability.signals.kept_series import kept_for
from eks_observability.signals.promql import selectors
from eks_observability.signals.rule_groups import EVERYTHING, recording_groups
from eks_observability.signals.rules import Scope

# AMP API Reference, "CreateAnomalyDetector" and "RandomCutForestConfiguration".
ALIAS = re.compile(r"[0-9A-Za-z][-.0-9A-Z_a-z]*")
AGGREGATIONS = ("avg", "count", "group", "max", "min", "quantile", "stddev", "stdvar", "sum")
CLUSTERS = ("shop", "shop.eu-1", "x" * 100, "shop (eu) / blue:1+2@3")

by_symptom = pytest.mark.parametrize("detector", DETECTORS, ids=lambda each: str(each.name))
by_cluster = pytest.mark.parametrize("cluster", CLUSTERS)


@by_symptom
@by_cluster
def test_amp_takes_the_name_of_a_detector(detector: AnomalyDetector, cluster: str) -> None:
    alias = detector.alias(cluster)

    assert ALIAS.fullmatch(alias)
    assert len(alias) <= 64


@by_symptom
def test_clusters_have_detectors_of_different_names(detector: AnomalyDetector) -> None:
    names = {detector.alias(f"{cluster}{end}") for cluster in CLUSTERS for end in "ab"}

    assert len(names) == 2 * len(CLUSTERS)


@by_symptom
def test_amp_takes_a_query_that_is_one_aggregation_over_everything(
    detector: AnomalyDetector,
) -> None:
    assert re.fullmatch(rf"({'|'.join(AGGREGATIONS)})\([^()]*\)", detector.query("shop"))


@by_symptom
def test_amp_takes_how_often_it_looks(detector: AnomalyDetector) -> None:
    assert 30 <= detector.interval_seconds <= 86_400


@by_symptom
@by_cluster
def test_a_query_asks_for_one_recorded_series_of_its_cluster(
    detector: AnomalyDetector, cluster: str
) -> None:
    (selector,) = selectors(detector.query(cluster))
    (matcher,) = selector.matchers

    assert selector.metric.startswith("cluster:")
    assert (matcher.name, matcher.operator, matcher.value) == ("cluster", "=", cluster)


@by_symptom
def test_what_is_watched_is_recorded_where_its_jobs_are_on(detector: AnomalyDetector) -> None:
    scope = Scope(clusters=("shop",), jobs=frozenset(detector.jobs), watched=("shop",))
    recorded = {rule.name for group in recording_groups(scope) for rule in group.rules}

    assert detector in [each.detector for each in watched(scope)]
    assert detector.series in recorded


@by_symptom
def test_what_it_is_recorded_from_is_kept_though_no_alert_asks_for_it(
    detector: AnomalyDetector,
) -> None:
    kept = kept_for(Metrics(enabled=True), Alerts(enabled=False))
    rules = {rule.name: rule.expr for group in recording_groups(EVERYTHING) for rule in group.rules}
    wanted, names = {detector.series}, set[str]()
    while wanted:
        asked = {selector.metric for selector in selectors(rules[wanted.pop()])}
        wanted |= {name for name in asked if ":" in name}
        names |= {name for name in asked if ":" not in name}

    assert names <= {name for job in kept.values() for name in job.metrics}


def test_nothing_is_watched_where_it_is_not_asked_for() -> None:
    assert watched(replace(EVERYTHING, watched=())) == ()
    assert anomalies.alerts(replace(EVERYTHING, watched=())) == ()


def test_nothing_is_watched_that_is_not_measured() -> None:
    scope = replace(EVERYTHING, jobs=EVERYTHING.jobs - {jobs.KUBE_STATE_METRICS})

    assert {each.detector.jobs for each in watched(scope)} == {(jobs.NODE_EXPORTER,)}


def test_what_one_cluster_does_not_measure_is_watched_in_the_other() -> None:
    scope = replace(EVERYTHING, watched=("a", "b"), without=frozenset({("b", jobs.NODE_EXPORTER)}))
    found = {each.cluster for each in watched(scope) if each.detector.name == "eks-node-cpu"}

    assert found == {"a"}
    assert "NodeCpuAnomalous" in [alert.name for alert in anomalies.alerts(scope)]


def test_an_alert_of_what_no_cluster_measures_is_not_there() -> None:
    scope = replace(EVERYTHING, without=frozenset({("any", jobs.NODE_EXPORTER)}))

    assert "NodeCpuAnomalous" not in [alert.name for alert in anomalies.alerts(scope)]


def test_a_symptom_whose_alert_is_off_is_not_watched() -> None:
    found = {each.detector.alert for each in watched(EVERYTHING, off=["NodeCpuAnomalous"])}

    assert found == {detector.alert for detector in DETECTORS[1:]}


def test_two_clusters_of_one_label_are_watched_once() -> None:
    scope = replace(EVERYTHING, watched=("a", "a"))

    assert len(watched(scope)) == len(DETECTORS)
