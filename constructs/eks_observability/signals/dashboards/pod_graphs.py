"""What pods and their containers do over time."""

from typing import Final

from eks_observability.settings.alert_thresholds import AlertThresholds
from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Lines
from eks_observability.signals.dashboards.model import Panel
from eks_observability.signals.dashboards.parts import lines
from eks_observability.signals.dashboards.queries import pods as queries
from eks_observability.signals.dashboards.thresholds import above_percent

_OF_POD: Final = (("namespace", "namespace"), ("pod", "pod"))

LINKS: Final = (
    Link(title="Logs of this pod", to="logs", labels=_OF_POD),
    Link(title="Traces of this time", to="traces", labels=_OF_POD),
    Link(title="This pod alone", to="pods", labels=_OF_POD),
)
"""Where a click on a pod leads."""

_POD: Final = "{{namespace}}/{{pod}}"
_CONTAINER: Final = "{{pod}} {{container}}"


def resources() -> tuple[Panel, ...]:
    """CPU and memory by pod, and all of them against what they asked for."""
    return (
        lines(
            "CPU by pod",
            "Cores in use, on average over five minutes, of the 20 pods that use most.",
            {_POD: queries.highest(queries.cpu())},
            links=LINKS,
        ),
        lines(
            "Memory by pod",
            "Memory that cannot be taken away, of the 20 pods that use most: what the kernel looks "
            "at before it kills.",
            {_POD: queries.highest(queries.memory())},
            unit="bytes",
            links=LINKS,
        ),
        *(
            lines(
                f"{title} of all, and what they ask for",
                f"{title} in use by all pods that are chosen, what they request, and what their "
                "limits let them use. Containers without a limit are not in it.",
                {
                    "In use": queries.total(used),
                    "Requested": queries.total(queries.resource("requests", resource)),
                    "Limit": queries.total(queries.resource("limits", resource)),
                },
                unit=unit,
                look=Lines(limits=("Requested", "Limit")),
            )
            for title, resource, used, unit in (
                ("CPU", "cpu", queries.cpu(), "short"),
                ("Memory", "memory", queries.memory(), "bytes"),
            )
        ),
    )


def containers(limits: AlertThresholds) -> tuple[Panel, ...]:
    """CPU and memory by container, and how near they are to their limits."""
    return (
        lines(
            "CPU by container",
            "Cores in use, of the 20 containers that use most.",
            {_CONTAINER: queries.cpu_by_container()},
            links=LINKS,
        ),
        lines(
            "Memory by container",
            "Memory that cannot be taken away, of the 20 containers that use most.",
            {_CONTAINER: queries.memory_by_container()},
            unit="bytes",
            links=LINKS,
        ),
        lines(
            "Kept from running",
            "The share of periods in which a container wanted to run and its CPU limit kept it "
            "from it. It answers slowly then, however idle its node is.",
            {_CONTAINER: queries.throttled()},
            unit="percentunit",
            thresholds=above_percent(limits.container_cpu_throttled_percent),
            links=LINKS,
            no_value="No container has a CPU limit",
        ),
        lines(
            "Memory of the limit",
            "Memory in use of a container's limit. At 100 % the kernel kills it.",
            {_CONTAINER: queries.memory_of_limit()},
            unit="percentunit",
            thresholds=above_percent(limits.container_memory_limit_percent),
            links=LINKS,
            no_value="No container has a memory limit",
        ),
    )


def states() -> tuple[Panel, ...]:
    """Phases, restarts and what is waited for, and network."""
    return (
        lines(
            "Pods by phase",
            "How many pods run, wait, are done or failed.",
            {"{{phase}}": queries.phases()},
            look=Lines(stacked=True),
            width=8,
        ),
        lines(
            "Restarts",
            "When containers were started again. What they wrote before is in their logs.",
            {_CONTAINER: queries.restarts()},
            links=LINKS,
            width=8,
            no_value="None",
        ),
        lines(
            "What containers wait for",
            "Containers that do not run, by the reason: `CrashLoopBackOff` ends again and again, "
            "`ImagePullBackOff` has no image.",
            {"{{reason}}": queries.waiting_reasons()},
            width=8,
            no_value="None waits",
        ),
        lines(
            "Why containers ended last",
            "Containers by the reason of their last end, while they run again.",
            {"{{reason}}": queries.last_ends()},
            no_value="None ended",
        ),
        lines(
            "Network by pod",
            "Bytes a second that pods receive, and send, downwards: the 20 highest each. Pods in "
            "the network of their node are counted there.",
            {
                f"{_POD} received": queries.network_bytes("receive"),
                f"{_POD} sent": queries.network_bytes("transmit"),
            },
            unit="Bps",
            look=Lines(mirrored=(".+ sent",)),
            links=LINKS,
        ),
    )
