"""Everything this library gives one cluster, as a construct for any CDK app."""

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_kms as kms
from constructs import Construct

from eks_observability.cloudwatch.control_plane_logging import ControlPlaneLogging
from eks_observability.cloudwatch.dashboard import ClusterDashboard
from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.settings import Capabilities


class ClusterObservability(Construct):
    """Observability for an EKS cluster: a new one of your own, or one that exists already.

    Args:
        scope: Parent construct.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        capabilities: What it gets, and how. Default: everything, with its defaults.
    """

    log_retention: LogRetention | None = None
    """Retention of its log groups; None where switched off."""

    control_plane_logging: ControlPlaneLogging | None = None
    """Its control-plane logging; None where switched off."""

    dashboard: ClusterDashboard | None = None
    """Its CloudWatch dashboard; None where switched off."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        capabilities: Capabilities | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        wanted = capabilities or Capabilities()
        logging, retention, dashboard = (
            wanted.control_plane_logging,
            wanted.log_retention,
            wanted.dashboard,
        )
        if retention.enabled:
            arn = retention.kms_key_arn
            self.log_retention = LogRetention(
                self,
                "LogRetention",
                cluster=cluster,
                days=retention.days,
                exceptions=retention.groups.model_dump(exclude_none=True),
                encryption_key=kms.Key.from_key_arn(self, "LogKey", arn) if arn else None,
                on_destroy=retention.on_destroy,
            )
        if logging.enabled:
            self.control_plane_logging = ControlPlaneLogging(
                self, "ControlPlaneLogging", cluster=cluster, types=logging.types
            )
            if self.log_retention:
                # EKS makes the group, without retention, if it does not find it.
                self.control_plane_logging.node.add_dependency(self.log_retention)
        if dashboard.enabled:
            self.dashboard = ClusterDashboard(
                self,
                "Dashboard",
                cluster=cluster,
                name=dashboard.name,
                log_types=logging.types if logging.enabled and dashboard.log_queries else (),
            )
