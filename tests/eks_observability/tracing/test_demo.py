"""The demo of traces in an app of one's own."""

import json

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.tracing.demo import TracingDemo

ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE"


def deployed(*, aws_sdk_call: bool = False, image_registry: str | None = None) -> Template:
    """A stack with the demo, in a cluster that somebody else imported."""
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    provider = iam.OpenIdConnectProvider.from_open_id_connect_provider_arn(
        stack, "Oidc", f"arn:aws:iam::111122223333:oidc-provider/{ISSUER}"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack, "Cluster", cluster_name="shop", open_id_connect_provider=provider
    )
    TracingDemo(
        stack,
        "Demo",
        cluster=cluster,
        access=ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36"),
        aws_sdk_call=aws_sdk_call,
        image_registry=image_registry,
    )
    return Template.from_stack(stack)


def test_it_calls_the_region_of_its_stack() -> None:
    assert '\\"name\\":\\"AWS_REGION\\",\\"value\\":\\"eu-central-1\\"' in json.dumps(
        deployed().to_json()
    )


def test_it_sends_no_metrics_unless_told() -> None:
    assert '\\"OTEL_METRICS_EXPORTER\\",\\"value\\":\\"none\\"' in json.dumps(deployed().to_json())


@pytest.mark.parametrize(("call", "policies"), [(False, 0), (True, 1)])
def test_it_has_rights_in_aws_only_where_it_calls_it(call: bool, policies: int) -> None:
    found = deployed(aws_sdk_call=call).find_resources("AWS::IAM::Policy").values()
    assert sum("s3:ListAllMyBuckets" in json.dumps(one) for one in found) == policies


def test_its_images_are_those_of_the_mirror() -> None:
    text = json.dumps(deployed(image_registry="registry.example.com").to_json())
    assert "public.ecr.aws" not in text
    assert text.count("registry.example.com/") == 2
