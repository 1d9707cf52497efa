"""A workspace, as those that use it know it."""

import aws_cdk as cdk
import pytest

from eks_observability.prometheus.workspace_reference import WorkspaceReference

ID = "ws-12345678-1234-1234-1234-123456789012"
FRANKFURT = WorkspaceReference(id=ID, account="111122223333", region="eu-central-1")
BEIJING = WorkspaceReference(id=ID, account="111122223333", region="cn-north-1")
SOMEWHERE = WorkspaceReference(id=ID, account=cdk.Aws.ACCOUNT_ID, region=cdk.Aws.REGION)


def test_its_arn_names_its_region_and_account() -> None:
    assert FRANKFURT.arn == f"arn:aws:aps:eu-central-1:111122223333:workspace/{ID}"


def test_samples_are_written_to_its_own_address() -> None:
    host = "https://aps-workspaces.eu-central-1.amazonaws.com"

    assert FRANKFURT.remote_write_url == f"{host}/workspaces/{ID}/api/v1/remote_write"


def test_queries_are_asked_as_in_the_chapter() -> None:
    host = "https://aps-workspaces.eu-central-1.amazonaws.com"

    assert FRANKFURT.query_url == f"{host}/workspaces/{ID}/api/v1/query"


def test_in_china_it_has_that_partition() -> None:
    assert BEIJING.arn.startswith("arn:aws-cn:aps:cn-north-1:")


def test_in_china_its_address_ends_as_addresses_do_there() -> None:
    assert BEIJING.url.startswith("https://aps-workspaces.cn-north-1.amazonaws.com.cn/workspaces/")


def test_a_partition_that_is_given_counts() -> None:
    given = WorkspaceReference(
        id=ID, account="111122223333", region="eu-central-1", partition="aws-iso"
    )

    assert given.arn.startswith("arn:aws-iso:")


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        (SOMEWHERE.arn, {"Ref": "AWS::Partition"}),
        (SOMEWHERE.url, {"Ref": "AWS::URLSuffix"}),
    ],
    ids=["arn", "address"],
)
def test_where_the_region_is_known_at_deploy_the_stacks_own_partition_counts(
    text: str, ending: dict[str, str]
) -> None:
    assert ending in cdk.Stack(cdk.App(), "Stack").resolve(text)["Fn::Join"][1]
