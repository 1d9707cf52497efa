"""What namespaces and workloads do over time."""

from typing import Final

from eks_observability.signals.dashboards.links import Link
from eks_observability.signals.dashboards.looks import Lines
from eks_observability.signals.dashboards.model import Panel
from eks_observability.signals.dashboards.parts import lines
from eks_observability.signals.dashboards.queries import workloads as queries
from eks_observability.signals.dashboards.thresholds import above

_OF_WORKLOAD: Final = (("namespace", "namespace"), ("workload", "workload"))

LINKS: Final = (
    Link(title="Pods of this workload", to="pods", labels=_OF_WORKLOAD),
    Link(title="Logs of its namespace", to="logs", labels=(("namespace", "namespace"),)),
    Link(title="This workload alone", to="workloads", labels=_OF_WORKLOAD),
)
"""Where a click on a workload leads."""

_TO_PODS: Final = (
    Link(title="Pods of this namespace", to="pods", labels=(("namespace", "namespace"),)),
)
_NAME: Final = "{{namespace}}/{{workload}}"


def namespaces() -> tuple[Panel, ...]:
    """CPU and memory by namespace."""
    return (
        lines(
            "CPU by namespace",
            "Cores in use, on average over five minutes.",
            {"{{namespace}}": queries.cpu_of_namespaces()},
            look=Lines(stacked=True),
            links=_TO_PODS,
        ),
        lines(
            "Memory by namespace",
            "Memory that cannot be taken away.",
            {"{{namespace}}": queries.memory_of_namespaces()},
            unit="bytes",
            look=Lines(stacked=True),
            links=_TO_PODS,
        ),
    )


def workloads() -> tuple[Panel, ...]:
    """CPU, memory and network by workload."""
    return (
        lines(
            "CPU by workload",
            "Cores in use by all pods of a workload, of the 20 that use most.",
            {_NAME: queries.highest(queries.cpu())},
            links=LINKS,
            width=8,
        ),
        lines(
            "Memory by workload",
            "Memory that cannot be taken away, of all pods of a workload, of the 20 that use most.",
            {_NAME: queries.highest(queries.memory())},
            unit="bytes",
            links=LINKS,
            width=8,
        ),
        lines(
            "Network by workload",
            "Bytes a second that a workload receives, and sends, downwards: the 20 highest each.",
            {
                f"{_NAME} received": queries.highest(queries.network("receive")),
                f"{_NAME} sent": queries.highest(queries.network("transmit")),
            },
            unit="Bps",
            look=Lines(mirrored=(".+ sent",)),
            links=LINKS,
            width=8,
        ),
    )


def replicas() -> tuple[Panel, ...]:
    """Pods that are wanted and not there, by kind of workload."""
    return tuple(
        lines(
            f"Missing of {kind}s",
            f"Pods that a {kind} wants and that are not available. Some always are while it is "
            "rolled out.",
            {f"{{{{namespace}}}}/{{{{{kind.lower()}}}}}": queries.missing(kind.lower())},
            links=_TO_PODS,
            width=8,
            no_value=f"There is no {kind}",
        )
        for kind in ("Deployment", "StatefulSet", "DaemonSet")
    )


def growth() -> tuple[Panel, ...]:
    """What keeps workloads from having more pods, and Jobs that failed."""
    return (
        lines(
            "Autoscalers",
            "Replicas that a HorizontalPodAutoscaler has, of those it may have. At 100 % it would "
            "like to have more, or soon may.",
            {"{{namespace}}/{{horizontalpodautoscaler}}": queries.autoscaled_share()},
            unit="percentunit",
            thresholds=above(1),
            width=8,
            no_value="There is no autoscaler",
        ),
        lines(
            "Quotas in use",
            "What is in use of a ResourceQuota. At 100 % the API server refuses new pods.",
            {"{{namespace}}/{{resourcequota}} {{resource}}": queries.quotas_used()},
            unit="percentunit",
            thresholds=above(1),
            width=8,
            no_value="There is no quota",
        ),
        lines(
            "Jobs that failed",
            "Jobs that gave up, as long as they are there.",
            {"{{namespace}}/{{job_name}}": queries.failed_jobs()},
            links=_TO_PODS,
            width=8,
            no_value="None failed",
        ),
    )
