"""The stack of one cluster: everything that observes it and stands in its account and Region."""

import aws_cdk as cdk
from constructs import Construct

from eks_observability.cluster_observability import ClusterObservability
from eks_observability.kubernetes.imported_cluster import import_cluster, imported_access
from eks_observability.kubernetes.oidc_provider import OidcProvider
from eks_observability.notes import note_cluster
from eks_observability.settings import ClusterSettings, Settings
from eks_observability.stacks.alarm_topics import alarm_topics
from eks_observability.stacks.hub_workspace import hub_workspace
from eks_observability.stacks.names import stack_name_part


class ClusterStack(cdk.Stack):
    """Observes one existing cluster.

    Args:
        scope: The app, or a stage of it.
        settings: The whole settings file.
        cluster: The cluster of it that this stack is for.
    """

    def __init__(self, scope: Construct, *, settings: Settings, cluster: ClusterSettings) -> None:
        name = stack_name_part(cluster.name)
        super().__init__(
            scope,
            f"Cluster-{name}-{cluster.region}",
            stack_name=f"EksObservability-Cluster-{name}",
            description=f"Observability of the EKS cluster {cluster.name}",
            env=cdk.Environment(account=cluster.account, region=cluster.region),
            tags=dict(settings.tags),
        )
        note_cluster(self, cluster.name)
        wanted = settings.capabilities_of(cluster)
        by_token = wanted.workloads_have_roles and wanted.workload_identity == "irsa"
        oidc = OidcProvider(self, "Oidc", issuer=cluster.oidc_issuer) if by_token else None
        imported = import_cluster(
            self, "Cluster", facts=cluster, oidc_provider=oidc.provider if oidc else None
        )
        self.observability = ClusterObservability(
            self,
            "Observability",
            cluster=imported,
            access=imported_access(self, "Access", cluster=imported, facts=cluster)
            if wanted.deploys_agents
            else None,
            workspace=hub_workspace(self, settings=settings, cluster=cluster)
            if wanted.metrics.enabled
            else None,
            capabilities=wanted,
            alerts=settings.alerts,
            dashboards=settings.grafana.enabled,
            listened_to=alarm_topics(self, settings=settings, cluster=cluster),
        )
        if oidc:
            # Roles that trust the provider go before it does.
            self.observability.node.add_dependency(oidc.ready)
