"""Channels in Slack and Microsoft Teams, by Amazon Q Developer in chat applications."""

import hashlib
from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_chatbot as chatbot
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.settings.alerts import SlackChannel, TeamsChannel

_SHOWS: Final = (
    *("cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics"),
    *("cloudwatch:GetMetricWidgetImage", "cloudwatch:ListMetrics"),
)
"""What draws an alarm's graph (its Administrator Guide, "Notification permissions"). None of it can
be limited to a resource (Service Authorization Reference, CloudWatch)."""

_GUARDRAIL: Final = "arn:{partition}:iam::aws:policy/CloudWatchReadOnlyAccess"
"""The most that anybody may do from a channel. Without one it is AdministratorAccess."""


class ChatChannels(Construct):
    """Channels that get what a topic gets: custom notifications, and alarms of CloudWatch.

    Slack workspaces and teams are authorized once by hand, in the console of Amazon Q Developer in
    chat applications, and its app is added to the channel.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        topic: The topic.
        slack: Channels in Slack.
        teams: Channels in Microsoft Teams.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        topic: sns.ITopic,
        slack: Sequence[SlackChannel] = (),
        teams: Sequence[TeamsChannel] = (),
    ) -> None:
        super().__init__(scope, construct_id)

        self._role = self._make_role()
        guardrails = [_GUARDRAIL.format(partition=cdk.Stack.of(self).partition)]
        for channel in slack:
            digest = _digest(channel.workspace_id, channel.channel_id)
            chatbot.CfnSlackChannelConfiguration(
                self,
                f"Slack{digest}",
                configuration_name=self._name("slack", digest),
                iam_role_arn=self._role.role_arn,
                slack_workspace_id=channel.workspace_id,
                slack_channel_id=channel.channel_id,
                sns_topic_arns=[topic.topic_arn],
                guardrail_policies=guardrails,
                logging_level="NONE",
            )
        for each in teams:
            digest = _digest(each.tenant_id, each.team_id, each.channel_id)
            chatbot.CfnMicrosoftTeamsChannelConfiguration(
                self,
                f"Teams{digest}",
                configuration_name=self._name("teams", digest),
                iam_role_arn=self._role.role_arn,
                teams_tenant_id=each.tenant_id,
                team_id=each.team_id,
                teams_channel_id=each.channel_id,
                sns_topic_arns=[topic.topic_arn],
                guardrail_policies=guardrails,
                logging_level="NONE",
            )

    def _make_role(self) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            description="Shows graphs of CloudWatch alarms in chat channels",
            assumed_by=iam.ServicePrincipal("chatbot.amazonaws.com"),
        )
        role.add_to_policy(iam.PolicyStatement(actions=list(_SHOWS), resources=["*"]))
        cdk.Validations.of(role).acknowledge(
            wildcard_resource(
                self, "*", "CloudWatch can limit none of these, which only read, to a resource."
            )
        )
        return role

    def _name(self, kind: str, digest: str) -> str:
        """A name for the account: those of other Regions are seen there too."""
        return f"eks-observability-{kind}-{cdk.Stack.of(self).region}-{digest}"


def _digest(*words: str) -> str:
    return hashlib.sha256("/".join(words).encode()).hexdigest()[:8]
