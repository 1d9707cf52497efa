"""The X-Ray sampling rule of a cluster."""

from typing import Final

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_xray as xray
from constructs import Construct

from eks_observability.notes import note_change
from eks_observability.settings.tracing import SamplingRule as Settings
from eks_observability.tracing.names import x_ray_name

SERVICE_TYPE: Final = "AWS::EKS::Container"
"""What SDKs say of a program whose resource has `cloud.platform: aws_eks`
(opentelemetry-java-contrib, aws-xray, SamplingRuleApplier; likewise those of other languages)."""

_ANY: Final = "*"


class SamplingRule(Construct):
    """How many traces programs begin that ask X-Ray by the collectors.

    X-Ray knows no clusters, and SDKs match a rule with attributes of a span, not of its resource:
    the rule is for all programs of the account and Region that say they run in EKS. Where several
    clusters have one, that of the lowest priority is asked.

    Args:
        scope: Parent construct, in a stack of the cluster's account and Region.
        construct_id: Id, unique within `scope`.
        cluster: The cluster.
        settings: How many. Default: as the settings' own defaults.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        settings: Settings | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        settings = settings or Settings()
        self.name = x_ray_name(self, cluster.cluster_name)
        self.rule = xray.CfnSamplingRule(
            self,
            "Rule",
            sampling_rule=xray.CfnSamplingRule.SamplingRuleProperty(
                rule_name=self.name,
                version=1,
                priority=settings.priority,
                reservoir_size=settings.reservoir_per_second,
                fixed_rate=settings.fixed_rate,
                service_type=SERVICE_TYPE,
                service_name=_ANY,
                host=_ANY,
                http_method=_ANY,
                url_path=_ANY,
                resource_arn=_ANY,
            ),
        )
        note_change(
            self,
            f"X-Ray's sampling rule {self.name}: every program in EKS of this account and Region "
            f"that asks X-Ray begins {settings.reservoir_per_second} traces a second and "
            f"{settings.fixed_rate:.1%} of the rest, unless a rule of a priority below "
            f"{settings.priority} says otherwise; destroy takes it out",
        )
