"""What a cluster of many nodes exposes."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from eks_observability_ops.components import exposition_server as served
from eks_observability_ops.components.exposition_text import families, labels_of, value_of
from eks_observability_ops.components.simulated_cluster import (
    PODS_PER_DEPLOYMENT,
    SimulatedCluster,
    fresh,
    recorded,
)

CLUSTER = SimulatedCluster(nodes=3, pods_per_node=10)
OF_NODE = ("kubelet", "cadvisor", "node_exporter", "vpc_cni")
OF_CLUSTER = ("kube_state_metrics", "scheduler")
RECORDINGS = (
    *("apiserver", "coredns", "kube-controller-manager", "kube-scheduler", "kube-state-metrics"),
    *("kubelet", "kubelet-cadvisor", "kubelet-probes", "kubelet-resource", "node-exporter"),
    "vpc-cni",
)


def samples(text: str, metric: str = "") -> Iterator[str]:
    return (line for one in families(text) if metric in {"", one.name} for line in one.samples)


def exposed(what: str) -> str:
    of = getattr(CLUSTER, what)
    text: str = of() if what in OF_CLUSTER else of(1)
    return text


@pytest.mark.parametrize("name", RECORDINGS)
def test_recordings_name_nothing_of_the_machine_they_come_from(name: str) -> None:
    assert re.findall(r"eks-observability|192\.0\.2|firecracker|localhost", recorded(name)) == []


@pytest.mark.parametrize("name", RECORDINGS)
def test_recordings_are_samples_with_unique_series(name: str) -> None:
    counts = Counter(value_of(line)[0] for line in samples(recorded(name)))

    assert counts
    assert [series for series, count in counts.items() if count > 1] == []


def test_recordings_are_small() -> None:
    assert sum(len(recorded(name)) for name in RECORDINGS) < 1_500_000


def test_pods_of_cadvisor_are_those_of_kube_state_metrics() -> None:
    infos = samples(recorded("kube-state-metrics"), "kube_pod_info")
    pods = {labels_of(line)["pod"] for line in infos}
    measured = samples(recorded("kubelet-cadvisor"), "container_memory_working_set_bytes")

    assert {labels_of(line)["pod"] for line in measured} - {""} <= pods


@pytest.mark.parametrize("what", [*OF_NODE, *OF_CLUSTER])
def test_no_series_is_there_twice(what: str) -> None:
    counts = Counter(value_of(line)[0] for line in samples(exposed(what)))

    assert [series for series, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("what", [*OF_NODE, *OF_CLUSTER])
def test_all_metrics_of_the_recording_are_there(what: str) -> None:
    files = {"cadvisor": "kubelet-cadvisor", "scheduler": "kube-scheduler"}
    recording = recorded(files.get(what, what.replace("_", "-")))

    assert {one.name for one in families(exposed(what))} == {
        one.name for one in families(recording)
    }


def test_every_pod_has_a_name_an_id_and_an_address_of_its_own() -> None:
    infos = [labels_of(line) for line in samples(exposed("kube_state_metrics"), "kube_pod_info")]
    own = [one for one in infos if one["created_by_kind"] == "ReplicaSet"]

    assert len(own) == 30
    assert {len({one[label] for one in own}) for label in ("pod", "uid", "pod_ip")} == {30}


def test_pods_run_on_their_nodes() -> None:
    infos = [labels_of(line) for line in samples(exposed("kube_state_metrics"), "kube_pod_info")]
    on_node = {one["pod"] for one in infos if one["node"] == CLUSTER.node_name(1)}
    measured = samples(exposed("cadvisor"), "container_cpu_usage_seconds_total")

    assert {labels_of(line)["pod"] for line in measured} - {""} == on_node


def test_deployments_share_their_pods() -> None:
    replicas = samples(exposed("kube_state_metrics"), "kube_deployment_spec_replicas")

    assert len(list(replicas)) == 30 // PODS_PER_DEPLOYMENT


def test_each_node_is_told_of() -> None:
    infos = samples(exposed("kube_state_metrics"), "kube_node_info")

    assert {labels_of(line)["node"] for line in infos} == set(map(CLUSTER.node_name, range(3)))


def test_each_pod_has_an_interface_on_its_node() -> None:
    up = [
        labels_of(line)["device"] for line in samples(exposed("node_exporter"), "node_network_up")
    ]

    assert len([device for device in up if device.startswith("eni")]) == 10


def test_measured_values_differ_between_pods_and_limits_do_not() -> None:
    text = exposed("cadvisor")
    busy, limit = (
        {value_of(line)[1] for line in samples(text, metric) if 'container="app"' in line}
        for metric in ("container_cpu_usage_seconds_total", "container_spec_cpu_period")
    )

    assert len(busy) == 10
    assert len(limit) == 1


def test_the_same_cluster_exposes_the_same() -> None:
    again = SimulatedCluster(nodes=3, pods_per_node=10)

    assert again.cadvisor(1) == CLUSTER.cadvisor(1)
    assert again.kube_state_metrics() == CLUSTER.kube_state_metrics()


def test_times_become_the_present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.5)

    assert fresh("a 1 1795573589800\nb 2\n") == "a 1 1800000000500\nb 2\n"


@pytest.mark.parametrize("node", [0, 254, 255, 999, 70_000])
def test_nodes_are_known_by_their_addresses(node: int) -> None:
    assert served.node_at(served.address_of(node)) == node


def test_the_first_node_is_not_at_an_address_of_a_network() -> None:
    assert served.address_of(0) == "127.1.0.1"
