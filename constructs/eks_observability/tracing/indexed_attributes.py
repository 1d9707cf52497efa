"""By which attributes X-Ray finds traces: what the exporter makes annotations of."""

from collections.abc import Sequence
from typing import Final

RESOURCE: Final = "otel.resource."
"""What the exporter puts in front of an attribute of a resource, which tells it from a span's
(opentelemetry-collector-contrib, exporter/awsxrayexporter, internal/translator/segment.go)."""

CLUSTER: Final = f"{RESOURCE}k8s.cluster.name"
"""The cluster's name."""

DEFAULT: Final = (
    CLUSTER,
    f"{RESOURCE}k8s.namespace.name",
    f"{RESOURCE}k8s.deployment.name",
    f"{RESOURCE}k8s.statefulset.name",
    f"{RESOURCE}k8s.daemonset.name",
    f"{RESOURCE}k8s.pod.name",
    f"{RESOURCE}k8s.node.name",
)
"""Where a span comes from. X-Ray takes 50 annotations of a trace (X-Ray Developer Guide, "Segment
documents"): seven are few enough to leave room for those of the settings."""


def indexed_attributes(own: Sequence[str] = ()) -> tuple[str, ...]:
    """Every attribute that is indexed, each once.

    Args:
        own: Those of the settings. Default: none.
    """
    return tuple(dict.fromkeys((*DEFAULT, *own)))
