"""What AMP's managed scraper is told."""

from collections.abc import Mapping
from typing import Any

import pytest

from eks_observability.prometheus.scraper_configuration import scraper_configuration
from eks_observability.settings.metrics import Metrics
from eks_observability.signals import jobs
from eks_observability.signals.kept_series import KeptSeries

ALL = [*jobs.ON_EACH_NODE, *jobs.ONCE]
ALLOWED = {"role", "namespaces"}


def configuration(
    kept: Mapping[str, KeptSeries] | None = None, **metrics: Any
) -> Mapping[str, Any]:
    settings = Metrics.model_validate({"collector": "managed", **metrics})
    return scraper_configuration(settings, kept or {}, cluster_label="shop")


def job(name: str, made: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    (found,) = [
        one for one in (made or configuration())["scrape_configs"] if one["job_name"] == name
    ]
    return dict(found)


def strings(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case Mapping():
            return [text for one in value.values() for text in strings(one)]
        case list() | tuple():
            return [text for one in value for text in strings(one)]
        case _:
            return []


def test_it_has_the_jobs_of_the_collectors() -> None:
    assert {one["job_name"] for one in configuration()["scrape_configs"]} == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_target_says_its_cluster_whatever_it_says_itself(name: str) -> None:
    assert job(name)["relabel_configs"][0] == {"target_label": "cluster", "replacement": "shop"}


@pytest.mark.parametrize(("label", "value"), [("cluster", "shop"), ("job", "kube-state-metrics")])
def test_what_tells_of_objects_speaks_for_no_other_cluster_or_job(label: str, value: str) -> None:
    rules = job("kube-state-metrics")["metric_relabel_configs"]

    assert {"target_label": label, "replacement": value} in rules


def test_it_scrapes_as_often_as_the_settings_say() -> None:
    made = configuration(interval_seconds=30, timeout_seconds=5)["global"]

    assert (made["scrape_interval"], made["scrape_timeout"]) == ("30s", "5s")


@pytest.mark.parametrize("name", ["kubelet", "cadvisor", "node-exporter", "vpc-cni"])
def test_a_job_on_nodes_finds_all_of_them(name: str) -> None:
    assert job(name)["kubernetes_sd_configs"] == [{"role": "node"}]


@pytest.mark.parametrize(
    ("name", "path"),
    [("kubelet", "$1/proxy/metrics"), ("cadvisor", "$1/proxy/metrics/cadvisor")],
)
def test_a_kubelet_is_asked_through_the_api_server(name: str, path: str) -> None:
    replacements = [rule.get("replacement") for rule in job(name)["relabel_configs"]]

    assert "kubernetes.default.svc:443" in replacements
    assert f"/api/v1/nodes/{path}" in replacements


@pytest.mark.parametrize("name", ["kube-scheduler", "kube-controller-manager"])
def test_one_api_server_answers_for_a_component(name: str) -> None:
    found = job(name)["static_configs"]

    assert found == [{"targets": ["kubernetes.default.svc:443"]}]


def test_endpoint_slices_are_not_read() -> None:
    assert "endpointslice" not in strings(configuration())


def test_nothing_of_a_collectors_environment_is_meant() -> None:
    assert not [text for text in strings(configuration()) if "${" in text]


def test_only_what_is_kept_is_kept() -> None:
    kept = {"node-exporter": KeptSeries(metrics=("node_load1",))}
    rules = job("node-exporter", configuration(kept))["metric_relabel_configs"]

    assert {
        "action": "keep",
        "source_labels": ["__name__", "le"],
        "regex": "(?:node_load1);.*",
    } in rules


def test_names_stay_as_they_are() -> None:
    kept = {"kubelet": KeptSeries(metrics=("kubelet_pleg_relist_duration_seconds_count",))}
    rules = job("kubelet", configuration(kept))["metric_relabel_configs"]

    assert not [rule for rule in rules if rule.get("target_label") == "__name__"]


@pytest.mark.parametrize("name", ["kubelet", "cadvisor", "node_exporter", "vpc_cni", "coredns"])
def test_a_target_that_is_off_is_not_scraped(name: str) -> None:
    off: Any = {"enabled": False} if name == "node_exporter" else False
    made = configuration(targets={name: off})

    assert name.replace("_", "-") not in {one["job_name"] for one in made["scrape_configs"]}


def test_a_job_of_ones_own_has_its_targets_and_limit() -> None:
    own = {"name": "shop", "targets": ("10.0.0.1:80",), "series_limit": 5, "interval_seconds": 60}
    made = job("shop", configuration(scrape_jobs=(own,)))

    assert made["static_configs"] == [{"targets": ["10.0.0.1:80"]}]
    assert (made["sample_limit"], made["scrape_interval"]) == (5, "60s")
