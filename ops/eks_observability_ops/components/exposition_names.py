"""A recording of a one-node cluster under the names of EKS, and no larger than need be."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from eks_observability_ops.components.exposition_additions import (
    DISK,
    NODE_INTERFACE,
    disk_access,
    interfaces_of_the_host,
    volumes,
)
from eks_observability_ops.components.exposition_text import (
    Family,
    families,
    kept,
    text_of,
    trimmed,
)

NODE: Final = "ip-10-0-0-1.eu-central-1.compute.internal"
"""The node of all recordings, named as EC2 names an instance."""

_KERNEL: Final = "6.12.58-82.121.amzn2023.x86_64"

OF_EKS_SCHEDULER: Final = (
    "scheduler_pending_pods",
    "scheduler_schedule_attempts_total",
    "scheduler_preemption_attempts_total",
    "scheduler_preemption_victims",
    "scheduler_pod_scheduling_attempts",
    "scheduler_scheduling_attempt_duration_seconds",
    "scheduler_pod_scheduling_sli_duration_seconds",
    "kube_pod_resource_request",
    "kube_pod_resource_limit",
)
"""What EKS hands out of the scheduler's metrics (EKS User Guide, "Fetch control plane raw metrics
in Prometheus format")."""

OF_EKS_CONTROLLER_MANAGER: Final = (
    "cronjob_controller_job_creation_skew_duration_seconds",
    "workqueue_depth",
    "workqueue_adds_total",
    "workqueue_queue_duration_seconds",
    "workqueue_work_duration_seconds",
)
"""What EKS hands out of the controller manager's metrics (same page)."""

