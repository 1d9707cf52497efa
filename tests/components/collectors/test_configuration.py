"""Every configuration that a chart can give is taken by the collector, and starts it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cdk8s
import pytest

from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.jobs import (
    ApiServerJob,
    CadvisorJob,
    CoreDnsJob,
    KubeletJob,
    PodsJob,
    ScrapeJob,
)
from eks_observability_charts.collector.keep import NOTHING, Keep
from eks_observability_charts.collector.kubernetes import ACCOUNT_FOLDER
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_ops.components.adot import ADOT_COMPONENTS
from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.collectors import selection
from tests.components.collectors.cluster import WORKSPACE, charts
from tests.components.collectors.deployed import Surroundings, differences, run_of, running

CUSTOM = ScrapeJob(
    name="shop-api",
    targets=("shop-api.shop.svc:443", "192.0.2.7:443"),
    path="/internal/metrics",
    scheme="https",
    interval_seconds=120,
    timeout_seconds=60,
    series_limit=500,
)
Made = Callable[[cdk8s.App], tuple[cdk8s.Chart, ...]]


def node(app: cdk8s.App, *jobs: Any, **more: Any) -> tuple[cdk8s.Chart, ...]:
    return (
        NodeCollectorChart(app, "node", image="aoc:1", remote_write=WORKSPACE, jobs=jobs, **more),
    )


def cluster(app: cdk8s.App, *jobs: Any, **more: Any) -> tuple[cdk8s.Chart, ...]:
    chart = ClusterCollectorChart(
        app, "cluster", image="aoc:1", remote_write=WORKSPACE, jobs=jobs, **more
    )
    return (chart,)


VARIANTS: dict[str, Made] = {
    "everything": lambda app: charts(app, namespace="prometheus"),
    "selected": lambda app: charts(app, namespace="prometheus", keep=selection.KEPT),
    "nothing but up": lambda app: charts(
        app, namespace="prometheus", keep=dict.fromkeys(selection.KEPT, NOTHING)
    ),
    "no jobs": lambda app: (*node(app), *cluster(app)),
    "certificates are not verified": lambda app: node(
        app, KubeletJob(verify_certificate=False), CadvisorJob(verify_certificate=False)
    ),
    "used series of pods": lambda app: node(
        app, PodsJob(keep=Keep(metrics=("up_.*", "a_count")), keep_of_system=selection.KUBELET)
    ),
    "about scrapes": lambda app: node(
        app,
        scrape_series=(
            "scrape_duration_seconds",
            "scrape_samples_scraped",
            "scrape_samples_post_metric_relabeling",
            "scrape_series_added",
        ),
    ),
    "jobs of somebody's own": lambda app: cluster(app, CUSTOM),
    "monitors": lambda app: cluster(app, ApiServerJob(), CoreDnsJob(), CUSTOM, monitors=True),
    "seldom": lambda app: charts(app, namespace="prometheus", interval_seconds=120),
}


def collectors(variant: str) -> list[dict[str, Any]]:
    """The OpenTelemetryCollectors of a variant."""
    made = VARIANTS[variant](cdk8s.App())
    objects = [one for chart in made for one in chart.to_json()]
    return [one for one in objects if one["kind"] == "OpenTelemetryCollector"]


@pytest.fixture
def surroundings(kubernetes_api: KubernetesApi, tmp_path: Path) -> Surroundings:
    """A place with a token that opens nothing."""
    (tmp_path / "token").write_text("nobody", encoding="ascii")
    (tmp_path / "ca.crt").write_bytes(kubernetes_api.certificate.read_bytes())
    return Surroundings(
        account=tmp_path,
        api_url=kubernetes_api.url,
        node_ip="127.0.0.1",
        hosts={WORKSPACE.url: "http://127.0.0.1:9/api/v1/remote_write"},
    )


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_collector_takes_what_is_deployed_and_starts(
    collector: Collector, surroundings: Surroundings, variant: str
) -> None:
    for one in collectors(variant):
        run = run_of(one, surroundings)
        answer = collector.validate(json.dumps(run.configuration), environment=run.environment)
        assert answer.code == 0, answer.text
        with running(collector, run) as started:
            log = started.log()
        for line in log.splitlines():
            assert not re.search('"level":"(warn|error)"', line) or allowed(line), line


def allowed(line: str) -> bool:
    """Whether a warning is about what is only so here.

    The collector here is newer than ADOT's, and knows some components by newer names. Nothing
    answers, and the token opens nothing. That a renamed metric has no type is what it is for.
    """
    reasons = ("deprecated", "alias", "Failed to scrape", "Unauthorized", "metric renaming")
    return any(reason in line for reason in reasons)


@pytest.mark.parametrize("variant", VARIANTS)
def test_only_components_of_adot_are_used(variant: str) -> None:
    for one in collectors(variant):
        for kind in ("receivers", "processors", "exporters", "extensions"):
            assert one["spec"]["config"][kind].keys() <= ADOT_COMPONENTS[kind]


@pytest.mark.parametrize(
    ("label", "value"), [("cluster", WORKSPACE.cluster), ("job", "kube-state-metrics")]
)
def test_what_tells_of_objects_speaks_for_no_other_cluster_or_job(label: str, value: str) -> None:
    (job,) = (
        job
        for one in collectors("everything")
        for job in one["spec"]["config"]["receivers"]["prometheus"]["config"]["scrape_configs"]
        if job["job_name"] == "kube-state-metrics"
    )

    assert {"target_label": label, "replacement": value} in job["metric_relabel_configs"]


ADDRESSES = (
    r"/exporters/prometheusremotewrite/endpoint",
    r"/extensions/health_check/endpoint",
    r"/service/telemetry/metrics/readers/0/pull/exporter/prometheus/port",
    r"/receivers/prometheus/config/scrape_configs/\d+/static_configs/0/targets/0",
    r".*/kubernetes_sd_configs/0/api_server",
)
CREDENTIALS = (
    r".*/scrape_configs/\d+/authorization/credentials_file",
    r".*/scrape_configs/\d+/tls_config/ca_file",
    r".*/kubernetes_sd_configs/0/(authorization|tls_config)",
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_runs_here_differs_from_what_is_deployed_in_addresses_and_credentials_alone(
    surroundings: Surroundings, variant: str
) -> None:
    for one in collectors(variant):
        run = run_of(one, surroundings)
        found = list(differences(one["spec"]["config"], run.configuration))
        assert len(found) >= 4
        for path, there, here in found:
            known = [each for each in (*ADDRESSES, *CREDENTIALS) if re.fullmatch(each, path)]
            assert known, f"{path}: {there} is {here} here"


def test_variables_and_arguments_are_those_that_are_deployed(surroundings: Surroundings) -> None:
    (one,) = collectors("jobs of somebody's own")
    run = run_of(one, surroundings)
    for variable in one["spec"]["env"]:
        if "value" in variable:
            deployed = variable["value"].replace(ACCOUNT_FOLDER, str(surroundings.account))
            assert run.environment[variable["name"]] == deployed
    assert run.environment.keys() == {variable["name"] for variable in one["spec"]["env"]}
    assert [f"--{name}={value}" for name, value in one["spec"]["args"].items()] == list(
        run.arguments
    )
