"""A Kubernetes API without nodes: etcd and kube-apiserver."""

import json
import ssl
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.kubernetes_keys import (
    KUBELET_CLIENT,
    TOKEN,
    write_account_keys,
    write_kubelet_client,
    write_tokens,
)
from eks_observability_ops.components.local_http import answers, fetch
from eks_observability_ops.components.running import Answer, Process, ProgramError, Supervisor

_AUTHORIZATION = {"Authorization": f"Bearer {TOKEN}"}
_READY_SECONDS = 60
_ESTABLISHED_SECONDS = 30
# What EKS logs at least: everything, without its bodies, when the answer is there.
_AUDIT_POLICY = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["RequestReceived"],
    "rules": [{"level": "Metadata"}],
}


@dataclass(frozen=True, kw_only=True)
class KubernetesApi:
    """A running Kubernetes API, whose administrator is who calls."""

    supervisor: Supervisor
    url: str
    certificate: Path
    kubeconfig: Path
    kubectl_program: Path
    server: Process
    etcd: Process
    authorization: Mapping[str, str]
    """The header by which the administrator is known."""
    audit_log: Path
    """The server's audit log, an audit.k8s.io/v1 Event a line."""

    def kubectl(self, *arguments: str, standard_input: str = "") -> Answer:
        """Runs kubectl to its end, whatever its exit code."""
        return self.supervisor.run(
            [self.kubectl_program, f"--kubeconfig={self.kubeconfig}", *arguments],
            standard_input=standard_input,
        )

    def must(self, *arguments: str, standard_input: str = "") -> str:
        """Runs kubectl and returns its output.

        Raises:
            ProgramError: It failed.
        """
        answer = self.kubectl(*arguments, standard_input=standard_input)
        if answer.code:
            msg = f"kubectl {' '.join(arguments)} ended with code {answer.code}:\n{answer.text}"
            raise ProgramError(msg)
        return answer.output

    def apply(self, manifest: str, *, namespace: str = "default") -> Answer:
        """Applies a manifest on the server's side, as EKS' tools do, with unknown fields refused.

        Args:
            manifest: YAML or JSON, one document or more.
            namespace: For what names none.
        """
        return self.kubectl(
            "apply",
            "--server-side",
            "--validate=strict",
            f"--namespace={namespace}",
            "--filename=-",
            standard_input=manifest,
        )

    def get(self, *arguments: str) -> dict[str, Any]:
        """Returns what `kubectl get` finds, as JSON values."""
        found: dict[str, Any] = json.loads(self.must("get", "--output=json", *arguments))
        return found

    def audit_events(self) -> list[dict[str, Any]]:
        """Returns the audit log so far; an answer is in it before the client has it."""
        lines = self.audit_log.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines[:-1]]

    def create(self, path: str, items: Sequence[Mapping[str, Any]]) -> None:
        """Creates many objects, faster than kubectl's limit of 50 a second.

        Args:
            path: Where they are created, as api/v1/nodes.
            items: The objects.

        Raises:
            OSError: The API server refused one.
        """
        trust = ssl.create_default_context(cafile=self.certificate)
        headers = {**_AUTHORIZATION, "Content-Type": "application/json"}

        def post(item: Mapping[str, Any]) -> None:
            body = json.dumps(item).encode()
            fetch(f"{self.url}/{path}", body=body, headers=headers, trust=trust)

        with ThreadPoolExecutor(max_workers=8) as pool:
            list(pool.map(post, items))

    def can_i(
        self, verb: str, resource: str, *, account: str, of: str, namespace: str | None = None
    ) -> bool:
        """Says whether RBAC lets a service account do something.

        Args:
            verb: A verb of RBAC: get, list, watch.
            resource: A resource, also with a subresource as nodes/metrics, or a path as /metrics.
            account: Name of the service account.
            of: Namespace of the service account.
            namespace: Where it wants to. Default: everywhere.
        """
        where = [f"--namespace={namespace}"] if namespace else ["--all-namespaces"]
        if resource.startswith("/"):
            where = []
        elif "/" in resource:
            # What follows the slash would be taken for the name of an object.
            resource, _, subresource = resource.partition("/")
            where.append(f"--subresource={subresource}")
        person = f"--as=system:serviceaccount:{of}:{account}"
        answer = self.kubectl("auth", "can-i", verb, resource, person, *where)
        if answer.output.strip() not in {"yes", "no"}:
            msg = f"kubectl auth can-i {verb} {resource}: {answer.text}"
            raise ProgramError(msg)
        return answer.output.strip() == "yes"


