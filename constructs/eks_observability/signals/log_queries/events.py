"""What Kubernetes events answer: why a pod does not start, who was evicted, what keeps failing.

Records are Events of the core API (Kubernetes documentation, "Event"), as Fluent Bit's input
`kubernetes_events` takes them from the API server.
"""

from typing import Final

from eks_observability.signals.log_queries.model import LogQuery, pipeline

_WARNING: Final = 'filter type = "Warning"'
_OBJECT: Final = "involvedObject.kind, involvedObject.namespace, involvedObject.name"


def queries() -> tuple[LogQuery, ...]:
    """Every query over `/aws/containerinsights/<cluster>/events`, in the order of a dashboard."""
    return (
        LogQuery(
            name="warnings-by-reason",
            log_group="events",
            title="Warnings by reason",
            question="What does the cluster warn of most?",
            reading=(
                "FailedScheduling: no node fits. BackOff: a container ends and is started again. "
                "Failed and ErrImagePull: the image or its credentials. FailedMount: a volume, "
                "ConfigMap or Secret. Unhealthy: a probe. An event that repeats is written about "
                "once an hour, so compare reasons rather than count them."
            ),
            query=pipeline(
                f"fields {_OBJECT}",
                _WARNING,
                "stats count(*) as events, latest(@timestamp) as last, "
                "count_distinct(involvedObject.name) as objects by reason, involvedObject.kind",
                "sort events desc",
                "limit 30",
            ),
        ),
        LogQuery(
            name="pods-that-do-not-start",
            log_group="events",
            title="Pods that do not start",
            question="Which pods cannot start, and what is in their way?",
            reading=(
                "The message names the image, the volume or the resource that is missing. Pods of "
                "one Deployment stand together: mend it once."
            ),
            query=pipeline(
                f"fields @timestamp, {_OBJECT}, reason, message",
                _WARNING,
                'filter reason in ["FailedScheduling", "Failed", "FailedMount", '
                '"FailedAttachVolume", "FailedCreatePodSandBox", "FailedCreate", "InspectFailed"]',
                "sort @timestamp desc",
                "limit 50",
            ),
        ),
        LogQuery(
            name="evictions-and-node-trouble",
            log_group="events",
            title="Evictions and nodes in trouble",
            question="Which nodes were in trouble, and what was evicted?",
            reading=(
                "Evicted and SystemOOM: a node ran out of memory or disk; look at what its pods "
                "have reserved. NodeNotReady for several nodes at once is their network or the "
                "control plane."
            ),
            query=pipeline(
                f"fields @timestamp, {_OBJECT}, reason, message",
                'filter reason in ["Evicted", "SystemOOM", "OOMKilling", "NodeNotReady", '
                '"EvictionThresholdMet", "FreeDiskSpaceFailed", "Rebooted"]',
                "sort @timestamp desc",
                "limit 50",
            ),
        ),
    )
