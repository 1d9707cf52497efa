"""The app's stack, deployed as far as its custom resources go.

The framework's JavaScript and our handlers are run from the cloud assembly that the app writes.
Beside moto only what moto lacks is made up: that an EKS update takes time and can fail.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from app import build_app
from eks_observability_ops.components import provider_framework
from eks_observability_ops.components.aws import ACCOUNT, Aws
from eks_observability_ops.components.node_packages import NodePackagesError, require_node_packages
from eks_observability_ops.components.provider_framework import Deployed
from eks_observability_ops.components.running import Supervisor

if TYPE_CHECKING:
    from types_boto3_eks.client import EKSClient
    from types_boto3_logs.client import CloudWatchLogsClient

SETTINGS = {
    "clusters": [
        {
            "name": "shop",
            "region": "eu-central-1",
            "account": ACCOUNT,
            "kubernetes_version": "1.36",
            "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
            "authentication_mode": "API",
        }
    ],
    "control_plane_logging": {"types": ["audit", "authenticator"]},
    "log_retention": {"days": 30},
    "dashboard": {"enabled": False},
    "metrics": {"enabled": False},
    "tracing": {"enabled": False},
    "alarms": {"enabled": False},
}


@pytest.fixture(scope="session")
def assembly(supervisor: Supervisor) -> Path:
    """The cloud assembly that the app writes."""
    folder = supervisor.new_folder("assembly")
    (folder / "settings.yaml").write_text(json.dumps(SETTINGS), encoding="utf-8")
    build_app({"settings": str(folder / "settings.yaml")}, outdir=str(folder / "out")).synth()
    return folder / "out"


@pytest.fixture(scope="module")
def stack(
    supervisor: Supervisor,
    aws_server: Aws,
    assembly: Path,
    unavailable: Callable[[str], NoReturn],
) -> Iterator[Deployed]:
    """Its stack, with functions that end with the module; use `deployed`."""
    try:
        packages = require_node_packages()
    except NodePackagesError as error:
        unavailable(str(error))
    with provider_framework.deployed(
        supervisor, aws_server, assembly=assembly, node_packages=packages
    ) as stack:
        yield stack


@pytest.fixture
def deployed(stack: Deployed, aws: Aws) -> Deployed:
    """The stack in an empty account."""
    assert aws.url == stack.eks.moto
    stack.eks.reset()
    stack.functions.invocations.clear()
    return stack


@pytest.fixture
def eks(aws: Aws) -> "EKSClient":
    return aws.session().client("eks", endpoint_url=aws.url)


@pytest.fixture
def logs(aws: Aws) -> "CloudWatchLogsClient":
    return aws.session().client("logs", endpoint_url=aws.url)
