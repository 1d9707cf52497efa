"""The part of a collector that takes what applications send."""

from collections.abc import Mapping
from typing import Any, Final

from eks_observability_charts.collector.kubernetes import NODE_NAME
from eks_observability_charts.collector.memory import otlp_memory_limiter
from eks_observability_charts.collector.otlp import Head, Otlp, Tail
from eks_observability_charts.collector.otlp_destinations import (
    logs_to,
    metrics_to,
    traces_to,
    traces_to_sampler,
)
from eks_observability_charts.collector.parts import Part
from eks_observability_charts.collector.ports import SAMPLING_RULES_PORT, otlp_receiver
from eks_observability_charts.collector.tail_sampling import tail_sampling
from eks_observability_charts.resources import Resources

BATCH_SPANS: Final = 50
"""Most spans of a batch: what X-Ray takes in one request (X-Ray API, "PutTraceSegments")."""

BATCH_SECONDS: Final = 1
"""How long a batch of spans is filled at most, in seconds."""

POD_ATTRIBUTES: Final = (
    "k8s.namespace.name",
    "k8s.pod.name",
    "k8s.pod.uid",
    "k8s.container.name",
    "k8s.deployment.name",
    "k8s.statefulset.name",
    "k8s.daemonset.name",
    "k8s.job.name",
    "k8s.cronjob.name",
)
"""What is said of a pod that sends. All of it stands in the pod itself."""

_LIMITER: Final = "memory_limiter/otlp"
_COMPLETED: Final = ("k8sattributes", "resourcedetection", "resource")


def otlp_environment(otlp: Otlp) -> dict[str, str]:
    """Variables of the container: what `resourcedetection` finds.

    The node would know it, too, but pods cannot ask for their node's metadata.

    Args:
        otlp: What applications may send.
    """
    cloud = {
        "cloud.provider": "aws",
        "cloud.platform": "aws_eks",
        "cloud.region": otlp.region,
        "cloud.account.id": otlp.account,
    }
    return {"OTEL_RESOURCE_ATTRIBUTES": ",".join(f"{name}={cloud[name]}" for name in cloud)}


def received(otlp: Otlp, *, resources: Resources, namespace: str) -> Part:
    """Everything that takes, completes and sends on what applications send.

    Args:
        otlp: What they may send, and where it goes.
        resources: What the container is given.
        namespace: Where the collectors run.
    """
    whole = Part(
        receivers={"otlp": otlp_receiver()},
        processors={_LIMITER: otlp_memory_limiter(resources), **_completed(otlp.cluster)},
    )
    whole |= _traces(otlp, namespace)
    if otlp.metrics:
        whole |= _pipeline(
            "metrics/otlp", _of_metrics(otlp.metrics.cluster), metrics_to(otlp.metrics)
        )
    if otlp.logs:
        whole |= _pipeline("logs", {}, logs_to(otlp.logs, region=otlp.region))
    if otlp.sampling_rules:
        rules = {"endpoint": f":{SAMPLING_RULES_PORT}", "region": otlp.region, "local_mode": True}
        whole |= Part(extensions={"awsproxy": rules})
    return whole


def sampled(otlp: Otlp, tail: Tail, *, resources: Resources) -> Part:
    """Everything that decides which traces are kept, of those that collectors on nodes pass on.

    Args:
        otlp: Where what is kept goes.
        tail: What is kept.
        resources: What the container is given.
    """
    destination = traces_to(otlp)
    processors = {
        _LIMITER: otlp_memory_limiter(resources),
        "tail_sampling": tail_sampling(tail),
        **_batches_of_spans(),
    }
    pipeline = {
        "receivers": ["otlp"],
        "processors": list(processors),
        "exporters": list(destination.exporters),
    }
    return destination | Part(
        receivers={"otlp": otlp_receiver(http=False)},
        processors=processors,
        pipelines={"traces": pipeline},
    )


