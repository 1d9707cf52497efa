"""Access to Grafana behind the CDK's provider framework, from its creation to its end.

moto has no Grafana, so its API is played in this process.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import aws_cdk as cdk
import pytest

from eks_observability.grafana.access import GrafanaAccess
from eks_observability.grafana.reference import GrafanaReference
from eks_observability_ops.components import provider_framework
from eks_observability_ops.components.aws import ACCOUNT, Aws
from eks_observability_ops.components.custom_resource import SIGNATURE, CustomResource
from eks_observability_ops.components.grafana_permissions import GrafanaPermissions
from eks_observability_ops.components.node_packages import NodePackagesError, require_node_packages
from eks_observability_ops.components.provider_framework import Deployed
from eks_observability_ops.components.running import Supervisor

CREATE_FAILED = "AWSCDK::CustomResourceProviderFramework::CREATE_FAILED"
JANE = "73847832-1031-70a6-d142-6fbb72a512f0"
TEAM = "93847832-1031-70a6-d142-6fbb72a512f0"
USER, GROUP = "SSO_USER", "SSO_GROUP"
THERE = GrafanaReference(id="g-0123456789", account=ACCOUNT, region="eu-central-1")


@pytest.fixture(scope="module")
def grafana() -> Iterator[GrafanaPermissions]:
    """The API of one workspace; `access` empties it."""
    grafana = GrafanaPermissions()
    with grafana.listening():
        yield grafana


@pytest.fixture(scope="module")
def assembly(supervisor: Supervisor) -> Path:
    """The cloud assembly of a stack with nothing else in it."""
    folder = supervisor.new_folder("access-assembly") / "out"
    app = cdk.App(outdir=str(folder))
    environment = cdk.Environment(account=ACCOUNT, region="eu-central-1")
    stack = cdk.Stack(app, "Stack", env=environment)
    people: dict[str, Any] = {"users": {JANE: "ADMIN"}, "groups": {TEAM: "VIEWER"}}
    GrafanaAccess(stack, "Access", workspace=THERE, **people)
    app.synth()
    return folder


@pytest.fixture(scope="module")
def stack(
    supervisor: Supervisor,
    aws_server: Aws,
    assembly: Path,
    grafana: GrafanaPermissions,
    unavailable: Callable[[str], NoReturn],
) -> Iterator[Deployed]:
    """Its stack, whose functions find Grafana where it is played."""
    try:
        packages = require_node_packages()
    except NodePackagesError as error:
        unavailable(str(error))
    with provider_framework.deployed(
        supervisor,
        aws_server,
        assembly=assembly,
        node_packages=packages,
        environment={"AWS_ENDPOINT_URL_GRAFANA": grafana.url},
    ) as stack:
        yield stack


@pytest.fixture
def access(deployed: Deployed, grafana: GrafanaPermissions) -> CustomResource:
    """The resource, not created yet, and nobody in the workspace."""
    grafana.reset()
    return deployed.resource("Custom::GrafanaAccess")


def test_botocore_understands_what_is_played(grafana: GrafanaPermissions, aws: Aws) -> None:
    grafana.reset()
    client = aws.session().client("grafana", endpoint_url=grafana.url)
    person = {"id": JANE, "type": USER}
    client.update_permissions(
        workspaceId=THERE.id,
        updateInstructionBatch=[{"action": "ADD", "role": "ADMIN", "users": [person]}],
    )

    listed = client.list_permissions(workspaceId=THERE.id)["permissions"]

    assert listed == [{"user": person, "role": "ADMIN"}]
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_workspace(workspaceId="g-abcdef0123")


def test_create_gives_everybody_the_role_asked_for(
    access: CustomResource, grafana: GrafanaPermissions
) -> None:
    response = access.create()

    assert response["Status"] == "SUCCESS"
    assert response["PhysicalResourceId"] == "g-0123456789/access?before="
    assert grafana.roles == {(USER, JANE): "ADMIN", (GROUP, TEAM): "VIEWER"}


def test_a_workspace_that_is_updated_is_waited_for(
    access: CustomResource, grafana: GrafanaPermissions
) -> None:
    grafana.polls = 3

    assert access.create()["Status"] == "SUCCESS"
    assert access.waited_seconds == 3 * 15


def test_an_update_that_changes_nothing_writes_nothing(
    access: CustomResource, grafana: GrafanaPermissions
) -> None:
    access.create()
    access.update()

    assert grafana.written == 1


def test_an_update_takes_back_what_is_not_asked_for_any_more(
    access: CustomResource, grafana: GrafanaPermissions
) -> None:
    access.create()
    response = access.update(Users={}, Groups={TEAM: "EDITOR"})

    assert response["Status"] == "SUCCESS"
    assert grafana.roles == {(GROUP, TEAM): "EDITOR"}


def test_delete_leaves_what_was_there(access: CustomResource, grafana: GrafanaPermissions) -> None:
    grafana.roles |= {(USER, JANE): "VIEWER", (USER, TEAM): "ADMIN"}
    access.create()
    assert access.delete()["Status"] == "SUCCESS"

    assert grafana.roles == {(USER, JANE): "VIEWER", (USER, TEAM): "ADMIN"}


def test_a_person_whom_nobody_knows_fails_the_deploy_with_the_id_that_remembers(
    access: CustomResource, grafana: GrafanaPermissions
) -> None:
    grafana.strangers.add(JANE)
    response = access.create()

    assert response["Status"] == "FAILED"
    assert response["PhysicalResourceId"].startswith("g-0123456789/access?before=")
    assert f"ADD ADMIN of {JANE}: 400 unknown" in response["Reason"]


def test_the_delete_that_follows_takes_the_half(
    access: CustomResource, grafana: GrafanaPermissions
) -> None:
    grafana.strangers.add(JANE)
    access.create()
    assert access.delete()["Status"] == "SUCCESS"

    assert grafana.roles == {}


def test_a_workspace_that_is_not_there_fails_with_the_frameworks_mark(
    access: CustomResource,
) -> None:
    access.properties["WorkspaceId"] = "g-abcdef0123"
    response = access.create()

    assert (response["Status"], response["PhysicalResourceId"]) == ("FAILED", CREATE_FAILED)
    assert "aws grafana list-workspaces --region eu-central-1" in response["Reason"]


def test_the_handler_never_prints_the_response_url(
    access: CustomResource, deployed: Deployed
) -> None:
    access.create()
    access.delete()

    printed = deployed.functions.log("python")
    assert '"what": "event"' in printed
    assert SIGNATURE not in printed
