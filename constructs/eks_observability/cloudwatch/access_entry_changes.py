"""An EventBridge rule that matches changes of a cluster's access entries."""

from typing import Final

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_events as events
from constructs import Construct

CALLS: Final = (
    *("CreateAccessEntry", "UpdateAccessEntry", "DeleteAccessEntry"),
    *("AssociateAccessPolicy", "DisassociateAccessPolicy"),
)
"""Calls of EKS's API that change who may do what in a cluster."""


class AccessEntryChanges(Construct):
    """Matches every call that changed an access entry of the cluster.

    The rule has no target: what counts is how often it matches, which EventBridge publishes as
    `MatchedEvents`. EventBridge hears of calls from CloudTrail, in a Region in which a trail logs
    management events (EventBridge User Guide, "AWS service events delivered via AWS CloudTrail");
    without one nothing ever matches.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
    """

    rule_name: str
    """The rule's name."""

    def __init__(self, scope: Construct, construct_id: str, *, cluster: eks.ICluster) -> None:
        super().__init__(scope, construct_id)

        rule = events.Rule(
            self,
            "Rule",
            description=f"Changes of access entries of the EKS cluster {cluster.cluster_name}",
            event_pattern=events.EventPattern(
                source=["aws.eks"],
                detail_type=["AWS API Call via CloudTrail"],
                detail={
                    "eventSource": ["eks.amazonaws.com"],
                    "eventName": list(CALLS),
                    "requestParameters": {"name": [cluster.cluster_name]},
                    # One that was refused changed nothing.
                    "errorCode": [{"exists": False}],
                },
            ),
        )
        self.rule_name = rule.rule_name
