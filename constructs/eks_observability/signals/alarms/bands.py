"""What CloudWatch warns of when it is above the band of what is usual, whatever its height.

Metrics, units and dimensions: CloudWatch User Guide, "Amazon EKS and Kubernetes Container Insights
metrics" and "... with enhanced observability metrics". Of restarts these name the workload's
dimensions alone; with enhanced observability the agent publishes them of the cluster too
(amazon-cloudwatch-agent, translator/translate/otel/exporter/awsemf/kubernetes.go).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from eks_observability.settings.container_insights import ContainerInsights

MEASURED: Final = "Where its agents measure nothing, nothing is known, and the state says so."
COUNTED: Final = "Nothing counted is nothing wrong."

Source = Literal["classic", "enhanced", "logs"]
"""Who publishes a metric: Container Insights, the same with enhanced observability, or a metric
filter on logs."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """A metric of a cluster, whose usual band CloudWatch learns, and an alarm on what is above."""

    name: str
    """What the alarm is called: subject and `Unusual`. So is its runbook."""

    source: Source
    """Who publishes the metric."""

    metric: str
    """The metric's name; its one dimension is `ClusterName`, and of `logs` it has none."""

    unit: Literal["Percent", "Count"]
    """Its unit."""

    statistic: Literal["Average", "Sum"]
    """How the samples of five minutes become one value, of which the band is."""

    summary: str
    """What is unusual, in a sentence."""

    missing: Literal["missing", "notBreaching"]
    """What a period without a value counts as, as CloudWatch names it."""

    because: str
    """Why it counts as that."""


def bands(insights: ContainerInsights, *, log_metrics: Collection[str] = ()) -> tuple[Band, ...]:
    """The bands whose metrics are published.

    Args:
        insights: Container Insights of the cluster.
        log_metrics: Names of the metrics that are counted from its logs. Default: none.
    """
    published = {"logs"} if log_metrics else set[str]()
    if insights.has_classic_metrics:
        published.add("classic")
    if insights.has_enhanced_metrics:
        published.add("enhanced")
    return tuple(
        band
        for band in BANDS
        if band.source in published and (band.source != "logs" or band.metric in log_metrics)
    )


def _usage(name: str, metric: str, what: str) -> Band:
    return Band(
        name=name,
        source="classic",
        metric=metric,
        unit="Percent",
        statistic="Average",
        summary=f"{what} is above what is usual at this time.",
        missing="missing",
        because=MEASURED,
    )


def _failures(name: str, metric: str, summary: str, source: Source = "enhanced") -> Band:
    return Band(
        name=name,
        source=source,
        metric=metric,
        unit="Count",
        statistic="Sum",
        summary=summary,
        missing="notBreaching",
        because=COUNTED,
    )


_WAITING: Final = "pod_container_status_waiting_reason"

BANDS: Final = (
    _usage("NodeCpuUnusual", "node_cpu_utilization", "The CPU in use of nodes"),
    _usage("NodeMemoryUnusual", "node_memory_utilization", "The memory in use of nodes"),
    _usage(
        "NodeFilesystemUnusual",
        "node_filesystem_utilization",
        "What is full of nodes' file systems",
    ),
    _usage(
        "PodCpuLimitUnusual",
        "pod_cpu_utilization_over_pod_limit",
        "The share of their CPU limits that pods use",
    ),
    _usage(
        "PodMemoryLimitUnusual",
        "pod_memory_utilization_over_pod_limit",
        "The share of their memory limits that pods use",
    ),
    _failures(
        "PodRestartsUnusual",
        "pod_number_of_container_restarts",
        "Containers restart more often than is usual at this time.",
    ),
    _failures(
        "PodImagePullsUnusual",
        f"{_WAITING}_image_pull_error",
        "More containers than usual wait for an image that cannot be pulled.",
    ),
    _failures(
        "PodCrashesUnusual",
        f"{_WAITING}_crash_loop_back_off",
        "More containers than usual end as soon as they are started.",
    ),
    _failures(
        "PodConfigurationsUnusual",
        f"{_WAITING}_create_container_config_error",
        "More containers than usual miss what their configuration names.",
    ),
    _failures(
        "PodCreationsUnusual",
        f"{_WAITING}_create_container_error",
        "More containers than usual cannot be made.",
    ),
    _failures(
        "ApplicationErrorsUnusual",
        "ApplicationErrors",
        "Applications print more errors than is usual at this time.",
        "logs",
    ),
)
"""All bands there are."""
