"""The Kubernetes API takes the agent's objects, and gives its account no more than it needs."""

import json

import cdk8s
import pytest

from eks_observability_charts.cloudwatch_agent import CloudWatchAgentChart
from eks_observability_charts.kubelet import KubeletResource
from eks_observability_ops.components.kubernetes_api import KubernetesApi

FOLLOWED = (
    "endpoints",
    "nodes",
    "persistentvolumeclaims",
    "persistentvolumes",
    "pods",
    "services",
    "daemonsets.apps",
    "deployments.apps",
    "replicasets.apps",
    "statefulsets.apps",
    "jobs.batch",
    "endpointslices.discovery.k8s.io",
)
NEEDS = [
    *((verb, resource) for resource in FOLLOWED for verb in ("list", "watch")),
    ("get", "nodes/pods"),
    ("get", "/metrics"),
]
MUST_NOT = [
    ("get", "secrets"),
    ("list", "secrets"),
    ("list", "configmaps"),
    ("create", "pods"),
    ("create", "pods/exec"),
    ("delete", "pods"),
    ("update", "nodes"),
    ("list", "serviceaccounts"),
    ("create", "serviceaccounts/token"),
    ("patch", "daemonsets.apps"),
    ("get", "nodes/proxy"),
    ("create", "nodes/pods"),
    ("get", "nodes/log"),
    ("create", "configmaps"),
]


@pytest.fixture
def applied(kubernetes_api: KubernetesApi, namespace: str) -> str:
    """A namespace that the agent is deployed to."""
    return apply(kubernetes_api, namespace)


def apply(api: KubernetesApi, namespace: str, resource: KubeletResource = "nodes/pods") -> str:
    chart = CloudWatchAgentChart(
        cdk8s.App(),
        "chart",
        namespace=namespace,
        cluster_name="shop",
        region="eu-central-1",
        image="cloudwatch-agent:1",
        kubelet_resource=resource,
    )
    for one in chart.to_json():
        answer = api.apply(json.dumps(one), namespace=namespace)
        assert answer.code == 0, answer.text
    return namespace


@pytest.mark.parametrize(("verb", "resource"), NEEDS)
def test_it_may_do_what_it_needs(
    kubernetes_api: KubernetesApi, applied: str, verb: str, resource: str
) -> None:
    assert kubernetes_api.can_i(verb, resource, account="cloudwatch-agent", of=applied)


@pytest.mark.parametrize(("verb", "resource"), MUST_NOT)
def test_it_may_not_do_more(
    kubernetes_api: KubernetesApi, applied: str, verb: str, resource: str
) -> None:
    assert not kubernetes_api.can_i(verb, resource, account="cloudwatch-agent", of=applied)


@pytest.mark.parametrize(
    ("verb", "resource", "may"),
    [
        ("create", "configmaps", True),
        ("update", "configmaps/cwagent-clusterleader", True),
        ("get", "configmaps/cwagent-clusterleader", True),
        ("update", "configmaps/cwagentconfig", False),
        ("get", "configmaps/cwagentconfig", False),
        ("delete", "configmaps/cwagent-clusterleader", False),
        ("create", "events", True),
        ("list", "events", False),
        ("get", "secrets", False),
    ],
)
def test_in_its_namespace_it_writes_the_lock_alone(
    kubernetes_api: KubernetesApi, applied: str, verb: str, resource: str, may: bool
) -> None:
    person = f"--as=system:serviceaccount:{applied}:cloudwatch-agent"
    answer = kubernetes_api.kubectl("auth", "can-i", verb, resource, person, f"-n={applied}")

    assert answer.output.strip() == ("yes" if may else "no")


def test_an_older_kubelet_is_asked_through_its_proxy(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, namespace, "nodes/proxy")

    assert kubernetes_api.can_i("get", "nodes/proxy", account="cloudwatch-agent", of=namespace)