_NODE_LABEL: Final = re.compile(
    r'\b(node|hostname|nodename|lease|lease_holder|address)="(?:node|vm)"'
)
_OF_THE_MACHINE: Final = (
    ("machine_id|system_uuid", "ec2f0a1b2c3d4e5f60718293a4b5c6d7"),
    ("boot_id", "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"),
    ("kernel_?[vV]ersion", _KERNEL),
    ("osVersion|os_image", "Amazon Linux 2023"),
    ("local_path", "/mnt/ledger"),
)
_ADDRESSES: Final = (
    (re.compile(r"192\.0\.2\.10:(?!10250)\d+"), "10.0.0.1:443"),
    (re.compile(r"192\.0\.2\.10"), "10.0.0.1"),
    (re.compile(r"\[::1\]:\d+"), "[::1]:443"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:443"),
)
_POD_GROUP: Final = re.compile(
    r"/eks-observability-node/kubepods(?:/(burstable|besteffort))?/pod([0-9a-f-]{36})"
    r"(?:/([0-9a-f]{64}))?"
)
_MOUNTS: Final = (
    (re.compile(r"/run/eks-observability-[^/]+/\d+-node/kubelet"), "/var/lib/kubelet"),
    (re.compile(r"/run/eks-observability-[^/]+/\d+-node/containerd-state"), "/run/containerd"),
    (re.compile(r"kubernetes\.io~local-volume"), "kubernetes.io~csi"),
)
_NOT_ON_EKS: Final = re.compile(
    r'device="(?:cni0|ifb\d|model_tools[^"]*)"|mountpoint="(?:/var/lib|/var/log|/var/lib/kubelet)"'
)


def as_on_eks(component: str, text: str) -> str:
    """A recording under the names of EKS, trimmed.

    Args:
        component: A name of `OneNode.urls`, `node-exporter`, `kube-state-metrics` or `coredns`.
        text: What it exposed.
    """
    for pattern, instead in _ADDRESSES:
        text = pattern.sub(instead, text)
    text = _NODE_LABEL.sub(rf'\1="{NODE}"', text)
    for label, value in _OF_THE_MACHINE:
        text = re.sub(rf'\b({label})="[^"]*"', rf'\1="{value}"', text)
    metrics = _OWN.get(component, _as_recorded)(families(text))
    return text_of(metrics)


def _as_recorded(metrics: Iterable[Family]) -> Iterator[Family]:
    yield from metrics


def _of_api_server(metrics: Iterable[Family]) -> Iterator[Family]:
    return (trimmed(one, sets=12, histogram_sets=3) for one in metrics)


def _only(names: tuple[str, ...]) -> Callable[[Iterable[Family]], Iterator[Family]]:
    return lambda metrics: (
        trimmed(one, sets=100, histogram_sets=6) for one in metrics if one.name in names
    )


def _of_cadvisor(metrics: Iterable[Family]) -> Iterator[Family]:
    """Control groups as systemd names them, and an image of EKS for the pods' own container."""
    text = text_of(metrics)
    text = _POD_GROUP.sub(_systemd_group, text)
    text = re.sub(
        r'id="/eks-observability-node/kubepods/(\w+)"',
        r'id="/kubepods.slice/kubepods-\1.slice"',
        text,
    )
    text = text.replace('id="/eks-observability-node/kubepods"', 'id="/kubepods.slice"')
    text = text.replace(
        "docker.io/eks-observability/pause:1", "public.ecr.aws/eks-distro/kubernetes/pause:3.10"
    )
    yield from _with_disks(families(text))


def _systemd_group(found: re.Match[str]) -> str:
    quality, pod, container = found.groups()
    above = f"/kubepods.slice/kubepods-{quality}.slice" if quality else "/kubepods.slice"
    name = "-".join(part for part in ("kubepods", quality, f"pod{pod.replace('-', '_')}") if part)
    scope = f"/cri-containerd-{container}.scope" if container else ""
    return f"{above}/{name}.slice{scope}"


def _with_disks(metrics: Iterable[Family]) -> Iterator[Family]:
    """Adds disks, and to the host's network the pods' side of it."""
    groups: list[str] = []
    for one in metrics:
        samples = [each for line in one.samples for each in interfaces_of_the_host(line)]
        yield Family(name=one.name, comments=one.comments, samples=samples)
        if one.name == "container_cpu_usage_seconds_total":
            groups = one.samples
    yield from disk_access(groups)


def _of_kubelet(metrics: Iterable[Family]) -> Iterator[Family]:
    yield from metrics
    yield from volumes("shop", "data-ledger-0")


def _of_node_exporter(metrics: Iterable[Family]) -> Iterator[Family]:
    """Mounts, disks and interfaces as on a node whose pods the VPC CNI connects."""
    text = text_of(metrics)
    for pattern, instead in _MOUNTS:
        text = pattern.sub(instead, text)
    # The node's own interface in its namespace, where sysfs still shows the machine's.
    text = re.sub(r'^(node_network_[rt].*device=)"cni0"', r'\1"eth0"', text, flags=re.MULTILINE)
    first = min(re.findall(r'device="(veth[0-9a-f]{8})"', text), default="veth")
    text = text.replace(f'device="{first}"', f'device="{NODE_INTERFACE}"')
    text = re.sub(r'device="veth([0-9a-f]{8})"', r'device="eni\1abc"', text)
    text = text.replace('device="/dev/vda"', f'device="/dev/{DISK}p1"')
    text = text.replace('device="vda"', f'device="{DISK}"').replace('"ext4"', '"xfs"')
    text = re.sub(r'release="[^"]*"', f'release="{_KERNEL}"', text)
    text = re.sub(r"^(node_os_info)\{.*\}", rf"\1{{{_AMAZON_LINUX}}}", text, flags=re.MULTILINE)
    text = re.sub(
        r"^(node_os_version)\{.*\} .*",
        r'\1{id="amzn",id_like="fedora",name="Amazon Linux"} 2023',
        text,
        flags=re.MULTILINE,
    )
    on_eks = kept(families(text), lambda line: not _NOT_ON_EKS.search(line))
    yield from map(_with_interface_of_a_pod, on_eks)


def _with_interface_of_a_pod(family: Family) -> Family:
    """What is told of the host's interface, for the node's side of a pod's too."""
    network = family.name.startswith("node_network_")
    known = any(NODE_INTERFACE in line for line in family.samples)
    own = [line for line in family.samples if network and not known and '"eth0"' in line]
    more = [line.replace('"eth0"', f'"{NODE_INTERFACE}"') for line in own]
    return Family(name=family.name, comments=family.comments, samples=[*family.samples, *more])


_AMAZON_LINUX: Final = (
    'build_id="",id="amzn",id_like="fedora",image_id="",image_version="",name="Amazon Linux",'
    'pretty_name="Amazon Linux 2023",variant="",variant_id="",version="2023",version_codename="",'
    'version_id="2023"'
)

_OWN: Final = {
    "apiserver": _of_api_server,
    "kube-controller-manager": _only(OF_EKS_CONTROLLER_MANAGER),
    "kube-scheduler": _only(OF_EKS_SCHEDULER),
    "kubelet": _of_kubelet,
    "kubelet-cadvisor": _of_cadvisor,
    "node-exporter": _of_node_exporter,
}
