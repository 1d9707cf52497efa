"""Transaction Search behind the CDK's provider framework, from its creation to its end.

moto has CloudWatch Logs, but not this part of X-Ray, so that is played in this process.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import aws_cdk as cdk
import pytest

from eks_observability.tracing.transaction_search import TransactionSearch
from eks_observability_ops.components import provider_framework
from eks_observability_ops.components.aws import ACCOUNT, Aws
from eks_observability_ops.components.custom_resource import SIGNATURE, CustomResource
from eks_observability_ops.components.node_packages import NodePackagesError, require_node_packages
from eks_observability_ops.components.provider_framework import Deployed
from eks_observability_ops.components.running import Supervisor
from eks_observability_ops.components.trace_destination import TraceDestination

if TYPE_CHECKING:
    from types_boto3_logs.client import CloudWatchLogsClient

POLICY = "eks-observability-transaction-search"


@pytest.fixture(scope="module")
def tracing() -> Iterator[TraceDestination]:
    """X-Ray of one account; `search` empties it."""
    tracing = TraceDestination()
    with tracing.listening():
        yield tracing


@pytest.fixture(scope="module")
def assembly(supervisor: Supervisor) -> Path:
    """The cloud assembly of a stack with nothing else in it."""
    folder = supervisor.new_folder("search-assembly") / "out"
    app = cdk.App(outdir=str(folder))
    environment = cdk.Environment(account=ACCOUNT, region="eu-central-1")
    TransactionSearch(cdk.Stack(app, "Stack", env=environment), "Search", indexing_percent=5)
    app.synth()
    return folder


@pytest.fixture(scope="module")
def stack(
    supervisor: Supervisor,
    aws_server: Aws,
    assembly: Path,
    tracing: TraceDestination,
    unavailable: Callable[[str], NoReturn],
) -> Iterator[Deployed]:
    """Its stack, whose functions find X-Ray where it is played."""
    try:
        packages = require_node_packages()
    except NodePackagesError as error:
        unavailable(str(error))
    with provider_framework.deployed(
        supervisor,
        aws_server,
        assembly=assembly,
        node_packages=packages,
        environment={"AWS_ENDPOINT_URL_XRAY": tracing.url},
    ) as stack:
        yield stack


@pytest.fixture
def search(
    deployed: Deployed, tracing: TraceDestination, logs: "CloudWatchLogsClient"
) -> CustomResource:
    """The resource, not created yet; X-Ray may write where moto has our policy."""
    tracing.reset()
    tracing.let_in = lambda: POLICY in policies(logs)
    return deployed.resource("Custom::TransactionSearch")


def policies(logs: "CloudWatchLogsClient") -> dict[str, str]:
    found = logs.describe_resource_policies()["resourcePolicies"]
    return {each["policyName"]: each["policyDocument"] for each in found}


def test_botocore_understands_what_is_played(tracing: TraceDestination, aws: Aws) -> None:
    tracing.reset()
    tracing.let_in = lambda: True
    client = aws.session().client("xray", endpoint_url=tracing.url)

    began = client.update_trace_segment_destination(Destination="CloudWatchLogs")

    assert (began["Destination"], began["Status"]) == ("CloudWatchLogs", "PENDING")
    with pytest.raises(client.exceptions.InvalidRequestException, match="status is PENDING"):
        client.update_trace_segment_destination(Destination="XRay")


def test_create_lets_x_ray_write_and_waits_until_it_does(
    search: CustomResource, tracing: TraceDestination, logs: "CloudWatchLogsClient"
) -> None:
    response = search.create()

    assert response["Status"] == "SUCCESS"
    assert response["PhysicalResourceId"] == "transaction-search?before=XRay,1.0,absent"
    assert (tracing.destination, tracing.percent) == ("CloudWatchLogs", 5)
    assert json.loads(policies(logs)[POLICY])["Statement"][0]["Action"] == "logs:PutLogEvents"
    assert search.waited_seconds >= 2 * 15


def test_an_update_changes_what_is_indexed(
    search: CustomResource, tracing: TraceDestination
) -> None:
    search.create()
    response = search.update(IndexingPercent="2.5")

    assert response["Status"] == "SUCCESS"
    assert tracing.percent == 2.5


def test_an_update_that_changes_nothing_writes_nothing(
    search: CustomResource, tracing: TraceDestination
) -> None:
    search.create()
    written = tracing.written
    search.update()

    assert tracing.written == written


def test_delete_puts_everything_back(
    search: CustomResource, tracing: TraceDestination, logs: "CloudWatchLogsClient"
) -> None:
    search.create()
    assert search.delete()["Status"] == "SUCCESS"

    assert (tracing.destination, tracing.percent, policies(logs)) == ("XRay", 1, {})


def test_what_was_on_before_stays_on(
    search: CustomResource, tracing: TraceDestination, logs: "CloudWatchLogsClient"
) -> None:
    tracing.destination = "CloudWatchLogs"
    document = search.properties["PolicyDocument"]
    logs.put_resource_policy(policyName="theirs", policyDocument=document)
    search.create()
    assert search.delete()["Status"] == "SUCCESS"

    assert tracing.destination == "CloudWatchLogs"
    assert list(policies(logs)) == ["theirs"]


def test_a_region_full_of_policies_fails_the_deploy_and_the_delete_that_follows_does_not(
    search: CustomResource, tracing: TraceDestination, logs: "CloudWatchLogsClient"
) -> None:
    for number in range(10):
        logs.put_resource_policy(policyName=f"theirs-{number}", policyDocument="{}")
    response = search.create()

    assert response["Status"] == "FAILED"
    assert response["PhysicalResourceId"].startswith("transaction-search?before=")
    assert "ten resource policies" in response["Reason"]
    assert search.delete()["Status"] == "SUCCESS"
    assert tracing.destination == "XRay"


def test_the_handler_never_prints_the_response_url(
    search: CustomResource, deployed: Deployed
) -> None:
    search.create()
    search.delete()

    printed = deployed.functions.log("python")
    assert '"what": "event"' in printed
    assert SIGNATURE not in printed
