"""Serves what a simulated cluster exposes, each node at a loopback address of its own.

    python -m eks_observability_ops.components.exposition_server --nodes 100 --pods 10

Run as a process of its own, so that what it needs is not counted as another's. The ports are those
of a real node: node 0 answers at 127.1.0.1, and so on by 256 (`address_of`).
"""

import argparse
import gzip
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from eks_observability_ops.components.simulated_cluster import SimulatedCluster, fresh, recorded

KUBELET: Final = 10250
NODE_EXPORTER: Final = 9100
VPC_CNI: Final = 61678
COREDNS: Final = 9153
KUBE_STATE_METRICS: Final = 8080
CONTROL_PLANE: Final = 8443
"""Of EKS' metrics API; the API server's own port is another program's here."""
_EKS_METRICS: Final = "/apis/metrics.eks.amazonaws.com/v1/{}/container/metrics"
READY: Final = "Everything is served."
"""What it prints when it can be asked."""

Answer = Callable[[int], str]
"""What a node exposes, by the node's number."""


def address_of(node: int) -> str:
    """The loopback address of a node, by its number from 0 on."""
    return f"127.{1 + (node + 1) // 65_536}.{(node + 1) // 256 % 256}.{(node + 1) % 256}"


def node_at(address: str) -> int:
    """The number of the node at a loopback address."""
    _, first, second, third = map(int, address.split("."))
    return (first - 1) * 65_536 + second * 256 + third - 1


def answers_of(cluster: SimulatedCluster) -> Mapping[int, Mapping[str, Answer]]:
    """What is answered, by port and path."""
    return {
        KUBELET: {"/metrics": cluster.kubelet, "/metrics/cadvisor": cluster.cadvisor},
        NODE_EXPORTER: {"/metrics": cluster.node_exporter},
        VPC_CNI: {"/metrics": cluster.vpc_cni},
        COREDNS: {"/metrics": lambda _: recorded("coredns")},
        KUBE_STATE_METRICS: {"/metrics": lambda _: cluster.kube_state_metrics()},
        CONTROL_PLANE: {
            _EKS_METRICS.format("ksh"): lambda _: cluster.scheduler(),
            _EKS_METRICS.format("kcm"): lambda _: recorded("kube-controller-manager"),
        },
    }


def serve(
    port: int, answers: Mapping[str, Answer], *, tls: ssl.SSLContext | None = None
) -> ThreadingHTTPServer:
    """Serves a port on all loopback addresses in threads of this process; it has begun to listen.

    Args:
        port: Which.
        answers: What is answered at each path.
        tls: Serves HTTPS with it. Default: plain HTTP.
    """

    @cache
    def body_of(path: str, node: int) -> bytes:
        return gzip.compress(fresh(answers[path](node)).encode(), compresslevel=1)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # Prometheus keeps its connections

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            known = path in answers
            body = body_of(path, node_at(self.connection.getsockname()[0])) if known else b""
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                self.send_header("Content-Encoding", "gzip")
            elif known:
                body = gzip.decompress(body)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 1024

        def finish_request(
            self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
        ) -> None:
            """Shakes hands in the connection's own thread."""
            if tls and isinstance(request, socket.socket):
                request = tls.wrap_socket(request, server_side=True)
            super().finish_request(request, client_address)

    # All of 127.0.0.0/8 has to be named by the wildcard.
    server = Server(("0.0.0.0", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is ended."""
    parser = argparse.ArgumentParser(description="Serves what a simulated cluster exposes.")
    parser.add_argument("--nodes", type=int, default=1, metavar="N")
    parser.add_argument("--pods", type=int, default=10, metavar="N", help="on each node")
    parser.add_argument("--certificate", type=Path, help="of whom is asked by HTTPS")
    parser.add_argument("--key", type=Path, help="the certificate's")
    options = parser.parse_args(arguments)
    tls = None
    if options.certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(options.certificate, options.key)
    cluster = SimulatedCluster(nodes=options.nodes, pods_per_node=options.pods)
    for port, answers in answers_of(cluster).items():
        serve(port, answers, tls=tls if port in {KUBELET, CONTROL_PLANE} else None)
    print(READY, flush=True)
    threading.Event().wait()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
