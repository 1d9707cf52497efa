"""The configuration as the collector reads it."""

from typing import Any

import pytest

from eks_observability_charts.collector.keep import EVERYTHING, Keep
from eks_observability_charts.collector.pipeline import configuration, itself, scraped
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.scrape import scrape, static
from eks_observability_charts.resources import Resources

WORKSPACE = RemoteWrite(url="https://aps/w", region="eu-central-1", cluster="shop")
RESOURCES = Resources(
    cpu_request_millicores=10, memory_request_mebibytes=100, memory_limit_mebibytes=200
)
A_SCRAPE = scrape(
    "shop",
    cluster="shop",
    keep=EVERYTHING,
    found=static(["${env:K8S_NODE_IP}:80"]),
    relabel=[{"target_label": "to", "replacement": "$1:${2}"}],
)


def made(**more: Any) -> dict[str, Any]:
    part = scraped(
        [A_SCRAPE],
        resources=RESOURCES,
        interval_seconds=30,
        timeout_seconds=5,
        queue_size=7,
        **{"remote_write": WORKSPACE, "scrape_series": (), **more},
    )
    return configuration(part)


def scrape_config(config: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = config["receivers"]["prometheus"]["config"]["scrape_configs"][0]
    return found


def test_memory_is_limited_before_anything_else_is_done() -> None:
    processors = made()["service"]["pipelines"]["metrics"]["processors"]
    assert processors == ["memory_limiter", "filter", "metricstransform", "batch"]


def test_references_are_escaped_and_variables_are_not() -> None:
    config = scrape_config(made())
    assert config["relabel_configs"][-1]["replacement"] == "$$1:$${2}"
    assert config["static_configs"][0]["targets"] == ["${env:K8S_NODE_IP}:80"]


def test_a_value_known_at_deploy_time_is_not_escaped() -> None:
    workspace = RemoteWrite(url="${Token[TOKEN.12]}", region="r", cluster="shop")
    config = made(remote_write=workspace)
    assert config["exporters"]["prometheusremotewrite"]["endpoint"] == "${Token[TOKEN.12]}"


def test_the_interval_and_the_timeout_hold_for_every_job() -> None:
    assert made()["receivers"]["prometheus"]["config"]["global"] == {
        "scrape_interval": "30s",
        "scrape_timeout": "5s",
    }


def test_series_about_scrapes_are_dropped() -> None:
    names = made()["processors"]["filter"]["metrics"]["exclude"]["metric_names"]
    assert "scrape_duration_seconds" in names
    assert "up" not in names


def test_a_series_about_scrapes_can_be_kept() -> None:
    config = made(scrape_series=["scrape_duration_seconds"])
    names = config["processors"]["filter"]["metrics"]["exclude"]["metric_names"]
    assert "scrape_duration_seconds" not in names
    assert "scrape_samples_scraped" in names


def test_the_collectors_own_metrics_are_named_as_documented_in_every_version() -> None:
    reader = made()["service"]["telemetry"]["metrics"]["readers"][0]
    exposed = reader["pull"]["exporter"]["prometheus"]
    assert all(exposed[f"without_{part}"] for part in ("scope_info", "type_suffix", "units"))


def test_a_collector_scrapes_itself_on_loopback() -> None:
    own = itself(cluster="shop", collector="observability", instance="n", keep=Keep())
    assert own["job_name"] == "collector"
    assert own["static_configs"] == [
        {
            "targets": ["127.0.0.1:8888"],
            "labels": {"instance": "n", "collector": "observability"},
        }
    ]


@pytest.mark.parametrize("label", ["cluster"])
def test_the_cluster_is_a_label_of_the_target(label: str) -> None:
    first = scrape_config(made())["relabel_configs"][0]
    assert first == {"target_label": label, "replacement": "shop"}


def test_samples_get_the_time_of_their_scrape() -> None:
    assert scrape_config(made())["honor_timestamps"] is False
