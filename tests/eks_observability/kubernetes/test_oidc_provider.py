"""The construct that makes sure of an issuer's provider."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template
from cdk_nag import AwsSolutionsChecks

from eks_observability.kubernetes.oidc_provider import OidcProvider
from eks_observability.notes import CHANGES, COSTS

NAME = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
ISSUER = f"https://{NAME}"
ARN = f"arn:aws:iam::111122223333:oidc-provider/{NAME}"
KIND = "Custom::IamOidcProvider"

NewStack = Callable[[], cdk.Stack]


@pytest.fixture(scope="module")
def made(new_stack: NewStack) -> OidcProvider:
    return OidcProvider(new_stack(), "It", issuer=ISSUER)


@pytest.fixture(scope="module")
def template(made: OidcProvider) -> Template:
    return Template.from_stack(cdk.Stack.of(made))


def statements(template: Template) -> list[dict[str, Any]]:
    """What the handler may do, besides writing its log."""
    return [
        statement
        for policy in template.find_resources("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if "iam:" in str(statement["Action"])
    ]


def test_the_handler_is_told_the_issuer(template: Template) -> None:
    template.has_resource_properties(KIND, {"Issuer": ISSUER})


def test_the_provider_has_the_arn_that_iam_gives_it(made: OidcProvider) -> None:
    assert made.provider.open_id_connect_provider_arn == ARN


def test_what_conditions_begin_with_is_literal(made: OidcProvider) -> None:
    assert made.issuer == made.provider.open_id_connect_provider_issuer == NAME


@pytest.mark.parametrize(
    ("region", "partition"),
    [("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov"), ("eusc-de-east-1", "aws-eusc")],
)
def test_the_arn_is_of_the_regions_partition(region: str, partition: str) -> None:
    environment = cdk.Environment(account="111122223333", region=region)
    it = OidcProvider(cdk.Stack(cdk.App(), "Stack", env=environment), "It", issuer=ISSUER)
    assert it.provider.open_id_connect_provider_arn == ARN.replace(":aws:", f":{partition}:")


def test_the_issuer_is_literal_even_where_the_environment_is_not_known() -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    it = OidcProvider(stack, "It", issuer=ISSUER)
    assert it.issuer == NAME
    assert stack.resolve(it.provider.open_id_connect_provider_arn) == {
        "Fn::Join": [
            "",
            [
                "arn:",
                {"Ref": "AWS::Partition"},
                ":iam::",
                {"Ref": "AWS::AccountId"},
                f":oidc-provider/{NAME}",
            ],
        ]
    }


@pytest.mark.parametrize("issuer", [NAME, "http://oidc.example", "", cdk.Fn.import_value("issuer")])
def test_what_is_no_issuer_is_refused(new_stack: NewStack, issuer: str) -> None:
    with pytest.raises(ValueError, match="is not an issuer that is known when synthesizing"):
        OidcProvider(new_stack(), "It", issuer=issuer)


def test_the_handler_may_change_this_provider_alone(template: Template) -> None:
    [statement] = [one for one in statements(template) if one["Action"] != "iam:ListRoles"]
    assert statement["Resource"] == ARN
    assert statement["Action"] == [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:GetOpenIDConnectProvider",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
    ]


def test_the_handler_may_list_the_accounts_roles_and_do_nothing_to_them(template: Template) -> None:
    [statement] = [one for one in statements(template) if one["Resource"] != ARN]
    assert statement["Action"] == "iam:ListRoles"
    assert statement["Resource"] == "arn:aws:iam::111122223333:role/*"


def test_cdk_nag_finds_nothing(new_stack: NewStack) -> None:
    stack = new_stack()
    OidcProvider(stack, "It", issuer=ISSUER)
    app = stack.node.root
    assert isinstance(app, cdk.App)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()


def test_a_role_that_depends_on_it_waits_for_the_provider(new_stack: NewStack) -> None:
    stack = new_stack()
    it = OidcProvider(stack, "It", issuer=ISSUER)
    trust = iam.WebIdentityPrincipal(
        it.provider.open_id_connect_provider_arn,
        {"StringEquals": {f"{it.issuer}:aud": "sts.amazonaws.com"}},
    )
    iam.Role(stack, "Role", assumed_by=trust).node.add_dependency(it.ready)
    template = Template.from_stack(stack)
    template.has_resource(
        "AWS::IAM::Role",
        {
            "DependsOn": list(template.find_resources(KIND)),
            "Properties": {
                "AssumeRolePolicyDocument": {
                    "Statement": [
                        {
                            "Action": "sts:AssumeRoleWithWebIdentity",
                            "Condition": {"StringEquals": {f"{NAME}:aud": "sts.amazonaws.com"}},
                            "Effect": "Allow",
                            "Principal": {"Federated": ARN},
                        }
                    ]
                }
            },
        },
    )


def test_no_tags_are_asked_for_by_default(template: Template) -> None:
    template.has_resource_properties(KIND, {"Tags": Match.absent()})


def test_the_stacks_tags_are_the_providers() -> None:
    stack = cdk.Stack(cdk.App(), "Stack", tags={"team": "platform"})
    OidcProvider(stack, "It", issuer=ISSUER)
    Template.from_stack(stack).has_resource_properties(KIND, {"Tags": {"team": "platform"}})


def test_tags_that_an_app_gives_to_everything_reach_the_provider(new_stack: NewStack) -> None:
    stack = new_stack()
    OidcProvider(stack, "It", issuer=ISSUER)
    cdk.Tags.of(stack.node.root).add("team", "platform")
    Template.from_stack(stack).has_resource_properties(KIND, {"Tags": {"team": "platform"}})


def test_it_says_what_it_changes_and_what_undoes_it(made: OidcProvider) -> None:
    [note] = [entry.data for entry in made.node.metadata if entry.type == CHANGES]
    assert note.startswith(f"IAM OpenID Connect provider of {ISSUER}: made if the account has none")
    assert note.endswith("nothing as long as a role trusts the provider")


def test_it_costs_nothing(made: OidcProvider) -> None:
    assert not [entry for entry in made.node.metadata if entry.type == COSTS]
