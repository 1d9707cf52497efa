"""The provider of an issuer behind the CDK's provider framework.

moto cannot add a client id to a provider, so a provider that lacks it is for the tests beside the
handler.
"""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

from eks_observability.kubernetes.oidc_provider import OidcProvider
from eks_observability_ops.components.aws import ACCOUNT, Aws
from eks_observability_ops.components.custom_resource import SIGNATURE, CustomResource
from eks_observability_ops.components.provider_framework import Deployed
from eks_observability_ops.components.running import Supervisor

if TYPE_CHECKING:
    # types_boto3 is installed without IAM.
    IAMClient = Any

CREATE_FAILED = "AWSCDK::CustomResourceProviderFramework::CREATE_FAILED"
NAME = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
ISSUER = f"https://{NAME}"
ARN = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{NAME}"
STS = "sts.amazonaws.com"
MADE_BY = "eks-observability:made-by"


@pytest.fixture(scope="module")
def assembly(supervisor: Supervisor) -> Path:
    """The cloud assembly of a stack with nothing else in it."""
    folder = supervisor.new_folder("oidc-assembly") / "out"
    app = cdk.App(outdir=str(folder))
    environment = cdk.Environment(account=ACCOUNT, region="eu-central-1")
    stack = cdk.Stack(app, "Stack", env=environment, tags={"team": "platform"})
    OidcProvider(stack, "Oidc", issuer=ISSUER)
    app.synth()
    return folder


@pytest.fixture
def iam(aws: Aws) -> "IAMClient":
    return aws.session().client("iam", endpoint_url=aws.url)


@pytest.fixture
def oidc(deployed: Deployed) -> CustomResource:
    """The provider's resource, in an empty account."""
    return deployed.resource("Custom::IamOidcProvider")


def providers(iam: "IAMClient") -> list[str]:
    return [one["Arn"] for one in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]


def tags(iam: "IAMClient") -> dict[str, str]:
    listed = iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=ARN)["Tags"]
    return {tag["Key"]: tag["Value"] for tag in listed}


def trust(iam: "IAMClient") -> None:
    """Make a role that trusts the provider, after others that do not."""
    for number in range(3):
        iam.create_role(
            RoleName=f"a-{number}",
            AssumeRolePolicyDocument=trust_in({"Service": "ec2.amazonaws.com"}, "sts:AssumeRole"),
        )
    web = "sts:AssumeRoleWithWebIdentity"
    iam.create_role(RoleName="payments", AssumeRolePolicyDocument=trust_in({"Federated": ARN}, web))


def trust_in(principal: dict[str, str], action: str) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def test_a_provider_that_is_absent_is_made(oidc: CustomResource, iam: "IAMClient") -> None:
    response = oidc.create()
    assert response["Status"] == "SUCCESS"
    assert response["PhysicalResourceId"] == f"{ARN}?before=absent"
    assert response["Data"] == {"Arn": ARN}
    made = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=ARN)
    assert made["ClientIDList"] == [STS]


def test_it_has_the_tags_of_the_stack_and_one_that_says_whose_it_is(
    oidc: CustomResource, iam: "IAMClient"
) -> None:
    oidc.create()
    have = tags(iam)
    assert have.pop(MADE_BY).startswith(f"arn:aws:cloudformation:eu-central-1:{ACCOUNT}:stack/")
    assert have == {"team": "platform"}


def test_a_provider_that_exists_is_left_as_it_is(oidc: CustomResource, iam: "IAMClient") -> None:
    iam.create_open_id_connect_provider(Url=ISSUER, ClientIDList=[STS])
    response = oidc.create()
    assert response["PhysicalResourceId"] == f"{ARN}?before=complete"
    assert tags(iam) == {}


def test_delete_keeps_a_provider_that_existed(oidc: CustomResource, iam: "IAMClient") -> None:
    iam.create_open_id_connect_provider(Url=ISSUER, ClientIDList=[STS])
    oidc.create()
    assert oidc.delete()["Status"] == "SUCCESS"
    assert providers(iam) == [ARN]


def test_an_update_changes_the_tags(oidc: CustomResource, iam: "IAMClient") -> None:
    oidc.create()
    response = oidc.update(Tags={"cost": "42"})
    assert response["Status"] == "SUCCESS"
    assert tags(iam).keys() == {"cost", MADE_BY}


def test_delete_deletes_a_provider_that_was_made(oidc: CustomResource, iam: "IAMClient") -> None:
    oidc.create()
    assert oidc.delete()["Status"] == "SUCCESS"
    assert providers(iam) == []


def test_delete_keeps_a_provider_that_a_role_trusts(
    oidc: CustomResource, deployed: Deployed, iam: "IAMClient"
) -> None:
    oidc.create()
    trust(iam)
    assert oidc.delete()["Status"] == "SUCCESS"
    assert providers(iam) == [ARN]
    assert '"roles": ["payments"]' in deployed.functions.log("python")


def test_the_delete_of_a_provider_that_is_gone_succeeds(
    oidc: CustomResource, iam: "IAMClient"
) -> None:
    oidc.create()
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=ARN)
    assert oidc.delete()["Status"] == "SUCCESS"


def test_a_provider_that_cannot_be_made_fails_and_says_why(
    oidc: CustomResource, iam: "IAMClient"
) -> None:
    oidc.properties["Tags"] = {f"tag-{number}": "one too many" for number in range(50)}
    response = oidc.create()
    assert response["Status"] == "FAILED"
    assert response["PhysicalResourceId"] == CREATE_FAILED
    assert f"The IAM OpenID Connect provider {ARN} was not changed as asked" in response["Reason"]
    assert "CreateOpenIDConnectProvider answered " in response["Reason"]
    assert providers(iam) == []


def test_the_handler_never_prints_the_response_url(
    oidc: CustomResource, deployed: Deployed
) -> None:
    oidc.create()
    oidc.delete()
    events = [one.event for one in deployed.functions.of_runtime("python")]
    assert all(SIGNATURE in event["ResponseURL"] for event in events)
    printed = deployed.functions.log("python")
    assert '"what": "event"' in printed
    assert SIGNATURE not in printed
