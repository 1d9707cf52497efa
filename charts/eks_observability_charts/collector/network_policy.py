"""Which pods reach a collector. The policy holds where the cluster's network enforces policies."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.pipeline import HEALTH_PORT

_LABEL_LENGTH: Final = 63


def add_network_policy(
    chart: Construct,
    collector: str,
    *,
    namespace: str,
    ports: Sequence[int],
    senders: Sequence[Mapping[str, Any]],
) -> cdk8s.ApiObject:
    """Let only some reach a collector's pods, and only at these ports and at its health check.

    What comes from a pod's own node is let through in any case (Kubernetes documentation, "Network
    Policies"): pods with their node's address, as well. What goes out is not touched.

    Args:
        chart: The chart.
        collector: Name of the OpenTelemetryCollector.
        namespace: Its namespace.
        ports: The ports.
        senders: Who reaches them, as a policy's `from` has it.
    """
    tcp = [{"protocol": "TCP", "port": port} for port in ports]
    # Not every network knows the kubelet by its node.
    health = {"ports": [{"protocol": "TCP", "port": HEALTH_PORT}]}
    made = cdk8s.ApiObject(
        chart,
        "network-policy",
        api_version="networking.k8s.io/v1",
        kind="NetworkPolicy",
        metadata=cdk8s.ApiObjectMetadata(name=collector, labels=agent.labels(collector)),
    )
    spec = {
        "podSelector": pods_of(collector, namespace=namespace),
        "policyTypes": ["Ingress"],
        "ingress": [{"from": [dict(each) for each in senders], "ports": tcp}, health],
    }
    made.add_json_patch(cdk8s.JsonPatch.add("/spec", spec))
    return made


def pods_of(collector: str, *, namespace: str) -> dict[str, Any]:
    """Selects a collector's pods by labels that the operator's own services select them by.

    Their label `app.kubernetes.io/name` is none of these: they have it of the collector's object.

    Args:
        collector: Name of the OpenTelemetryCollector.
        namespace: Its namespace.

    Raises:
        ValueError: Both names together are longer than a label, which the operator would shorten.
    """
    instance = f"{namespace}.{collector}"
    if len(instance) > _LABEL_LENGTH:
        msg = f"{instance} is longer than the {_LABEL_LENGTH} letters of a label"
        raise ValueError(msg)
    return {
        "matchLabels": {
            "app.kubernetes.io/component": "opentelemetry-collector",
            "app.kubernetes.io/instance": instance,
        }
    }


def pods_in(namespaces: Sequence[str]) -> list[dict[str, Any]]:
    """Senders that are pods of some namespaces.

    Args:
        namespaces: Their names. None: all that there are in the cluster.
    """
    if not namespaces:
        return [{"namespaceSelector": {}}]
    named = {
        "key": "kubernetes.io/metadata.name",
        "operator": "In",
        "values": sorted(namespaces),
    }
    return [{"namespaceSelector": {"matchExpressions": [named]}}]
