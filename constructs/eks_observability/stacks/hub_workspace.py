"""How the stack of a cluster knows the workspace of the hub."""

from typing import Final

from aws_cdk import aws_ssm as ssm
from constructs import Construct

from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import ClusterSettings, Settings

PARAMETER: Final = "/eks-observability/hub/workspace-id"
"""The SSM parameter by which the hub says its workspace's id, in its account and Region.

No export of the Hub stack: while a Cluster stack imports one, CloudFormation refuses to change it
(docs/decisions/0010-hub-parameter.md).
"""


def hub_workspace(
    scope: Construct, *, settings: Settings, cluster: ClusterSettings
) -> WorkspaceReference:
    """The workspace that `cluster` writes to.

    Its id is what the settings say, or what the hub's parameter says when the stack is deployed.

    Args:
        scope: The cluster's stack.
        settings: The whole settings file.
        cluster: The cluster of it.
    """
    account, region = settings.hub_place
    given = settings.capabilities_of(cluster).metrics.workspace_id or settings.hub.workspace.id
    # CloudFormation reads the parameter when it deploys: synthesis looks nothing up.
    found = given or ssm.StringParameter.value_for_string_parameter(scope, PARAMETER)
    return WorkspaceReference(id=found, account=account, region=region)
