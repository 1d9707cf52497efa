"""The Kubernetes API takes Fluent Bit's objects, and gives its accounts no more than they need."""

import json
from typing import Any

import cdk8s
import pytest

from eks_observability_charts.fluent_bit.chart import FluentBitChart
from eks_observability_charts.fluent_bit.events import KubernetesEventsChart
from eks_observability_charts.fluent_bit.outputs import LokiOutput
from eks_observability_charts.kubelet import KubeletResource
from eks_observability_ops.components.kubernetes_api import KubernetesApi

LOKI = LokiOutput(
    host="loki.example.com",
    user="42",
    secret_arn="arn:aws:secretsmanager:eu-central-1:111122223333:secret:loki",
)
MUST_NOT = [
    ("get", "secrets"),
    ("list", "secrets"),
    ("get", "configmaps"),
    ("list", "pods"),
    ("list", "namespaces"),
    ("create", "pods"),
    ("create", "pods/exec"),
    ("delete", "pods"),
    ("create", "serviceaccounts/token"),
    ("patch", "daemonsets.apps"),
    ("get", "nodes"),
    ("get", "nodes/metrics"),
    ("get", "nodes/log"),
    ("create", "nodes/pods"),
    ("create", "nodes/proxy"),
    ("create", "events"),
    ("get", "/metrics"),
]


def nodes(namespace: str, resource: KubeletResource = "nodes/pods") -> cdk8s.Chart:
    return FluentBitChart(
        cdk8s.App(),
        "chart",
        namespace=namespace,
        cluster_name="shop",
        region="eu-central-1",
        image="aws-for-fluent-bit:3.4.8",
        secrets_image="aws-cli:2.31.0",
        kubelet_resource=resource,
        outputs=[LOKI],
    )


def events(namespace: str) -> cdk8s.Chart:
    return KubernetesEventsChart(
        cdk8s.App(),
        "chart",
        namespace=namespace,
        cluster_name="shop",
        region="eu-central-1",
        image="aws-for-fluent-bit:3.4.8",
    )


def apply(api: KubernetesApi, chart: cdk8s.Chart) -> None:
    for one in chart.to_json():
        namespace = one["metadata"].get("namespace", "default")
        answer = api.apply(json.dumps(one), namespace=namespace)
        assert answer.code == 0, answer.text


def pod(kind: str, chart: cdk8s.Chart) -> str:
    [workload] = [one for one in chart.to_json() if one["kind"] == kind]
    template: dict[str, Any] = workload["spec"]["template"]
    return json.dumps({"apiVersion": "v1", "kind": "Pod", **template, "metadata": {"name": "pod"}})


def test_fluent_bit_may_ask_kubelets_for_their_pods(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, nodes(namespace))
    assert kubernetes_api.can_i("get", "nodes/pods", account="fluent-bit", of=namespace)
    assert not kubernetes_api.can_i("get", "nodes/proxy", account="fluent-bit", of=namespace)
    assert not kubernetes_api.can_i("list", "events", account="fluent-bit", of=namespace)


def test_fluent_bit_asks_kubelets_of_old_through_their_proxy(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, nodes(namespace, "nodes/proxy"))
    assert kubernetes_api.can_i("get", "nodes/proxy", account="fluent-bit", of=namespace)
    assert not kubernetes_api.can_i("create", "nodes/proxy", account="fluent-bit", of=namespace)


def test_events_may_be_seen_in_every_namespace(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, events(namespace))
    verbs = ("list", "watch", "get", "delete")
    allowed = [
        verb
        for verb in verbs
        if kubernetes_api.can_i(verb, "events", account="fluent-bit-events", of=namespace)
    ]
    assert allowed == ["list", "watch"]
    for resource in ("nodes/pods", "nodes/proxy"):
        assert not kubernetes_api.can_i("get", resource, account="fluent-bit-events", of=namespace)


@pytest.mark.parametrize("account", ["fluent-bit", "fluent-bit-events"])
def test_neither_may_do_anything_else(
    kubernetes_api: KubernetesApi, namespace: str, account: str
) -> None:
    apply(kubernetes_api, nodes(namespace) if account == "fluent-bit" else events(namespace))
    allowed = [
        each for each in MUST_NOT if kubernetes_api.can_i(*each, account=account, of=namespace)
    ]
    assert allowed == []


def test_an_account_may_do_nothing_in_its_own_namespace_either(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, nodes(namespace))
    for verb in ("get", "list", "create", "patch"):
        for resource in ("secrets", "configmaps", "pods"):
            assert not kubernetes_api.can_i(
                verb, resource, account="fluent-bit", of=namespace, namespace=namespace
            )


def test_an_account_of_another_namespace_gets_nothing(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, nodes(namespace))
    assert not kubernetes_api.can_i("get", "nodes/pods", account="fluent-bit", of="default")


def test_the_pod_of_events_is_admitted_where_pods_are_restricted(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, events(namespace))
    kubernetes_api.must(
        "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted"
    )
    answer = kubernetes_api.apply(pod("Deployment", events(namespace)), namespace=namespace)
    assert answer.code == 0, answer.text


def test_paths_of_the_node_and_root_are_all_that_keep_fluent_bit_from_restricted(
    kubernetes_api: KubernetesApi, namespace: str
) -> None:
    apply(kubernetes_api, nodes(namespace))
    kubernetes_api.must(
        "label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted"
    )
    answer = kubernetes_api.apply(pod("DaemonSet", nodes(namespace)), namespace=namespace)
    assert answer.code == 1
    reasons = answer.text.partition("restricted:latest")[2]
    assert "hostPath" in reasons
    assert "runAsNonRoot" in reasons
    assert "runAsUser=0" in reasons
    for other in ("privileged", "allowPrivilegeEscalation", "capabilities", "seccompProfile"):
        assert other not in reasons
