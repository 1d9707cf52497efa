"""Who the pods of a service account are in AWS."""

from collections.abc import Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.settings.workloads import IdentityKind

_POD_IDENTITY: Final = "pods.eks.amazonaws.com"


class WorkloadIdentity(Construct):
    """A role that the pods of one service account of one cluster run as, and nobody else.

    With IRSA a pod trades its Kubernetes token for the role's credentials, by the cluster's OpenID
    Connect provider (EKS User Guide, "IAM roles for service accounts"); the service account names
    the role. With EKS Pod Identity an agent on the node does that, and an association of the
    cluster names the role; the session's tags, which EKS sets, confine it (EKS User Guide, "Create
    IAM role with trust policy required by EKS Pod Identity").

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster. For IRSA it knows its OpenID Connect provider.
        namespace: Namespace of the service account.
        service_account: Its name.
        statements: What its pods may do.
        kind: How they get their credentials.
        associate: Whether the cluster is told of the role, with EKS Pod Identity. An add-on does
            that itself for its own service account.
    """

    role: iam.Role
    """The role."""

    annotated_role_arn: str | None
    """The role's ARN where the service account has to name it; None with EKS Pod Identity."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        namespace: str,
        service_account: str,
        statements: Sequence[iam.PolicyStatement],
        kind: IdentityKind = "irsa",
        associate: bool = True,
    ) -> None:
        super().__init__(scope, construct_id)

        by_token = kind == "irsa"
        self.role = iam.Role(
            self,
            "Role",
            description=f"{namespace}/{service_account} in the EKS cluster {cluster.cluster_name}",
            assumed_by=_token_of(self, cluster, namespace, service_account)
            if by_token
            else _session_of(cluster, namespace, service_account),
        )
        for statement in statements:
            self.role.add_to_policy(statement)
        self.annotated_role_arn = self.role.role_arn if by_token else None
        if associate and not by_token:
            eks.CfnPodIdentityAssociation(
                self,
                "Association",
                cluster_name=cluster.cluster_name,
                namespace=namespace,
                service_account=service_account,
                role_arn=self.role.role_arn,
            )


def _token_of(
    scope: Construct, cluster: eks.ICluster, namespace: str, service_account: str
) -> iam.IPrincipal:
    """Whoever has a token that the cluster made for the service account, to show to AWS STS."""
    provider = cluster.open_id_connect_provider
    issuer = provider.open_id_connect_provider_issuer
    conditions: Mapping[str, str] = {
        f"{issuer}:aud": "sts.amazonaws.com",
        f"{issuer}:sub": f"system:serviceaccount:{namespace}:{service_account}",
    }
    if cdk.Token.is_unresolved(issuer):
        # A template cannot compute a key, so for a cluster that is not there yet something must.
        equals: object = cdk.CfnJson(scope, "Conditions", value=conditions)
    else:
        equals = conditions
    return iam.FederatedPrincipal(
        provider.open_id_connect_provider_arn,
        {"StringEquals": equals},
        "sts:AssumeRoleWithWebIdentity",
    )


def _session_of(cluster: eks.ICluster, namespace: str, service_account: str) -> iam.IPrincipal:
    """EKS Pod Identity, in sessions that it tags with this cluster and service account."""
    tags = {
        "eks-cluster-arn": cluster.cluster_arn,
        "kubernetes-namespace": namespace,
        "kubernetes-service-account": service_account,
    }
    confined = iam.PrincipalWithConditions(
        iam.ServicePrincipal(_POD_IDENTITY),
        {"StringEquals": {f"aws:RequestTag/{tag}": value for tag, value in tags.items()}},
    )
    return iam.SessionTagsPrincipal(confined)
