"""Whole stacks in a cluster: what the Cluster and Demo stacks send, applied and deleted."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from eks_observability.settings import Settings
from eks_observability.stacks.cluster import ClusterStack
from eks_observability.stacks.demo import DemoStack
from eks_observability_ops.components.kubernetes_api import KubernetesApi

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
ARN = "arn:aws:iam::111122223333:role/example"
SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:logs-abcdef"
SETTINGS = Settings.model_validate(
    {
        "clusters": (
            {
                "name": "myipv4cluster",
                "region": "eu-central-1",
                "account": "111122223333",
                "kubernetes_version": "1.34",
                "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/"
                "EXAMPLED539D4633E53DE1B71EXAMPLE",
                "authentication_mode": "API",
            },
        ),
        "container_insights": {
            "container_logs": {
                "outputs": {"splunk": {"host": "splunk.example.com", "token_secret_arn": SECRET}}
            }
        },
        "demo": {"logger": True, "emitter": True, "aws_sdk_call": True},
    }
)


def manifests(stack: cdk.Stack) -> list[dict[str, Any]]:
    """The objects that CloudFormation has kubectl apply, in an order that it may take."""
    found = Template.from_stack(stack).find_resources(MANIFEST)
    left = {name: set(one.get("DependsOn", ())) for name, one in found.items()}
    ordered: list[dict[str, Any]] = []
    while left:
        ready = [name for name, after in left.items() if not after & left.keys()]
        assert ready, f"a circle: {left}"
        for name in ready:
            ordered += json.loads(text(found[name]["Properties"]["Manifest"]))
            del left[name]
    return ordered


def text(value: Any) -> str:
    """A template's text, with an ARN for what only a deploy knows."""
    match value:
        case str():
            return value
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(map(text, parts))
        case _:
            return ARN


@pytest.fixture(scope="module")
def cluster_objects() -> list[dict[str, Any]]:
    """What the Cluster stack has kubectl apply."""
    return manifests(ClusterStack(cdk.App(), settings=SETTINGS, cluster=SETTINGS.clusters[0]))


@pytest.fixture(scope="module")
def demo_objects() -> list[dict[str, Any]]:
    """What the Demo stack has kubectl apply."""
    return manifests(DemoStack(cdk.App(), settings=SETTINGS, cluster=SETTINGS.clusters[0]))


@pytest.fixture(scope="module")
def deployed(
    kubernetes_api: KubernetesApi,
    cluster_objects: list[dict[str, Any]],
    demo_objects: list[dict[str, Any]],
) -> Iterator[KubernetesApi]:
    """An API that both stacks are deployed to, in the order in which CloudFormation does."""
    # EKS's add-on brings it along.
    kubernetes_api.must("create", "namespace", "kube-state-metrics")
    for one in [*cluster_objects, *demo_objects]:
        namespace = one["metadata"].get("namespace", "default")
        answer = kubernetes_api.apply(json.dumps(one), namespace=namespace)
        assert answer.code == 0, answer.text
    yield kubernetes_api
    for one in reversed([*cluster_objects, *demo_objects]):
        delete(kubernetes_api, one)


def delete(api: KubernetesApi, one: Mapping[str, Any]) -> None:
    """Deletes an object as CDK's handler does, but does not wait for what takes controllers."""
    arguments = ("delete", "--filename=-", "--ignore-not-found", "--wait=false")
    api.must(*arguments, standard_input=json.dumps(one))


def of_kind(api: KubernetesApi, kind: str, namespace: str) -> set[str]:
    """The names of a namespace's objects that stay."""
    items = api.get(kind, f"--namespace={namespace}")["items"]
    return {one["metadata"]["name"] for one in items if "deletionTimestamp" not in one["metadata"]}


def test_every_agent_is_taken_with_all_its_fields(deployed: KubernetesApi) -> None:
    assert of_kind(deployed, "daemonsets", "amazon-cloudwatch") == {
        "cloudwatch-agent",
        "fluent-bit",
    }


def test_events_are_sent_by_one_pod(deployed: KubernetesApi) -> None:
    (deployment,) = deployed.get("deployments", "--namespace=amazon-cloudwatch")["items"]

    assert deployment["spec"]["replicas"] == 1


@pytest.mark.parametrize("account", ["cloudwatch-agent", "fluent-bit", "fluent-bit-events"])
@pytest.mark.parametrize(
    ("verb", "resource"),
    [("get", "secrets"), ("create", "pods"), ("create", "pods/exec"), ("get", "nodes/proxy")],
)
def test_no_agent_has_a_right_that_leads_further(
    deployed: KubernetesApi, account: str, verb: str, resource: str
) -> None:
    assert not deployed.can_i(verb, resource, account=account, of="amazon-cloudwatch")


def test_the_demo_goes_alone(deployed: KubernetesApi, demo_objects: list[dict[str, Any]]) -> None:
    for one in reversed(demo_objects):
        delete(deployed, one)

    assert of_kind(deployed, "pods", "logger-app") == set()
    assert of_kind(deployed, "deployments", "adot") == set()
    assert of_kind(deployed, "daemonsets", "amazon-cloudwatch")


def test_nothing_is_in_two_stacks(
    cluster_objects: list[dict[str, Any]], demo_objects: list[dict[str, Any]]
) -> None:
    def names(objects: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
        return {
            (one["kind"], one["metadata"].get("namespace", ""), one["metadata"]["name"])
            for one in objects
        }

    assert not names(cluster_objects) & names(demo_objects)
