"""The X-Ray sampling rule of a cluster."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from eks_observability.notes import CHANGES
from eks_observability.settings.tracing import SamplingRule as Settings
from eks_observability.tracing.sampling_rule import SamplingRule

TemplateOf = Callable[..., Template]


@pytest.fixture(scope="module")
def rule(template_of: TemplateOf) -> dict[str, Any]:
    settings = Settings(fixed_rate=0.25, reservoir_per_second=7, priority=42)
    template = template_of(
        lambda stack, it: SamplingRule(stack, "It", cluster=it, settings=settings)
    )
    (found,) = template.find_resources("AWS::XRay::SamplingRule").values()
    return dict(found["Properties"]["SamplingRule"])


def test_it_says_what_the_settings_say(rule: dict[str, Any]) -> None:
    assert (rule["FixedRate"], rule["ReservoirSize"], rule["Priority"]) == (0.25, 7, 42)


def test_it_is_for_programs_in_eks_alone(rule: dict[str, Any]) -> None:
    assert rule["ServiceType"] == "AWS::EKS::Container"


def test_it_is_for_all_of_them(rule: dict[str, Any]) -> None:
    others = ("ServiceName", "Host", "HTTPMethod", "URLPath", "ResourceARN")

    assert {rule[each] for each in others} == {"*"}


def test_that_it_is_for_other_clusters_too_is_said(built: Callable[..., cdk.Stack]) -> None:
    stack = built(lambda scope, it: SamplingRule(scope, "It", cluster=it))
    (note,) = [
        entry.data for entry in stack.node.find_child("It").node.metadata if entry.type == CHANGES
    ]

    assert "every program in EKS of this account and Region" in str(note)
    assert "1 traces a second and 5.0% of the rest" in str(note)
