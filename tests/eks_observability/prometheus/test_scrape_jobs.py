"""What the settings ask to be scraped, in the collectors' terms."""

from typing import Any

import pytest

from eks_observability.prometheus.scrape_jobs import cluster_jobs, keep_of, node_jobs
from eks_observability.settings.metrics import Metrics
from eks_observability.signals import jobs
from eks_observability.signals.kept_series import KeptSeries
from eks_observability_charts.collector.jobs import (
    CadvisorJob,
    KubeletJob,
    KubeStateMetricsJob,
    NodeExporterJob,
    PodsJob,
)
from eks_observability_charts.collector.keep import EVERYTHING

USED = {"pods": KeptSeries(metrics=("used",))}


def metrics(**settings: Any) -> Metrics:
    return Metrics.model_validate(settings)


def pods(**settings: Any) -> PodsJob:
    made = node_jobs(metrics(targets={"pods": settings}), USED)
    (found,) = [one for one in made if isinstance(one, PodsJob)]
    return found


def test_every_job_on_nodes_is_on_by_default() -> None:
    assert tuple(one.name for one in node_jobs(metrics(), {})) == jobs.ON_EACH_NODE


def test_every_job_of_the_cluster_is_on_by_default() -> None:
    assert tuple(one.name for one in cluster_jobs(metrics(), {})) == jobs.ONCE


@pytest.mark.parametrize("target", ["kubelet", "cadvisor", "vpc_cni"])
def test_a_job_on_nodes_that_is_off_is_left_out(target: str) -> None:
    made = node_jobs(metrics(targets={target: False}), {})

    assert target.replace("_", "-") not in {one.name for one in made}


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("api_server", "apiserver"),
        ("scheduler", "kube-scheduler"),
        ("controller_manager", "kube-controller-manager"),
        ("coredns", "coredns"),
    ],
)
def test_a_job_of_the_cluster_that_is_off_is_left_out(target: str, name: str) -> None:
    made = cluster_jobs(metrics(targets={target: False}), {})

    assert name not in {one.name for one in made}


def test_what_nothing_is_said_of_is_kept_whole() -> None:
    assert keep_of(None) == EVERYTHING


def test_a_job_keeps_what_is_kept_of_it() -> None:
    kept = {"kubelet": KeptSeries(metrics=("a_bucket",), buckets={"a_bucket": ("1",)})}
    (kubelet,) = [one for one in node_jobs(metrics(), kept) if isinstance(one, KubeletJob)]

    assert (kubelet.keep.metrics, kubelet.keep.buckets) == (("a_bucket",), {"a_bucket": ("1",)})


def test_applications_keep_all_their_metrics_by_default() -> None:
    assert pods().keep == EVERYTHING


def test_applications_keep_what_is_used_on_request() -> None:
    assert pods(keep="used").keep.metrics == ("used",)


def test_pods_of_the_system_keep_what_is_used() -> None:
    assert pods().keep_of_system.metrics == ("used",)


def test_a_pod_has_its_limit_of_series() -> None:
    assert pods(series_limit=7).series_limit == 7


def test_a_node_exporter_has_its_port() -> None:
    made = node_jobs(metrics(targets={"node_exporter": {"port": 9200}}), {})

    assert [one.port for one in made if isinstance(one, NodeExporterJob)] == [9200]


def test_kubelets_prove_themselves_unless_told_otherwise() -> None:
    for verify in (True, False):
        made = node_jobs(metrics(verify_kubelet_certificates=verify), {})
        asked = [one for one in made if isinstance(one, KubeletJob | CadvisorJob)]

        assert [one.verify_certificate for one in asked] == [verify, verify]


def test_kube_state_metrics_answers_where_the_settings_say() -> None:
    address = "ksm.monitoring.svc:8080"
    made = cluster_jobs(metrics(targets={"kube_state_metrics": {"address": address}}), {})

    assert [one.address for one in made if isinstance(one, KubeStateMetricsJob)] == [address]


def test_a_job_of_ones_own_comes_with_the_clusters() -> None:
    own = {"name": "shop", "targets": ("shop.shop.svc:80",), "path": "/m", "timeout_seconds": 5}
    made = cluster_jobs(metrics(scrape_jobs=(own,)), {})[-1]

    assert (made.name, made.keep) == ("shop", EVERYTHING)


def test_the_pod_of_kube_state_metrics_is_looked_for_in_its_namespace() -> None:
    made = cluster_jobs(metrics(), {}, kube_state_metrics_namespace="kube-state-metrics")
    (found,) = [one for one in made if isinstance(one, KubeStateMetricsJob)]

    assert (found.address, found.namespace) == (None, "kube-state-metrics")
