"""What a cluster's group and sampling rule are called."""

import aws_cdk as cdk
import pytest

from eks_observability.tracing.names import LONGEST, x_ray_name


@pytest.fixture
def stack() -> cdk.Stack:
    return cdk.Stack(cdk.App(), "Stack")


def test_a_short_name_is_the_clusters(stack: cdk.Stack) -> None:
    assert x_ray_name(stack, "shop") == "eks-shop"


@pytest.mark.parametrize("length", [28, 29, 100])
def test_no_name_is_longer_than_x_ray_takes(stack: cdk.Stack, length: int) -> None:
    assert len(x_ray_name(stack, "a" * length)) == LONGEST


def test_long_names_that_begin_alike_stay_apart(stack: cdk.Stack) -> None:
    assert x_ray_name(stack, "a" * 40) != x_ray_name(stack, "a" * 41)


def test_a_name_that_a_deploy_gives_makes_none_that_is_too_long(stack: cdk.Stack) -> None:
    name = x_ray_name(stack, cdk.Aws.STACK_NAME)

    assert name
    assert len(name) <= LONGEST
    assert not cdk.Token.is_unresolved(name)
