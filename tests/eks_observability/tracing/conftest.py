"""A cluster called shop in a stack in eu-central-1, and what that becomes."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template

Build = Callable[[cdk.Stack, eks.ICluster], object]


def in_stack(build: Build, *, name: str = "shop", region: str = "eu-central-1") -> cdk.Stack:
    """The stack in which something was built for a cluster of this name."""
    environment = cdk.Environment(account="111122223333", region=region)
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    build(stack, eks.Cluster.from_cluster_attributes(stack, "Cluster", cluster_name=name))
    return stack


@pytest.fixture(scope="session")
def built() -> Callable[..., cdk.Stack]:
    """Builds something in a stack."""
    return in_stack


@pytest.fixture(scope="session")
def template_of() -> Callable[..., Template]:
    """Synthesizes what a function puts into a stack."""

    def synthesize(build: Build, **options: str) -> Template:
        return Template.from_stack(in_stack(build, **options))

    return synthesize
