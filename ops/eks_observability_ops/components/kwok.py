"""kwok: nodes and pods that exist in the Kubernetes API alone, by the thousand."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eks_observability_ops.components.cache import MODULES
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.local_http import answers
from eks_observability_ops.components.running import Process, ProgramError, Supervisor

_READY_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Kwok:
    """A running kwok, which plays the kubelet of every node."""

    api: KubernetesApi
    process: Process

    def add_nodes(self, count: int, *, seconds: float = 120) -> list[str]:
        """Adds nodes and returns their names once all are ready.

        Raises:
            ProgramError: They were not ready in time.
        """
        names = [f"node-{number}" for number in range(count)]
        self.api.create("api/v1/nodes", [_node(name) for name in names])
        self._wait_for("nodes", _is_ready, count, seconds)
        return names

    def add_pods(
        self, count: int, *, nodes: list[str], namespace: str, seconds: float = 300
    ) -> None:
        """Adds pods, spread over nodes, and returns once all run.

        Raises:
            ProgramError: They did not run in time.
        """
        pods = [_pod(f"pod-{number}", nodes[number % len(nodes)]) for number in range(count)]
        self.api.create(f"api/v1/namespaces/{namespace}/pods", pods)
        where = f"--namespace={namespace}"
        self._wait_for("pods", _is_running, count, seconds, where)

    def _wait_for(
        self,
        kind: str,
        condition: Callable[[dict[str, Any]], bool],
        count: int,
        seconds: float,
        *where: str,
    ) -> None:
        deadline = time.monotonic() + seconds
        while (found := sum(map(condition, self.api.get(kind, *where)["items"]))) < count:
            if time.monotonic() > deadline:
                last = self.process.log()[-2000:]
                msg = f"{found} of {count} {kind} after {seconds:.0f} s:\n{last}"
                raise ProgramError(msg)
            time.sleep(1)


def start_kwok(supervisor: Supervisor, program: Path, api: KubernetesApi) -> Kwok:
    """Starts kwok for all nodes of an API, and returns when it answers.

    Raises:
        ProgramError: It did not become ready.
    """
    address = f"127.0.0.1:{free_port()}"
    process = supervisor.serve(
        [
            program,
            f"--kubeconfig={api.kubeconfig}",
            f"--config={MODULES / 'kwok' / 'kwok-stages.yaml'}",
            "--manage-all-nodes=true",
            "--node-ip=127.0.0.1",
            f"--server-address={address}",
        ],
        lambda _: answers(f"http://{address}/healthz"),
        seconds=_READY_SECONDS,
    )
    return Kwok(api=api, process=process)


def _is_ready(node: dict[str, Any]) -> bool:
    conditions = node.get("status", {}).get("conditions", [])
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def _is_running(pod: dict[str, Any]) -> bool:
    return bool(pod["status"]["phase"] == "Running")


def _node(name: str) -> dict[str, Any]:
    labels = {"kubernetes.io/hostname": name, "node.kubernetes.io/instance-type": "m7g.large"}
    return {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels}}


def _pod(name: str, node: str) -> dict[str, Any]:
    spec = {"nodeName": node, "containers": [{"name": "app", "image": "app:1"}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec}
