"""CloudWatch alarms on a cluster: what is wrong is said once, and leads to what to do."""

from collections.abc import Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.cloudwatch import access_entry_changes
from eks_observability.cloudwatch.access_entry_changes import AccessEntryChanges
from eks_observability.cloudwatch.alarm_names import alarm_name, runbook, runbook_folder
from eks_observability.cloudwatch.log_metrics import log_metric_namespace
from eks_observability.notes import note_cost
from eks_observability.settings.alarms import Alarms
from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.signals.alarms.model import Measure, Message, ThresholdAlarm
from eks_observability.signals.alarms.subjects import MESSAGES, measured_alarms, sources
from eks_observability.signals.vended_metrics import container_insights, control_plane

UNUSUAL: Final = "Unusual"
"""Name of the message about what is unusual."""

DESCRIPTION: Final = 1024
"""Characters that an alarm's description may have (CloudWatch API, PutMetricAlarm)."""

_WAIT: Final = cdk.Duration.minutes(5)
"""How long a consequence waits for its cause to be noticed, and outlasts it: pods that a failed
node had come up again a while after it."""

_COMPARISONS: Final = {
    ">=": cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    "<": cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
}
_MISSING: Final = {
    "breaching": cloudwatch.TreatMissingData.BREACHING,
    "notBreaching": cloudwatch.TreatMissingData.NOT_BREACHING,
    "ignore": cloudwatch.TreatMissingData.IGNORE,
}


