"""What a Kubernetes API costs with many nodes and pods, as ratios to itself when empty.

    python benchmarks/kubernetes_scale.py [--nodes 1000] [--pods 5000]

Needs the programs of `make components` and of `make components NAMES=kwok`; without them it says so
and does nothing. kwok plays the kubelets, so no container runs.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "ops"))

from eks_observability_ops.components.cache import MissingProgramError, require
from eks_observability_ops.components.kubernetes_api import KubernetesApi, start_kubernetes_api
from eks_observability_ops.components.kwok import start_kwok
from eks_observability_ops.components.running import Supervisor


def main() -> int:
    """Runs the benchmark and prints its results."""
    parser = argparse.ArgumentParser(description="A Kubernetes API with many nodes and pods.")
    parser.add_argument("--nodes", type=int, default=1000, metavar="N")
    parser.add_argument("--pods", type=int, default=5000, metavar="N")
    size = parser.parse_args()
    try:
        names = ("etcd", "kube-apiserver", "kubectl", "kwok")
        etcd, kube_apiserver, kubectl, kwok = map(require, names)
    except MissingProgramError as error:
        print(f"Skipped: {error}")
        return 0
    with Supervisor() as supervisor:
        api = start_kubernetes_api(
            supervisor, etcd=etcd, kube_apiserver=kube_apiserver, kubectl=kubectl
        )
        player = start_kwok(supervisor, kwok, api)
        empty = (seconds_to_list(api), api.server.measure())
        start = time.monotonic()
        nodes = player.add_nodes(size.nodes)
        ready = time.monotonic() - start
        player.add_pods(size.pods, nodes=nodes, namespace="default")
        running = time.monotonic() - start
        full = (seconds_to_list(api), api.server.measure())
    print(f"{size.nodes} nodes ready after {ready:.0f} s, {size.pods} pods after {running:.0f} s")
    print(f"list all pods: {full[0]:.2f} s, {full[0] / empty[0]:.1f} times that of an empty API")
    print(f"API server: {full[1] / 1e6:.0f} MB, {full[1] / empty[1]:.1f} times that when empty")
    return 0


def seconds_to_list(api: KubernetesApi) -> float:
    """Returns how long listing all pods takes, kubectl's own start included."""
    start = time.monotonic()
    api.must("get", "pods", "--all-namespaces", "--output=name")
    return time.monotonic() - start


if __name__ == "__main__":
    sys.exit(main())
