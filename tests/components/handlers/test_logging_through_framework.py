"""Control-plane logging behind the CDK's provider framework, from its creation to its end."""

from typing import TYPE_CHECKING

import pytest

from eks_observability_ops.components.aws import ACCOUNT
from eks_observability_ops.components.custom_resource import SIGNATURE, CustomResource
from eks_observability_ops.components.provider_framework import Deployed

if TYPE_CHECKING:
    from types_boto3_eks.client import EKSClient

CREATE_FAILED = "AWSCDK::CustomResourceProviderFramework::CREATE_FAILED"
REMEMBERED = "shop/control-plane-logging?before=audit"


@pytest.fixture
def logging(deployed: Deployed, eks: "EKSClient") -> CustomResource:
    """The control-plane logging of a cluster that had only the audit log on."""
    role = f"arn:aws:iam::{ACCOUNT}:role/eks"
    eks.create_cluster(
        name="shop",
        roleArn=role,
        resourcesVpcConfig={"subnetIds": ["subnet-1"]},
        logging={"clusterLogging": [{"types": ["audit"], "enabled": True}]},
    )
    return deployed.resource("Custom::EksControlPlaneLogging")


def enabled(eks: "EKSClient") -> set[str]:
    setups = eks.describe_cluster(name="shop")["cluster"]["logging"]["clusterLogging"]
    return {kind for setup in setups if setup["enabled"] for kind in setup["types"]}


def test_create_asks_eks_only_for_what_is_missing(
    logging: CustomResource, deployed: Deployed, eks: "EKSClient"
) -> None:
    logging.create()
    assert deployed.eks.asked == [[{"types": ["authenticator"], "enabled": True}]]
    assert enabled(eks) == {"audit", "authenticator"}


def test_cloudformation_learns_what_is_on_and_what_was(logging: CustomResource) -> None:
    response = logging.create()
    assert response["Status"] == "SUCCESS"
    assert response["PhysicalResourceId"] == REMEMBERED
    assert response["Data"] == {"EnabledTypes": "audit,authenticator"}


def test_the_waiter_asks_until_the_cluster_is_active_again(
    logging: CustomResource, deployed: Deployed
) -> None:
    deployed.eks.polls = 3
    assert logging.create()["Status"] == "SUCCESS"
    assert logging.waited_seconds == 4 * 15


def test_an_update_to_more_types_switches_them_on(
    logging: CustomResource, eks: "EKSClient"
) -> None:
    logging.create()
    response = logging.update(Types=["api", "audit", "authenticator"])
    assert response["Status"] == "SUCCESS"
    assert enabled(eks) == {"api", "audit", "authenticator"}


def test_an_update_to_fewer_types_leaves_on_what_was_on_before(
    logging: CustomResource, eks: "EKSClient"
) -> None:
    logging.create()
    response = logging.update(Types=["api"])
    assert response["Status"] == "SUCCESS"
    assert enabled(eks) == {"api", "audit"}


def test_delete_puts_back_what_was_there(logging: CustomResource, eks: "EKSClient") -> None:
    logging.create()
    logging.update(Types=["api", "audit", "scheduler"])
    assert logging.delete()["Status"] == "SUCCESS"
    assert enabled(eks) == {"audit"}


def test_the_delete_of_a_cluster_that_is_gone_succeeds(
    logging: CustomResource, eks: "EKSClient"
) -> None:
    logging.create()
    eks.delete_cluster(name="shop")
    assert logging.delete()["Status"] == "SUCCESS"


def test_a_create_without_a_cluster_fails_with_the_frameworks_mark(deployed: Deployed) -> None:
    response = deployed.resource("Custom::EksControlPlaneLogging").create()
    assert response["Status"] == "FAILED"
    assert response["PhysicalResourceId"] == CREATE_FAILED
    cluster = f"EKS cluster shop (account {ACCOUNT}, eu-central-1) were not changed"
    assert cluster in response["Reason"]
    assert deployed.eks.asked == []


def test_the_delete_that_follows_is_no_business_of_the_handlers(deployed: Deployed) -> None:
    resource = deployed.resource("Custom::EksControlPlaneLogging")
    resource.create()
    assert len(deployed.functions.of_runtime("python")) == 1
    assert resource.delete()["Status"] == "SUCCESS"
    assert len(deployed.functions.of_runtime("python")) == 1


def test_an_update_that_eks_breaks_off_fails_with_the_id_that_remembers(
    logging: CustomResource, deployed: Deployed
) -> None:
    deployed.eks.break_off(after=["api"], code="InternalFailure", message="half of it is done")
    logging.properties["Types"] = ["api", "scheduler"]
    response = logging.create()
    assert response["Status"] == "FAILED"
    assert response["PhysicalResourceId"] == REMEMBERED
    assert "EKS says: InternalFailure: half of it is done" in response["Reason"]


def test_the_delete_that_follows_undoes_the_half(
    logging: CustomResource, deployed: Deployed, eks: "EKSClient"
) -> None:
    deployed.eks.break_off(after=["api"], code="InternalFailure", message="half of it is done")
    logging.properties["Types"] = ["api", "scheduler"]
    logging.create()
    assert enabled(eks) == {"api", "audit"}
    assert logging.delete()["Status"] == "SUCCESS"
    assert enabled(eks) == {"audit"}


def test_a_cluster_that_never_becomes_active_times_out_after_50_minutes(
    logging: CustomResource, deployed: Deployed
) -> None:
    deployed.eks.polls = 10_000
    response = logging.create()
    assert (response["Status"], response["Reason"]) == ("FAILED", "Operation timed out")
    assert response["PhysicalResourceId"] == REMEMBERED
    assert logging.waited_seconds == 50 * 60


def test_the_handler_never_prints_the_response_url(
    logging: CustomResource, deployed: Deployed
) -> None:
    logging.create()
    logging.delete()
    events = [one.event for one in deployed.functions.of_runtime("python")]
    assert all(SIGNATURE in event["ResponseURL"] for event in events)
    printed = deployed.functions.log("python")
    assert '"what": "event"' in printed
    assert SIGNATURE not in printed
