"""The workspace of Grafana, and the role that it asks its data sources with."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template

from eks_observability.grafana.rights import ReadableLogs
from eks_observability.grafana.workspace import ManagedGrafana
from eks_observability.notes import CHANGES, COSTS
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings.grafana_workspace import GrafanaWorkspace

TemplateOf = Callable[[Any], Template]

METRICS = WorkspaceReference(
    id="ws-12345678-1234-1234-1234-123456789012", account="111122223333", region="eu-central-1"
)
LOGS = [ReadableLogs(region="eu-central-1", names=["/aws/eks/shop/cluster"])]
WORKSPACE = "AWS::Grafana::Workspace"
SAML = {
    "metadata_url": "https://idp.example.com/saml",
    "admin_roles": ("platform",),
    "editor_roles": ("developer",),
    "organization_attribute": "org",
    "allowed_organizations": ("example",),
}


def managed(stack: cdk.Stack, **settings: Any) -> ManagedGrafana:
    wanted = GrafanaWorkspace.model_validate(settings)
    return ManagedGrafana(stack, "It", metrics=METRICS, logs=LOGS, settings=wanted)


@pytest.fixture(scope="module")
def make(template_of: TemplateOf) -> Callable[..., Template]:
    """Synthesizes a workspace with these settings."""
    return lambda **settings: template_of(lambda stack: managed(stack, **settings))


@pytest.fixture(scope="module")
def default(make: Callable[..., Template]) -> Template:
    return make()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Name", "myamg"),
        ("GrafanaVersion", "12.4"),
        ("AuthenticationProviders", ["AWS_SSO"]),
        ("SamlConfiguration", Match.absent()),
        ("AccountAccessType", "CURRENT_ACCOUNT"),
        ("PermissionType", "CUSTOMER_MANAGED"),
        ("DataSources", ["PROMETHEUS", "CLOUDWATCH", "XRAY"]),
        ("PluginAdminEnabled", True),
        ("NetworkAccessControl", Match.absent()),
        ("VpcConfiguration", Match.absent()),
    ],
)
def test_a_workspace_is_by_default(default: Template, key: str, value: object) -> None:
    default.has_resource_properties(WORKSPACE, {key: value})


@pytest.mark.parametrize(
    ("settings", "properties"),
    [
        ({"name": "grafana"}, {"Name": "grafana"}),
        ({"permission_type": "SERVICE_MANAGED"}, {"PermissionType": "SERVICE_MANAGED"}),
        ({"plugin_admin": False}, {"PluginAdminEnabled": False}),
        (
            {"network": {"prefix_lists": ("pl-0123456a",)}},
            {"NetworkAccessControl": {"PrefixListIds": ["pl-0123456a"], "VpceIds": []}},
        ),
        (
            {"network": {"vpc_endpoints": ("vpce-0123456a",)}},
            {"NetworkAccessControl": {"PrefixListIds": [], "VpceIds": ["vpce-0123456a"]}},
        ),
        (
            {
                "vpc": {
                    "subnets": ("subnet-0123456a", "subnet-0123456b"),
                    "security_groups": ("sg-0123456a",),
                }
            },
            {
                "VpcConfiguration": {
                    "SubnetIds": ["subnet-0123456a", "subnet-0123456b"],
                    "SecurityGroupIds": ["sg-0123456a"],
                }
            },
        ),
    ],
)
def test_a_workspace_is_as_the_settings_say(
    make: Callable[..., Template], settings: dict[str, Any], properties: dict[str, Any]
) -> None:
    make(**settings).has_resource_properties(WORKSPACE, properties)


def test_saml_is_configured_along_with_the_workspace(make: Callable[..., Template]) -> None:
    make(authentication="saml", saml=SAML).has_resource_properties(
        WORKSPACE,
        {
            "AuthenticationProviders": ["SAML"],
            "SamlConfiguration": {
                "IdpMetadata": {"Url": "https://idp.example.com/saml"},
                "AssertionAttributes": {
                    "Role": "role",
                    "Name": "displayName",
                    "Login": "mail",
                    "Email": "mail",
                    "Org": "org",
                },
                "RoleValues": {"Admin": ["platform"], "Editor": ["developer"]},
                "AllowedOrganizations": ["example"],
                "LoginValidityDuration": 1440,
            },
        },
    )


def test_saml_without_editors_names_none(make: Callable[..., Template]) -> None:
    saml = {"metadata_xml": "<EntityDescriptor/>", "admin_roles": ("platform",)}

    make(authentication="saml", saml=saml).has_resource_properties(
        WORKSPACE,
        {
            "SamlConfiguration": {
                "IdpMetadata": {"Xml": "<EntityDescriptor/>"},
                "RoleValues": {"Admin": ["platform"], "Editor": Match.absent()},
                "AllowedOrganizations": Match.absent(),
            }
        },
    )


def test_only_grafana_of_this_account_and_region_takes_the_role(default: Template) -> None:
    statement = {
        "Action": "sts:AssumeRole",
        "Effect": "Allow",
        "Principal": {"Service": "grafana.amazonaws.com"},
        "Condition": {
            "StringEquals": {"aws:SourceAccount": "111122223333"},
            "ArnLike": {"aws:SourceArn": "arn:aws:grafana:eu-central-1:111122223333:/workspaces/*"},
        },
    }

    default.has_resource_properties(
        "AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Statement": [statement]}}
    )


def test_the_role_may_read_the_metrics_and_the_logs(default: Template) -> None:
    group = "arn:aws:logs:eu-central-1:111122223333:log-group:/aws/eks/shop/cluster:*"
    resources = [Match.object_like({"Resource": each}) for each in (METRICS.arn, group)]

    default.has_resource_properties(
        "AWS::IAM::Policy", {"PolicyDocument": {"Statement": Match.array_with(resources)}}
    )


def test_the_workspace_comes_after_the_rights_of_its_role(default: Template) -> None:
    (policy,) = default.find_resources("AWS::IAM::Policy")

    default.has_resource(WORKSPACE, {"DependsOn": Match.array_with([policy])})


def test_destroy_deletes_it_and_says_so(default: Template, stack: cdk.Stack) -> None:
    default.has_resource(WORKSPACE, {"DeletionPolicy": "Delete"})

    (note,) = [str(e.data) for e in managed(stack).node.metadata if e.type == CHANGES]
    assert note == "destroy DELETES the Grafana workspace myamg and what people made in it"


def test_one_that_is_kept_keeps_its_role_and_rights(make: Callable[..., Template]) -> None:
    resources = make(on_destroy="keep").to_json()["Resources"].values()

    assert {each["Type"] for each in resources} == {
        WORKSPACE,
        "AWS::IAM::Role",
        "AWS::IAM::Policy",
    }
    assert {each["DeletionPolicy"] for each in resources} == {"RetainExceptOnCreate"}


def test_that_it_is_kept_is_said(stack: cdk.Stack) -> None:
    made = managed(stack, on_destroy="keep")

    (note,) = [str(e.data) for e in made.node.metadata if e.type == CHANGES]
    assert note.startswith("destroy leaves the Grafana workspace myamg with its role")


def test_what_it_costs_is_said(stack: cdk.Stack) -> None:
    (note,) = [str(e.data) for e in managed(stack).node.metadata if e.type == COSTS]

    assert "a price per month for each person who signs in" in note
