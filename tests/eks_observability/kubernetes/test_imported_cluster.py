"""A cluster as the settings state it."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template

from eks_observability.kubernetes.imported_cluster import import_cluster
from eks_observability.settings.cluster import ClusterFacts, Vpc

PRIVATE = Vpc(
    id="vpc-0aaaaaaaaaaaaaaa1",
    private_subnets=("subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"),
    security_groups=("sg-0aaaaaaaaaaaaaaa1",),
)


def facts(vpc: Vpc | None = None) -> ClusterFacts:
    return ClusterFacts(
        name="myipv4cluster",
        region="eu-central-1",
        account="111122223333",
        kubernetes_version="1.36",
        oidc_issuer=f"https://oidc.eks.eu-central-1.amazonaws.com/id/{'0A' * 16}",
        authentication_mode="API",
        endpoint_access="private" if vpc else "public",
        vpc=vpc,
    )


@pytest.fixture(scope="module")
def stack(new_stack: Callable[[], cdk.Stack]) -> cdk.Stack:
    return new_stack()


@pytest.fixture(scope="module")
def cluster(stack: cdk.Stack) -> eks.ICluster:
    return import_cluster(stack, "Cluster", facts=facts())


@pytest.fixture(scope="module")
def private_cluster(stack: cdk.Stack) -> eks.ICluster:
    return import_cluster(stack, "Private", facts=facts(PRIVATE))


def test_the_cluster_has_its_name(cluster: eks.ICluster) -> None:
    assert cluster.cluster_name == "myipv4cluster"


def test_the_cluster_has_no_kubectl_yet(cluster: eks.ICluster) -> None:
    assert cluster.kubectl_provider is None


def test_the_cluster_prunes_nothing(cluster: eks.ICluster) -> None:
    assert cluster.prune is False


def test_the_vpc_is_the_one_of_the_facts(private_cluster: eks.ICluster) -> None:
    assert private_cluster.vpc.vpc_id == PRIVATE.id


def test_the_subnets_are_the_vpcs_private_ones(private_cluster: eks.ICluster) -> None:
    subnets = [each.subnet_id for each in private_cluster.vpc.private_subnets]
    assert subnets == list(PRIVATE.private_subnets)


def test_the_security_groups_are_the_clusters(private_cluster: eks.ICluster) -> None:
    groups = [each.security_group_id for each in private_cluster.connections.security_groups]
    assert groups == list(PRIVATE.security_groups)


def test_an_import_makes_no_resource(
    stack: cdk.Stack, cluster: eks.ICluster, private_cluster: eks.ICluster
) -> None:
    assert "Resources" not in Template.from_stack(stack).to_json()
