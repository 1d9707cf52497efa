"""Amazon DevOps Guru, which ends, and the topic that it tells."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.handler_provider import HandlerProvider
from eks_observability.notes import note_change, note_cost
from eks_observability.regions import arn_here
from eks_observability.settings.devops_guru import CLOSED, END

Severity = Literal["high", "medium", "low"]

_SERVICE: Final = "devops-guru.amazonaws.com"
_EVERYTHING: Final = ("*",)
"""All stacks, which is how DevOps Guru calls all resources of an account and a Region."""
_CALLS: Final = (
    *("GetResourceCollection", "UpdateResourceCollection"),
    *("DescribeServiceIntegration", "UpdateServiceIntegration"),
    *("ListNotificationChannels", "AddNotificationChannel", "RemoveNotificationChannel"),
)


class DevOpsGuru(Construct):
    """Has DevOps Guru look at resources and tell a topic what it finds.

    One for an account and a Region. Where somebody has it look at something already, that stays as
    it is, and only the topic is added: docs/devops-guru.md.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        stacks: CloudFormation stacks whose resources it looks at. Default: all resources of the
            account and Region, unless there is a `tag_key`.
        tag_key: The key of a tag by which it finds resources. Default: none.
        tag_values: Values of that tag. Default: all there are.
        log_anomaly_detection: Whether it looks at the log groups of those resources too.
        topic_arn: The topic, here, that it tells. Default: it tells nobody.
        severities: Of which insights.

    Raises:
        ValueError: Both `stacks` and a `tag_key` are given.
    """

    resource: cdk.CustomResource
    """Its attribute `Collection` says whether what it looks at is as asked, or left as it was."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        stacks: Sequence[str] = (),
        tag_key: str | None = None,
        tag_values: Sequence[str] = ("*",),
        log_anomaly_detection: bool = True,
        topic_arn: str | None = None,
        severities: Sequence[Severity] = ("high", "medium"),
    ) -> None:
        super().__init__(scope, construct_id)

        if stacks and tag_key:
            msg = "DevOps Guru looks at stacks or at resources with a tag: give one of both"
            raise ValueError(msg)
        provider = HandlerProvider(
            self,
            "Handler",
            handler="devops_guru",
            statements=self._statements(topic_arn),
            wait=cdk.Duration.minutes(30),
            poll=cdk.Duration.seconds(15),
        )
        properties: dict[str, Any] = {
            "LogAnomalyDetection": str(log_anomaly_detection).lower(),
            "Severities": sorted(each.upper() for each in severities),
        }
        if tag_key:
            properties |= {"TagKey": tag_key, "TagValues": sorted(set(tag_values))}
        else:
            properties["Stacks"] = sorted(set(stacks or _EVERYTHING))
        if topic_arn:
            properties["TopicArn"] = topic_arn
        self.resource = cdk.CustomResource(
            self,
            "Resource",
            resource_type="Custom::DevOpsGuru",
            service_token=provider.service_token,
            service_timeout=provider.service_timeout,
            properties=properties,
        )
        self._accept(provider, topic_arn)
        self._say(
            what=f"resources tagged {tag_key}"
            if tag_key
            else f"the resources of {len(stacks)} stacks"
            if stacks
            else "ALL resources",
            told=topic_arn,
        )

    def _statements(self, topic_arn: str | None) -> Sequence[iam.PolicyStatement]:
        """What it does itself, and what DevOps Guru does in its name.

        As the schemas of CloudFormation's resources for DevOps Guru have it, handlers' permissions.
        """
        role = f"role/aws-service-role/{_SERVICE}/AWSServiceRoleForDevOpsGuru"
        statements = [
            iam.PolicyStatement(
                actions=[f"devops-guru:{call}" for call in _CALLS], resources=["*"]
            ),
            iam.PolicyStatement(
                actions=["iam:CreateServiceLinkedRole"],
                resources=[arn_here(self, "iam", role, region="")],
                conditions={"StringEquals": {"iam:AWSServiceName": _SERVICE}},
            ),
            iam.PolicyStatement(
                actions=["logs:TagLogGroup", "logs:UntagLogGroup"],
                resources=[arn_here(self, "logs", "log-group:*")],
            ),
        ]
        if topic_arn:
            calls = ("Publish", "GetTopicAttributes", "SetTopicAttributes")
            statements += [
                iam.PolicyStatement(
                    actions=[f"sns:{call}" for call in calls], resources=[topic_arn]
                ),
                iam.PolicyStatement(
                    actions=["kms:Decrypt", "kms:GenerateDataKey"],
                    resources=[arn_here(self, "kms", "key/*")],
                    conditions=self._for_topic(topic_arn),
                ),
            ]
        return statements

    def _for_topic(self, topic_arn: str) -> Mapping[str, Any]:
        """The key of a topic is used by SNS alone, and for this topic alone."""
        return {
            "StringEquals": {
                "kms:EncryptionContext:aws:sns:topicArn": topic_arn,
                "kms:ViaService": f"sns.{cdk.Stack.of(self).region}.amazonaws.com",
            }
        }

    def _accept(self, provider: HandlerProvider, topic_arn: str | None) -> None:
        groups, keys = arn_here(self, "logs", "log-group:*"), arn_here(self, "kms", "key/*")
        cdk.Validations.of(provider).acknowledge(
            wildcard_resource(self, "*", "DevOps Guru grants these on everything or nothing."),
            wildcard_resource(self, groups, "It marks the log groups of all that it looks at."),
        )
        if topic_arn:
            reason = "The topic's key has an id that only the stack of the topic knows."
            cdk.Validations.of(provider).acknowledge(wildcard_resource(self, keys, reason))

    def _say(self, *, what: str, told: str | None) -> None:
        stack = cdk.Stack.of(self)
        cdk.Annotations.of(self).add_warning_v2(
            "eks-observability:devOpsGuruEnds",
            f"Amazon DevOps Guru ends on {END.isoformat()}, and takes no account that did not use "
            f"it before {CLOSED.isoformat()}; what it costs is paid by the hour for each resource "
            "it looks at (https://aws.amazon.com/devops-guru/pricing/; aws devops-guru "
            "start-cost-estimation). alarms.anomaly_detection follows it: docs/devops-guru.md",
        )
        if not told:
            cdk.Annotations.of(self).add_warning_v2(
                "eks-observability:devOpsGuruTellsNobody",
                "what DevOps Guru finds reaches nobody: switch alerts on, whose topic it tells",
            )
        note_change(
            self,
            f"DevOps Guru looks at {what} of account {stack.account} in {stack.region}, unless "
            "somebody has it look at something already; destroy puts back what was before",
        )
        note_cost(
            self,
            f"DevOps Guru: a price per hour and resource, of {what}; devops_guru.stacks or tags "
            "take fewer",
        )


def let_devops_guru_publish(topic: sns.ITopic) -> None:
    """Let DevOps Guru of the topic's account and Region publish to it, encrypted or not.

    It would add such a statement to the topic's policy itself, and the next deploy of the topic
    would take that away. The key's is as the DevOps Guru User Guide has it, "Permissions for AWS
    KMS-encrypted Amazon SNS topics"; which account may publish is the topic's policy to say.

    Args:
        topic: A topic made here.
    """
    stack = cdk.Stack.of(topic)
    here = f"{stack.region}.{_SERVICE}"
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(here)],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={
                "ArnLike": {"aws:SourceArn": arn_here(topic, "devops-guru", "channel/*")},
                "StringEquals": {"aws:SourceAccount": stack.account},
            },
        )
    )
    if topic.master_key:
        topic.master_key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal(_SERVICE), iam.ServicePrincipal(here)],
                actions=["kms:GenerateDataKey*", "kms:Decrypt"],
                resources=["*"],
            )
        )
