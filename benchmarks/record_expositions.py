"""Records what the components of a real cluster expose into tests/components/expositions.

    python benchmarks/record_expositions.py [--coredns PROGRAM]

Needs what one_node_cluster.py needs, and for CoreDNS its executable, which no `make` target builds.
What is no recording there, README.md in that folder says.
"""

import argparse
import shutil
import socket
import sys
import time
from pathlib import Path
from typing import Final

sys.path.append(str(Path(__file__).resolve().parents[1] / "ops"))

from eks_observability_ops.components import kube_state, node_namespaces, vpc_cni
from eks_observability_ops.components.cache import require
from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.exposition_names import as_on_eks
from eks_observability_ops.components.exposition_text import families, text_of
from eks_observability_ops.components.local_http import answers, fetch
from eks_observability_ops.components.node_exporter import start_node_exporter
from eks_observability_ops.components.one_node import OneNode, start_one_node, why_not
from eks_observability_ops.components.running import Supervisor

FOLDER: Final = Path(__file__).resolve().parents[1] / "tests" / "components" / "expositions"
_INSIDE: Final = "--inside"
_IMAGE: Final = "docker.io/library/busybox:1"
_LINKS: Final = ("sh", "sleep", "seq", "date", "sync", "wget", "httpd", "dd", "mkdir", "true")
_SECONDS: Final = 200
"""A kubelet measures volumes once a minute, and cron jobs start once a minute."""

_COREFILE: Final = """\
.:{port} {{
    errors
    health 127.0.0.1:{health}
    ready 127.0.0.1:{ready}
    kubernetes cluster.local in-addr.arpa ip6.arpa {{
        kubeconfig {kubeconfig}
        pods insecure
        fallthrough in-addr.arpa ip6.arpa
        ttl 30
    }}
    prometheus 127.0.0.1:{metrics}
    forward . 127.0.0.1:9
    cache 30
    loadbalance
}}
"""
"""The Corefile of EKS' add-on, with addresses of this machine and a resolver that is not there."""


def main() -> int:
    """Records, and says how large the files are."""
    parser = argparse.ArgumentParser(description="Records expositions of a real cluster.")
    parser.add_argument("--coredns", type=Path, metavar="PROGRAM", help="record CoreDNS too")
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.inside:
        if reason := why_not():
            print(f"Skipped: {reason}")
            return 0
        sys.stdout.flush()
        node_namespaces.enter([__file__, *sys.argv[1:], _INSIDE])
    node_namespaces.prepare()
    with Supervisor() as supervisor:
        for name, text in sorted(record(supervisor, options.coredns).items()):
            file = FOLDER / f"{name}.txt"
            file.write_text(as_on_eks(name, text), encoding="utf-8")
            print(f"{file.name:36}{file.stat().st_size / 1000:8.0f} kB")
    return 0


def record(supervisor: Supervisor, coredns: Path | None) -> dict[str, str]:
    """Runs the workload, and returns what each component exposes after that."""
    node = start_one_node(supervisor)
    node.import_image(
        _IMAGE, Path(shutil.which("busybox") or ""), entrypoint=["/bin/sh"], links=_LINKS
    )
    node.wait_for("serviceaccount", "default", "jsonpath={.metadata.uid}", seconds=30)
    workload = (FOLDER / "workload.yaml").read_text(encoding="utf-8")
    volume = str(supervisor.new_folder("volume"))
    node.api.must("create", "--filename=-", standard_input=workload.replace("VOLUME", volume))
    exporter = start_node_exporter(supervisor, require("node_exporter"))
    dns = _start_coredns(supervisor, node, coredns) if coredns else None
    time.sleep(_SECONDS)
    found = {name: node.metrics(name) for name in node.urls}
    found["kube-scheduler"] += found.pop("kube-scheduler-resources")
    found["node-exporter"] = fetch(f"http://{exporter.address}/metrics")
    objects = {kind: node.api.get(kind, "--all-namespaces")["items"] for kind in kube_state.TABLES}
    found["kube-state-metrics"] = kube_state.exposition(objects)
    if dns:
        found["coredns"] = fetch(dns)
        go = (one for one in families(found["coredns"]) if one.name.startswith(("go_", "process_")))
        found["vpc-cni"] = vpc_cni.exposition(of_go=text_of(go))
    return found


def _start_coredns(supervisor: Supervisor, node: OneNode, program: Path) -> str:
    """Starts CoreDNS, asks it for a name that is there and one that is not, returns its URL."""
    ports = {name: free_port() for name in ("port", "health", "ready", "metrics")}
    file = supervisor.new_folder("coredns") / "Corefile"
    file.write_text(_COREFILE.format(kubeconfig=node.api.kubeconfig, **ports), encoding="utf-8")
    url = f"http://127.0.0.1:{ports['metrics']}/metrics"
    supervisor.serve([program, f"-conf={file}"], lambda _: answers(url), seconds=30)
    time.sleep(2)
    for name in ("kubernetes.default.svc.cluster.local", "absent.shop.svc.cluster.local"):
        _ask(name, ports["port"])
    _ask("example.com", ports["port"])
    return url


def _ask(name: str, port: int) -> None:
    """Asks a server of this machine for a name's address, and waits for what it answers."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    question = b"\x12\x34\x01\x00\x00\x01" + bytes(6) + labels + b"\x00\x00\x01\x00\x01"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(10)
        client.sendto(question, ("127.0.0.1", port))
        client.recv(512)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
