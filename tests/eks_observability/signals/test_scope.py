"""What rules are written for."""

from typing import Any

import pytest

from eks_observability.settings import Settings
from eks_observability.settings.metrics import Metrics
from eks_observability.signals import jobs
from eks_observability.signals.scope import jobs_of, rule_scope

FACTS = {
    "name": "shop",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
TARGETS: dict[str, Any] = {
    jobs.KUBELET: {"kubelet": False},
    jobs.CADVISOR: {"cadvisor": False},
    jobs.NODE_EXPORTER: {"node_exporter": {"enabled": False}},
    jobs.VPC_CNI: {"vpc_cni": False},
    jobs.PODS: {"pods": {"enabled": False}},
    jobs.API_SERVER: {"api_server": False},
    jobs.SCHEDULER: {"scheduler": False},
    jobs.CONTROLLER_MANAGER: {"controller_manager": False},
    jobs.COREDNS: {"coredns": False},
    jobs.KUBE_STATE_METRICS: {"kube_state_metrics": {"enabled": False}},
}
EVERYTHING = {*jobs.ON_EACH_NODE, *jobs.ONCE, jobs.COLLECTOR}


def metrics(**values: Any) -> Metrics:
    return Metrics.model_validate(values)


def settings(*clusters: dict[str, Any], **values: Any) -> Settings:
    return Settings.model_validate({"clusters": tuple(FACTS | one for one in clusters), **values})


def test_by_default_everything_is_scraped() -> None:
    assert jobs_of(metrics()) == EVERYTHING


@pytest.mark.parametrize("job", TARGETS)
def test_what_is_switched_off_has_no_job(job: str) -> None:
    assert EVERYTHING - jobs_of(metrics(targets=TARGETS[job])) == {job}


def test_a_scrape_job_of_ones_own_is_a_job() -> None:
    job = {"name": "shop-api", "targets": ("shop.shop.svc:9090",)}

    assert jobs_of(metrics(scrape_jobs=(job,))) - EVERYTHING == {"shop-api"}


def test_the_managed_scraper_is_no_collector_of_ours() -> None:
    assert EVERYTHING - jobs_of(metrics(collector="managed")) == {jobs.COLLECTOR}


def test_beside_it_collectors_of_traces_scrape_themselves() -> None:
    assert jobs_of(metrics(collector="managed"), traced=True) == EVERYTHING


def test_without_metrics_their_series_go_nowhere() -> None:
    assert jobs_of(metrics(enabled=False), traced=True) == frozenset()


def test_without_metrics_there_is_no_job() -> None:
    assert jobs_of(metrics(enabled=False)) == frozenset()


def test_clusters_are_called_as_their_series_call_them() -> None:
    named = {"name": "bank", "metrics": {"cluster_label": "bank-eu"}}

    assert rule_scope(settings({}, named)).clusters == ("shop", "bank-eu")


def test_a_cluster_without_metrics_is_not_missed() -> None:
    silent = {"name": "bank", "metrics": {"enabled": False}}

    assert rule_scope(settings({}, silent)).clusters == ("shop",)


def test_what_one_cluster_alone_scrapes_is_scraped() -> None:
    clusters = [{"name": "bank", "metrics": {"targets": TARGETS[jobs.COREDNS]}}, {}]

    assert jobs.COREDNS in rule_scope(settings(*clusters)).jobs


def test_what_a_cluster_does_not_scrape_is_not_missed_there() -> None:
    clusters = [{"name": "bank", "metrics": {"targets": TARGETS[jobs.COREDNS]}}, {}]

    assert rule_scope(settings(*clusters)).without == {("bank", jobs.COREDNS)}


def test_thresholds_are_those_of_the_settings() -> None:
    wanted = settings({}, alerts={"thresholds": {"volume_percent": 70.0}})

    assert rule_scope(wanted).thresholds.volume_percent == 70


def test_anomaly_detectors_watch_every_cluster() -> None:
    named = {"name": "bank", "metrics": {"cluster_label": "bank-eu"}}

    assert rule_scope(settings({}, named)).watched == ("shop", "bank-eu")


@pytest.mark.parametrize(
    "alarms", [{"enabled": False}, {"anomaly_detection": False}], ids=["no alarms", "no anomalies"]
)
def test_a_cluster_that_wants_no_anomalies_is_not_watched(alarms: dict[str, Any]) -> None:
    assert rule_scope(settings({}, {"name": "bank", "alarms": alarms})).watched == ("shop",)


def test_nothing_is_watched_where_no_alert_could_say_so() -> None:
    assert rule_scope(settings({}, alerts={"enabled": False})).watched == ()
