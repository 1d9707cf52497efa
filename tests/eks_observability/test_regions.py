"""What is known of Regions, and what only a deploy knows."""

import aws_cdk as cdk
import pytest

from eks_observability.regions import arn_here, domain_suffix_of, partition_of


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-central-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_a_regions_partition_and_the_names_of_its_hosts_are_known(
    region: str, partition: str, suffix: str
) -> None:
    assert (partition_of(region), domain_suffix_of(region)) == (partition, suffix)


@pytest.mark.parametrize("region", [cdk.Aws.REGION, "eu-nowhere-9"], ids=["token", "unknown"])
def test_those_of_the_stack_count_where_the_region_is_not_known(region: str) -> None:
    found = (partition_of(region), domain_suffix_of(region))

    assert found == (cdk.Aws.PARTITION, cdk.Aws.URL_SUFFIX)


@pytest.mark.parametrize(("given", "region"), [(None, "cn-north-1"), ("", "")])
def test_an_arn_is_of_the_stacks_place(given: str | None, region: str) -> None:
    env = cdk.Environment(account="111122223333", region="cn-north-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=env)

    assert arn_here(stack, "sns", "topic", region=given) == (
        f"arn:aws-cn:sns:{region}:111122223333:topic"
    )