class ClusterAlarms(Construct):
    """Watches a cluster by what CloudWatch has of it, and tells people once of one failure.

    Single alarms tell nobody: composite ones do, each for several that say the same. What follows
    from failed nodes is not said while they are failed. What is unusual is not said while something
    is wrong by its threshold.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        settings: Which are left out, and from where on something is worth an alarm. Default: none,
            and the settings' own defaults.
        container_insights: What measures the cluster, by which its alarms are chosen. Default: as
            the settings' own defaults.
        log_metrics: Names of the metrics that are counted from its logs. Default: none, and there
            is no alarm on them.
        unusual: Alarms on what is unusual, which tell nobody by themselves. Default: none.
        listened_to: Topics that people listen to, of the same account and Region. Default: none,
            and alarms tell nobody.
        runbooks_url: Where the pages of docs/runbooks can be read. Default: nowhere, and alarms
            name the file.
    """

    alarms: Mapping[str, cloudwatch.Alarm]
    """Alarms with a threshold, by name; none of them tells anybody."""

    messages: Mapping[str, cloudwatch.CompositeAlarm]
    """Composite alarms, by name; they tell people."""

    access_entry_changes: AccessEntryChanges | None = None
    """What notices changes of access entries; None where that alarm is left out."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        settings: Alarms | None = None,
        container_insights: ContainerInsights | None = None,
        log_metrics: Sequence[str] = (),
        unusual: Sequence[cloudwatch.IAlarm] = (),
        listened_to: Sequence[sns.ITopic] = (),
        runbooks_url: str | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        wanted = settings or Alarms()
        insights = container_insights or ContainerInsights()
        self._cluster = cluster
        self._name = cluster.cluster_name
        # Of the add-on's agent nothing else is known, and once a minute is its default.
        by_agent = insights.agent.interval_seconds if insights.mode == "manifests" else 60
        self._minutes_between = -(-by_agent // 60)
        self._runbooks_url = runbooks_url
        self._actions = [actions.SnsAction(topic) for topic in listened_to]
        measured = measured_alarms(
            wanted.thresholds,
            published=sources(insights),
            log_metrics=log_metrics,
            off=wanted.off,
        )
        self.alarms = {each.name: self._alarm(each) for each in measured}
        messages = {
            message.name: self._message(message)
            for message in MESSAGES
            if any(name in self.alarms for name in message.alarms)
        }
        if unusual:
            messages[UNUSUAL] = self._unusual(unusual)
        self.messages = messages
        self._note(measured)

    def _alarm(self, each: ThresholdAlarm) -> cloudwatch.Alarm:
        message = next(one.name for one in MESSAGES if each.name in one.alarms)
        period = self._period(each)
        return cloudwatch.Alarm(
            self,
            each.name,
            alarm_name=alarm_name(self._name, each.name),
            alarm_description=(
                f"{each.summary} {each.because} Tells nobody by itself: {self._name}-{message} "
                f"does. Runbook: {runbook(each.name, self._runbooks_url)}"
            ),
            metric=self._value(each, cdk.Duration.minutes(period)),
            comparison_operator=_COMPARISONS[each.comparison],
            threshold=each.threshold,
            evaluation_periods=max(1, each.minutes // period),
            treat_missing_data=_MISSING[each.missing],
        )

    def _period(self, each: ThresholdAlarm) -> int:
        """Minutes that one value stands for: in fewer than between two there would be gaps."""
        by_agent = bool(each.sources & {"classic", "enhanced"})
        return max(each.period_seconds // 60, self._minutes_between if by_agent else 1)

    def _value(self, each: ThresholdAlarm, period: cdk.Duration) -> cloudwatch.IMetric:
        metrics = {name: self._metric(measure, period) for name, measure in each.measures.items()}
        if each.expression is None:
            (only,) = metrics.values()
            return only
        return cloudwatch.MathExpression(
            expression=each.expression, using_metrics=metrics, label=each.name, period=period
        )

    def _metric(self, measure: Measure, period: cdk.Duration) -> cloudwatch.Metric:
        namespace, dimensions = self._place(measure)
        return cloudwatch.Metric(
            namespace=namespace,
            metric_name=measure.name,
            dimensions_map=dimensions,
            statistic=measure.statistic,
            period=period,
        )

    def _place(self, measure: Measure) -> tuple[str, dict[str, str] | None]:
        """The namespace of a metric, and its dimension."""
        if measure.source == "logs":
            return log_metric_namespace(self._name), None
        if measure.source == "control_plane":
            return control_plane.NAMESPACE, {control_plane.DIMENSION: self._name}
        if measure.source == "access_entries":
            if not self.access_entry_changes:
                self.access_entry_changes = AccessEntryChanges(
                    self, "AccessEntries", cluster=self._cluster
                )
            name = self.access_entry_changes.rule.rule_name
            return access_entry_changes.NAMESPACE, {access_entry_changes.DIMENSION: name}
        return container_insights.NAMESPACE, {container_insights.DIMENSION: self._name}

    def _message(self, message: Message) -> cloudwatch.CompositeAlarm:
        members = [name for name in message.alarms if name in self.alarms]
        cause = self.alarms.get(message.consequence_of or "")
        alarm = cloudwatch.CompositeAlarm(
            self,
            message.name,
            composite_alarm_name=alarm_name(self._name, message.name),
            alarm_description=self._of_members(message.summary, members),
            alarm_rule=_any_on([self.alarms[name] for name in members]),
            actions_suppressor=cause,
            actions_suppressor_wait_period=_WAIT if cause else None,
            actions_suppressor_extension_period=_WAIT if cause else None,
        )
        alarm.add_alarm_action(*self._actions)
        if message.ends:
            alarm.add_ok_action(*self._actions)
        return alarm

    def _of_members(self, summary: str, members: Sequence[str]) -> str:
        """What a message says: the cluster, and a link for each thing that it may be."""
        start = f"{summary} Cluster {self._name}. Which of these, the reason says:"
        links = "\n".join([start, *(runbook(name, self._runbooks_url) for name in members)])
        if len(links) <= DESCRIPTION:
            return links
        pages = runbook_folder(self._runbooks_url)
        return f"{start} {', '.join(members)}. Each has its page in {pages}/"

    def _unusual(self, unusual: Sequence[cloudwatch.IAlarm]) -> cloudwatch.CompositeAlarm:
        rule = _any_on(unusual)
        if self.alarms:
            known = cloudwatch.AlarmRule.not_(_any_on(list(self.alarms.values())))
            rule = cloudwatch.AlarmRule.all_of(rule, known)
        alarm = cloudwatch.CompositeAlarm(
            self,
            UNUSUAL,
            composite_alarm_name=alarm_name(self._name, UNUSUAL),
            alarm_description=(
                f"Something is unusual in the cluster {self._name}, and nothing is wrong by its "
                "threshold. What it is, the reason says; each has its page in "
                f"{runbook_folder(self._runbooks_url)}/"
            ),
            alarm_rule=rule,
        )
        alarm.add_alarm_action(*self._actions)
        alarm.add_ok_action(*self._actions)
        return alarm

    def _note(self, measured: Sequence[ThresholdAlarm]) -> None:
        if measured or self.messages:
            metrics = sum(len(each.measures) for each in measured)
            note_cost(
                self,
                f"{len(measured)} CloudWatch alarms on {metrics} metrics, and "
                f"{len(self.messages)} composite alarms: a monthly price for each metric and for "
                "each composite (alarms.off)",
            )


def _any_on(alarms: Sequence[cloudwatch.IAlarm]) -> cloudwatch.IAlarmRule:
    return cloudwatch.AlarmRule.any_of(
        *(cloudwatch.AlarmRule.from_alarm(each, cloudwatch.AlarmState.ALARM) for each in alarms)
    )
