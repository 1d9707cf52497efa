"""The stack of the demo applications of one cluster, which goes away alone."""

import aws_cdk as cdk
import cdk8s
from constructs import Construct

from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.imported_cluster import import_cluster, imported_access
from eks_observability.notes import note_cluster
from eks_observability.settings import ClusterSettings, Settings
from eks_observability.stacks.names import stack_name_part
from eks_observability.versions import BUSYBOX
from eks_observability_charts.logger import LoggerChart


class DemoStack(cdk.Stack):
    """Runs applications that prove that what is observed arrives.

    It has a way into the cluster of its own: with the Cluster stack's, neither stack could change
    or go without the other.

    Args:
        scope: The app, or a stage of it.
        settings: The whole settings file.
        cluster: The cluster of it that this stack is for.
    """

    def __init__(self, scope: Construct, *, settings: Settings, cluster: ClusterSettings) -> None:
        name = stack_name_part(cluster.name)
        super().__init__(
            scope,
            f"Demo-{name}-{cluster.region}",
            stack_name=f"EksObservability-Demo-{name}",
            description=f"Demo applications in the EKS cluster {cluster.name}",
            env=cdk.Environment(account=cluster.account, region=cluster.region),
            tags=dict(settings.tags),
        )
        note_cluster(self, cluster.name)
        imported = import_cluster(self, "Cluster", facts=cluster)
        registry = settings.capabilities_of(cluster).agents.image_registry
        ChartManifest(
            self,
            "Logger",
            access=imported_access(self, "Access", cluster=imported, facts=cluster),
            chart=LoggerChart(cdk8s.App(), "logger", image=BUSYBOX.address(registry)),
            namespaces="own",
        )
