"""The demo's pods as processes: with the command, variables, user and files of their manifests.

Each has mounts of its own, in which the names of the cluster lead to addresses of this machine.
"""

import json
import shutil
import ssl
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import cdk8s

from eks_observability_charts.emitter import EmitterChart
from eks_observability_charts.traffic_generator import TrafficGeneratorChart
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.running import Answer, Process, Supervisor
from tests.components.collectors.kubernetes import NODE

EMITTER: Final = "192.0.2.110"
"""Address of the emitter's pod; and of its node's collector, for a connection of a machine with
itself has one address at both ends."""

AWS_WEBSITE: Final = "192.0.2.111"
S3: Final = "192.0.2.112"

_NAMES: Final = {
    "observability-collector.prometheus": EMITTER,
    "sample-app.adot": EMITTER,
    "aws.amazon.com": AWS_WEBSITE,
    "s3.eu-central-1.amazonaws.com": S3,
    "localhost": "127.0.0.1",
}
_NO_PROXY: Final = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "")
_ROOT: Final = Path(__file__).parents[3]
_APPLETS: Final = "/mnt"
"""Where the programs of BusyBox are found, if there is one; and no others then."""

_WITH_NAMES: Final = 'mount --bind "$0" /etc/hosts && exec "$@"'
_WITH_NOTHING_TO_WRITE: Final = f"""
mount --bind "$0" /etc/hosts
mount --bind "$(dirname "$0")/applets" {_APPLETS}
mount -t tmpfs scratch /tmp
mount -o remount,bind,ro /
exec "$@"
"""


def emitter_chart(**options: Any) -> EmitterChart:
    """The emitter as it is deployed."""
    image = "aws-otel-java-spark:1.17.0"
    return EmitterChart(cdk8s.App(), "emitter", image=image, region="eu-central-1", **options)


def traffic_generator_chart(**options: Any) -> TrafficGeneratorChart:
    """What calls it, as it is deployed."""
    return TrafficGeneratorChart(
        cdk8s.App(), "traffic", image="busybox:1.37.0", aws_sdk_call=True, **options
    )


def pod_of(chart: cdk8s.Chart) -> dict[str, Any]:
    """The pod that a chart's Deployment makes."""
    (deployment,) = [one for one in chart.to_json() if one["kind"] == "Deployment"]
    template: dict[str, Any] = deployment["spec"]["template"]
    name = deployment["metadata"]["name"]
    owner = {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "name": f"{name}-7cbb94b84",
        "uid": "0a1b2c3d-0000-4000-8000-000000000007",
        "controller": True,
    }
    labels = {**template["metadata"]["labels"], "pod-template-hash": "7cbb94b84"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": f"{name}-7cbb94b84-ckhdc",
            "labels": labels,
            "ownerReferences": [owner],
        },
        "spec": {**template["spec"], "nodeName": NODE},
    }


def admit(api: KubernetesApi, pod: Mapping[str, Any], *, namespace: str) -> Answer:
    """Asks the API to take a pod."""
    return api.apply(json.dumps(pod), namespace=namespace)


@dataclass(frozen=True, kw_only=True)
class Pods:
    """Runs containers of pods."""

    supervisor: Supervisor
    folder: Path
    certificate: Path
    """By which remote services are known."""

    def emitter(self) -> Process:
        """The emitter, once it listens."""
        (container,) = pod_of(emitter_chart())["spec"]["containers"]
        return self.supervisor.serve(
            [
                *self._inside(_WITH_NAMES),
                sys.executable,
                "-m",
                "tests.components.tracing.sample_app",
            ],
            lambda process: "listening" in process.log(),
            seconds=30,
            folder=_ROOT,
            environment={
                **_NO_PROXY,
                "PYTHONPATH": str(_ROOT),
                "SSL_CERT_FILE": str(self.certificate),
                **{one["name"]: one["value"] for one in container["env"]},
            },
        )

    def traffic_generator(self) -> Process:
        """What calls it, as the manifest's user, who can write nowhere but to `/tmp`."""
        spec = pod_of(traffic_generator_chart())["spec"]
        (container,) = spec["containers"]
        return self.supervisor.serve(
            [
                *self._inside(_WITH_NOTHING_TO_WRITE),
                *_as_user(container["securityContext"]),
                *self._in_busybox(container["command"]),
            ],
            lambda _: True,
            seconds=5,
            folder=Path("/"),
            environment=_NO_PROXY,
        )

    def is_alive(self, process: Process) -> bool:
        """Whether the traffic generator's probe succeeds, asked among its files."""
        inside = ("nsenter", "--mount", f"--target={process.pid}")
        return self.supervisor.run([*inside, *self._probe()]).code == 0

    def is_alive_after(self, minutes: int) -> bool:
        """Whether the traffic generator's probe succeeds so long after the last call."""
        begin = f'touch -d "-{minutes} minutes" /tmp/alive && exec "$@"'
        inside = (*self._inside(_WITH_NOTHING_TO_WRITE), "/bin/sh", "-c", begin, "sh")
        return self.supervisor.run([*inside, *self._probe()]).code == 0

    def _inside(self, mounts: str) -> Sequence[str]:
        hosts = self.folder / "hosts"
        lines = [f"{address} {name}\n" for name, address in _NAMES.items()]
        hosts.write_text("".join(lines), encoding="utf-8")
        (self.folder / "applets").mkdir(exist_ok=True)
        return ("unshare", "--mount", "/bin/sh", "-e", "-c", mounts, str(hosts))

    def _probe(self) -> Sequence[str]:
        (container,) = pod_of(traffic_generator_chart())["spec"]["containers"]
        return self._in_busybox(container["livenessProbe"]["exec"]["command"])

    def _in_busybox(self, command: Sequence[str]) -> Sequence[str]:
        """A command of the image BusyBox; where there is none, this machine's programs do."""
        busybox = shutil.which("busybox")
        if not busybox:
            return command
        self.supervisor.run([busybox, "--install", "-s", self.folder / "applets"])
        return ("env", f"PATH={_APPLETS}", f"{_APPLETS}/sh", *command[1:])


def _as_user(context: Mapping[str, Any]) -> Sequence[str]:
    user, group = context["runAsUser"], context["runAsGroup"]
    identity = (f"--reuid={user}", f"--regid={group}", "--clear-groups")
    return ("setpriv", *identity, "--no-new-privs", "--bounding-set=-all")


@contextmanager
def remote_service(address: str, tls: ssl.SSLContext) -> Iterator[list[Mapping[str, str]]]:
    """A service outside the cluster; gives the headers of all requests that it has answered."""
    asked: list[Mapping[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((address, 443), Handler)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
