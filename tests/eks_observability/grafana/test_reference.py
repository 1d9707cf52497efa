"""What follows of a workspace's id."""

import aws_cdk as cdk
import pytest

from eks_observability.grafana.reference import GrafanaReference

HERE = GrafanaReference(id="g-0123456789", account="111122223333", region="eu-central-1")


def test_the_arn_is_as_iam_has_it() -> None:
    assert HERE.arn == "arn:aws:grafana:eu-central-1:111122223333:/workspaces/g-0123456789"


def test_people_open_it_by_its_id_and_region() -> None:
    assert HERE.url == "https://g-0123456789.grafana-workspace.eu-central-1.amazonaws.com"


@pytest.mark.parametrize(("region", "partition"), [("us-gov-west-1", "aws-us-gov")])
def test_the_partition_is_the_regions(region: str, partition: str) -> None:
    there = GrafanaReference(id="g-0123456789", account="111122223333", region=region)

    assert there.arn.startswith(f"arn:{partition}:grafana:{region}:")


def test_a_region_that_is_known_later_is_taken() -> None:
    there = GrafanaReference(id="g-0123456789", account="111122223333", region=cdk.Aws.REGION)

    assert "${Token[AWS.Region" in there.arn
