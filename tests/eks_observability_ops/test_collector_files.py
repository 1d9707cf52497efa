"""What scrapes a cluster, as plain files."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from eks_observability_charts.collector.keep import Keep
from eks_observability_charts.collector.relabeling import kept_series
from eks_observability_ops import collector_files
from eks_observability_ops.assembly import read_assembly


def scrapes(**kept: tuple[str, ...]) -> dict[str, Any]:
    """A configuration of Prometheus with a job for each name."""
    return {
        "scrape_configs": [
            {
                "job_name": name.replace("_", "-"),
                "metric_relabel_configs": kept_series(Keep(metrics=metrics)),
            }
            for name, metrics in kept.items()
        ]
    }


def collector(configuration: dict[str, Any]) -> dict[str, Any]:
    """A collector's configuration."""
    return {"receivers": {"prometheus": {"config": configuration}}}


def written(**configurations: dict[str, Any]) -> dict[str, str]:
    return {str(path): text for path, text in collector_files.files(configurations)}


def test_a_collector_is_found_among_other_objects() -> None:
    config = collector(scrapes())
    bodies = [
        {"kind": "ConfigMap", "metadata": {"name": "a"}},
        {
            "kind": "OpenTelemetryCollector",
            "metadata": {"name": "observability"},
            "spec": {"config": config},
        },
    ]

    assert collector_files.of_collectors(bodies) == {"observability": config}


@pytest.mark.parametrize("encode", [False, True])
def test_the_managed_scraper_is_found(assembly: Path, *, encode: bool) -> None:
    text = "scrape_configs: []\n"
    blob = base64.b64encode(text.encode()).decode() if encode else {"Fn::Base64": text}
    scraper = {
        "Type": "AWS::APS::Scraper",
        "Properties": {"ScrapeConfiguration": {"ConfigurationBlob": blob}},
    }
    stack = replace(read_assembly(assembly)[0], template={"Resources": {"Scraper": scraper}})

    found = collector_files.of_managed_scraper(stack, {})

    assert found == {"managed-scraper": {"scrape_configs": []}}


def test_each_configuration_is_a_file_as_it_is_read() -> None:
    config = collector(scrapes(kubelet=("a",)))

    text = written(observability=config)["collectors/observability.yaml"]

    assert YAML(typ="safe").load(text) == config


def test_metrics_of_all_collectors_are_in_one_file() -> None:
    found = written(
        observability=collector(scrapes(kubelet=("kubelet_b",))),
        cluster=collector(scrapes(apiserver=("apiserver_a",))),
    )

    assert found["metrics-kept.txt"] == "apiserver_a\nkubelet_b\nup\n"


def test_metrics_of_the_managed_scraper_are_listed() -> None:
    assert written(scraper=scrapes(kubelet=("a",)))["metrics-kept.txt"] == "a\nup\n"


def test_kube_state_metrics_has_a_list_of_its_own() -> None:
    config = collector(scrapes(kubelet=("a",), kube_state_metrics=("kube_b", "up", "kube_c")))

    text = written(cluster=config)["kube-state-metrics-allow-list.txt"]

    assert text == "^kube_b$,^kube_c$\n"


def test_there_is_no_list_for_kube_state_metrics_that_is_not_scraped() -> None:
    found = written(cluster=collector(scrapes(kubelet=("a",))))

    assert "kube-state-metrics-allow-list.txt" not in found


def test_there_is_no_file_where_nothing_scrapes() -> None:
    assert written() == {}
