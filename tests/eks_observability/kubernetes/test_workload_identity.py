"""Who may take a workload's role, and what for."""

from collections.abc import Callable
from typing import Any, cast

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template

from eks_observability.kubernetes.workload_identity import WorkloadIdentity
from eks_observability.settings.workloads import IdentityKind

ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
PROVIDER = f"arn:aws:iam::111122223333:oidc-provider/{ISSUER}"


@pytest.fixture(scope="module")
def identity_of(
    new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]
) -> Callable[[IdentityKind], WorkloadIdentity]:
    """Makes the identity of amazon-cloudwatch/fluent-bit in a stack of its own."""

    def make(kind: IdentityKind) -> WorkloadIdentity:
        stack = new_stack()
        provider = iam.OpenIdConnectProvider.from_open_id_connect_provider_arn(
            stack, "Provider", PROVIDER
        )
        return WorkloadIdentity(
            stack,
            "Identity",
            cluster=cluster_in(stack, open_id_connect_provider=provider),
            namespace="amazon-cloudwatch",
            service_account="fluent-bit",
            statements=[
                iam.PolicyStatement(actions=["logs:PutLogEvents"], resources=["arn:aws:logs:::a"])
            ],
            kind=kind,
        )

    return make


def template_of(identity: WorkloadIdentity) -> Template:
    return Template.from_stack(cdk.Stack.of(identity))


def trusts(identity: WorkloadIdentity) -> list[Any]:
    """The statements that say who may take the role."""
    roles = template_of(identity).find_resources("AWS::IAM::Role")
    (role,) = roles.values()
    trusted: list[Any] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    return trusted


def test_with_irsa_only_the_service_account_may_take_the_role(
    identity_of: Callable[[IdentityKind], WorkloadIdentity],
) -> None:
    (trusted,) = trusts(identity_of("irsa"))

    assert trusted == {
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Effect": "Allow",
        "Principal": {"Federated": PROVIDER},
        "Condition": {
            "StringEquals": {
                f"{ISSUER}:aud": "sts.amazonaws.com",
                f"{ISSUER}:sub": "system:serviceaccount:amazon-cloudwatch:fluent-bit",
            }
        },
    }


def test_with_irsa_the_service_account_names_the_role(
    identity_of: Callable[[IdentityKind], WorkloadIdentity],
) -> None:
    identity = identity_of("irsa")

    assert identity.annotated_role_arn == identity.role.role_arn


def test_with_irsa_there_is_no_association(
    identity_of: Callable[[IdentityKind], WorkloadIdentity],
) -> None:
    template_of(identity_of("irsa")).resource_count_is("AWS::EKS::PodIdentityAssociation", 0)


@pytest.mark.parametrize("action", ["sts:AssumeRole", "sts:TagSession"])
def test_with_pod_identity_eks_may_do_only_in_sessions_of_the_service_account(
    identity_of: Callable[[IdentityKind], WorkloadIdentity], action: str
) -> None:
    (trusted,) = trusts(identity_of("pod_identity"))

    assert action in trusted["Action"]
    assert trusted["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trusted["Condition"]["StringEquals"].keys() == {
        "aws:RequestTag/eks-cluster-arn",
        "aws:RequestTag/kubernetes-namespace",
        "aws:RequestTag/kubernetes-service-account",
    }


def test_with_pod_identity_an_association_names_the_role(
    identity_of: Callable[[IdentityKind], WorkloadIdentity],
) -> None:
    template_of(identity_of("pod_identity")).has_resource_properties(
        "AWS::EKS::PodIdentityAssociation",
        {
            "ClusterName": "myipv4cluster",
            "Namespace": "amazon-cloudwatch",
            "ServiceAccount": "fluent-bit",
            "RoleArn": Match.any_value(),
        },
    )


def test_with_pod_identity_the_service_account_names_no_role(
    identity_of: Callable[[IdentityKind], WorkloadIdentity],
) -> None:
    assert identity_of("pod_identity").annotated_role_arn is None


def test_the_role_may_do_what_it_is_given_and_nothing_else(
    identity_of: Callable[[IdentityKind], WorkloadIdentity],
) -> None:
    policies = template_of(identity_of("irsa")).find_resources("AWS::IAM::Policy")
    (policy,) = policies.values()

    assert [one["Action"] for one in policy["Properties"]["PolicyDocument"]["Statement"]] == [
        "logs:PutLogEvents"
    ]


def test_a_cluster_that_is_yet_to_come_has_its_conditions_computed(
    new_stack: Callable[[], cdk.Stack],
) -> None:
    stack = new_stack()
    cluster = eks.Cluster(stack, "Cluster", version=eks.KubernetesVersion.of("1.36"))
    WorkloadIdentity(
        stack,
        "Identity",
        cluster=cast("eks.ICluster", cluster),
        namespace="a",
        service_account="b",
        statements=[],
    )

    Template.from_stack(stack).resource_count_is("Custom::AWSCDKCfnJson", 1)
