"""Collectors may do what they need, and no more, by the word of the real Kubernetes API."""

import cdk8s
import pytest

from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.jobs import KubeStateMetricsJob, NodeExporterJob
from eks_observability_charts.collector.names import (
    CLUSTER_ACCOUNT,
    MONITOR_ALLOCATOR,
    NODE_ACCOUNT,
)
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_ops.components.kubernetes_api import KubernetesApi
from tests.components.collectors.cluster import WORKSPACE, charts
from tests.components.collectors.kubernetes import apply_all, may, token_of

SLICES = "endpointslices.discovery.k8s.io"
EKS = "metrics.eks.amazonaws.com"
MONITORING = "monitoring.coreos.com"
NODE_NEEDS = [("get", "nodes/metrics", None), ("list", "pods", None), ("watch", "pods", None)]
CLUSTER_NEEDS = [
    ("get", "/metrics", None),
    ("list", SLICES, "default"),
    ("watch", "services", "default"),
    ("watch", "pods", "default"),
    ("watch", "pods", "kube-system"),
    # kube-state-metrics' pod may be in any namespace.
    ("list", "pods", None),
]
ALLOCATOR_NEEDS = [
    ("list", "services", None),
    ("watch", SLICES, None),
    ("list", "namespaces", None),
]
NOBODY_MAY = [
    ("get", "secrets"),
    ("list", "secrets"),
    ("list", "configmaps"),
    ("get", "nodes/proxy"),
    ("create", "nodes/proxy"),
    ("get", "nodes/log"),
    ("create", "nodes/metrics"),
    ("create", "pods"),
    ("create", "pods/exec"),
    ("get", "pods/log"),
    ("delete", "pods"),
    ("patch", "nodes"),
    ("update", "endpointslices.discovery.k8s.io"),
    ("create", "serviceaccounts/token"),
    ("update", "opentelemetrycollectors.opentelemetry.io"),
    ("create", "clusterrolebindings.rbac.authorization.k8s.io"),
    ("impersonate", "users"),
    ("get", "/logs"),
]
ACCOUNTS = (NODE_ACCOUNT, CLUSTER_ACCOUNT, MONITOR_ALLOCATOR)


@pytest.fixture(scope="module")
def applied(kubernetes_api: KubernetesApi) -> str:
    """A namespace that everything is deployed to."""
    namespace = "collectors-access"
    kubernetes_api.must("create", "namespace", namespace)
    node, _ = charts(cdk8s.App(), namespace=namespace)
    apply_all(kubernetes_api, node)
    _, cluster = charts(cdk8s.App(), namespace=namespace)
    apply_all(kubernetes_api, cluster)
    monitors = ClusterCollectorChart(
        cdk8s.App(),
        "monitors",
        namespace=namespace,
        image="aoc:1",
        remote_write=WORKSPACE,
        jobs=(),
        monitors=True,
    )
    apply_all(kubernetes_api, monitors)
    return namespace


@pytest.mark.parametrize(
    ("account", "verb", "resource", "namespace"),
    [
        *((NODE_ACCOUNT, *need) for need in NODE_NEEDS),
        *((CLUSTER_ACCOUNT, *need) for need in CLUSTER_NEEDS),
        *((MONITOR_ALLOCATOR, *need) for need in ALLOCATOR_NEEDS),
    ],
)
def test_they_may_do_what_they_need(
    kubernetes_api: KubernetesApi,
    applied: str,
    account: str,
    verb: str,
    resource: str,
    namespace: str | None,
) -> None:
    assert kubernetes_api.can_i(verb, resource, account=account, of=applied, namespace=namespace)


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("namespace", [None, "kube-system", "default"])
@pytest.mark.parametrize(("verb", "resource"), NOBODY_MAY)
def test_none_writes_or_sees_a_secret_or_reaches_into_a_node(
    kubernetes_api: KubernetesApi,
    applied: str,
    account: str,
    namespace: str | None,
    verb: str,
    resource: str,
) -> None:
    assert not kubernetes_api.can_i(
        verb, resource, account=account, of=applied, namespace=namespace
    )


@pytest.mark.parametrize(
    ("account", "verb", "resource", "namespace"),
    [
        (NODE_ACCOUNT, "get", "/metrics", None),
        (NODE_ACCOUNT, "list", SLICES, "default"),
        (NODE_ACCOUNT, "list", "nodes", None),
        (CLUSTER_ACCOUNT, "get", "nodes/metrics", None),
        (CLUSTER_ACCOUNT, "list", "services", "kube-system"),
        (MONITOR_ALLOCATOR, "get", "nodes/metrics", None),
        (MONITOR_ALLOCATOR, "get", "/metrics", None),
    ],
)
def test_each_has_its_own_rights_alone(
    kubernetes_api: KubernetesApi,
    applied: str,
    account: str,
    verb: str,
    resource: str,
    namespace: str | None,
) -> None:
    assert not kubernetes_api.can_i(
        verb, resource, account=account, of=applied, namespace=namespace
    )


@pytest.mark.parametrize(
    ("account", "verb", "group", "resource", "may_it"),
    [
        (CLUSTER_ACCOUNT, "get", EKS, "ksh/metrics", True),
        (CLUSTER_ACCOUNT, "get", EKS, "kcm/metrics", True),
        (CLUSTER_ACCOUNT, "list", EKS, "ksh/metrics", False),
        (NODE_ACCOUNT, "get", EKS, "ksh/metrics", False),
        (MONITOR_ALLOCATOR, "list", MONITORING, "servicemonitors/", True),
        (MONITOR_ALLOCATOR, "watch", MONITORING, "podmonitors/", True),
        (MONITOR_ALLOCATOR, "update", MONITORING, "servicemonitors/", False),
        (CLUSTER_ACCOUNT, "list", MONITORING, "servicemonitors/", False),
    ],
)
def test_rights_on_what_this_api_does_not_serve(
    kubernetes_api: KubernetesApi,
    applied: str,
    account: str,
    verb: str,
    group: str,
    resource: str,
    may_it: bool,
) -> None:
    name, _, subresource = resource.partition("/")
    attributes = {"verb": verb, "group": group, "resource": name, "subresource": subresource}
    token = token_of(kubernetes_api, account, namespace=applied)
    assert may(kubernetes_api, token, attributes) is may_it


def test_without_jobs_that_ask_kubernetes_there_are_no_rights() -> None:
    node = NodeCollectorChart(
        cdk8s.App(), "n", image="aoc:1", remote_write=WORKSPACE, jobs=[NodeExporterJob()]
    )
    cluster = ClusterCollectorChart(
        cdk8s.App(),
        "c",
        image="aoc:1",
        remote_write=WORKSPACE,
        jobs=[KubeStateMetricsJob(address="a:80")],
    )
    for chart in (node, cluster):
        kinds = {one["kind"] for one in chart.to_json()}
        assert kinds == {"ServiceAccount", "OpenTelemetryCollector"}
