"""AMP's managed scraper, as CloudFormation makes it."""

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template
from ruamel.yaml import YAML

from eks_observability.notes import CHANGES, COSTS
from eks_observability.prometheus.managed_scraper import ManagedScraper
from eks_observability.prometheus.scraper_configuration import scraper_configuration
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings.metrics import Metrics

RESOURCE = "AWS::APS::Scraper"
SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
WORKSPACE = WorkspaceReference(
    id="ws-12345678-1234-1234-1234-123456789012", account="111122223333", region="eu-central-1"
)
SETTINGS = Metrics(collector="managed")


@pytest.fixture(scope="module")
def scraper() -> ManagedScraper:
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["unknown"],
        private_subnet_ids=SUBNETS,
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_name="shop",
        vpc=vpc,
        security_group_ids=["sg-0123456789abcdef0"],
    )
    return ManagedScraper(
        stack,
        "It",
        cluster=cluster,
        workspace=WORKSPACE,
        cluster_label="shop",
        kept={},
        settings=SETTINGS,
    )


@pytest.fixture(scope="module")
def properties(scraper: ManagedScraper) -> dict[str, Any]:
    (found,) = Template.from_stack(cdk.Stack.of(scraper)).find_resources(RESOURCE).values()
    return dict(found["Properties"])


def test_it_stands_in_the_clusters_subnets_and_groups(properties: dict[str, Any]) -> None:
    source = properties["Source"]["EksConfiguration"]

    assert source["SubnetIds"] == SUBNETS
    assert source["SecurityGroupIds"] == ["sg-0123456789abcdef0"]


def test_it_is_called_like_the_cluster_whose_name_may_be_as_long(
    properties: dict[str, Any],
) -> None:
    assert properties["Alias"] == "shop"


def test_it_writes_to_the_workspace(properties: dict[str, Any]) -> None:
    destination = properties["Destination"]["AmpConfiguration"]

    assert destination == {"WorkspaceArn": WORKSPACE.arn}


def test_it_is_told_the_whole_configuration(properties: dict[str, Any]) -> None:
    text = properties["ScrapeConfiguration"]["ConfigurationBlob"]["Fn::Base64"]

    assert YAML(typ="safe").load(text) == scraper_configuration(SETTINGS, {}, cluster_label="shop")


def test_it_says_what_it_costs_and_changes(scraper: ManagedScraper) -> None:
    assert {COSTS, CHANGES} <= {entry.type for entry in scraper.node.metadata}
