"""A Kubernetes cluster with one real node: every component, and containers that run."""

import json
import shutil
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eks_observability_ops.components.cache import MissingProgramError, require
from eks_observability_ops.components.containerd import (
    POD_NETWORK,
    import_image,
    start_containerd,
)
from eks_observability_ops.components.environment import NODE_ADDRESS, free_port
from eks_observability_ops.components.kubernetes_api import KubernetesApi, start_kubernetes_api
from eks_observability_ops.components.kubernetes_keys import KUBELET_CLIENT
from eks_observability_ops.components.local_http import answers, fetch
from eks_observability_ops.components.node_cgroups import NAME
from eks_observability_ops.components.node_namespaces import (
    missing_packages,
    missing_rights,
)
from eks_observability_ops.components.running import Process, Supervisor

PROGRAMS = ("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy")
"""What is built for a node when it is named, besides what `make components` builds by itself."""

_PAUSE = "eks-observability/pause:1"
_READY_SECONDS = 60


def why_not(
    *,
    rights: Sequence[str] | None = None,
    packages: Sequence[str] | None = None,
    programs: Sequence[str] | None = None,
) -> str | None:
    """Says what a node cannot run without, and how to get it; None where it can run.

    Args:
        rights: What the kernel does not give. Default: what it does not give here.
        packages: Debian packages that are not there. Default: those not here.
        programs: Programs that are not built. Default: those not in the cache.
    """
    rights = missing_rights() if rights is None else rights
    packages = missing_packages() if packages is None else packages
    programs = _unbuilt() if programs is None else programs
    ways = []
    if rights:
        ways.append(f"this machine gives no {', no '.join(rights)}")
    if packages:
        ways.append(f"apt-get install --no-install-recommends {' '.join(packages)}")
    if programs:
        ways.append(f'make components NAMES="{" ".join(programs)}"')
    return f"a real node cannot run here: {'; '.join(ways)}" if ways else None


def _unbuilt() -> list[str]:
    unbuilt = []
    for name in ("etcd", "kube-apiserver", "kubectl", *PROGRAMS):
        try:
            require(name)
        except MissingProgramError:
            unbuilt.append(name)
    return unbuilt


@dataclass(frozen=True, kw_only=True)
class OneNode:
    """A running cluster of one node."""

    api: KubernetesApi
    containerd: Process
    socket: Path
    """containerd's."""

    urls: Mapping[str, str]
    """Where each component's metrics are, by a name."""

    programs: Sequence[Process] = field(repr=False)

    def import_image(
        self, name: str, program: Path, *, entrypoint: Sequence[str], links: Sequence[str] = ()
    ) -> None:
        """Gives the node an image made of one static program.

        Raises:
            ProgramError: containerd did not take it.
        """
        supervisor = self.api.supervisor
        import_image(supervisor, self.socket, name, program, entrypoint=entrypoint, links=links)

    def wait_for(
        self, kind: str, name: str, condition: str, *, seconds: float, namespace: str = "default"
    ) -> None:
        """Waits for a condition in kubectl's words, such as `condition=Ready`.

        Raises:
            ProgramError: It did not come to that in time.
        """
        wait = ("wait", f"--for={condition}", f"--timeout={seconds:.0f}s")
        self.api.must(*wait, f"{kind}/{name}", f"--namespace={namespace}")

    def kubelet_answers(self, path: str, *, token: str) -> bool:
        """Says whether the kubelet lets somebody with a token read a path."""
        url = f"https://{NODE_ADDRESS}:10250{path}"
        return answers(url, headers={"Authorization": f"Bearer {token}"}, trust=_no_trust())

    def metrics(self, component: str) -> str:
        """What a component of `urls` exposes, in Prometheus' text format."""
        return fetch(
            self.urls[component], headers=self.api.authorization, trust=_no_trust(), seconds=30
        )


