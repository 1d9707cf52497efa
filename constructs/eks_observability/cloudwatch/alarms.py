"""CloudWatch alarms on a cluster, and which of them people hear of as one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.cloudwatch.access_entry_changes import AccessEntryChanges
from eks_observability.cloudwatch.alarm_metrics import alarm_metric
from eks_observability.cloudwatch.alarm_names import alarm_name, runbook
from eks_observability.notes import note_cost
from eks_observability.settings.alarms import Alarms
from eks_observability.signals.alarms.groups import alarm_groups
from eks_observability.signals.alarms.model import AlarmGroup, ThresholdAlarm

_MISSING: Final = {
    "breaching": cloudwatch.TreatMissingData.BREACHING,
    "notBreaching": cloudwatch.TreatMissingData.NOT_BREACHING,
}

UNUSUAL: Final = "Unusual"
"""The group of what is unusual and not wrong yet."""

# How long a message waits for the alarm that would suppress it, and how long that one's end still
# does: alarms look every five minutes.
_SUPPRESSOR_WAIT: Final = cdk.Duration.minutes(5)
_SUPPRESSOR_EXTENSION: Final = cdk.Duration.minutes(10)


class ClusterAlarms(Construct):
    """Alarms on what is measured of a cluster, and composite ones that send what people read.

    A single alarm sends nothing: it is there to be looked at. Those of one subject are a composite
    one, which sends a message when the first of them rings, and one when the last is over; so one
    failure is one message.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        settings: Which there are, and from where on. Default: as the settings' own defaults.
        container_insights: Whether Container Insights' classic metrics are there. Default: no.
        counted: Names of the metrics that are counted from the cluster's logs. Default: none.
        topics: Who is told, in the cluster's account and Region, by topics that let CloudWatch
            publish. Default: nobody, and alarms are seen in CloudWatch alone.
        runbooks_url: Where the pages of docs/runbooks can be read. Default: nowhere, and alarms
            name the file.
        unusual: Alarms on what is unusual, which are one message too. Default: none.
    """

    alarms: Mapping[str, cloudwatch.Alarm]
    """The single alarms with a threshold, by their names in `signals.alarms`."""

    composites: Mapping[str, cloudwatch.CompositeAlarm]
    """Those that send, by the names of their groups."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        settings: Alarms | None = None,
        container_insights: bool = False,
        counted: Sequence[str] = (),
        topics: Sequence[sns.ITopic] = (),
        runbooks_url: str | None = None,
        unusual: Sequence[cloudwatch.IAlarm] = (),
    ) -> None:
        super().__init__(scope, construct_id)

        self._cluster_name = cluster.cluster_name
        self._settings = settings or Alarms()
        self._measured, self._counted = container_insights, counted
        self._runbooks_url = runbooks_url
        self._changes: AccessEntryChanges | None = None
        self._actions = [actions.SnsAction(topic) for topic in topics]
        self.alarms = {}
        self.composites = {}
        self._cluster = cluster
        for group in alarm_groups(self._settings.thresholds):
            made = {each.name: self._alarm(each) for each in self._wanted(group)}
            self.alarms = {**self.alarms, **made}
            if made:
                self._compose(group, list(made.values()))
        if unusual:
            self._compose(_UNUSUAL, unusual)
        note_cost(
            self,
            f"{len(self.alarms)} CloudWatch alarms and {len(self.composites)} composite ones on "
            f"{self._cluster_name}: a monthly price each, by the metrics they look at",
        )

    def _wanted(self, group: AlarmGroup) -> Iterator[ThresholdAlarm]:
        """Alarms of a group that are not switched off, and whose metrics are there."""
        for alarm in group.alarms:
            there = {
                "container_insights": self._measured,
                "control_plane": True,
                "log_metrics": all(metric.name in self._counted for metric in alarm.metrics),
                "events": True,
            }
            if there[alarm.source] and alarm.name not in self._settings.off:
                yield alarm

    def _alarm(self, alarm: ThresholdAlarm) -> cloudwatch.Alarm:
        """A single alarm, which sends nothing."""
        return cloudwatch.Alarm(
            self,
            alarm.name,
            alarm_name=alarm_name(self._cluster_name, alarm.name),
            alarm_description=self._description(alarm),
            metric=alarm_metric(
                alarm, cluster_name=self._cluster_name, rule_name=self._rule_name(alarm)
            ),
            threshold=alarm.threshold,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
            if alarm.below
            else cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            evaluation_periods=alarm.periods,
            treat_missing_data=_MISSING[alarm.missing],
        )

    def _description(self, alarm: ThresholdAlarm) -> str:
        page = runbook(alarm.name, self._runbooks_url)
        return f"{alarm.summary} Cluster {self._cluster_name}. Runbook: {page}"

    def _rule_name(self, alarm: ThresholdAlarm) -> str | None:
        """The name of the rule whose matches an alarm counts; None where it counts no matches."""
        if alarm.source != "events":
            return None
        self._changes = self._changes or AccessEntryChanges(
            self, "AccessEntryChanges", cluster=self._cluster
        )
        return self._changes.rule_name

    def _compose(self, group: AlarmGroup, alarms: Sequence[cloudwatch.IAlarm]) -> None:
        """The alarm that sends, as soon as one of `alarms` rings."""
        suppressor = self.composites.get(group.silent_during or "")
        rings = [
            cloudwatch.AlarmRule.from_alarm(alarm, cloudwatch.AlarmState.ALARM) for alarm in alarms
        ]
        made = cloudwatch.CompositeAlarm(
            self,
            group.name,
            composite_alarm_name=alarm_name(self._cluster_name, group.name),
            alarm_description=(
                f"{group.summary} Cluster {self._cluster_name}. Which of its alarms rings, and "
                "that one's runbook, stand in CloudWatch."
            ),
            alarm_rule=cloudwatch.AlarmRule.any_of(*rings),
            actions_suppressor=suppressor,
            actions_suppressor_wait_period=_SUPPRESSOR_WAIT if suppressor else None,
            actions_suppressor_extension_period=_SUPPRESSOR_EXTENSION if suppressor else None,
        )
        if self._actions:
            made.add_alarm_action(*self._actions)
            made.add_ok_action(*self._actions)
        self.composites = {**self.composites, group.name: made}


_UNUSUAL: Final = AlarmGroup(
    name=UNUSUAL,
    alarms=(),
    summary="Something in the cluster is unlike what it was in the days before.",
    silent_during="NodeTrouble",
)
