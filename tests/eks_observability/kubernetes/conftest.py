"""Stacks with an imported cluster, and charts made of plain objects."""

from collections.abc import Callable, Mapping
from typing import Any

import aws_cdk as cdk
import cdk8s
import pytest
from aws_cdk import aws_eks_v2 as eks


@pytest.fixture(scope="session")
def new_stack() -> Callable[[], cdk.Stack]:
    """Makes a stack in eu-central-1, in an app of its own."""

    def make() -> cdk.Stack:
        environment = cdk.Environment(account="111122223333", region="eu-central-1")
        return cdk.Stack(cdk.App(), "Stack", env=environment)

    return make


@pytest.fixture(scope="session")
def cluster_in() -> Callable[..., eks.ICluster]:
    """Imports myipv4cluster into a stack."""

    def make(stack: cdk.Stack, **attributes: Any) -> eks.ICluster:
        return eks.Cluster.from_cluster_attributes(
            stack, "Cluster", cluster_name="myipv4cluster", **attributes
        )

    return make


@pytest.fixture(scope="session")
def chart_of() -> Callable[..., cdk8s.Chart]:
    """Makes a chart of objects as one would write them in YAML."""

    def make(*bodies: Mapping[str, Any]) -> cdk8s.Chart:
        chart = cdk8s.Chart(cdk8s.App(), "chart", disable_resource_name_hashes=True)
        for index, body in enumerate(bodies):
            known = ("apiVersion", "kind", "metadata")
            made = cdk8s.ApiObject(
                chart,
                f"object-{index}",
                api_version=body["apiVersion"],
                kind=body["kind"],
                metadata=cdk8s.ApiObjectMetadata(**body["metadata"]),
            )
            for key in body.keys() - known:
                made.add_json_patch(cdk8s.JsonPatch.add(f"/{key}", body[key]))
        return chart

    return make
