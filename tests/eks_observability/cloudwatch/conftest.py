"""A stack with an imported cluster in it."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template

Build = Callable[[cdk.Stack, eks.ICluster], object]


@pytest.fixture(scope="session")
def template_of() -> Callable[[Build], Template]:
    """Synthesizes what a function puts into a stack in eu-central-1, for myipv4cluster."""

    def synthesize(build: Build) -> Template:
        environment = cdk.Environment(account="111122223333", region="eu-central-1")
        stack = cdk.Stack(cdk.App(), "Stack", env=environment)
        cluster = eks.Cluster.from_cluster_attributes(
            stack, "Cluster", cluster_name="myipv4cluster"
        )
        build(stack, cluster)
        return Template.from_stack(stack)

    return synthesize
