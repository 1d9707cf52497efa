"""The stack of Amazon DevOps Guru, which ends, so that it can go alone."""

import aws_cdk as cdk
from constructs import Construct

from eks_observability.insights.devops_guru import DevOpsGuru
from eks_observability.settings import Settings
from eks_observability.stacks.hub import HubStack


class DevOpsGuruStack(cdk.Stack):
    """Has DevOps Guru look at the hub's account and Region.

    Args:
        scope: The app, or a stage of it.
        settings: The whole settings file.
        hub: The stack whose topic it tells, and which it comes after. None: it tells nobody.
    """

    def __init__(self, scope: Construct, *, settings: Settings, hub: HubStack | None) -> None:
        account, region = settings.hub_place
        super().__init__(
            scope,
            "DevOpsGuru",
            stack_name="EksObservability-DevOpsGuru",
            description="Amazon DevOps Guru, until it ends on 2027-09-30",
            env=cdk.Environment(account=account, region=region),
            tags=dict(settings.tags),
        )
        wanted = settings.devops_guru
        guru = DevOpsGuru(
            self,
            "DevOpsGuru",
            stacks=wanted.stacks,
            tag_key=wanted.tags.key if wanted.tags else None,
            tag_values=wanted.tags.values if wanted.tags else (),
            log_anomaly_detection=wanted.log_anomaly_detection,
            topic_arn=hub.delivery.topics.alerts_arn if hub and hub.delivery else None,
            severities=wanted.severities,
        )
        if hub:
            self.add_stack_dependency(hub)
        cdk.CfnOutput(
            self,
            "Collection",
            description="Whether it looks at what the settings say, or what it did before is left",
            value=guru.resource.get_att_string("Collection"),
        )
