"""containerd, Debian's, which runs a node's containers."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from eks_observability_ops.components.node_namespaces import PLUGINS
from eks_observability_ops.components.running import Process, ProgramError, Supervisor
from eks_observability_ops.components.static_image import write_image

POD_NETWORK = "10.244.0.0/24"
"""The addresses of pods."""

_READY_SECONDS = 60


def start_containerd(
    supervisor: Supervisor, folder: Path, *, sandbox_image: str
) -> tuple[Process, Path]:
    """Starts containerd, and returns it with its socket when it answers.

    Args:
        supervisor: Runs it.
        folder: Where it keeps images and containers.
        sandbox_image: The image of the container that holds a pod together; imported afterwards.

    Raises:
        ProgramError: It did not become ready.
    """
    socket = folder / "containerd.sock"
    network = folder / "net.d"
    network.mkdir()
    (network / "10-pods.conflist").write_text(json.dumps(_pod_network()), encoding="utf-8")
    config = folder / "containerd.toml"
    config.write_text(_config(folder, socket, network, sandbox_image), encoding="utf-8")
    process = supervisor.serve(
        ["containerd", f"--config={config}"],
        lambda _: not supervisor.run(["ctr", f"--address={socket}", "version"]).code,
        seconds=_READY_SECONDS,
    )
    return process, socket


def _config(folder: Path, socket: Path, network: Path, sandbox_image: str) -> str:
    """What containerd reads; in a namespace it may not lower a container's OOM score."""
    plugin = 'plugins."io.containerd.grpc.v1.cri"'
    return f"""\
version = 2
root = "{folder / "containerd-root"}"
state = "{folder / "containerd-state"}"
[grpc]
address = "{socket}"
[{plugin}]
sandbox_image = "{sandbox_image}"
restrict_oom_score_adj = true
disable_apparmor = true
[{plugin}.cni]
bin_dir = "{PLUGINS}"
conf_dir = "{network}"
[{plugin}.containerd]
snapshotter = "overlayfs"
[{plugin}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
"""


def _pod_network() -> dict[str, Any]:
    addresses = {
        "type": "host-local",
        "ranges": [[{"subnet": POD_NETWORK}]],
        "routes": [{"dst": "0.0.0.0/0"}],
    }
    bridge = {"type": "bridge", "bridge": "cni0", "isGateway": True, "ipam": addresses}
    return {"cniVersion": "0.4.0", "name": "pods", "plugins": [bridge]}


def import_image(
    supervisor: Supervisor,
    socket: Path,
    name: str,
    program: Path,
    *,
    entrypoint: Sequence[str],
    links: Sequence[str] = (),
) -> None:
    """Gives a containerd an image made of one static program, for pods.

    Raises:
        ProgramError: It did not take it.
    """
    file = supervisor.new_folder("image") / "image.tar"
    write_image(file, name=name, program=program, entrypoint=entrypoint, links=links)
    ctr = ("ctr", f"--address={socket}", "--namespace=k8s.io")
    answer = supervisor.run([*ctr, "images", "import", str(file)])
    file.unlink()
    if answer.code:
        msg = f"containerd did not take the image {name}:\n{answer.text}"
        raise ProgramError(msg)
