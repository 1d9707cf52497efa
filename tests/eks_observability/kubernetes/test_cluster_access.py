"""The way into a cluster: who gets in, with what, and from where."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Annotations, Capture, Match, Template
from constructs import Construct

from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.kubectl_layer import kubectl_layer

ENTRY = "AWS::EKS::AccessEntry"
SUBNETS = ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"]


@pytest.fixture(scope="module")
def stack(new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]) -> cdk.Stack:
    """With access to an imported cluster, and a manifest."""
    stack = new_stack()
    access = ClusterAccess(stack, "Access", cluster=cluster_in(stack), kubernetes_version="1.36")
    eks.KubernetesManifest(stack, "Manifest", cluster=access.cluster, manifest=[{}])
    return stack


@pytest.fixture(scope="module")
def template(stack: cdk.Stack) -> Template:
    return Template.from_stack(stack)


def vpc_in(scope: Construct) -> ec2.IVpc:
    return ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id="vpc-0aaaaaaaaaaaaaaa1",
        availability_zones=["unknown"],
        private_subnet_ids=SUBNETS,
    )


def test_one_access_entry_lets_kubectl_in(template: Template) -> None:
    template.resource_count_is(ENTRY, 1)


def test_the_entry_is_for_this_cluster(template: Template) -> None:
    template.has_resource_properties(ENTRY, {"ClusterName": "myipv4cluster"})


def test_the_entry_is_for_the_role_that_runs_kubectl(template: Template) -> None:
    principal = Capture()
    template.has_resource_properties(ENTRY, {"PrincipalArn": principal})
    template.has_resource_properties(
        "AWS::Lambda::Function", {"Handler": "index.handler", "Role": principal.as_object()}
    )


def test_the_entry_gives_cluster_admin_and_nothing_else(template: Template) -> None:
    policies = Capture()
    template.has_resource_properties(ENTRY, {"AccessPolicies": policies})
    [policy] = policies.as_array()
    assert policy["AccessScope"] == {"Type": "cluster"}
    assert ":cluster-access-policy/AmazonEKSClusterAdminPolicy" in json.dumps(policy["PolicyArn"])


def test_a_manifest_is_served_by_the_function_made_here(template: Template) -> None:
    [framework] = template.find_resources(
        "AWS::Lambda::Function", {"Properties": {"Handler": "framework.onEvent"}}
    )
    template.has_resource_properties(
        "Custom::AWSCDK-EKS-KubernetesResource",
        {"ServiceToken": {"Fn::GetAtt": [framework, "Arn"]}},
    )


def test_the_cluster_prunes_nothing(template: Template) -> None:
    template.has_resource_properties(
        "Custom::AWSCDK-EKS-KubernetesResource", {"PruneLabel": Match.absent()}
    )


def test_nothing_is_looked_up(stack: cdk.Stack) -> None:
    directory = Path(cdk.App.of(stack).synth().directory)  # type: ignore[union-attr]
    manifest = json.loads((directory / "manifest.json").read_text(encoding="utf-8"))
    assert "missing" not in manifest


def test_a_kubectl_that_fits_needs_no_warning(stack: cdk.Stack) -> None:
    Annotations.from_stack(stack).has_no_warning("*", Match.any_value())


def test_a_kubectl_one_minor_apart_is_warned_of(
    new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]
) -> None:
    stack = new_stack()
    ClusterAccess(stack, "Access", cluster=cluster_in(stack), kubernetes_version="1.32")
    Annotations.from_stack(stack).has_warning(
        "/Stack/Access", Match.string_like_regexp(r"no kubectl 1\.32 here; .* kubectl 1\.33")
    )


@pytest.mark.parametrize("version", ["1.31", "1.39"])
def test_a_kubectl_two_minors_apart_is_refused(
    new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster], version: str
) -> None:
    stack = new_stack()
    with pytest.raises(ValueError, match=r"1\.32 to 1\.38"):
        ClusterAccess(stack, "Access", cluster=cluster_in(stack), kubernetes_version=version)


def test_a_vpc_alone_puts_kubectl_into_its_private_subnets(
    new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]
) -> None:
    stack = new_stack()
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0aaaaaaaaaaaaaaa1")
    ClusterAccess(
        stack,
        "Access",
        cluster=cluster_in(stack),
        kubernetes_version="1.36",
        vpc=vpc_in(stack),
        security_groups=[group],
    )
    Template.from_stack(stack).all_resources_properties(
        "AWS::Lambda::Function", {"VpcConfig": {"SubnetIds": SUBNETS}}
    )


def test_subnets_alone_are_taken_in_the_clusters_vpc(
    new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]
) -> None:
    stack = new_stack()
    vpc = vpc_in(stack)
    cluster = cluster_in(stack, vpc=vpc, cluster_security_group_id="sg-0aaaaaaaaaaaaaaa2")
    ClusterAccess(
        stack,
        "Access",
        cluster=cluster,
        kubernetes_version="1.36",
        private_subnets=vpc.private_subnets[:1],
    )
    Template.from_stack(stack).all_resources_properties(
        "AWS::Lambda::Function",
        {"VpcConfig": {"SubnetIds": SUBNETS[:1], "SecurityGroupIds": ["sg-0aaaaaaaaaaaaaaa2"]}},
    )


def new_cluster_in(scope: Construct, **arguments: Any) -> eks.ICluster:
    cluster = eks.Cluster(scope, "Cluster", version=eks.KubernetesVersion.of("1.36"), **arguments)
    # eks.Cluster lacks a property that eks.ICluster declares, so it is none to a type checker.
    return cast("eks.ICluster", cluster)


def test_a_new_cluster_with_kubectl_keeps_its_own(new_stack: Callable[[], cdk.Stack]) -> None:
    stack = new_stack()
    layer = kubectl_layer(stack, "Layer", kubernetes_version="1.36")
    options = eks.KubectlProviderOptions(kubectl_layer=layer)
    cluster = new_cluster_in(stack, kubectl_provider_options=options)
    before = len(stack.node.find_all())
    access = ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36")
    assert access.cluster is cluster
    assert len(stack.node.find_all()) == before + 1
    Template.from_stack(stack).resource_count_is(ENTRY, 1)


def test_a_new_cluster_without_kubectl_gets_it(new_stack: Callable[[], cdk.Stack]) -> None:
    stack = new_stack()
    cluster = new_cluster_in(stack)
    access = ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36")
    assert access.cluster.kubectl_provider
