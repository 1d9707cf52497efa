"""What a cluster has in X-Ray."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from eks_observability.notes import COSTS
from eks_observability.settings.tracing import Tracing
from eks_observability.tracing.cluster_traces import ClusterTraces

GROUP, RULE = "AWS::XRay::Group", "AWS::XRay::SamplingRule"


@pytest.fixture
def made(built: Callable[..., cdk.Stack]) -> Callable[..., cdk.Stack]:
    """A stack with a cluster's."""

    def of(**tracing: Any) -> cdk.Stack:
        settings = Tracing.model_validate(tracing)
        return built(lambda stack, it: ClusterTraces(stack, "It", cluster=it, settings=settings))

    return of


Made = Callable[..., cdk.Stack]


def test_by_default_there_is_a_group_and_no_rule(made: Made) -> None:
    template = Template.from_stack(made())

    template.resource_count_is(GROUP, 1)
    template.resource_count_is(RULE, 0)


def test_a_rule_is_made_on_request(made: Made) -> None:
    template = Template.from_stack(made(sampling_rule={"enabled": True}))

    template.resource_count_is(RULE, 1)


def test_the_group_can_be_left_out(made: Made) -> None:
    Template.from_stack(made(group={"enabled": False})).resource_count_is(GROUP, 0)


@pytest.mark.parametrize(
    ("destination", "words"), [("x_ray", "by traces recorded"), ("otlp", "by the GB")]
)
def test_what_is_paid_for_is_said(made: Made, destination: str, words: str) -> None:
    it = made(destination=destination).node.find_child("It")
    (said,) = [str(entry.data) for entry in it.node.metadata if entry.type == COSTS]

    assert words in said
