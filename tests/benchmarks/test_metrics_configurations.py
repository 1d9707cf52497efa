"""Which collectors are compared."""

import json
from typing import Any

import pytest

from benchmarks.metrics_configurations import (
    Configuration,
    of_the_peers,
    of_this_project,
    placed,
)
from eks_observability.signals.kept_series import KeptSeries
from eks_observability_ops.components.simulated_cluster import SimulatedCluster

OURS = of_this_project("ours", {"kubelet": KeptSeries(metrics=("kubelet_node_name",))})
PEERS = of_the_peers("theirs", SimulatedCluster(nodes=2), nodes=2)


def scrapes(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = config["receivers"]["prometheus"]["config"]["scrape_configs"]
    return {one["job_name"]: one for one in found}


def run(config: dict[str, Any]) -> dict[str, Any]:
    text = placed(
        config,
        account="/account",
        api="127.0.0.1:6443",
        write_url="http://127.0.0.1:9/write",
        ports={"own": 1, "health": 2},
    )
    made: dict[str, Any] = json.loads(text)
    return made


def test_the_projects_own_jobs_are_scraped_every_minute() -> None:
    assert OURS.interval_seconds == 60
    assert set(scrapes(OURS.nodes)) == {
        *("kubelet", "cadvisor", "node-exporter", "vpc-cni", "collector")
    }
    assert {"apiserver", "coredns", "kube-state-metrics"} < set(scrapes(OURS.rest))


def test_the_keep_list_is_the_projects() -> None:
    assert "kubelet_node_name" in json.dumps(scrapes(OURS.nodes)["kubelet"])


def test_the_peers_scrape_kubelets_and_cadvisor_twice_every_15_seconds() -> None:
    paths = [
        (one["static_configs"][0]["targets"][0], one.get("metrics_path", "/metrics"))
        for one in scrapes(PEERS.nodes).values()
    ]
    assert PEERS.nodes["receivers"]["prometheus"]["config"]["global"]["scrape_interval"] == "15s"
    assert paths.count(("127.1.0.1:10250", "/metrics")) == 2
    assert paths.count(("127.1.0.1:10250", "/metrics/cadvisor")) == 2


def test_the_peers_keep_all_but_some_buckets_of_the_api_server() -> None:
    rules = {
        name: one["metric_relabel_configs"]
        for part in (PEERS.nodes, PEERS.rest)
        for name, one in scrapes(part).items()
        if "metric_relabel_configs" in one
    }
    assert set(rules) == {"apiserver"}
    assert [rule["action"] for rule in rules["apiserver"]] == ["drop"]


def test_both_scrape_the_same_rest() -> None:
    assert set(scrapes(PEERS.rest)) == set(scrapes(OURS.rest)) - {"collector"}


@pytest.mark.parametrize("configuration", [OURS, PEERS], ids=["ours", "peers"])
@pytest.mark.parametrize("part", ["nodes", "rest"])
def test_nothing_leads_off_this_machine(configuration: Configuration, part: str) -> None:
    text = json.dumps(run(getattr(configuration, part)))

    assert "amazonaws.com/workspaces" not in text
    assert "kubernetes_sd_configs" not in text
    assert ".svc" not in text.replace('kubernetes.default.svc"', "")


def test_the_api_server_is_found_where_it_is() -> None:
    assert scrapes(run(OURS.rest))["apiserver"]["static_configs"] == [
        {"targets": ["127.0.0.1:6443"]}
    ]