def start_kubernetes_api(
    supervisor: Supervisor,
    *,
    etcd: Path,
    kube_apiserver: Path,
    kubectl: Path,
    node_address: str | None = None,
) -> KubernetesApi:
    """Starts etcd and the API server, and returns when it is ready.

    Without nodes, service accounts have no tokens mounted and namespaces are never deleted for
    good: both are work of the controller manager, which does not run then.

    Args:
        supervisor: Runs them.
        etcd: The program.
        kube_apiserver: The program.
        kubectl: The program.
        node_address: Address of a node that pods reach the API on. Default: there are no nodes.

    Raises:
        ProgramError: One of them did not become ready.
    """
    folder = supervisor.new_folder("kubernetes")
    store = _start_etcd(supervisor, etcd, folder)
    write_account_keys(folder)
    write_tokens(folder)
    port = free_port()
    url = f"https://{node_address or '127.0.0.1'}:{port}"
    certificate = folder / "apiserver.crt"
    audit_log, audit_policy = folder / "audit.log", folder / "audit-policy.json"
    audit_policy.write_text(json.dumps(_AUDIT_POLICY), encoding="utf-8")
    server = supervisor.serve(
        [
            kube_apiserver,
            f"--etcd-servers={store[1]}",
            f"--secure-port={port}",
            *_reachable_on(node_address, folder),
            f"--cert-dir={folder}",
            f"--token-auth-file={folder / 'tokens.csv'}",
            "--authorization-mode=Node,RBAC",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={folder / 'accounts.pub'}",
            f"--service-account-signing-key-file={folder / 'accounts.key'}",
            "--service-cluster-ip-range=10.100.0.0/16",
            "--allow-privileged=true",
            f"--audit-policy-file={audit_policy}",
            f"--audit-log-path={audit_log}",
            "--profiling=false",
        ],
        lambda _: certificate.is_file() and _is_ready(url, certificate),
        seconds=_READY_SECONDS,
    )
    kubeconfig = folder / "kubeconfig"
    kubeconfig.write_text(json.dumps(_kubeconfig(url, certificate)), encoding="utf-8")
    return KubernetesApi(
        supervisor=supervisor,
        url=url,
        certificate=certificate,
        kubeconfig=kubeconfig,
        kubectl_program=kubectl,
        server=server,
        etcd=store[0],
        authorization=_AUTHORIZATION,
        audit_log=audit_log,
    )


def _reachable_on(node_address: str | None, folder: Path) -> list[str]:
    if node_address:
        write_kubelet_client(folder)
        return [
            f"--advertise-address={node_address}",
            "--kubelet-preferred-address-types=InternalIP",
            f"--kubelet-client-certificate={folder / KUBELET_CLIENT}",
            f"--kubelet-client-key={folder / 'kubelet-client.key'}",
        ]
    return [
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--disable-admission-plugins=ServiceAccount",
    ]


def install_definitions(api: KubernetesApi, files: Sequence[Path]) -> None:
    """Installs custom resource definitions and waits until the API server serves them.

    Raises:
        ProgramError: The API server refused one, or did not serve it in time.
    """
    flags = [f"--filename={file}" for file in files]
    # Client-side apply would keep a copy in an annotation, and the collector's is too long for one.
    api.must("apply", "--server-side", *flags)
    wait = ("wait", "--for=condition=Established", f"--timeout={_ESTABLISHED_SECONDS}s")
    api.must(*wait, *flags)
    deadline = time.monotonic() + _ESTABLISHED_SECONDS
    while "opentelemetrycollectors" not in api.must("api-resources", "--cached=false"):
        if time.monotonic() > deadline:
            msg = "The API server does not list opentelemetrycollectors."
            raise ProgramError(msg)
        time.sleep(0.1)


def _start_etcd(supervisor: Supervisor, etcd: Path, folder: Path) -> tuple[Process, str]:
    clients, peers = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    process = supervisor.serve(
        [
            etcd,
            f"--data-dir={folder / 'etcd'}",
            f"--listen-client-urls={clients}",
            f"--advertise-client-urls={clients}",
            f"--listen-peer-urls={peers}",
            f"--initial-advertise-peer-urls={peers}",
            f"--initial-cluster=default={peers}",
            "--unsafe-no-fsync",
            "--log-level=warn",
        ],
        lambda _: answers(f"{clients}/health"),
        seconds=_READY_SECONDS,
    )
    return process, clients


def _kubeconfig(url: str, certificate: Path) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "test",
        "clusters": [
            {"name": "test", "cluster": {"server": url, "certificate-authority": str(certificate)}}
        ],
        "users": [{"name": "test", "user": {"token": TOKEN}}],
        "contexts": [{"name": "test", "context": {"cluster": "test", "user": "test"}}],
    }


def _is_ready(url: str, certificate: Path) -> bool:
    try:
        trust = ssl.create_default_context(cafile=certificate)
    except ssl.SSLError:  # half written
        return False
    return answers(f"{url}/readyz", headers=_AUTHORIZATION, trust=trust)
