"""What a cluster of many nodes and pods exposes, in the shapes that were recorded of a small one.

One pod of the recordings stands for every pod: one container, of a deployment, with requests and
limits. All series that name it are written once for each simulated pod, with names, ids and
addresses of its own. The recordings' other pods are left out, but for one in the host's network.
Series of a node, and of a deployment and its service, are multiplied in the same way, and
everything else is there once.
"""

import hashlib
import random
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from eks_observability_ops.components.exposition_additions import NODE_INTERFACE
from eks_observability_ops.components.exposition_names import NODE
from eks_observability_ops.components.exposition_text import families, labels_of, value_of

EXPOSITIONS: Final = Path(__file__).parents[3] / "tests" / "components" / "expositions"
"""The recordings."""

POD_PREFIX: Final = "service-"
"""How names of simulated pods and their deployments begin."""

PODS_PER_DEPLOYMENT: Final = 5
_NAMESPACES: Final = 20
_TIMESTAMP: Final = re.compile(r" \d{13}$", re.MULTILINE)
_MEASURING: Final = re.compile(r"container_(?!spec_|start_time|last_seen)|node_")
"""How names of what is measured begin, rather than set, counted or dated."""

_MEASURED: Final = re.compile(r"\d+\.\d{3,}|\d{6,}|\d\.\d+e\+\d+")
"""A value that is measured."""


def recorded(name: str) -> str:
    """A recording, by its file's name without the ending."""
    return (EXPOSITIONS / f"{name}.txt").read_text(encoding="utf-8")


def fresh(text: str) -> str:
    """An exposition whose samples, if they carry a time, carry the present one."""
    return _TIMESTAMP.sub(f" {int(time.time() * 1000)}", text)


@dataclass(frozen=True, kw_only=True)
class SimulatedCluster:
    """A cluster of equal nodes with equal pods."""

    nodes: int
    """How many."""

    pods_per_node: int = 10
    """How many, besides one in the host's network."""

    def node_name(self, node: int) -> str:
        """The name of a node, by its number from 0 on."""
        address = f"ip-10-{node // 65_536}-{node // 256 % 256}-{node % 256}"
        return f"{address}.eu-central-1.compute.internal"

    def kubelet(self, node: int) -> str:
        """What the kubelet of a node exposes at /metrics: the recording, whatever runs there."""
        return recorded("kubelet").replace(NODE, self.node_name(node))

    def cadvisor(self, node: int) -> str:
        """What the kubelet of a node exposes at /metrics/cadvisor, without times."""
        return _TIMESTAMP.sub("", self._of_node("kubelet-cadvisor", node))

    def node_exporter(self, node: int) -> str:
        """What the node exporter of a node exposes; the machine is the recordings'."""
        return self._of_node("node-exporter", node)

    def vpc_cni(self, node: int) -> str:
        """What the VPC CNI of a node exposes."""
        return recorded("vpc-cni").replace(NODE, self.node_name(node))

    def kube_state_metrics(self) -> str:
        """What kube-state-metrics exposes of the whole cluster."""
        return self._of_cluster("kube-state-metrics")

    def scheduler(self) -> str:
        """What EKS hands out of the scheduler's metrics, among it what each pod asks for."""
        return self._of_cluster("kube-scheduler")

    def _of_cluster(self, name: str) -> str:
        nodes = [{"node": self.node_name(node)} for node in range(self.nodes)]
        pods = [pod for node in range(self.nodes) for pod in self._pods(node)]
        return _multiplied(name, pods, nodes, pods[::PODS_PER_DEPLOYMENT])

    def _of_node(self, name: str, node: int) -> str:
        return _multiplied(name, self._pods(node), [{"node": self.node_name(node)}], ())

    def _pods(self, node: int) -> list[Mapping[str, str]]:
        first = node * self.pods_per_node
        return [_pod(first + number, self.node_name(node)) for number in range(self.pods_per_node)]


def _pod(number: int, node: str) -> Mapping[str, str]:
    """What is one pod's own."""
    deployment = f"{POD_PREFIX}{number // PODS_PER_DEPLOYMENT}"
    key = _hex("pod", number)
    uid = f"{key[:8]}-{key[8:12]}-4{key[12:15]}-a{key[15:18]}-{key[18:30]}"
    replica_set = f"{deployment}-{_hex('replica set', deployment)[:10]}"
    return {
        "namespace": f"team-{number // PODS_PER_DEPLOYMENT % _NAMESPACES}",
        "deployment": deployment,
        "replica_set": replica_set,
        "pod": f"{replica_set}-{key[30:35]}",
        "uid": uid,
        "uid_in_group": uid.replace("-", "_"),
        "ip": f"10.{128 + number // 65_536}.{number // 256 % 256}.{number % 256}",
        "sandbox": _hex("sandbox", number),
        "container": _hex("container", number),
        "interface": f"eni{key[35:46]}",
        "volume": f"kube-api-access-{key[46:51]}",
        "node": node,
    }


