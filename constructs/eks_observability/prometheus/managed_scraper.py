"""AMP's agentless scraper, which collects a cluster's metrics from outside."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_aps as aps
from aws_cdk import aws_eks_v2 as eks
from constructs import Construct

from eks_observability.notes import note_change, note_cost
from eks_observability.prometheus.scraper_configuration import scraper_configuration
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.prometheus.yaml_text import yaml_text
from eks_observability.settings.metrics import Metrics
from eks_observability.signals.kept_series import KeptSeries


class ManagedScraper(Construct):
    """Scrapes a cluster from its own subnets, without a pod in it.

    EKS lets it in by an access entry of its own, which AMP makes and takes away (AMP User Guide,
    "Set up managed collectors for Amazon EKS"). The cluster's endpoint has to be private as well as
    public, or private alone. What it cannot do: docs/agents/collectors.md.

    Args:
        scope: Parent construct, in a stack of the cluster's own account and Region, which are the
            workspace's too.
        construct_id: Id, unique within `scope`.
        cluster: The cluster, with two to five private subnets of its VPC, in two Availability Zones
            at least, and one to five security groups that let it reach nodes and pods.
        workspace: Where it writes to.
        cluster_label: What every series carries in the label `cluster`.
        kept: Which series are kept, by scrape job. Jobs that are not named keep all of theirs.
        settings: What is scraped, and how often. Default: as the settings' own defaults.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        cluster: eks.ICluster,
        workspace: WorkspaceReference,
        cluster_label: str,
        kept: Mapping[str, KeptSeries],
        settings: Metrics | None = None,
    ) -> None:
        super().__init__(scope, construct_id)

        configuration = scraper_configuration(
            settings or Metrics(), kept, cluster_label=cluster_label
        )
        groups = cluster.connections.security_groups
        self.scraper = aps.CfnScraper(
            self,
            "Scraper",
            # As long as an alias may be, and of the same characters.
            alias=cluster.cluster_name,
            source=aps.CfnScraper.SourceProperty(
                eks_configuration=aps.CfnScraper.EksConfigurationProperty(
                    cluster_arn=cluster.cluster_arn,
                    subnet_ids=[each.subnet_id for each in cluster.vpc.private_subnets],
                    security_group_ids=[each.security_group_id for each in groups],
                )
            ),
            destination=aps.CfnScraper.DestinationProperty(
                amp_configuration=aps.CfnScraper.AmpConfigurationProperty(
                    workspace_arn=workspace.arn
                )
            ),
            scrape_configuration=aps.CfnScraper.ScrapeConfigurationProperty(
                configuration_blob=cdk.Fn.base64(yaml_text(configuration))
            ),
        )
        note_change(
            self,
            f"cluster {cluster.cluster_name}: AMP's scraper may read its metrics, by an access "
            "entry that AMP makes; it goes with the scraper, on destroy",
        )
        note_cost(self, "AMP's managed scraper: a price per hour, and per sample that it collects")
