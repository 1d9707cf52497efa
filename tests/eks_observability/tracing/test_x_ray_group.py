"""The X-Ray group of a cluster."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk.assertions import Template

from eks_observability.tracing.x_ray_group import XRayGroup

TemplateOf = Callable[..., Template]


@pytest.fixture
def group(template_of: TemplateOf) -> Callable[..., dict[str, Any]]:
    """Properties of a group."""

    def made(**arguments: Any) -> dict[str, Any]:
        template = template_of(lambda stack, it: XRayGroup(stack, "It", cluster=it, **arguments))
        (found,) = template.find_resources("AWS::XRay::Group").values()
        return dict(found["Properties"])

    return made


Group = Callable[..., dict[str, Any]]


def test_it_finds_what_the_exporter_says_of_the_cluster(group: Group) -> None:
    expression = group()["FilterExpression"]

    assert 'annotation[otel.resource.k8s.cluster.name] = "shop"' in expression


def test_it_finds_what_comes_by_otlp(group: Group) -> None:
    assert 'OR annotation[k8s.cluster.name] = "shop"' in group()["FilterExpression"]


def test_it_is_called_like_the_cluster(group: Group) -> None:
    assert group()["GroupName"] == "eks-shop"


def test_anomalies_are_looked_for_by_default(group: Group) -> None:
    assert group()["InsightsConfiguration"]["InsightsEnabled"] is True


def test_nobody_is_told_of_them_by_default(group: Group) -> None:
    assert group()["InsightsConfiguration"]["NotificationsEnabled"] is False


def test_somebody_is_told_on_request(group: Group) -> None:
    assert group(notifications=True)["InsightsConfiguration"]["NotificationsEnabled"] is True


def test_nobody_is_told_of_what_is_not_looked_for(group: Group) -> None:
    with pytest.raises(ValueError, match="'notifications' tell of 'insights', and those are off"):
        group(insights=False, notifications=True)