def _hex(*of: object) -> str:
    return hashlib.sha256(repr(of).encode()).hexdigest()


@cache
def _placeholders() -> Mapping[str, str]:
    """What the recordings call the one pod and all that is its own, and what stands for it."""
    infos = re.findall(r"^kube_pod_info\{.*$", recorded("kube-state-metrics"), re.MULTILINE)
    pod = next(one for one in map(labels_of, infos) if one["created_by_kind"] == "ReplicaSet")
    group = pod["uid"].replace("-", "_")
    cadvisor = recorded("kubelet-cadvisor")
    containers = dict(
        re.findall(rf'container="(\w*)".*pod{group}\.slice/cri-containerd-(\w+)', cadvisor)
    )
    mount = re.search(rf"{pod['uid']}/.*(kube-api-access-\w+)", recorded("node-exporter"))
    return {
        pod["pod"]: "%(pod)s",
        pod["created_by_name"]: "%(replica_set)s",
        pod["uid"]: "%(uid)s",
        group: "%(uid_in_group)s",
        f'"{pod["pod_ip"]}"': '"%(ip)s"',
        containers[""]: "%(sandbox)s",
        containers["app"]: "%(container)s",
        mount[1] if mount else "kube-api-access-none": "%(volume)s",
        NODE_INTERFACE: "%(interface)s",
        NODE: "%(node)s",
        '"orders"': '"%(deployment)s"',
        'namespace="shop"': 'namespace="%(namespace)s"',
    }


_OF_A_POD: Final = ("%(pod)s", "%(uid)s", "%(uid_in_group)s", "%(sandbox)s", "%(interface)s")
_OF_A_DEPLOYMENT: Final = ("%(replica_set)s", "%(deployment)s")
_OF_ANOTHER_POD: Final = re.compile(r'\bpod="(?!agent-)[^"]+"|device="eni|/pods/|/sandboxes/')


def _multiplied(
    name: str,
    pods: Sequence[Mapping[str, str]],
    nodes: Sequence[Mapping[str, str]],
    deployments: Sequence[Mapping[str, str]],
) -> str:
    """A recording, with its series of a pod, a node and a deployment for each of these."""
    dice = random.Random(name)
    parts: list[str] = []
    for family in families(recorded(name)):
        templates: dict[str, list[str]] = {"once": [], "pod": [], "node": [], "deployment": []}
        for line in family.samples:
            template = _template(line)
            kind = _kind(template)
            if kind == "once":
                template = line
            elif kind == "node":
                template = line.replace("%", "%%").replace(NODE, "%(node)s")
            templates.setdefault(kind, []).append(template)
        parts += (f"{line}\n" for line in (*family.comments, *templates["once"]))
        for kind, things in (("pod", pods), ("node", nodes), ("deployment", deployments)):
            parts += _written(templates[kind], things, dice)
    return "".join(parts)


def _template(line: str) -> str:
    text = line.replace("%", "%%")
    for name, placeholder in _placeholders().items():
        text = text.replace(name, placeholder)
    return text


def _kind(template: str) -> str:
    """Whose a series is."""
    if any(one in template for one in _OF_A_POD):
        return "pod"
    if _OF_ANOTHER_POD.search(template):
        return "left out"
    if any(one in template for one in _OF_A_DEPLOYMENT):
        return "deployment"
    return "node" if "%(node)s" in template else "once"


def _written(
    templates: Iterable[str], things: Sequence[Mapping[str, str]], dice: random.Random
) -> Iterator[str]:
    """Templates filled in for each thing, with measured values that differ a little."""
    for template in templates:
        series, value, _ = value_of(template)
        if not (_MEASURING.match(series) and _MEASURED.fullmatch(value)):
            yield from (f"{template % thing}\n" for thing in things)
            continue
        for thing in things:
            measured = float(value) * dice.uniform(0.5, 1.5)
            yield f"{series % thing} {measured if '.' in value else int(measured)}\n"
