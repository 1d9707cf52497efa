"""The way into a cluster for what CloudFormation deploys there."""

from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from constructs import Construct, DependencyGroup, IDependable

from eks_observability.kubernetes.kubectl import Kubectl
from eks_observability.kubernetes.kubectl_layer import warn_of_skew
from eks_observability.notes import note_change


class ClusterAccess(Construct):
    """A function that runs kubectl, and the access entry that lets it into the cluster.

    The entry gives AmazonEKSClusterAdminPolicy. Nothing less works: agents and collectors read the
    whole cluster through ClusterRoles, and Kubernetes lets nobody create a role with more rights
    than they hold themselves (RBAC's privilege escalation prevention). It serves to apply and
    delete the objects of `ChartManifest` and nothing else: no workload runs with it, only this one
    Lambda function can assume its role, and it goes when the stack goes.

    In subnets the functions need a route, through NAT or a VPC endpoint each, to the APIs of EKS
    and Lambda and to S3, where CloudFormation reads their answers; the cluster's security group
    must let theirs in on port 443.

    A cluster that has a kubectl provider already keeps it, and nothing is made here.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster. Its authentication mode must not be CONFIG_MAP.
        kubernetes_version: Its minor version, e.g. "1.36". Decides which kubectl is used.
        vpc: Where the functions stand, for a private endpoint. Default: with `private_subnets` the
            cluster's own VPC, without them outside any VPC.
        private_subnets: The subnets they stand in. Default: the private ones of `vpc`.
        security_groups: Their security groups, in subnets. Default: the cluster's own.

    Raises:
        ValueError: No installed kubectl is near enough to `kubernetes_version`.
    """

    cluster: eks.ICluster
    """The cluster with a kubectl provider. Serves manifests: the cluster that was given knows more
    than its name and ARN."""

    kubernetes_version: str
    """Its minor version, e.g. "1.36"."""

    ready: IDependable
    """What a manifest depends on: there before kubectl can do anything, and gone after it."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        kubernetes_version: str,
        vpc: ec2.IVpc | None = None,
        private_subnets: Sequence[ec2.ISubnet] = (),
        security_groups: Sequence[ec2.ISecurityGroup] = (),
    ) -> None:
        super().__init__(scope, construct_id)

        self.kubernetes_version = kubernetes_version
        if cluster.kubectl_provider:
            self.cluster, self.ready = cluster, DependencyGroup()
            return

        kubectl = Kubectl(
            self,
            "Kubectl",
            # A kubectl provider takes the VPC from its cluster and from nowhere else.
            cluster=self._import(cluster, "Target", vpc=vpc) if vpc else cluster,
            kubernetes_version=kubernetes_version,
            subnets=private_subnets or (vpc.private_subnets if vpc else ()),
            security_groups=security_groups,
        )
        warn_of_skew(self, kubernetes_version=kubernetes_version)

        # Only an import takes a provider that is made for it: an imported cluster ignores
        # kubectl_provider_options, and the provider itself wants a cluster first.
        self.cluster = self._import(cluster, "Cluster", kubectl_provider=kubectl.provider)
        note_change(
            self,
            f"cluster {cluster.cluster_name}: an access entry makes the function that deploys into "
            "it a cluster administrator; destroy removes both",
        )
        self.ready = eks.AccessEntry(
            self,
            "Entry",
            cluster=cluster,
            principal=kubectl.role.role_arn,
            access_policies=[
                eks.AccessPolicy.from_access_policy_name(
                    "AmazonEKSClusterAdminPolicy", access_scope_type=eks.AccessScopeType.CLUSTER
                )
            ],
        )

    def _import(
        self,
        cluster: eks.ICluster,
        construct_id: str,
        *,
        vpc: ec2.IVpc | None = None,
        kubectl_provider: eks.IKubectlProvider | None = None,
    ) -> eks.ICluster:
        return eks.Cluster.from_cluster_attributes(
            self,
            construct_id,
            cluster_name=cluster.cluster_name,
            prune=False,
            vpc=vpc,
            kubectl_provider=kubectl_provider,
        )
