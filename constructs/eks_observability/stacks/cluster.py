"""The stack of one cluster: everything that observes it and stands in its account and Region."""

import hashlib

import aws_cdk as cdk
from constructs import Construct

from eks_observability.cluster_observability import ClusterObservability
from eks_observability.kubernetes.imported_cluster import import_cluster
from eks_observability.kubernetes.kubectl_layer import warn_of_skew
from eks_observability.notes import note_cluster
from eks_observability.settings import ClusterSettings, Settings


class ClusterStack(cdk.Stack):
    """Observes one existing cluster.

    Args:
        scope: The app, or a stage of it.
        settings: The whole settings file.
        cluster: The cluster of it that this stack is for.
    """

    def __init__(self, scope: Construct, *, settings: Settings, cluster: ClusterSettings) -> None:
        name = _stack_name_part(cluster.name)
        super().__init__(
            scope,
            f"Cluster-{name}-{cluster.region}",
            stack_name=f"EksObservability-Cluster-{name}",
            description=f"Observability of the EKS cluster {cluster.name}",
            env=cdk.Environment(account=cluster.account, region=cluster.region),
            tags=dict(settings.tags),
        )
        note_cluster(self, cluster.name)
        warn_of_skew(self, kubernetes_version=cluster.kubernetes_version)
        self.observability = ClusterObservability(
            self,
            "Observability",
            cluster=import_cluster(self, "Cluster", facts=cluster),
            capabilities=settings.capabilities_of(cluster),
        )


def _stack_name_part(cluster_name: str) -> str:
    """The cluster's name in a stack's, where CloudFormation allows no underscore.

    A name that has one gets a digest, so that a_b and a-b stay two stacks. It is cut to the 100
    characters that a cluster's name can have, because a stack's name has 128 at most.
    """
    if "_" not in cluster_name:
        return cluster_name
    digest = hashlib.sha256(cluster_name.encode()).hexdigest()[:6]
    return f"{cluster_name[:93].replace('_', '-')}-{digest}"
