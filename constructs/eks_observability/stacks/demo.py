"""The stack of the demo applications of one cluster, which goes away alone."""

import aws_cdk as cdk
import cdk8s
from constructs import Construct

from eks_observability import versions
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.kubernetes.imported_cluster import import_cluster, imported_access
from eks_observability.kubernetes.oidc_provider import OidcProvider
from eks_observability.notes import note_cluster
from eks_observability.settings import ClusterSettings, Settings
from eks_observability.stacks.names import stack_name_part
from eks_observability.tracing.demo import TracingDemo
from eks_observability_charts.logger import LoggerChart


class DemoStack(cdk.Stack):
    """Runs applications that prove that what is observed arrives.

    It has a way into the cluster of its own, and an OpenID Connect provider where it needs one:
    with the Cluster stack's, neither stack could change or go without the other.

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
        wanted = settings.capabilities_of(cluster)
        calls_aws = wanted.demo.emitter and wanted.demo.aws_sdk_call
        oidc = OidcProvider(self, "Oidc", issuer=cluster.oidc_issuer) if calls_aws else None
        imported = import_cluster(
            self, "Cluster", facts=cluster, oidc_provider=oidc.provider if oidc else None
        )
        access = imported_access(self, "Access", cluster=imported, facts=cluster)
        registry = wanted.agents.image_registry
        if wanted.demo.logger:
            self._run_logger(access, image=versions.BUSYBOX.address(registry))
        if wanted.demo.emitter:
            traces = TracingDemo(
                self,
                "Traces",
                cluster=imported,
                access=access,
                image_registry=registry,
                aws_sdk_call=calls_aws,
                send_metrics=wanted.tracing.metrics and wanted.metrics.enabled,
            )
            if oidc:
                # The role that trusts the provider goes before it does.
                traces.node.add_dependency(oidc.ready)

    def _run_logger(self, access: ClusterAccess, *, image: str) -> None:
        ChartManifest(
            self,
            "Logger",
            access=access,
            chart=LoggerChart(cdk8s.App(), "logger", image=image),
            namespaces="own",
        )
