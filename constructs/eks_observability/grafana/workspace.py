"""The workspace of Amazon Managed Grafana (AMG)."""

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_grafana as grafana
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.grafana.reference import GrafanaReference
from eks_observability.grafana.rights import ReadableLogs, accept_reading, reading
from eks_observability.notes import note_change, note_cost
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.regions import partition_of
from eks_observability.settings.grafana_workspace import GrafanaWorkspace, Saml

DATA_SOURCES: Final = ("PROMETHEUS", "CLOUDWATCH", "XRAY")


class ManagedGrafana(Construct):
    """A workspace, and the role that it asks its data sources with.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        metrics: The workspace whose metrics it may ask for, and no other.
        logs: The log groups it may read. Default: none.
        settings: How it is; its `id` is not looked at.
    """

    reference: GrafanaReference
    """The workspace, for those that use it."""

    role: iam.Role
    """The role that it asks its data sources with."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        metrics: WorkspaceReference,
        logs: Sequence[ReadableLogs] = (),
        settings: GrafanaWorkspace | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        wanted = settings or GrafanaWorkspace()
        stack = cdk.Stack.of(self)
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=self._grafana(stack),
            description="Grafana asks its data sources with it",
        )
        for statement in reading(self, metrics, logs):
            self.role.add_to_policy(statement)
        accept_reading(self, logs)
        self.workspace = self._workspace(wanted)
        # A workspace without rights has no use for the person who opens it.
        self.workspace.node.add_dependency(self.role)
        self.reference = GrafanaReference(
            id=self.workspace.attr_id, account=stack.account, region=stack.region
        )
        self._keep_or_delete(wanted)
        self._note(wanted)

    def _grafana(self, stack: cdk.Stack) -> iam.IPrincipal:
        """Grafana, on behalf of the workspaces of this account and Region; their ids come later."""
        partition = partition_of(stack.region)
        arn = f"arn:{partition}:grafana:{stack.region}:{stack.account}:/workspaces/*"
        return iam.ServicePrincipal(
            "grafana.amazonaws.com",
            conditions={
                "StringEquals": {"aws:SourceAccount": stack.account},
                "ArnLike": {"aws:SourceArn": arn},
            },
        )

    def _workspace(self, wanted: GrafanaWorkspace) -> grafana.CfnWorkspace:
        network, vpc = wanted.network, wanted.vpc
        by_saml = wanted.authentication == "saml" and wanted.saml
        return grafana.CfnWorkspace(
            self,
            "Workspace",
            name=wanted.name,
            description="Dashboards of what EKS clusters tell of themselves",
            grafana_version=wanted.version,
            account_access_type="CURRENT_ACCOUNT",
            authentication_providers=["SAML" if by_saml else "AWS_SSO"],
            saml_configuration=_saml(by_saml) if by_saml else None,
            permission_type=wanted.permission_type,
            role_arn=self.role.role_arn,
            data_sources=list(DATA_SOURCES),
            plugin_admin_enabled=wanted.plugin_admin,
            network_access_control=grafana.CfnWorkspace.NetworkAccessControlProperty(
                prefix_list_ids=list(network.prefix_lists), vpce_ids=list(network.vpc_endpoints)
            )
            if network
            else None,
            vpc_configuration=grafana.CfnWorkspace.VpcConfigurationProperty(
                subnet_ids=list(vpc.subnets), security_group_ids=list(vpc.security_groups)
            )
            if vpc
            else None,
        )

    def _keep_or_delete(self, wanted: GrafanaWorkspace) -> None:
        """One that stays keeps its role, or nothing in it would show anything."""
        if wanted.on_destroy == "delete":
            self.workspace.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
            return
        for resource in self.node.find_all():
            if isinstance(resource, cdk.CfnResource):
                resource.apply_removal_policy(cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)

    def _note(self, wanted: GrafanaWorkspace) -> None:
        note_cost(
            self,
            f"Grafana workspace {wanted.name}: a price per month for each person who signs in, "
            "higher for editors and admins than for viewers, whom grafana.access names",
        )
        note_change(
            self,
            f"destroy DELETES the Grafana workspace {wanted.name} and what people made in it"
            if wanted.on_destroy == "delete"
            else f"destroy leaves the Grafana workspace {wanted.name} with its role, and takes out "
            "what was put into it (grafana.workspace.on_destroy)",
        )


def _saml(wanted: Saml) -> grafana.CfnWorkspace.SamlConfigurationProperty:
    return grafana.CfnWorkspace.SamlConfigurationProperty(
        idp_metadata=grafana.CfnWorkspace.IdpMetadataProperty(
            url=wanted.metadata_url, xml=wanted.metadata_xml
        ),
        assertion_attributes=grafana.CfnWorkspace.AssertionAttributesProperty(
            role=wanted.role_attribute,
            name=wanted.name_attribute,
            login=wanted.login_attribute,
            email=wanted.email_attribute,
            groups=wanted.groups_attribute,
            org=wanted.organization_attribute,
        ),
        role_values=grafana.CfnWorkspace.RoleValuesProperty(
            admin=list(wanted.admin_roles), editor=list(wanted.editor_roles) or None
        ),
        allowed_organizations=list(wanted.allowed_organizations) or None,
        login_validity_duration=wanted.login_minutes,
    )
