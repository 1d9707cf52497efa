"""A handler whose functions run in a VPC."""

from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Match, Template
from cdk_nag import AwsSolutionsChecks

from eks_observability.handler_network import NETWORK_INTERFACES, HandlerNetwork
from eks_observability.handler_provider import HandlerProvider

NETWORK = HandlerNetwork(subnets=["subnet-0123456a", "subnet-0123456b"], security_groups=["sg-1"])
FUNCTION = "AWS::Lambda::Function"


def stack_with(network: HandlerNetwork | None, app: cdk.App | None = None) -> cdk.Stack:
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(app or cdk.App(), "Stack", env=environment)
    HandlerProvider(
        stack,
        "It",
        handler="grafana_access",
        statements=[],
        wait=cdk.Duration.minutes(10),
        network=network,
    )
    return stack


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(stack_with(NETWORK))


def test_both_functions_of_the_handler_run_there(template: Template) -> None:
    ours = template.find_resources(
        FUNCTION, {"Properties": {"Handler": Match.string_like_regexp("^handler\\.")}}
    ).values()

    place = {"SubnetIds": ["subnet-0123456a", "subnet-0123456b"], "SecurityGroupIds": ["sg-1"]}
    assert [each["Properties"]["VpcConfig"] for each in ours] == [place, place]


def test_the_frameworks_own_functions_do_not(template: Template) -> None:
    others = template.find_resources(
        FUNCTION, {"Properties": {"Handler": Match.string_like_regexp("^framework\\.")}}
    ).values()

    assert others
    assert not [each for each in others if "VpcConfig" in each["Properties"]]


def test_their_role_lets_lambda_put_them_there(template: Template) -> None:
    statement = {"Action": sorted(NETWORK_INTERFACES), "Effect": "Allow", "Resource": "*"}

    template.has_resource_properties(
        "AWS::IAM::Policy", {"PolicyDocument": {"Statement": Match.array_with([statement])}}
    )


def test_without_a_network_there_is_no_such_right() -> None:
    made = Template.from_stack(stack_with(None))

    assert "CreateNetworkInterface" not in str(made.to_json())


def test_cdk_nag_finds_nothing(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    stack_with(NETWORK, app)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))

    app.synth()
