"""Scrape jobs of the collectors, by the names their series carry in the label `job`."""

from typing import Final

KUBELET: Final = "kubelet"
"""Each node's kubelet: its volumes, its pods' life, its own requests."""

CADVISOR: Final = "cadvisor"
"""Containers, as each node's kubelet measures them."""

NODE_EXPORTER: Final = "node-exporter"
"""Each node's processors, memory, disks and network."""

VPC_CNI: Final = "vpc-cni"
"""Amazon's VPC CNI on each node: network interfaces and IP addresses."""

PODS: Final = "pods"
"""Pods that ask for it, by annotation or by a port named `metrics`."""

API_SERVER: Final = "apiserver"
"""The Kubernetes API server."""

SCHEDULER: Final = "kube-scheduler"
"""The scheduler, through EKS's metrics API."""

CONTROLLER_MANAGER: Final = "kube-controller-manager"
"""The controller manager, through EKS's metrics API."""

COREDNS: Final = "coredns"
"""The cluster's DNS servers."""

KUBE_STATE_METRICS: Final = "kube-state-metrics"
"""What Kubernetes objects want and are."""

COLLECTOR: Final = "collector"
"""The collectors themselves; the label `collector` says which."""

ON_EACH_NODE: Final = (KUBELET, CADVISOR, NODE_EXPORTER, VPC_CNI, PODS)
"""Jobs of the collector that runs on every node."""

ONCE: Final = (API_SERVER, SCHEDULER, CONTROLLER_MANAGER, COREDNS, KUBE_STATE_METRICS)
"""Jobs of the one collector that measures the cluster as a whole."""
