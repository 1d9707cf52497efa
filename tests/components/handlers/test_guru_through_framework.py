"""DevOps Guru behind the CDK's provider framework, from its creation to its end.

moto has no DevOps Guru, so its API is played in this process.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import aws_cdk as cdk
import pytest

from eks_observability.insights.devops_guru import DevOpsGuru
from eks_observability_ops.components import provider_framework
from eks_observability_ops.components.aws import ACCOUNT, Aws
from eks_observability_ops.components.custom_resource import SIGNATURE, CustomResource
from eks_observability_ops.components.devops_guru_account import DevOpsGuruAccount
from eks_observability_ops.components.node_packages import NodePackagesError, require_node_packages
from eks_observability_ops.components.provider_framework import Deployed
from eks_observability_ops.components.running import Supervisor

TOPIC = f"arn:aws:sns:eu-central-1:{ACCOUNT}:eks-observability-alerts"
OTHERS = [f"arn:aws:sns:eu-central-1:{ACCOUNT}:other-{number}" for number in (1, 2)]


@pytest.fixture(scope="module")
def account() -> Iterator[DevOpsGuruAccount]:
    """The API of one account; `guru` empties it."""
    account = DevOpsGuruAccount()
    with account.listening():
        yield account


@pytest.fixture(scope="module")
def assembly(supervisor: Supervisor) -> Path:
    """The cloud assembly of a stack with nothing else in it."""
    folder = supervisor.new_folder("guru-assembly") / "out"
    app = cdk.App(outdir=str(folder))
    environment = cdk.Environment(account=ACCOUNT, region="eu-central-1")
    DevOpsGuru(cdk.Stack(app, "Stack", env=environment), "Guru", topic_arn=TOPIC)
    app.synth()
    return folder


@pytest.fixture(scope="module")
def stack(
    supervisor: Supervisor,
    aws_server: Aws,
    assembly: Path,
    account: DevOpsGuruAccount,
    unavailable: Callable[[str], NoReturn],
) -> Iterator[Deployed]:
    """Its stack, whose functions find DevOps Guru where it is played."""
    try:
        packages = require_node_packages()
    except NodePackagesError as error:
        unavailable(str(error))
    with provider_framework.deployed(
        supervisor,
        aws_server,
        assembly=assembly,
        node_packages=packages,
        environment={"AWS_ENDPOINT_URL_DEVOPS_GURU": account.url},
    ) as stack:
        yield stack


@pytest.fixture
def guru(deployed: Deployed, account: DevOpsGuruAccount) -> CustomResource:
    """The resource, not created yet, in an account that never had it."""
    account.reset()
    return deployed.resource("Custom::DevOpsGuru")


def told(account: DevOpsGuruAccount) -> list[str]:
    return [config["Sns"]["TopicArn"] for config in account.channels.values()]


def test_botocore_understands_what_is_played(account: DevOpsGuruAccount, aws: Aws) -> None:
    account.reset()
    client = aws.session().client("devops-guru", endpoint_url=account.url)
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_resource_collection(ResourceCollectionType="AWS_SERVICE")

    client.update_resource_collection(
        Action="ADD", ResourceCollection={"CloudFormation": {"StackNames": ["shop"]}}
    )

    found = client.get_resource_collection(ResourceCollectionType="AWS_CLOUD_FORMATION")
    assert found["ResourceCollection"]["CloudFormation"]["StackNames"] == ["shop"]


def test_create_switches_all_of_it_on(guru: CustomResource, account: DevOpsGuruAccount) -> None:
    response = guru.create()

    assert response["Status"] == "SUCCESS"
    assert response["PhysicalResourceId"] == "devops-guru?before=none,no-logs,"
    assert response["Data"] == {"Collection": "as asked"}
    assert (account.stacks, account.looks_at_logs) == ({"*"}, True)
    assert told(account) == [TOPIC]


def test_an_update_changes_what_it_looks_at(
    guru: CustomResource, account: DevOpsGuruAccount
) -> None:
    guru.create()
    response = guru.update(Stacks=["shop"])

    assert response["Status"] == "SUCCESS"
    assert account.stacks == {"shop"}


def test_an_update_that_changes_nothing_writes_nothing(
    guru: CustomResource, account: DevOpsGuruAccount
) -> None:
    guru.create()
    written = account.written
    guru.update()

    assert account.written == written


def test_delete_puts_everything_back(guru: CustomResource, account: DevOpsGuruAccount) -> None:
    guru.create()
    assert guru.delete()["Status"] == "SUCCESS"

    assert (account.stacks, account.looks_at_logs, account.channels) == (set(), False, {})


def test_what_somebody_has_it_look_at_is_left_alone(
    guru: CustomResource, account: DevOpsGuruAccount
) -> None:
    account.stacks.add("theirs")
    response = guru.create()
    assert response["Data"] == {"Collection": "left as it was"}
    assert guru.delete()["Status"] == "SUCCESS"

    assert (account.stacks, account.looks_at_logs) == ({"theirs"}, False)


def test_a_third_topic_fails_the_deploy_and_the_delete_that_follows_takes_the_half(
    guru: CustomResource, account: DevOpsGuruAccount
) -> None:
    account.channels |= {
        f"c9a8b7c6-0000-4000-8000-00000000000{number}": {"Sns": {"TopicArn": topic}}
        for number, topic in enumerate(OTHERS)
    }
    response = guru.create()
    assert response["Status"] == "FAILED"
    assert "two topics at most" in response["Reason"]
    assert guru.delete()["Status"] == "SUCCESS"

    assert (account.stacks, told(account)) == (set(), OTHERS)


def test_the_handler_never_prints_the_response_url(
    guru: CustomResource, deployed: Deployed
) -> None:
    guru.create()
    guru.delete()

    printed = deployed.functions.log("python")
    assert '"what": "event"' in printed
    assert SIGNATURE not in printed
