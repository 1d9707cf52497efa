"""The collector that measures the cluster as a whole, as it is deployed."""

from typing import Any

import cdk8s
import pytest

from eks_observability.signals import jobs as names
from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.jobs import (
    ApiServerJob,
    ControllerManagerJob,
    CoreDnsJob,
    KubeStateMetricsJob,
    SchedulerJob,
    ScrapeJob,
)
from eks_observability_charts.collector.remote_write import RemoteWrite

WORKSPACE = RemoteWrite(url="https://aps/w", region="eu-central-1", cluster="shop")
JOBS = [
    ApiServerJob(),
    SchedulerJob(),
    ControllerManagerJob(),
    CoreDnsJob(),
    KubeStateMetricsJob(),
]
CUSTOM = ScrapeJob(
    name="shop",
    targets=("a:80", "b:80"),
    path="/own",
    interval_seconds=15,
    timeout_seconds=5,
    series_limit=7,
)


def collectors(**more: Any) -> dict[str, dict[str, Any]]:
    """Specs of the collectors, by name."""
    chart = ClusterCollectorChart(
        cdk8s.App(),
        "chart",
        **{"image": "aoc:1", "remote_write": WORKSPACE, "jobs": JOBS, **more},
    )
    objects = [one for one in chart.to_json() if one["kind"] == "OpenTelemetryCollector"]
    return {one["metadata"]["name"]: one["spec"] for one in objects}


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    (found,) = collectors().values()
    return found


def scrapes(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    configs = spec["config"]["receivers"]["prometheus"]["config"]["scrape_configs"]
    return {one["job_name"]: one for one in configs}


def variables(spec: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["value"] for one in spec["env"] if "value" in one}


def test_there_is_one_of_it(spec: dict[str, Any]) -> None:
    assert (spec["mode"], spec["replicas"]) == ("deployment", 1)


def test_there_are_never_two_of_it(spec: dict[str, Any]) -> None:
    assert spec["deploymentUpdateStrategy"] == {"type": "Recreate"}


def test_jobs_have_the_names_that_rules_know(spec: dict[str, Any]) -> None:
    assert list(scrapes(spec)) == [*names.ONCE, names.COLLECTOR]


def test_it_avoids_nodes_with_taints(spec: dict[str, Any]) -> None:
    assert spec["tolerations"] == []
    assert spec["priorityClassName"] == "system-cluster-critical"


def test_every_api_server_is_scraped_by_itself(spec: dict[str, Any]) -> None:
    (discovery,) = scrapes(spec)["apiserver"]["kubernetes_sd_configs"]
    assert discovery == {"role": "endpointslice", "namespaces": {"names": ["default"]}}
    assert scrapes(spec)["apiserver"]["tls_config"]["server_name"] == "kubernetes.default.svc"


@pytest.mark.parametrize(
    ("job", "path"), [("kube-scheduler", "ksh"), ("kube-controller-manager", "kcm")]
)
def test_the_control_plane_is_scraped_once(spec: dict[str, Any], job: str, path: str) -> None:
    one = scrapes(spec)[job]
    assert one["static_configs"] == [{"targets": ["kubernetes.default.svc:443"]}]
    assert one["metrics_path"] == f"/apis/metrics.eks.amazonaws.com/v1/{path}/container/metrics"


def test_labels_of_objects_win_over_those_of_kube_state_metrics(spec: dict[str, Any]) -> None:
    assert [name for name, one in scrapes(spec).items() if one.get("honor_labels")] == [
        "kube-state-metrics"
    ]


def test_a_job_of_somebodys_own_is_as_asked() -> None:
    (spec,) = collectors(jobs=[CUSTOM]).values()
    one = scrapes(spec)["shop"]
    assert one["static_configs"] == [{"targets": ["a:80", "b:80"]}]
    assert (one["scheme"], one["metrics_path"]) == ("http", "/own")
    assert (one["scrape_interval"], one["scrape_timeout"], one["sample_limit"]) == ("15s", "5s", 7)


def test_a_job_of_somebodys_own_has_the_collectors_pace_by_default() -> None:
    (spec,) = collectors(jobs=[ScrapeJob(name="shop", targets=("a:80",))]).values()
    assert not {"scrape_interval", "scrape_timeout"} & scrapes(spec)["shop"].keys()


def test_targets_by_https_may_show_a_certificate_of_the_cluster() -> None:
    (plain,) = collectors(jobs=[CUSTOM]).values()
    (secure,) = collectors(
        jobs=[ScrapeJob(name="shop", targets=("a:443",), scheme="https")]
    ).values()
    assert "SSL_CERT_DIR" not in variables(plain)
    folders = variables(secure)["SSL_CERT_DIR"].split(":")
    assert folders == ["/etc/ssl/certs", "/var/run/secrets/kubernetes.io/serviceaccount"]


def test_monitors_are_not_scraped_by_default() -> None:
    assert list(collectors()) == ["observability-cluster"]


def test_monitors_are_scraped_by_a_collector_of_their_own() -> None:
    found = collectors(monitors=True)
    assert list(found) == ["observability-cluster", "observability-monitors"]
    spec = found["observability-monitors"]
    assert (spec["mode"], spec["replicas"]) == ("statefulset", 1)
    assert list(scrapes(spec)) == ["collector"]
    assert "targetAllocator" not in found["observability-cluster"]


def test_every_monitor_is_followed() -> None:
    allocator = collectors(monitors=True)["observability-monitors"]["targetAllocator"]
    assert allocator["prometheusCR"] == {
        "enabled": True,
        "scrapeInterval": "60s",
        "serviceMonitorSelector": {},
        "podMonitorSelector": {},
    }
    assert allocator["serviceAccount"] == "observability-monitors-targetallocator"


def test_kube_state_metrics_is_looked_for_in_the_namespace_that_is_named() -> None:
    (spec,) = collectors(jobs=[KubeStateMetricsJob(namespace="kube-state-metrics")]).values()
    (discovery,) = scrapes(spec)["kube-state-metrics"]["kubernetes_sd_configs"]

    assert discovery["namespaces"] == {"names": ["kube-state-metrics"]}


def test_in_a_named_namespace_alone_pods_may_be_listed() -> None:
    job = KubeStateMetricsJob(namespace="kube-state-metrics")
    chart = ClusterCollectorChart(
        cdk8s.App(), "chart", image="aoc:1", remote_write=WORKSPACE, jobs=[job]
    )
    found = [one for one in chart.to_json() if one["kind"] in {"Role", "ClusterRole"}]

    assert [(one["kind"], one["metadata"]["namespace"]) for one in found] == [
        ("Role", "kube-state-metrics")
    ]