def start_one_node(supervisor: Supervisor) -> OneNode:
    """Starts every component, and returns when the node is ready.

    Only in a namespace that `node_namespaces.prepare` has made ready.

    Raises:
        MissingProgramError: A program is not built.
        ProgramError: A component did not become ready.
    """
    api = start_kubernetes_api(
        supervisor,
        etcd=require("etcd"),
        kube_apiserver=require("kube-apiserver"),
        kubectl=require("kubectl"),
        node_address=NODE_ADDRESS,
    )
    folder = supervisor.new_folder("node")
    manager, manager_url = _start_controller(
        supervisor,
        api,
        "kube-controller-manager",
        f"--service-account-private-key-file={api.certificate.with_name('accounts.key')}",
        f"--root-ca-file={api.certificate}",
    )
    scheduler, scheduler_url = _start_controller(supervisor, api, "kube-scheduler")
    containerd, socket = start_containerd(supervisor, folder, sandbox_image=_PAUSE)
    busybox = Path(shutil.which("busybox") or "")
    import_image(
        supervisor, socket, _PAUSE, busybox, entrypoint=["/bin/busybox", "sleep", "2147483647"]
    )
    kubelet = _start_kubelet(supervisor, api, folder, socket)
    proxy = _start_proxy(supervisor, api, folder)
    node = OneNode(
        api=api,
        containerd=containerd,
        socket=socket,
        urls={
            "apiserver": f"{api.url}/metrics",
            "kube-controller-manager": manager_url,
            "kube-scheduler": scheduler_url,
            "kube-scheduler-resources": f"{scheduler_url}/resources",
            "kubelet": f"https://{NODE_ADDRESS}:10250/metrics",
            "kubelet-cadvisor": f"https://{NODE_ADDRESS}:10250/metrics/cadvisor",
            "kubelet-probes": f"https://{NODE_ADDRESS}:10250/metrics/probes",
            "kubelet-resource": f"https://{NODE_ADDRESS}:10250/metrics/resource",
        },
        programs=(manager, scheduler, containerd, kubelet, proxy),
    )
    node.wait_for("node", "node", "condition=Ready", seconds=_READY_SECONDS)
    return node


def _start_controller(
    supervisor: Supervisor, api: KubernetesApi, name: str, *flags: str
) -> tuple[Process, str]:
    """Starts the controller manager or the scheduler, and returns it with its metrics' URL."""
    url = f"https://127.0.0.1:{(port := free_port())}"
    process = supervisor.serve(
        [
            require(name),
            f"--kubeconfig={api.kubeconfig}",
            f"--authentication-kubeconfig={api.kubeconfig}",
            f"--authorization-kubeconfig={api.kubeconfig}",
            f"--secure-port={port}",
            f"--cert-dir={supervisor.new_folder(name)}",
            "--leader-elect=false",
            *flags,
        ],
        lambda _: answers(f"{url}/healthz", trust=_no_trust()),
        seconds=_READY_SECONDS,
    )
    return process, f"{url}/metrics"


def _start_kubelet(
    supervisor: Supervisor, api: KubernetesApi, folder: Path, socket: Path
) -> Process:
    config = {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": NODE_ADDRESS,
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": str(api.certificate.with_name(KUBELET_CLIENT))},
        },
        "authorization": {"mode": "Webhook"},
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{NAME}",
        "clusterDNS": ["10.100.0.10"],
        "containerRuntimeEndpoint": f"unix://{socket}",
        "failCgroupV1": False,
        "failSwapOn": False,
        "localStorageCapacityIsolation": False,
        "oomScoreAdj": 0,
        "podLogsDir": str(folder / "pod-logs"),
        "podCIDR": POD_NETWORK,
        "resolvConf": "",
        "staticPodPath": "",
    }
    file = folder / "kubelet.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    return supervisor.serve(
        [
            require("kubelet"),
            f"--config={file}",
            f"--kubeconfig={api.kubeconfig}",
            f"--root-dir={folder / 'kubelet'}",
            f"--cert-dir={folder / 'kubelet-pki'}",
            "--hostname-override=node",
            f"--node-ip={NODE_ADDRESS}",
            # cAdvisor finds single containers by it; without it there are only their pods.
            f"--containerd={socket}",
        ],
        lambda _: answers(
            f"https://{NODE_ADDRESS}:10250/healthz", headers=api.authorization, trust=_no_trust()
        ),
        seconds=_READY_SECONDS,
    )


def _start_proxy(supervisor: Supervisor, api: KubernetesApi, folder: Path) -> Process:
    address = f"127.0.0.1:{free_port()}"
    config = {
        "apiVersion": "kubeproxy.config.k8s.io/v1alpha1",
        "kind": "KubeProxyConfiguration",
        "clientConnection": {"kubeconfig": str(api.kubeconfig)},
        "clusterCIDR": POD_NETWORK,
        "conntrack": {"maxPerCore": 0},
        "healthzBindAddress": address,
        "hostnameOverride": "node",
        "metricsBindAddress": f"127.0.0.1:{free_port()}",
        "oomScoreAdj": 0,
    }
    file = folder / "kube-proxy.json"
    file.write_text(json.dumps(config), encoding="utf-8")
    return supervisor.serve(
        [require("kube-proxy"), f"--config={file}"],
        lambda _: answers(f"http://{address}/livez"),
        seconds=_READY_SECONDS,
    )


def _no_trust() -> ssl.SSLContext:
    """For certificates that components sign themselves, which nobody but this machine sees."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
