"""What a workload may ask of a node's kubelet."""

from typing import Final, Literal

KubeletResource = Literal["nodes/pods", "nodes/proxy"]
"""The RBAC resource that lets a workload read a kubelet's pods, with the verb `get`."""

_FINE_GRAINED_SINCE: Final = (1, 33)


def pods_of_kubelet(kubernetes_version: str) -> KubeletResource:
    """The narrowest RBAC resource by which a kubelet lists its pods.

    `nodes/proxy` also lets its holder run commands in every container of the node. From 1.33 on a
    kubelet takes `nodes/pods` in its place (Kubernetes documentation, "Kubelet
    authentication/authorization", "Fine-grained authorization"; before that it is off by default).

    Args:
        kubernetes_version: The cluster's minor version, e.g. "1.36".
    """
    major, minor = map(int, kubernetes_version.split("."))
    return "nodes/pods" if (major, minor) >= _FINE_GRAINED_SINCE else "nodes/proxy"
