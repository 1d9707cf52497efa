"""Which alarms there are, and which of them people hear of as one."""

from typing import Final

from eks_observability.settings.alarms import AlarmThresholds
from eks_observability.signals.alarms import access, control_plane, nodes, workloads
from eks_observability.signals.alarms.model import AlarmGroup


def alarm_groups(thresholds: AlarmThresholds) -> tuple[AlarmGroup, ...]:
    """All groups: one that others are silent during comes before them.

    A node that fails takes its pods along, which are then pending: that is one failure, and one
    message.

    Args:
        thresholds: From where on something is worth an alarm.
    """
    return (
        AlarmGroup(
            name="NodeTrouble",
            alarms=nodes.alarms(thresholds),
            summary="Nodes of the cluster fail, are silent, or are used up.",
        ),
        AlarmGroup(
            name="WorkloadTrouble",
            alarms=workloads.alarms(thresholds),
            summary="Pods of the cluster do not start, or start again and again.",
            silent_during="NodeTrouble",
        ),
        AlarmGroup(
            name="ControlPlaneTrouble",
            alarms=control_plane.alarms(thresholds),
            summary="The cluster's API server fails or is slow.",
        ),
        AlarmGroup(
            name="AccessTried",
            alarms=access.tried(thresholds),
            summary="Somebody calls the cluster's API server who may not.",
        ),
        AlarmGroup(
            name="AccessChanged",
            alarms=access.changed(),
            summary="Who may do what in the cluster was changed.",
        ),
    )


ALARM_NAMES: Final = tuple(
    alarm.name for group in alarm_groups(AlarmThresholds()) for alarm in group.alarms
)
"""Names of all alarms with a threshold."""
