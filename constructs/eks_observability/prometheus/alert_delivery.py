"""Whom alerts reach: topics, their subscribers, and channels in Slack and Microsoft Teams."""

import hashlib
from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.notes import note_cost
from eks_observability.prometheus.alert_manager import Topics
from eks_observability.prometheus.chat_channels import ChatChannels
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.regions import arn_here
from eks_observability.settings.alerts import SlackChannel, TeamsChannel

ALERTS_TOPIC: Final = "eks-observability-alerts"
CHAT_TOPIC: Final = "eks-observability-chat"
WATCHDOG_TOPIC: Final = "eks-observability-watchdog"

_ALERT_MANAGER: Final = "aps.amazonaws.com"
_ALARMS: Final = "cloudwatch.amazonaws.com"


class AlertDelivery(Construct):
    """Encrypted topics, and who listens to them. One of it for an account and a Region.

    Topics have fixed names, so that an alert manager definition can be written, read and checked
    before they are there.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        emails: Whom alerts reach by e-mail, once they have confirmed. Default: nobody.
        webhooks: URLs that they reach over https as messages of Amazon SNS, or ARNs of secrets of
            AWS Secrets Manager that are such a URL. Default: none.
        slack: Channels in Slack. Default: none.
        teams: Channels in Microsoft Teams. Default: none.
    """

    topics: Topics
    """Where alert manager sends to."""

    listened_to: tuple[sns.ITopic, ...]
    """Topics that people listen to, for alarms of CloudWatch."""

    watchdog: sns.Topic
    """The watchdog's topic, to which nobody listens."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        emails: Sequence[str] = (),
        webhooks: Sequence[str] = (),
        slack: Sequence[SlackChannel] = (),
        teams: Sequence[TeamsChannel] = (),
    ) -> None:
        super().__init__(scope, construct_id)

        self._key = self._make_key()
        alerts = self._topic("Alerts", ALERTS_TOPIC, display_name="EKS alerts")
        self.watchdog = self._topic("Watchdog", WATCHDOG_TOPIC)
        chat = self._topic("Chat", CHAT_TOPIC) if slack or teams else None
        self.listened_to = (alerts, chat) if chat else (alerts,)
        self._subscribe(alerts, sns.SubscriptionProtocol.EMAIL, emails)
        self._subscribe(alerts, sns.SubscriptionProtocol.HTTPS, webhooks)
        if chat:
            ChatChannels(self, "Channels", topic=chat, slack=slack, teams=teams)
        self.topics = Topics(
            region=cdk.Stack.of(self).region,
            alerts_arn=arn_here(self, "sns", ALERTS_TOPIC),
            watchdog_arn=arn_here(self, "sns", WATCHDOG_TOPIC),
            chat_arn=arn_here(self, "sns", CHAT_TOPIC) if chat else None,
        )
        self._note(
            shown=not all(map(_is_secret, webhooks)),
            nobody=not (emails or webhooks or slack or teams),
        )

    @property
    def resources(self) -> tuple[cdk.CfnResource, ...]:
        """The topics themselves, without their policies: what an alert manager needs to be there.

        Their policies name the workspace, and come after it.
        """
        made = [each.node.default_child for each in (*self.listened_to, self.watchdog)]
        return tuple(each for each in made if isinstance(each, cdk.CfnResource))

    def let_publish(self, workspace: WorkspaceReference) -> None:
        """Let the alert manager of `workspace` publish, and no other.

        AMP User Guide, "Giving Amazon Managed Service for Prometheus permission to send alert
        messages to your Amazon SNS topic".
        """
        for topic in (*self.listened_to, self.watchdog):
            topic.add_to_resource_policy(
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal(_ALERT_MANAGER)],
                    actions=["sns:Publish", "sns:GetTopicAttributes"],
                    resources=[topic.topic_arn],
                    conditions={
                        "ArnEquals": {"aws:SourceArn": workspace.arn},
                        "StringEquals": {"aws:SourceAccount": workspace.account},
                    },
                )
            )

    def _make_key(self) -> kms.Key:
        """A key that both publishers may use.

        AWS's own key for SNS lets no service publish, and its policy cannot be changed (Amazon SNS
        Developer Guide, "Enable compatibility between event sources from AWS services and encrypted
        topics"). It cannot name the workspace, which comes after the topics.
        """
        key = kms.Key(
            self,
            "Key",
            description="Topics of alerts of EKS observability",
            enable_key_rotation=True,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        of_account = {"StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account}}
        # For AMP, AWS's own example has no condition, and no page says that AMP would meet one.
        # Which workspace may publish is the topics' policies to say.
        for service, conditions in ((_ALERT_MANAGER, None), (_ALARMS, of_account)):
            key.add_to_resource_policy(
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal(service)],
                    actions=["kms:GenerateDataKey*", "kms:Decrypt"],
                    resources=["*"],
                    conditions=conditions,
                )
            )
        return key

    def _topic(self, construct_id: str, name: str, display_name: str | None = None) -> sns.Topic:
        """A topic whose policy lets alarms in: it takes the place of SNS's default policy."""
        topic = sns.Topic(
            self,
            construct_id,
            topic_name=name,
            display_name=display_name,
            master_key=self._key,
            enforce_ssl=True,
        )
        if name != WATCHDOG_TOPIC:
            topic.add_to_resource_policy(
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal(_ALARMS)],
                    actions=["sns:Publish"],
                    resources=[topic.topic_arn],
                    conditions={
                        "ArnLike": {"aws:SourceArn": arn_here(self, "cloudwatch", "alarm:*")},
                        "StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account},
                    },
                )
            )
        return topic

    def _subscribe(
        self, topic: sns.ITopic, protocol: sns.SubscriptionProtocol, endpoints: Sequence[str]
    ) -> None:
        """Subscribe each, under an id that neither says who it is nor changes with the others."""
        for endpoint in endpoints:
            digest = hashlib.sha256(endpoint.encode()).hexdigest()[:8]
            sns.Subscription(
                self,
                f"{protocol.name.title()}{digest}",
                topic=topic,
                protocol=protocol,
                endpoint=cdk.SecretValue.secrets_manager(endpoint).unsafe_unwrap()
                if _is_secret(endpoint)
                else endpoint,
            )

    def _note(self, *, shown: bool, nobody: bool) -> None:
        note_cost(
            self,
            "topics of alerts: the monthly price of a KMS key, and a price per 100,000 e-mails and "
            "per million calls of webhooks beyond the free ones",
        )
        if nobody:
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:nobodySubscribed",
                "alerts are on and reach nobody: give alerts.emails, webhooks, slack or teams",
            )
        if shown:
            cdk.Annotations.of(self).add_info_v2(
                "eks-observability:webhooksShown",
                "URLs of alerts.webhooks stand in the template, where SNS wants them, for whoever "
                "may read that: give one with a key in it as the ARN of a secret that it is",
            )


def _is_secret(endpoint: str) -> bool:
    """Whether it is the ARN of a secret, which CloudFormation reads when it deploys.

    It can in any property of a resource (CloudFormation User Guide, "Get a secret or secret value
    from Secrets Manager"), and an endpoint is no part of a subscription's identifier.
    """
    return endpoint.startswith("arn:")
