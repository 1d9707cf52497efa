"""The stand-in for AWS answers boto3, and forgets between tests."""

import pytest

from eks_observability_ops.components.aws import ACCOUNT, Aws


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_has_an_empty_account(aws: Aws, number: int) -> None:
    logs = aws.session().client("logs", endpoint_url=aws.url)
    assert logs.describe_log_groups()["logGroups"] == []
    logs.create_log_group(logGroupName=f"left-{number}")


def test_a_cluster_can_be_made_and_read(aws: Aws) -> None:
    eks = aws.session().client("eks", endpoint_url=aws.url)
    role = f"arn:aws:iam::{ACCOUNT}:role/eks"
    eks.create_cluster(name="shop", roleArn=role, resourcesVpcConfig={"subnetIds": ["subnet-1"]})
    assert (
        eks.describe_cluster(name="shop")["cluster"]["arn"]
        == f"arn:aws:eks:eu-central-1:{ACCOUNT}:cluster/shop"
    )


def test_a_region_has_an_account_of_its_own(aws: Aws) -> None:
    aws.session(region="us-east-1").client("logs", endpoint_url=aws.url).create_log_group(
        logGroupName="there"
    )
    here = aws.session().client("logs", endpoint_url=aws.url)
    assert here.describe_log_groups()["logGroups"] == []
