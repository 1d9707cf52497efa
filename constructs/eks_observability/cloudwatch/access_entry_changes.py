"""Notices when somebody changes who may get into a cluster by its access entries."""

from typing import Final

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_events as events
from constructs import Construct

CHANGES: Final = (
    "CreateAccessEntry",
    "UpdateAccessEntry",
    "DeleteAccessEntry",
    "AssociateAccessPolicy",
    "DisassociateAccessPolicy",
)
"""Calls of the EKS API that change access entries, or what they allow."""

NAMESPACE: Final = "AWS/Events"
DIMENSION: Final = "RuleName"


class AccessEntryChanges(Construct):
    """A rule that matches each change, of which EventBridge counts a metric.

    Nobody is invoked: `TriggeredRules` in `AWS/Events` counts what matched (EventBridge User Guide,
    "Monitoring Amazon EventBridge"). Calls come to EventBridge by CloudTrail, so that the account
    needs a trail there (EventBridge User Guide, "Delivering AWS service events via CloudTrail").
    Calls that were refused changed nothing, and are left out.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
    """

    rule: events.Rule
    """The rule; its name is the metric's one dimension, `RuleName`."""

    def __init__(self, scope: Construct, construct_id: str, *, cluster: eks.ICluster) -> None:
        super().__init__(scope, construct_id)

        self.rule = events.Rule(
            self,
            "Rule",
            description=f"Changes of access entries of the EKS cluster {cluster.cluster_name}",
            event_pattern=events.EventPattern(
                source=["aws.eks"],
                detail_type=["AWS API Call via CloudTrail"],
                detail={
                    "eventSource": ["eks.amazonaws.com"],
                    "eventName": list(CHANGES),
                    "errorCode": [{"exists": False}],
                    # By the name of the request's parameter in the path, and not clusterName.
                    "requestParameters": {"name": [cluster.cluster_name]},
                },
            ),
        )
