"""Alarms of CloudWatch on what no alert of the workspace can tell: its own health, and silence."""

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.notes import note_cost
from eks_observability.prometheus.workspace_reference import WorkspaceReference

_NAMESPACE: Final = "AWS/Prometheus"
_PERIOD: Final = cdk.Duration.minutes(5)

SERIES_PERCENT: Final = 80
"""Active series, of the workspace's quota, from which on an alarm warns."""

_Kind = cloudwatch.ComparisonOperator


class WorkspaceAlarms(Construct):
    """Tells people when the workspace, its rules or the delivery of its alerts do not work.

    What AMP measures of itself is free (AMP User Guide, "Use CloudWatch metrics to monitor Amazon
    Managed Service for Prometheus resources"), and nothing measured means nought there. Silence
    means something of the watchdog alone: its alarm is on when it is made, until the watchdog was
    heard of once.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        workspace: The workspace.
        listened_to: Topics that people listen to.
        watchdog: The topic that the watchdog's messages come to, every few minutes. Default: none
            come, and silence is not noticed.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workspace: WorkspaceReference,
        listened_to: Sequence[sns.ITopic],
        watchdog: sns.ITopic | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        self._workspace = workspace
        self._actions = [actions.SnsAction(topic) for topic in listened_to]
        if watchdog:
            self._watch_the_watchdog(watchdog)
        self._watch_ingestion()
        self._watch_rules()
        self._watch_delivery()
        self._watch_subscribers(listened_to)
        number = len(self.node.children)
        note_cost(self, f"{number} CloudWatch alarms: a monthly price for each metric they watch")

    def _watch_the_watchdog(self, watchdog: sns.ITopic) -> None:
        heard = cloudwatch.Metric(
            namespace="AWS/SNS",
            metric_name="NumberOfMessagesPublished",
            dimensions_map={"TopicName": watchdog.topic_name},
            statistic="Sum",
            period=_PERIOD,
        )
        self._alarm(
            "AlertsSilent",
            "No alert can be delivered: the watchdog, which always fires, was not heard of for 15 "
            "minutes. Look at the rules and the alert manager of the workspace, at its log, and at "
            "the policies of the topics and their key.",
            heard,
            comparison=_Kind.LESS_THAN_THRESHOLD,
            threshold=1,
            missing=cloudwatch.TreatMissingData.BREACHING,
        )

    def _watch_ingestion(self) -> None:
        self._alarm(
            "SamplesDiscarded",
            "The workspace refuses samples: metric DiscardedSamples in AWS/Prometheus has the "
            "reason, such as per_user_series_limit or per_labelset_series_limit.",
            self._sum("DiscardedSamples"),
        )
        used = cloudwatch.Metric(
            namespace="AWS/Usage",
            metric_name="ResourceCount",
            dimensions_map={
                "Service": "Prometheus",
                "Type": "Resource",
                "Resource": "ActiveSeries",
                "ResourceId": self._workspace.id,
                "Class": "None",
            },
            statistic="Maximum",
            period=_PERIOD,
        )
        percent = cloudwatch.MathExpression(
            expression="100 * used / SERVICE_QUOTA(used)",
            using_metrics={"used": used},
            label="Active series, of the quota",
            period=_PERIOD,
        )
        self._alarm(
            "SeriesNearLimit",
            f"The workspace has {SERIES_PERCENT} % of the active series that its quota allows. "
            "Beyond it, samples are lost: keep fewer series, or ask for a larger quota.",
            percent,
            comparison=_Kind.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            threshold=SERIES_PERCENT,
        )

    def _watch_rules(self) -> None:
        self._alarm(
            "RulesFail",
            "Rules of the workspace fail, and alerts among them cannot fire: its log has the "
            "error, and metric RuleEvaluationFailures in AWS/Prometheus the group.",
            self._sum("RuleEvaluationFailures"),
        )
        self._alarm(
            "RulesLate",
            "Rules of the workspace take longer than their interval, and evaluations are left out: "
            "metric RuleGroupIterationsMissed in AWS/Prometheus has the group.",
            self._sum("RuleGroupIterationsMissed"),
        )

    def _watch_delivery(self) -> None:
        self._alarm(
            "NotificationsFail",
            "The alert manager cannot send to Amazon SNS: the workspace's log has the error, such "
            "as a topic or a key whose policy does not let it.",
            self._sum("AlertManagerNotificationsFailed"),
            evaluations=1,
        )
        self._alarm(
            "NotificationsThrottled",
            "The alert manager has more to send than it may, and alerts are late: group more, or "
            "raise thresholds.",
            self._sum("AlertManagerNotificationsThrottled"),
        )

    def _watch_subscribers(self, topics: Sequence[sns.ITopic]) -> None:
        """One alarm a topic, those after the first with a number."""
        for number, topic in enumerate(topics, start=1):
            refused = cloudwatch.Metric(
                namespace="AWS/SNS",
                metric_name="NumberOfNotificationsFailed",
                dimensions_map={"TopicName": topic.topic_name},
                statistic="Sum",
                period=_PERIOD,
            )
            self._alarm(
                "SubscriberUnreachable" if number == 1 else f"SubscriberUnreachable{number}",
                "Somebody who subscribed to alerts is not reached: a webhook does not answer, an "
                "address is refused, or a channel is gone.",
                refused,
                evaluations=1,
            )

    def _sum(self, metric_name: str) -> cloudwatch.IMetric:
        """The sum of one of AMP's metrics, over dimensions that AMP may add to the workspace.

        Such as the rule group or the reason: an alarm on one metric names all its dimensions.
        """
        return cloudwatch.MathExpression(
            expression=(
                f'SELECT SUM({metric_name}) FROM "{_NAMESPACE}" '
                f"WHERE Workspace = '{self._workspace.id}'"
            ),
            using_metrics={},
            label=metric_name,
            period=_PERIOD,
        )

    def _alarm(
        self,
        name: str,
        description: str,
        metric: cloudwatch.IMetric,
        *,
        comparison: _Kind = _Kind.GREATER_THAN_THRESHOLD,
        threshold: float = 0,
        evaluations: int = 3,
        missing: cloudwatch.TreatMissingData = cloudwatch.TreatMissingData.NOT_BREACHING,
    ) -> None:
        """An alarm after so many periods of five minutes, which says also that it is over."""
        alarm = cloudwatch.Alarm(
            self,
            name,
            alarm_name=f"eks-observability-{name}",
            alarm_description=description,
            metric=metric,
            comparison_operator=comparison,
            threshold=threshold,
            evaluation_periods=evaluations,
            treat_missing_data=missing,
        )
        alarm.add_alarm_action(*self._actions)
        alarm.add_ok_action(*self._actions)
