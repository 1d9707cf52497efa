"""The objects that the OpenTelemetry operator makes collectors from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import cdk8s
from constructs import Construct

from eks_observability_charts import agent
from eks_observability_charts.collector.memory import go_memory_limit
from eks_observability_charts.collector.remote_write import RETRY_WHEN_THROTTLED
from eks_observability_charts.placement import Placement, node_affinity
from eks_observability_charts.resources import Resources

USER: Final = 4317
"""The user of ADOT's collector image (aws-otel-collector, cmd/awscollector/Dockerfile)."""

_FIELDS: Final = {
    "K8S_NODE_NAME": "spec.nodeName",
    "K8S_NODE_IP": "status.hostIP",
    "K8S_POD_NAME": "metadata.name",
}

_GRACE_SECONDS: Final = 30

CONTAINER_SECURITY: Final[Mapping[str, Any]] = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
}
"""As the restricted Pod Security Standard has it, and nothing to write to."""


@dataclass(frozen=True, kw_only=True)
class Collector:
    """What one kind of collector is."""

    name: str
    """Name of the object."""

    mode: Literal["daemonset", "deployment", "statefulset"]
    """What the operator makes of it."""

    account: str
    """Name of the service account."""

    image: str
    """Image of ADOT's collector."""

    configuration: Mapping[str, Any]
    """As the collector reads it."""

    resources: Resources
    """What the container is given."""

    placement: Placement
    """Where it runs."""

    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables besides those of every collector. Default: none."""


def add_collector(
    chart: Construct,
    construct_id: str,
    collector: Collector,
    **more: Any,  # noqa: ANN401 - any key
) -> cdk8s.ApiObject:
    """Put an OpenTelemetryCollector into a chart.

    Args:
        chart: The chart.
        construct_id: Id, unique within it.
        collector: What it is.
        more: Other keys of its `spec`.
    """
    metadata = cdk8s.ApiObjectMetadata(name=collector.name, labels=agent.labels(collector.name))
    made = cdk8s.ApiObject(
        chart,
        construct_id,
        api_version="opentelemetry.io/v1beta1",
        kind="OpenTelemetryCollector",
        metadata=metadata,
    )
    made.add_json_patch(cdk8s.JsonPatch.add("/spec", {**_spec(collector), **more}))
    return made


def pod_security(user: int) -> dict[str, Any]:
    """A pod's security context, as the restricted Pod Security Standard has it."""
    return {
        "runAsNonRoot": True,
        "runAsUser": user,
        "runAsGroup": user,
        # Tokens of the service account are the group's to read.
        "fsGroup": user,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def container_resources(resources: Resources) -> dict[str, Any]:
    """Requests and limits as a container has them."""
    return {
        "requests": {
            "cpu": f"{resources.cpu_request_millicores}m",
            "memory": f"{resources.memory_request_mebibytes}Mi",
        },
        "limits": {"memory": f"{resources.memory_limit_mebibytes}Mi"},
    }


def _spec(collector: Collector) -> dict[str, Any]:
    placement = collector.placement
    return {
        "mode": collector.mode,
        "image": collector.image,
        "imagePullPolicy": "IfNotPresent",
        "serviceAccount": collector.account,
        # A newer operator would rewrite the configuration for a collector that it would bring.
        "upgradeStrategy": "none",
        "args": {"feature-gates": f"+{RETRY_WHEN_THROTTLED}"},
        "env": _environment(collector),
        "resources": container_resources(collector.resources),
        "securityContext": dict(CONTAINER_SECURITY),
        "podSecurityContext": pod_security(USER),
        "affinity": node_affinity(),
        "tolerations": [each.to_json() for each in placement.tolerations],
        **({"priorityClassName": placement.priority_class} if placement.priority_class else {}),
        # The operator says true, and collectors scrape themselves.
        "podAnnotations": {"prometheus.io/scrape": "false"},
        "livenessProbe": {"initialDelaySeconds": 10, "periodSeconds": 30, "timeoutSeconds": 5},
        "terminationGracePeriodSeconds": _GRACE_SECONDS,
        # From operator 0.158 on there is one by default, and it may let nothing out.
        "networkPolicy": {"enabled": False},
        "config": collector.configuration,
    }


def _environment(collector: Collector) -> list[dict[str, Any]]:
    fields = [
        {"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}}
        for name, path in _FIELDS.items()
    ]
    values = {
        "GOMEMLIMIT": go_memory_limit(collector.resources),
        # Without its own credentials it shall fail, not use its node's.
        "AWS_EC2_METADATA_DISABLED": "true",
        **collector.environment,
    }
    return [*fields, *({"name": name, "value": value} for name, value in values.items())]
