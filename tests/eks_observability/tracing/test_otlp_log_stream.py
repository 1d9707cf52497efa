"""Where logs go that applications send by OTLP."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Match, Template

from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.tracing.otlp_log_stream import OtlpLogStream

TYPE = "AWS::Logs::LogStream"


def build(stack: cdk.Stack, cluster: eks.ICluster) -> OtlpLogStream:
    retention = LogRetention(stack, "Retention", cluster=cluster)
    return OtlpLogStream(stack, "It", cluster=cluster, retention=retention)


@pytest.fixture(scope="module")
def template(template_of: Callable[..., Template]) -> Template:
    return template_of(build)


@pytest.fixture(scope="module")
def stream(template: Template) -> dict[str, Any]:
    (found,) = template.find_resources(TYPE).values()
    return dict(found)


def test_it_is_in_the_clusters_own_group(stream: dict[str, Any]) -> None:
    assert stream["Properties"]["LogGroupName"] == "/aws/containerinsights/shop/otlp"


def test_its_group_is_there_before_it(template: Template, stream: dict[str, Any]) -> None:
    assert set(template.find_resources("Custom::LogRetention")) <= set(stream["DependsOn"])


def test_its_events_stay_when_the_stack_goes(stream: dict[str, Any]) -> None:
    assert (stream["DeletionPolicy"], stream["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_a_stream_that_stayed_stops_no_deploy(template: Template) -> None:
    template.all_resources_properties(TYPE, {"LogStreamName": Match.absent()})


def test_its_arn_is_that_of_the_stream_alone(built: Callable[..., cdk.Stack]) -> None:
    arns: list[object] = []
    built(lambda stack, it: arns.append(stack.resolve(build(stack, it).arn)))

    (arn,) = arns
    assert isinstance(arn, dict)
    before, stream = arn["Fn::Join"][1][-2:]
    assert before.endswith(
        ":logs:eu-central-1:111122223333:log-group:/aws/containerinsights/shop/otlp:log-stream:"
    )
    assert "Ref" in stream
