"""Transaction Search of CloudWatch, for all that is traced in an account and a Region."""

from collections.abc import Sequence
from typing import Any, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.handler_provider import HandlerProvider
from eks_observability.notes import note_change, note_cost
from eks_observability.regions import arn_here

_GROUPS: Final = ("aws/spans", "/aws/application-signals/data")
_SIGNALS: Final = "application-signals.cloudwatch.amazonaws.com"
_SIGNALS_ROLE: Final = f"aws-service-role/{_SIGNALS}/AWSServiceRoleForCloudWatchApplicationSignals"


class TransactionSearch(Construct):
    """Has X-Ray write every span to CloudWatch Logs, and on destroy no more if it did not before.

    One for an account and a Region. `AWS::XRay::TransactionSearchConfig` wants it to be off, and
    leaves nothing as it was: docs/decisions/0016-transaction-search.md.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        indexing_percent: The share of spans that X-Ray indexes as traces, 0 to 100. 1 is free.

    Raises:
        ValueError: `indexing_percent` is no percentage.
    """

    resource: cdk.CustomResource
    """There once spans are taken: what sends them to X-Ray's OTLP endpoint comes after it."""

    def __init__(self, scope: Construct, construct_id: str, *, indexing_percent: float = 1) -> None:
        super().__init__(scope, construct_id)

        if not 0 <= indexing_percent <= 100:
            msg = f"{indexing_percent} is no percentage: give one from 0 to 100"
            raise ValueError(msg)
        provider = HandlerProvider(
            self,
            "Handler",
            handler="transaction_search",
            statements=self._statements(),
            wait=cdk.Duration.minutes(30),
            poll=cdk.Duration.seconds(15),
        )
        self.resource = cdk.CustomResource(
            self,
            "Resource",
            resource_type="Custom::TransactionSearch",
            service_token=provider.service_token,
            service_timeout=provider.service_timeout,
            properties={
                "IndexingPercent": f"{float(indexing_percent):.10g}",
                "PolicyDocument": cdk.Stack.of(self).to_json_string(self._log_policy()),
            },
        )
        channel = arn_here(self, "cloudtrail", "channel/aws-service-channel/application-signals/*")
        cdk.Validations.of(provider).acknowledge(
            wildcard_resource(self, "*", "These actions are granted on everything or nothing."),
            wildcard_resource(self, channel, "X-Ray names the channel that it makes."),
            *(
                wildcard_resource(self, each, "The streams of this one group.")
                for each in self._groups()
            ),
        )
        self._note(indexing_percent)

    def _log_policy(self) -> dict[str, Any]:
        """As the AmazonCloudWatch User Guide has it, "Enable transaction search"."""
        statement = {
            "Sid": "TransactionSearchXRayAccess",
            "Effect": "Allow",
            "Principal": {"Service": "xray.amazonaws.com"},
            "Action": "logs:PutLogEvents",
            "Resource": self._groups(),
            "Condition": {
                "ArnLike": {"aws:SourceArn": arn_here(self, "xray", "*")},
                "StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account},
            },
        }
        return {"Version": "2012-10-17", "Statement": [statement]}

    def _statements(self) -> Sequence[iam.PolicyStatement]:
        """As the same page has it: X-Ray does the rest of it in the caller's name.

        Only the names of groups are narrowed, and to delete a policy is added.
        """
        role = arn_here(self, "iam", f"role/{_SIGNALS_ROLE}", region="")
        channel = arn_here(self, "cloudtrail", "channel/aws-service-channel/application-signals/*")
        everything = (
            *("xray:GetTraceSegmentDestination", "xray:UpdateTraceSegmentDestination"),
            *("xray:GetIndexingRules", "xray:UpdateIndexingRule"),
            *("logs:DescribeResourcePolicies", "logs:PutResourcePolicy"),
            *("logs:DeleteResourcePolicy", "application-signals:StartDiscovery"),
        )
        on_groups = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutRetentionPolicy")
        return [
            iam.PolicyStatement(actions=list(everything), resources=["*"]),
            iam.PolicyStatement(actions=list(on_groups), resources=self._groups()),
            iam.PolicyStatement(
                actions=["iam:CreateServiceLinkedRole"],
                resources=[role],
                conditions={"StringEquals": {"iam:AWSServiceName": _SIGNALS}},
            ),
            iam.PolicyStatement(actions=["iam:GetRole"], resources=[role]),
            iam.PolicyStatement(
                actions=["cloudtrail:CreateServiceLinkedChannel"], resources=[channel]
            ),
        ]

    def _groups(self) -> list[str]:
        return [arn_here(self, "logs", f"log-group:{group}:*") for group in _GROUPS]

    def _note(self, percent: float) -> None:
        stack = cdk.Stack.of(self)
        note_change(
            self,
            f"ALL traces of account {stack.account} in {stack.region}, of whichever application, "
            "go to the log group aws/spans and are billed as its ingestion; destroy puts back "
            "where they went before",
        )
        note_cost(
            self,
            "Transaction Search: spans ingested into CloudWatch Logs, per GB"
            + (f", and those indexed beyond 1 % (here {percent:g} %)" if percent > 1 else "")
            + "; hub.transaction_search.mode: off leaves traces with X-Ray's price for each",
        )
