"""What the Kubernetes API is told of programs that are only here, and is asked about callers."""

import hashlib
import json
import ssl
from collections.abc import Mapping
from typing import Any

import cdk8s

from eks_observability_ops.components.kubernetes_api import KubernetesApi
from eks_observability_ops.components.local_http import fetch

NODE = "node-1"
"""Name of the node."""


def apply_all(api: KubernetesApi, chart: cdk8s.Chart) -> None:
    """Applies the objects of a chart, strictly."""
    for one in chart.to_json():
        answer = api.apply(json.dumps(one), namespace=one["metadata"].get("namespace", "default"))
        assert answer.code == 0, answer.text


def token_of(api: KubernetesApi, account: str, *, namespace: str) -> str:
    """A token as a pod of the service account has it."""
    return api.must("create", "token", account, f"--namespace={namespace}").strip()


def may(api: KubernetesApi, token: str, attributes: Mapping[str, str]) -> bool:
    """Whether RBAC lets the holder of a token do something, asked as a kubelet asks."""
    user = _ask(api, "authentication.k8s.io", "TokenReview", {"token": token}).get("user")
    if not user:
        return False
    spec = {
        "user": user["username"],
        "groups": user.get("groups", []),
        "resourceAttributes": dict(attributes),
    }
    answer = _ask(api, "authorization.k8s.io", "SubjectAccessReview", spec)
    allowed: bool = answer["allowed"]
    return allowed


def _ask(api: KubernetesApi, group: str, kind: str, spec: Mapping[str, Any]) -> dict[str, Any]:
    answer = fetch(
        f"{api.url}/apis/{group}/v1/{kind.lower()}s",
        body=json.dumps({"apiVersion": f"{group}/v1", "kind": kind, "spec": spec}).encode(),
        headers={**api.authorization, "Content-Type": "application/json"},
        trust=ssl.create_default_context(cafile=api.certificate),
    )
    status: dict[str, Any] = json.loads(answer)["status"]
    return status


def add_pod(
    api: KubernetesApi,
    name: str,
    *,
    namespace: str,
    ip: str,
    ports: Mapping[str, int] | None = None,
    node: str = NODE,
    phase: str = "Running",
    **metadata: Mapping[str, str],
) -> None:
    """Makes the API believe that a pod runs.

    Args:
        api: The API.
        name: The pod's name.
        namespace: Its namespace.
        ip: Its address.
        ports: Ports of its one container, by name.
        node: Its node.
        phase: What has become of it.
        metadata: Its labels and annotations.
    """
    declared = [{"name": each, "containerPort": port} for each, port in (ports or {}).items()]
    pod = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, **metadata},
        "spec": {
            "nodeName": node,
            "containers": [{"name": "app", "image": "app:1", "ports": declared}],
        },
    }
    answer = api.apply(json.dumps(pod), namespace=namespace)
    assert answer.code == 0, answer.text
    running = {
        "name": "app",
        "containerID": f"containerd://{hashlib.sha256(name.encode()).hexdigest()}",
        "image": "app:1",
        "imageID": "",
        "ready": phase == "Running",
        "restartCount": 0,
    }
    own = {"podIP": ip, "podIPs": [{"ip": ip}], "containerStatuses": [running]}
    status = {"status": {"phase": phase, **own}}
    api.must(
        "patch",
        "pod",
        name,
        f"--namespace={namespace}",
        "--subresource=status",
        "--type=merge",
        f"--patch={json.dumps(status)}",
    )


def add_api_server(api: KubernetesApi, *, ip: str, port: int) -> None:
    """Makes the API tell where it answers, as it does where it has an address."""
    endpoints = {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": "kubernetes",
            "labels": {"kubernetes.io/service-name": "kubernetes"},
        },
        "addressType": "IPv4",
        "endpoints": [{"addresses": [ip], "conditions": {"ready": True}}],
        "ports": [{"name": "https", "port": port, "protocol": "TCP"}],
    }
    answer = api.apply(json.dumps(endpoints))
    assert answer.code == 0, answer.text
