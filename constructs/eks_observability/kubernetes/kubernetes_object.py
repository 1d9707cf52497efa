"""One Kubernetes object of a chart: what it is, and when in a deployment its turn comes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

_BUILT_IN_GROUPS: Final = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
    }
)
"""API groups every cluster serves; the objects of any other are custom resources."""

_WORKLOADS: Final = frozenset(
    {"CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "StatefulSet"}
)

# These make the API server call a workload, and fail what they apply to until it answers.
_CALLERS: Final = frozenset(
    {"APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}
)


class Wave(IntEnum):
    """What is created together. Waves follow each other, and are deleted the other way round."""

    NAMESPACES = 0
    CONFIGURATION = 1
    WORKLOADS = 2
    CUSTOM_RESOURCES = 3


@dataclass(frozen=True)
class KubernetesObject:
    """A Kubernetes object as JSON."""

    body: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Its kind, e.g. `DaemonSet`."""
        return str(self.body["kind"])

    @property
    def id(self) -> str:
        """What tells it from every other object of the cluster: kind, namespace and name.

        The parts cannot run into each other: neither kinds nor namespaces hold a colon.
        """
        metadata = self.body["metadata"]
        return f"{self.kind}:{metadata.get('namespace', '')}:{metadata['name']}"

    def __str__(self) -> str:
        """Name it in a message, e.g. `DaemonSet prometheus/node-exporter`."""
        return f"{self.kind} {'/'.join(filter(None, self.id.split(':', 2)[1:]))}"

    @property
    def size(self) -> int:
        """Its bytes as minimal JSON."""
        return len(json.dumps(self.body, separators=(",", ":"), ensure_ascii=False).encode())

    @property
    def holds_secrets(self) -> bool:
        """Whether it is a Secret that says its secret."""
        return self.kind == "Secret" and bool(self.body.get("data") or self.body.get("stringData"))

    @property
    def wave(self) -> Wave:
        """When its turn comes."""
        group = self.body["apiVersion"].rpartition("/")[0]
        if group not in _BUILT_IN_GROUPS or self.kind in _CALLERS:
            return Wave.CUSTOM_RESOURCES
        if self.kind in _WORKLOADS:
            return Wave.WORKLOADS
        return Wave.NAMESPACES if self.kind == "Namespace" else Wave.CONFIGURATION
