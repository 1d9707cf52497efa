"""Whom the CloudWatch alarms on a cluster reach."""

from collections.abc import Iterator

import aws_cdk as cdk
from aws_cdk import aws_sns as sns

from eks_observability.prometheus.alert_delivery import ALERTS_TOPIC, CHAT_TOPIC
from eks_observability.regions import partition_of
from eks_observability.settings import ClusterSettings, Settings
from eks_observability.stacks.hub_need import told_by_hub


def alarm_topics(
    stack: cdk.Stack, *, settings: Settings, cluster: ClusterSettings
) -> list[sns.ITopic]:
    """The topics of the cluster's alarms: its own, or the hub's; none, and then a warning.

    The hub's are named as text: their names are fixed, and no stack waits for the other's exports.

    Args:
        stack: The cluster's stack.
        settings: The whole settings file.
        cluster: The cluster of it.
    """
    arns = list(_arns(stack, settings, cluster))
    if not arns and settings.capabilities_of(cluster).alarms.enabled:
        _warn(stack, settings, cluster)
    return [sns.Topic.from_topic_arn(stack, f"Topic-{arn.rpartition(':')[2]}", arn) for arn in arns]


def _arns(stack: cdk.Stack, settings: Settings, cluster: ClusterSettings) -> Iterator[str]:
    wanted = settings.capabilities_of(cluster).alarms
    if not wanted.enabled:
        return
    if wanted.topic_arn:
        yield wanted.topic_arn
    elif cluster in told_by_hub(settings):
        chat = settings.alerts.slack or settings.alerts.teams
        for name in (ALERTS_TOPIC, *([CHAT_TOPIC] if chat else [])):
            yield f"arn:{partition_of(stack.region)}:sns:{stack.region}:{stack.account}:{name}"


def _warn(stack: cdk.Stack, settings: Settings, cluster: ClusterSettings) -> None:
    account, region = settings.hub_place
    why = (
        f"the hub's topic is in account {account} in {region}, and an alarm reaches topics of its "
        "own account and Region alone"
        if settings.alerts.enabled
        else "alerts are off, and with them the hub's topic"
    )
    cdk.Annotations.of(stack).add_warning_v2(
        "eks-observability:alarmsReachNobody",
        f"alarms on {cluster.name} reach nobody, and are seen in CloudWatch alone: {why}. Give "
        "alarms.topic_arn, the ARN of a topic there",
    )
