"""How a collector proves itself to programs of Kubernetes, and they to it."""

from typing import Any, Final

from eks_observability_charts.collector.relabeling import Rule

ACCOUNT_FOLDER: Final = "/var/run/secrets/kubernetes.io/serviceaccount"
"""Where a pod finds its service account's token and the cluster's authority."""

TOKEN_FILE: Final = f"{ACCOUNT_FOLDER}/token"
"""The token of the pod's service account."""

CA_FILE: Final = f"{ACCOUNT_FOLDER}/ca.crt"
"""The certificates of the cluster's authority."""

NODE_NAME: Final = "${env:K8S_NODE_NAME}"
"""Name of the collector's node."""

NODE_IP: Final = "${env:K8S_NODE_IP}"
"""Address of the collector's node."""

POD_NAME: Final = "${env:K8S_POD_NAME}"
"""Name of the collector's pod."""


def as_account(*, server_name: str | None = None, verify: bool = True) -> dict[str, Any]:
    """Keys of a scrape over HTTPS with the service account's token.

    Args:
        server_name: Whose certificate has to be shown. Default: that of the target's address.
        verify: Whether it has to be the cluster's authority's.
    """
    tls: dict[str, Any] = {"ca_file": CA_FILE} if verify else {"insecure_skip_verify": True}
    if server_name:
        tls["server_name"] = server_name
    return {
        "scheme": "https",
        "authorization": {"credentials_file": TOKEN_FILE},
        "tls_config": tls,
    }


def port_of_node(port: int) -> list[Rule]:
    """Rules that add a port to a node's address, which may be one of IPv6."""
    return [
        {
            "source_labels": ["__address__"],
            "regex": "([^:]+)",
            "target_label": "__address__",
            "replacement": f"$1:{port}",
        },
        {
            "source_labels": ["__address__"],
            "regex": "(.*:.*:.*)",
            "target_label": "__address__",
            "replacement": f"[$1]:{port}",
        },
    ]
