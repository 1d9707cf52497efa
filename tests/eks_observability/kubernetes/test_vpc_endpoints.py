"""Private ways to AWS services."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Template

from eks_observability.kubernetes.vpc_endpoints import VpcEndpoints
from eks_observability.notes import CHANGES, COSTS

RESOURCE = "AWS::EC2::VPCEndpoint"
SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]


@pytest.fixture(scope="module")
def endpoints(new_stack: Callable[[], cdk.Stack]) -> VpcEndpoints:
    stack = new_stack()
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["unknown"],
        private_subnet_ids=SUBNETS,
    )
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0")
    return VpcEndpoints(
        stack,
        "It",
        vpc=vpc,
        subnets=vpc.private_subnets,
        security_groups=[group],
        services=["sts", "aps-workspaces", "sts"],
    )


@pytest.fixture(scope="module")
def template(endpoints: VpcEndpoints) -> Template:
    return Template.from_stack(cdk.Stack.of(endpoints))


@pytest.mark.parametrize("service", ["aps-workspaces", "sts"])
def test_a_service_has_an_endpoint_in_every_subnet(template: Template, service: str) -> None:
    template.has_resource_properties(
        RESOURCE,
        {
            "ServiceName": f"com.amazonaws.eu-central-1.{service}",
            "SubnetIds": SUBNETS,
            "SecurityGroupIds": ["sg-0123456789abcdef0"],
            "PrivateDnsEnabled": True,
        },
    )


def test_a_service_that_is_named_twice_has_one_endpoint(template: Template) -> None:
    template.resource_count_is(RESOURCE, 2)


def test_no_security_group_is_opened(template: Template) -> None:
    template.resource_count_is("AWS::EC2::SecurityGroupIngress", 0)


def test_it_says_what_it_costs_and_changes(endpoints: VpcEndpoints) -> None:
    assert {COSTS, CHANGES} <= {entry.type for entry in endpoints.node.metadata}
