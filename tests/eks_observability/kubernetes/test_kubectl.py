"""The function that runs kubectl: its rights, its log, its place in the network."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Match, Template

from eks_observability.kubernetes.kubectl import Kubectl

SUBNETS = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"]
GROUP = "sg-0aaaaaaaaaaaaaaa1"


@pytest.fixture(scope="module")
def template(
    new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]
) -> Template:
    """Of kubectl for a cluster with a public endpoint."""
    stack = new_stack()
    Kubectl(stack, "Kubectl", cluster=cluster_in(stack), kubernetes_version="1.36")
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def private_template(
    new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]
) -> Template:
    """Of kubectl for a cluster with a private endpoint."""
    stack = new_stack()
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0aaaaaaaaaaaaaaa1",
        availability_zones=["unknown"],
        private_subnet_ids=SUBNETS,
    )
    Kubectl(
        stack,
        "Kubectl",
        cluster=cluster_in(stack, vpc=vpc),
        kubernetes_version="1.36",
        subnets=vpc.private_subnets,
        security_groups=[ec2.SecurityGroup.from_security_group_id(stack, "Group", GROUP)],
    )
    return Template.from_stack(stack)


def properties(template: Template, of_type: str) -> list[dict[str, Any]]:
    found = template.find_resources(of_type).values()
    return [resource.get("Properties", {}) for resource in found]


def statements(template: Template) -> list[dict[str, Any]]:
    policies = properties(template, "AWS::IAM::Policy")
    return [each for policy in policies for each in policy["PolicyDocument"]["Statement"]]


def test_no_role_has_a_managed_policy(template: Template) -> None:
    roles = properties(template, "AWS::IAM::Role")
    assert [role.get("ManagedPolicyArns", []) for role in roles] == [[], []]


def test_the_functions_may_do_this_and_nothing_else(template: Template) -> None:
    actions = [each["Action"] for each in statements(template)]
    write_log = ["logs:CreateLogStream", "logs:PutLogEvents"]
    assert sorted(actions, key=str) == [
        write_log,
        write_log,
        "eks:DescribeCluster",
        "lambda:GetFunction",
        "lambda:InvokeFunction",
    ]


def test_only_this_cluster_may_be_described(template: Template) -> None:
    [resource] = [
        each["Resource"] for each in statements(template) if "eks:DescribeCluster" in each["Action"]
    ]
    assert "cluster/myipv4cluster" in str(resource)


def test_nothing_is_allowed_on_every_resource(template: Template) -> None:
    assert "*" not in [each["Resource"] for each in statements(template)]


def test_there_is_no_condition_for_a_policy_that_is_not_there(template: Template) -> None:
    assert template.find_conditions("*") == {}


def test_both_functions_write_one_log(template: Template) -> None:
    [group] = template.find_resources("AWS::Logs::LogGroup")
    functions = properties(template, "AWS::Lambda::Function")
    assert [each["LoggingConfig"]["LogGroup"] for each in functions] == [{"Ref": group}] * 2


def test_the_log_ends_after_30_days(template: Template) -> None:
    template.has_resource_properties("AWS::Logs::LogGroup", {"RetentionInDays": 30})


def test_the_log_goes_with_the_stack(template: Template) -> None:
    template.has_resource("AWS::Logs::LogGroup", {"DeletionPolicy": "Delete"})


def test_cdks_flag_for_log_groups_makes_no_other_log(
    cluster_in: Callable[..., eks.ICluster],
) -> None:
    flag = "@aws-cdk/aws-lambda:useCdkManagedLogGroup"
    stack = cdk.Stack(cdk.App(context={flag: True}), "Stack")
    Kubectl(stack, "Kubectl", cluster=cluster_in(stack), kubernetes_version="1.36")
    Template.from_stack(stack).resource_count_is("AWS::Logs::LogGroup", 1)


def test_a_public_endpoint_needs_no_vpc(template: Template) -> None:
    functions = properties(template, "AWS::Lambda::Function")
    assert [each.get("VpcConfig") for each in functions] == [None, None]


def test_both_functions_stand_in_the_subnets(private_template: Template) -> None:
    functions = properties(private_template, "AWS::Lambda::Function")
    assert [each["VpcConfig"]["SubnetIds"] for each in functions] == [SUBNETS, SUBNETS]


def test_both_functions_have_the_security_group(private_template: Template) -> None:
    functions = properties(private_template, "AWS::Lambda::Function")
    assert [each["VpcConfig"]["SecurityGroupIds"] for each in functions] == [[GROUP], [GROUP]]


def test_in_subnets_both_roles_may_make_network_interfaces(private_template: Template) -> None:
    on_everything = [each for each in statements(private_template) if each["Resource"] == "*"]
    assert len(on_everything) == 2
    assert all(action.startswith("ec2:") for each in on_everything for action in each["Action"])


def test_in_subnets_no_role_has_a_managed_policy_either(private_template: Template) -> None:
    roles = properties(private_template, "AWS::IAM::Role")
    assert [role.get("ManagedPolicyArns", []) for role in roles] == [[], []]


def test_a_function_waits_for_the_rights_of_its_role(template: Template) -> None:
    policies = set(template.find_resources("AWS::IAM::Policy"))
    functions = template.find_resources("AWS::Lambda::Function").values()
    assert {each for function in functions for each in function["DependsOn"]} >= policies


def test_kubectl_is_the_version_of_the_cluster(template: Template) -> None:
    template.has_resource_properties(
        "AWS::Lambda::LayerVersion", {"Description": Match.string_like_regexp(r"kubectl 1\.36\.")}
    )
