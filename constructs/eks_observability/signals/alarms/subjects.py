"""All CloudWatch alarms there are, and which of them a cluster can have."""

from collections.abc import Collection
from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.signals.alarms import access, api_server, nodes, workloads
from eks_observability.signals.alarms.bands import BANDS
from eks_observability.signals.alarms.model import Message, Source, ThresholdAlarm

SUBJECTS: Final = (nodes, workloads, api_server, access)
"""The modules, in the order of a page."""

MESSAGES: Final[tuple[Message, ...]] = tuple(
    message for subject in SUBJECTS for message in subject.MESSAGES
)
"""All messages of threshold alarms, each after those that it follows from."""


def threshold_alarms(thresholds: AlarmThresholds) -> tuple[ThresholdAlarm, ...]:
    """All alarms with a threshold, whatever is measured."""
    return tuple(alarm for subject in SUBJECTS for alarm in subject.alarms(thresholds))


ALARM_NAMES: Final = (
    *(alarm.name for alarm in threshold_alarms(AlarmThresholds())),
    *(band.name for band in BANDS),
)
"""Names of all alarms that can be left out."""


def sources(insights: ContainerInsights) -> frozenset[Source]:
    """Who publishes metrics of a cluster, besides metric filters.

    EKS does of every cluster, and the rule on access entries is made along with its alarm.

    Args:
        insights: Container Insights of the cluster.
    """
    published: set[Source] = {"control_plane", "access_entries"}
    if insights.has_classic_metrics:
        published.add("classic")
    if insights.has_enhanced_metrics:
        published.add("enhanced")
    return frozenset(published)


def measured_alarms(
    thresholds: AlarmThresholds,
    *,
    published: Collection[Source],
    log_metrics: Collection[str] = (),
    off: Collection[str] = (),
) -> tuple[ThresholdAlarm, ...]:
    """The alarms with a threshold whose metrics are there.

    Args:
        thresholds: From where on something is worth an alarm.
        published: Who publishes metrics, as `sources` has it.
        log_metrics: Names of the metrics that are counted from the cluster's logs.
        off: Names of alarms to leave out.
    """

    def measured(alarm: ThresholdAlarm) -> bool:
        return all(
            each.name in log_metrics if each.source == "logs" else each.source in published
            for each in alarm.measures.values()
        )

    return tuple(
        alarm for alarm in threshold_alarms(thresholds) if alarm.name not in off and measured(alarm)
    )
