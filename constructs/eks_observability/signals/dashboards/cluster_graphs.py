"""What a cluster uses over time, and who uses it."""

from typing import Final

from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Lines
from eks_observability.signals.dashboards.model import Panel
from eks_observability.signals.dashboards.parts import lines
from eks_observability.signals.dashboards.queries import cluster as queries

_OF_NAMESPACE: Final = (("namespace", "namespace"),)
_OF_POD: Final = (("namespace", "namespace"), ("pod", "pod"))
_TO_WORKLOADS: Final = (
    Link(title="Workloads of this namespace", to="workloads", labels=_OF_NAMESPACE),
    Link(title="Logs of this namespace", to="logs", labels=_OF_NAMESPACE),
)
_TO_POD: Final = (
    Link(title="This pod", to="pods", labels=_OF_POD),
    Link(title="Logs of this pod", to="logs", labels=_OF_POD),
    Link(title="Traces of this time", to="traces", labels=_OF_POD),
)
_TO_NODE: Final = (
    Link(title="This node", to="nodes", labels=(("node", "node"),)),
    Link(title="Pods of this node", to="pods", labels=(("node", "node"),)),
)
_POD: Final = "{{namespace}}/{{pod}}"
_CONTAINER: Final = "{{pod}} {{container}}"
_SYSTEM: Final = "{{node}} system"
_ALL: Final = "{{node}} all"


def requests() -> tuple[Panel, ...]:
    """What is in use, requested and allowed, of what nodes give to pods."""
    return tuple(
        lines(
            f"{title} in use, requested and there",
            f"{title} that pods use, what they request, what their limits let them use, and what "
            "nodes give to pods. Where requests come near to what is there, new pods wait.",
            {
                "In use": queries.pods_of(resource),
                "Requested": queries.asked("requests", resource),
                "Limits": queries.asked("limits", resource),
                "There": queries.allocatable(resource),
            },
            unit=unit,
            look=Lines(limits=("Limits", "There")),
        )
        for title, resource, unit in (("CPU", "cpu", "short"), ("Memory", "memory", "bytes"))
    )


def processors() -> tuple[Panel, ...]:
    """Who uses CPU, from namespaces down to containers, and nodes beside pods."""
    return (
        lines(
            "CPU by namespace",
            "Cores in use by the pods of each namespace.",
            {"{{namespace}}": queries.by_namespace("cpu")},
            look=Lines(stacked=True),
            links=_TO_WORKLOADS,
        ),
        lines(
            "CPU of pods",
            "Cores in use, of the ten pods that use most.",
            {_POD: queries.by_pod("cpu")},
            links=_TO_POD,
        ),
        lines(
            "CPU of containers",
            "Cores in use, of the ten containers that use most.",
            {_CONTAINER: queries.cpu_by_container()},
            links=_TO_POD,
        ),
        lines(
            "CPU of all processes and the system",
            "Cores in use on each node by all processes, and by all that is no pod: kernel, "
            "kubelet, container runtime and other services.",
            {_ALL: queries.cpu_by_node(), _SYSTEM: queries.cpu_of_system()},
            links=_TO_NODE,
        ),
    )


def memory() -> tuple[Panel, ...]:
    """Who uses memory, from namespaces down to containers, and nodes beside pods."""
    return (
        lines(
            "Memory by namespace",
            "Memory of the pods of each namespace that cannot be taken away.",
            {"{{namespace}}": queries.by_namespace("memory")},
            unit="bytes",
            look=Lines(stacked=True),
            links=_TO_WORKLOADS,
        ),
        lines(
            "Memory of pods",
            "Memory that cannot be taken away, of the ten pods that use most.",
            {_POD: queries.by_pod("memory")},
            unit="bytes",
            links=_TO_POD,
        ),
        lines(
            "Memory of containers",
            "Memory that cannot be taken away, of the ten containers that use most.",
            {_CONTAINER: queries.memory_by_container()},
            unit="bytes",
            links=_TO_POD,
        ),
        lines(
            "Memory of all processes and the system",
            "Memory in use on each node by all processes, and by all that is no pod: kernel, "
            "kubelet, container runtime and other services.",
            {_ALL: queries.memory_by_node(), _SYSTEM: queries.memory_of_system()},
            unit="bytes",
            links=_TO_NODE,
        ),
    )


def network() -> tuple[Panel, ...]:
    """Traffic of the cluster, of nodes and of pods."""
    return (
        lines(
            "Network of the cluster",
            "Bytes a second that all nodes receive, and send, downwards.",
            {
                "Received": queries.network_bytes("receive"),
                "Sent": queries.network_bytes("transmit"),
            },
            unit="Bps",
            look=Lines(mirrored=("Sent",)),
            width=8,
        ),
        lines(
            "Network of nodes",
            "Bytes a second of all processes that a node receives, and sends, downwards.",
            {
                "{{node}} received": queries.network_by_node("receive"),
                "{{node}} sent": queries.network_by_node("transmit"),
            },
            unit="Bps",
            look=Lines(mirrored=(".+ sent",)),
            links=_TO_NODE,
            width=8,
        ),
        lines(
            "Network of pods",
            "Bytes a second that a pod receives, and sends, downwards: the ten highest each. Its "
            "containers have one network together.",
            {
                f"{_POD} received": queries.network_by_pod("receive"),
                f"{_POD} sent": queries.network_by_pod("transmit"),
            },
            unit="Bps",
            look=Lines(mirrored=(".+ sent",)),
            links=_TO_POD,
            width=8,
        ),
    )