def _batches_of_spans() -> dict[str, Any]:
    """The processor that makes batches of spans, by its name."""
    return {
        "batch/traces": {
            "send_batch_size": BATCH_SPANS,
            "send_batch_max_size": BATCH_SPANS,
            "timeout": f"{BATCH_SECONDS}s",
        }
    }


def _traces(otlp: Otlp, namespace: str) -> Part:
    match otlp.sampling:
        case Tail():
            return _pipeline("traces", _batches_of_spans(), traces_to_sampler(namespace))
        case Head(ratio=ratio):
            # Every node's has to decide alike, by the same seed, for a trace to be kept whole.
            share = {
                "mode": "hash_seed",
                "hash_seed": 0,
                "sampling_percentage": round(ratio * 100, 6),
            }
            first = {"probabilistic_sampler": share}
            return _pipeline("traces", _batches_of_spans(), traces_to(otlp), first=first)
        case None:
            return _pipeline("traces", _batches_of_spans(), traces_to(otlp))


def _pipeline(
    name: str,
    processors: Mapping[str, Any],
    destination: Part,
    *,
    first: Mapping[str, Any] | None = None,
) -> Part:
    """A pipeline from the receiver to its exporter, with what all of them do in the middle."""
    before = {} if first is None else first
    pipeline = {
        "receivers": ["otlp"],
        "processors": [_LIMITER, *before, *_COMPLETED, *processors],
        "exporters": list(destination.exporters),
    }
    return destination | Part(processors={**before, **processors}, pipelines={name: pipeline})


def _completed(cluster: str) -> dict[str, Any]:
    """The processors that say where what is sent comes from, by their names."""
    return {
        "k8sattributes": {
            "auth_type": "serviceAccount",
            "filter": {"node_from_env_var": "K8S_NODE_NAME"},
            "extract": {
                "metadata": list(POD_ATTRIBUTES),
                # It would ask for replica sets, which it then needs a right to.
                "deployment_name_from_replicaset": True,
            },
            "pod_association": [
                {"sources": [{"from": "resource_attribute", "name": "k8s.pod.uid"}]},
                {"sources": [{"from": "resource_attribute", "name": "k8s.pod.ip"}]},
                {"sources": [{"from": "connection"}]},
            ],
        },
        "resourcedetection": {"detectors": ["env"], "override": False, "timeout": "2s"},
        "resource": {
            "attributes": [
                # Nobody speaks for another cluster, or another node: a node's pods alone reach it.
                {"key": "k8s.cluster.name", "value": cluster, "action": "upsert"},
                {"key": "k8s.node.name", "value": NODE_NAME, "action": "upsert"},
            ]
        },
    }


def _of_metrics(cluster: str) -> dict[str, Any]:
    """The processors by which applications' series are no others', by their names.

    Their label `job` is `<service.namespace>/<service.name>`, which is no job's that is scraped.
    Attributes that would be labels of ours get another name, as with targets that are scraped.

    Args:
        cluster: What every series carries in the label `cluster`, which the exporter would not put
            in the place of an attribute of that name.
    """
    return {
        "resource/metrics": {
            "attributes": [
                {
                    "key": "service.namespace",
                    "from_attribute": "k8s.namespace.name",
                    "action": "insert",
                },
                {"key": "service.namespace", "value": cluster, "action": "insert"},
                {"key": "service.name", "value": "unknown_service", "action": "insert"},
                {
                    "key": "service.instance.id",
                    "from_attribute": "k8s.pod.name",
                    "action": "insert",
                },
            ]
        },
        "attributes/metrics": {
            "actions": [
                *(
                    {"key": f"exported_{label}", "from_attribute": label, "action": "upsert"}
                    for label in ("cluster", "job", "instance")
                ),
                *({"key": label, "action": "delete"} for label in ("job", "instance")),
                {"key": "cluster", "value": cluster, "action": "upsert"},
            ]
        },
    }
