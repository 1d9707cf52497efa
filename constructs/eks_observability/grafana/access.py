"""Who may do what in a workspace of Grafana, by IAM Identity Center."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.grafana.reference import GrafanaReference
from eks_observability.handler_provider import HandlerProvider
from eks_observability.notes import note_change
from eks_observability.regions import partition_of

Role = Literal["ADMIN", "EDITOR", "VIEWER"]

_READ_IDENTITY_CENTER: Final = (
    *("sso:DescribeRegisteredRegions", "sso:GetManagedApplicationInstance", "sso:GetProfile"),
    *("sso:GetSharedSsoConfiguration", "sso:ListDirectoryAssociations"),
    *("sso:ListProfileAssociations", "sso:ListProfiles"),
    *("sso-directory:DescribeGroup", "sso-directory:DescribeUser"),
)
"""As AWSGrafanaWorkspacePermissionManagementV2 has it (AWS Managed Policy Reference)."""

_ASSIGN: Final = ("sso:CreateApplicationAssignment", "sso:DeleteApplicationAssignment")
"""Besides that policy, on the application that Grafana has in IAM Identity Center (Amazon Managed
Grafana User Guide, "AWS managed policies", "Additional policy needed")."""


class GrafanaAccess(Construct):
    """Gives users and groups their roles, and takes them back.

    CloudFormation has no such resource. Nobody else's access is touched, and a role that somebody
    had before comes back when the settings forget them: docs/decisions/0012-grafana.md.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        workspace: The workspace.
        users: The role of each user, by the id in IAM Identity Center. Default: no user has one.
        groups: The role of each group's members, by the id there. Default: no group has one.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        workspace: GrafanaReference,
        users: Mapping[str, Role] | None = None,
        groups: Mapping[str, Role] | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        applications = f"arn:{partition_of(workspace.region)}:sso::*:application/*/*"
        provider = HandlerProvider(
            self,
            "Handler",
            handler="grafana_access",
            statements=self._statements(workspace, applications),
            wait=cdk.Duration.minutes(30),
            poll=cdk.Duration.seconds(15),
        )
        cdk.Validations.of(provider).acknowledge(
            wildcard_resource(self, "*", "Reading IAM Identity Center is granted as a whole."),
            wildcard_resource(
                self,
                applications,
                "Grafana's application there has an id that nobody knows before.",
            ),
        )
        self.resource = cdk.CustomResource(
            self,
            "Resource",
            resource_type="Custom::GrafanaAccess",
            service_token=provider.service_token,
            service_timeout=provider.service_timeout,
            properties={
                "WorkspaceId": workspace.id,
                "Users": _lower(users or {}),
                "Groups": _lower(groups or {}),
            },
        )
        self._note(workspace, [*(users or {}).values(), *(groups or {}).values()])

    def _statements(
        self, workspace: GrafanaReference, applications: str
    ) -> Sequence[iam.PolicyStatement]:
        calls = ("DescribeWorkspace", "ListPermissions", "UpdatePermissions")
        return [
            iam.PolicyStatement(
                actions=[f"grafana:{call}" for call in calls], resources=[workspace.arn]
            ),
            iam.PolicyStatement(actions=list(_READ_IDENTITY_CENTER), resources=["*"]),
            iam.PolicyStatement(actions=list(_ASSIGN), resources=[applications]),
        ]

    def _note(self, workspace: GrafanaReference, roles: Sequence[Role]) -> None:
        if not cdk.Token.is_unresolved(workspace.id):
            note_change(
                self,
                f"Grafana workspace {workspace.id}: {len(roles)} users and groups get their roles; "
                "destroy gives them back what they had before",
            )


def _lower(people: Mapping[str, Role]) -> dict[str, Role]:
    """By ids as IAM Identity Center writes them, in one order."""
    return {person.lower(): people[person] for person in sorted(people, key=str.lower)}
