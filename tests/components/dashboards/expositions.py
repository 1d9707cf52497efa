"""What a cluster of three nodes exposes: what was recorded, and simulated pods besides."""

import re
from collections.abc import Callable
from typing import Final

from eks_observability_ops.components.exposition_text import families, text_of, value_of
from eks_observability_ops.components.simulated_cluster import SimulatedCluster
from tests.components.collectors.targets import exposition
from tests.components.dashboards import additions
from tests.components.dashboards.moving import moving, recorded_at

_CLUSTER: Final = SimulatedCluster(nodes=3, pods_per_node=6)
_RECORDED: Final = 1
"""The number of the node whose name the recordings have."""

_TOOK: Final = {
    "kube-state-metrics": 900.0,
    "kube-scheduler": 20.0,
    "kube-controller-manager": 60.0,
    "apiserver": 60.0,
    "coredns": 10.0,
}
"""Seconds in which what counts becomes as much again as was recorded. Collectors take a histogram's
counts for whole numbers, so that few in many seconds would be none."""

NODES: Final = tuple(_CLUSTER.node_name(number) for number in range(_CLUSTER.nodes))
"""Names of the nodes."""

Page = Callable[[], str]
"""What makes a page each time it is asked for."""


def merged(text: str, more: str) -> str:
    """An exposition with series of another that it has not, metric by metric."""
    found = {family.name: family for family in families(text)}
    for family in families(more):
        mine = found.setdefault(family.name, family)
        known = {value_of(line)[0] for line in mine.samples}
        mine.samples += (line for line in family.samples if value_of(line)[0] not in known)
    return text_of(found.values())


def of_node(number: int) -> dict[str, Page]:
    """What a node exposes, by recording."""
    simulated = {
        "kubelet": _CLUSTER.kubelet(number),
        "kubelet-cadvisor": _CLUSTER.cadvisor(number),
        "node-exporter": _CLUSTER.node_exporter(number),
        "vpc-cni": _CLUSTER.vpc_cni(number),
    }
    if number == _RECORDED:
        simulated = {name: merged(exposition(name), text) for name, text in simulated.items()}
    else:
        # Claims are mounted on one node: the recorded one.
        simulated["kubelet"] = re.sub(
            r"^kubelet_volume_stats_.*\n", "", simulated["kubelet"], flags=re.MULTILINE
        )
    up = {"node-exporter": recorded_at() - _booted()}
    return {
        name: moving(text, took_seconds=up.get(name, 900), whose=NODES[number]).page
        for name, text in simulated.items()
    }


def of_cluster() -> dict[str, Page]:
    """What is exposed once, by recording, of a busier cluster than the one that was recorded."""
    texts = {
        "kube-state-metrics": merged(
            exposition("kube-state-metrics"), _CLUSTER.kube_state_metrics()
        ),
        "kube-scheduler": merged(exposition("kube-scheduler"), _CLUSTER.scheduler()),
        "kube-controller-manager": exposition("kube-controller-manager"),
        "apiserver": merged(exposition("apiserver"), additions.api_server()),
        "coredns": merged(exposition("coredns"), additions.coredns()),
    }
    return {
        name: moving(text, took_seconds=_TOOK[name], together=name != "kube-state-metrics").page
        for name, text in texts.items()
    }


def _booted() -> float:
    found = re.search(r"^node_boot_time_seconds (\S+)$", exposition("node-exporter"), re.MULTILINE)
    assert found
    return float(found[1])
