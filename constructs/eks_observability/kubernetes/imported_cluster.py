"""An existing cluster as the constructs see it, from what the settings state of it."""

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.settings.cluster import ClusterFacts, Vpc


def import_cluster(
    scope: Construct,
    construct_id: str,
    *,
    facts: ClusterFacts,
    oidc_provider: iam.IOpenIdConnectProvider | None = None,
) -> eks.ICluster:
    """Import a cluster without asking AWS for anything: no look-up, no context.

    Where the facts name a VPC, the cluster's `vpc` has their subnets as its private ones, and its
    `connections` their security groups.

    Args:
        scope: Parent construct, in a stack of the cluster's own account and Region.
        construct_id: Id, unique within `scope`.
        facts: What the settings state of the cluster.
        oidc_provider: Its OpenID Connect provider in IAM. Default: unknown, and then no workload
            gets a role by IRSA.
    """
    return eks.Cluster.from_cluster_attributes(
        scope,
        construct_id,
        cluster_name=facts.name,
        prune=False,
        open_id_connect_provider=oidc_provider,
        vpc=_import_vpc(scope, f"{construct_id}Vpc", facts.vpc) if facts.vpc else None,
        security_group_ids=list(facts.vpc.security_groups) if facts.vpc else None,
    )


def imported_access(
    scope: Construct, construct_id: str, *, cluster: eks.ICluster, facts: ClusterFacts
) -> ClusterAccess:
    """A way into an imported cluster, from where its endpoint can be reached.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster, imported with these facts.
        facts: What the settings state of it.
    """
    return ClusterAccess(
        scope,
        construct_id,
        cluster=cluster,
        kubernetes_version=facts.kubernetes_version,
        vpc=cluster.vpc if facts.vpc else None,
        security_groups=cluster.connections.security_groups if facts.vpc else (),
    )


def _import_vpc(scope: Construct, construct_id: str, facts: Vpc) -> ec2.IVpc:
    vpc = ec2.Vpc.from_vpc_attributes(
        scope,
        construct_id,
        vpc_id=facts.id,
        # Required by the type; a Lambda function takes its subnets' ids and no zones.
        availability_zones=["unknown"],
        private_subnet_ids=list(facts.private_subnets),
    )
    # A function in a subnet does not ask for its route table.
    cdk.Annotations.of(scope).acknowledge_warning("@aws-cdk/aws-ec2:noSubnetRouteTableId")
    return vpc
