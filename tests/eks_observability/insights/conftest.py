"""A stack in eu-central-1, and what it becomes."""

from collections.abc import Callable

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

Build = Callable[[cdk.Stack], object]


@pytest.fixture
def stack() -> cdk.Stack:
    """An empty stack."""
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    return cdk.Stack(cdk.App(), "Stack", env=environment)


@pytest.fixture(scope="session")
def template_of() -> Callable[[Build], Template]:
    """Synthesizes what a function puts into a stack."""

    def synthesize(build: Build) -> Template:
        environment = cdk.Environment(account="111122223333", region="eu-central-1")
        made = cdk.Stack(cdk.App(), "Stack", env=environment)
        build(made)
        return Template.from_stack(made)

    return synthesize
