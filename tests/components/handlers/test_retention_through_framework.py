"""The retention of a log group behind the CDK's provider framework."""

from typing import TYPE_CHECKING

import pytest

from eks_observability_ops.components.aws import ACCOUNT
from eks_observability_ops.components.custom_resource import SIGNATURE, CustomResource
from eks_observability_ops.components.provider_framework import Deployed

if TYPE_CHECKING:
    from types_boto3_logs.client import CloudWatchLogsClient

CREATE_FAILED = "AWSCDK::CustomResourceProviderFramework::CREATE_FAILED"
GROUP = "/aws/eks/shop/cluster"


@pytest.fixture
def retention(deployed: Deployed) -> CustomResource:
    """The retention of the control plane's log group."""
    return deployed.resource("Custom::LogRetention", LogGroupName=GROUP)


def groups(logs: "CloudWatchLogsClient") -> dict[str, int | None]:
    found = logs.describe_log_groups()["logGroups"]
    return {group["logGroupName"]: group.get("retentionInDays") for group in found}


def test_a_log_group_that_is_absent_is_made_with_its_retention(
    retention: CustomResource, logs: "CloudWatchLogsClient"
) -> None:
    response = retention.create()
    assert response["Status"] == "SUCCESS"
    assert response["PhysicalResourceId"] == f"{GROUP}?before=absent"
    assert groups(logs) == {GROUP: 30}


def test_a_log_group_that_exists_is_given_its_retention(
    retention: CustomResource, logs: "CloudWatchLogsClient"
) -> None:
    logs.create_log_group(logGroupName=GROUP)
    logs.put_retention_policy(logGroupName=GROUP, retentionInDays=90)
    response = retention.create()
    assert response["Status"] == "SUCCESS"
    assert response["PhysicalResourceId"] == f"{GROUP}?before=90"
    assert groups(logs) == {GROUP: 30}


def test_an_update_changes_the_retention(
    retention: CustomResource, logs: "CloudWatchLogsClient"
) -> None:
    retention.create()
    assert retention.update(RetentionInDays="7")["Status"] == "SUCCESS"
    assert groups(logs) == {GROUP: 7}


def test_delete_puts_the_old_retention_back(
    retention: CustomResource, logs: "CloudWatchLogsClient"
) -> None:
    logs.create_log_group(logGroupName=GROUP)
    retention.create()
    assert retention.delete()["Status"] == "SUCCESS"
    assert groups(logs) == {GROUP: None}


def test_delete_keeps_a_group_that_was_made_unless_told_otherwise(
    retention: CustomResource, logs: "CloudWatchLogsClient"
) -> None:
    retention.create()
    assert retention.delete()["Status"] == "SUCCESS"
    assert groups(logs) == {GROUP: 30}


def test_a_log_group_that_cannot_be_made_fails_and_says_why(
    retention: CustomResource, logs: "CloudWatchLogsClient"
) -> None:
    name = "x" * 513
    retention.properties["LogGroupName"] = name
    response = retention.create()
    assert response["Status"] == "FAILED"
    assert response["PhysicalResourceId"] == CREATE_FAILED
    assert f"Log group {name} (account {ACCOUNT}, eu-central-1)" in response["Reason"]
    assert "answered InvalidParameterException" in response["Reason"]
    assert groups(logs) == {}


def test_the_handler_never_prints_the_response_url(
    retention: CustomResource, deployed: Deployed
) -> None:
    retention.create()
    retention.delete()
    events = [one.event for one in deployed.functions.of_runtime("python")]
    assert all(SIGNATURE in event["ResponseURL"] for event in events)
    printed = deployed.functions.log("python")
    assert '"what": "event"' in printed
    assert SIGNATURE not in printed
