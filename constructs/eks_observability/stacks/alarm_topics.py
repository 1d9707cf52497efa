"""Whom the CloudWatch alarms on a cluster reach."""

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.prometheus.alert_delivery import ALERTS_TOPIC, CHAT_TOPIC
from eks_observability.settings import ClusterSettings, Settings
from eks_observability.stacks.hub_need import told_by_hub


def alarm_topics(
    scope: Construct, *, settings: Settings, cluster: ClusterSettings
) -> tuple[sns.ITopic, ...]:
    """Topics that alarms on `cluster` publish to; none, with a warning, where none can be reached.

    The hub's have fixed names, and so need no reference to its stack, which comes first.

    Args:
        scope: The cluster's stack.
        settings: The whole settings file.
        cluster: The cluster of it.
    """
    wanted = settings.capabilities_of(cluster).alarms
    if not wanted.enabled:
        return ()
    if wanted.topic_arn:
        return (sns.Topic.from_topic_arn(scope, "AlarmTopic", wanted.topic_arn),)
    if cluster not in told_by_hub(settings):
        cdk.Annotations.of(scope).add_warning_v2(
            "eks-observability:alarmsTellNobody",
            f"the alarms on {cluster.name} tell nobody: {_why(settings)}. Give alarms.topic_arn, a "
            "topic of the cluster's account and Region",
        )
        return ()
    chat = settings.alerts.slack or settings.alerts.teams
    names = (ALERTS_TOPIC, CHAT_TOPIC) if chat else (ALERTS_TOPIC,)
    stack = cdk.Stack.of(scope)
    return tuple(
        sns.Topic.from_topic_arn(scope, name, stack.format_arn(service="sns", resource=name))
        for name in names
    )


def _why(settings: Settings) -> str:
    if not settings.alerts.enabled:
        return "alerts.enabled is false, so the hub has no topic"
    return "CloudWatch publishes to topics of its own account and Region, and the hub is elsewhere"
