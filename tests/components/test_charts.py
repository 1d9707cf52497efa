"""Every chart's manifests, as they stand in the template, are taken by the Kubernetes API."""

import importlib
import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import aws_cdk as cdk
import cdk8s
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template

import eks_observability_charts
from eks_observability.kubernetes.chart_manifest import ChartManifest
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability_charts.cloudwatch_agent import CloudWatchAgentChart
from eks_observability_charts.collector.cluster_chart import ClusterCollectorChart
from eks_observability_charts.collector.instrumentation_chart import InstrumentationChart
from eks_observability_charts.collector.jobs import (
    ApiServerJob,
    CadvisorJob,
    ControllerManagerJob,
    CoreDnsJob,
    KubeletJob,
    KubeStateMetricsJob,
    NodeExporterJob,
    PodsJob,
    SchedulerJob,
    ScrapeJob,
    VpcCniJob,
)
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.otlp import LogGroup, Otlp, Tail, XRay
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sampler_chart import SamplerChart
from eks_observability_charts.emitter import EmitterChart
from eks_observability_charts.fluent_bit.chart import FluentBitChart
from eks_observability_charts.fluent_bit.events import KubernetesEventsChart
from eks_observability_charts.fluent_bit.outputs import SplunkOutput
from eks_observability_charts.logger import LoggerChart
from eks_observability_charts.namespace import NamespaceChart
from eks_observability_charts.traffic_generator import TrafficGeneratorChart
from eks_observability_ops.components.kubernetes_api import KubernetesApi

WORKSPACE = RemoteWrite(
    url="https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write",
    region="eu-central-1",
    cluster="shop",
)

OTLP = Otlp(
    cluster="shop",
    region="eu-central-1",
    account="111122223333",
    traces=XRay(indexed_attributes=("otel.resource.k8s.namespace.name",)),
    metrics=WORKSPACE,
    logs=LogGroup(group="/aws/containerinsights/shop/otlp", stream="otlp"),
    sampling=Tail(ratio=0.1),
    sampling_rules=True,
)

Example = Callable[[cdk8s.App, str], cdk8s.Chart]

# A new chart gets a line here; it is given a namespace that exists.
EXAMPLES: dict[type[cdk8s.Chart], Example] = {
    CloudWatchAgentChart: lambda app, namespace: CloudWatchAgentChart(
        app,
        "chart",
        namespace=namespace,
        cluster_name="shop",
        region="eu-central-1",
        image="cloudwatch-agent:1",
        kubelet_resource="nodes/pods",
        role_arn="arn:aws:iam::111122223333:role/cloudwatch-agent",
    ),
    EmitterChart: lambda app, namespace: EmitterChart(
        app,
        "chart",
        namespace=namespace,
        image="aws-otel-java-spark:1.17.0",
        region="eu-central-1",
        role_arn="arn:aws:iam::111122223333:role/emitter",
    ),
    TrafficGeneratorChart: lambda app, namespace: TrafficGeneratorChart(
        app, "chart", namespace=namespace, image="busybox:1.37.0", aws_sdk_call=True
    ),
    InstrumentationChart: lambda app, namespace: InstrumentationChart(
        app, "chart", namespace=namespace, images={"java": "java:1"}
    ),
    LoggerChart: lambda app, namespace: LoggerChart(
        app, "chart", image="busybox:1.37.0", namespace=f"{namespace}-new"
    ),
    NamespaceChart: lambda app, namespace: NamespaceChart(
        app, "chart", name=f"{namespace}-new", labels={"team": "platform"}
    ),
    FluentBitChart: lambda app, namespace: FluentBitChart(
        app,
        "chart",
        namespace=namespace,
        cluster_name="shop",
        region="eu-central-1",
        image="aws-for-fluent-bit:3.4.8",
        secrets_image="aws-cli:2.31.0",
        kubelet_resource="nodes/pods",
        role_arn="arn:aws:iam::111122223333:role/fluent-bit",
        outputs=[
            SplunkOutput(
                host="splunk.example.com",
                secret_arn="arn:aws:secretsmanager:eu-central-1:111122223333:secret:splunk",
            )
        ],
    ),
    KubernetesEventsChart: lambda app, namespace: KubernetesEventsChart(
        app,
        "chart",
        namespace=namespace,
        cluster_name="shop",
        region="eu-central-1",
        image="aws-for-fluent-bit:3.4.8",
    ),
    NodeCollectorChart: lambda app, namespace: NodeCollectorChart(
        app,
        "chart",
        namespace=namespace,
        image="aws-otel-collector:v0.48.0",
        remote_write=WORKSPACE,
        jobs=[KubeletJob(), CadvisorJob(), NodeExporterJob(), VpcCniJob(), PodsJob()],
        otlp=OTLP,
        otlp_namespaces=["shop"],
        role_arn="arn:aws:iam::111122223333:role/collector",
    ),
    SamplerChart: lambda app, namespace: SamplerChart(
        app,
        "chart",
        namespace=namespace,
        image="aws-otel-collector:v0.48.0",
        otlp=OTLP,
        remote_write=WORKSPACE,
        role_arn="arn:aws:iam::111122223333:role/sampler",
    ),
    ClusterCollectorChart: lambda app, namespace: ClusterCollectorChart(
        app,
        "chart",
        namespace=namespace,
        image="aws-otel-collector:v0.48.0",
        remote_write=WORKSPACE,
        jobs=[
            ApiServerJob(),
            SchedulerJob(),
            ControllerManagerJob(),
            CoreDnsJob(),
            KubeStateMetricsJob(),
            ScrapeJob(name="shop-api", targets=("shop-api.shop.svc:443",), scheme="https"),
        ],
        monitors=True,
        role_arn="arn:aws:iam::111122223333:role/cluster-collector",
    ),
}
BY_CHART = pytest.mark.parametrize(
    "example", EXAMPLES.values(), ids=[chart.__name__ for chart in EXAMPLES]
)


def charts() -> Iterator[type[cdk8s.Chart]]:
    """Every chart that is defined in the package, at any depth."""
    package = eks_observability_charts
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for _, one in inspect.getmembers(module, inspect.isclass):
            if issubclass(one, cdk8s.Chart) and one.__module__ == module.__name__:
                yield one


def deployed(chart: cdk8s.Chart) -> list[str]:
    """The manifests that CloudFormation hands to kubectl, in the order that it does."""
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack, "Cluster", cluster_name="shop", kubectl_provider=kubectl
    )
    access = ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36")
    ChartManifest(stack, "Chart", access=access, chart=chart)
    found = Template.from_stack(stack).find_resources("Custom::AWSCDK-EKS-KubernetesResource")
    left = {name: set(one.get("DependsOn", ())) for name, one in found.items()}
    ordered: list[str] = []
    while left:
        ready = [name for name, after in left.items() if not after & left.keys()]
        assert ready, f"a circle: {left}"
        ordered += [found[name]["Properties"]["Manifest"] for name in ready]
        left = {name: after for name, after in left.items() if name not in ready}
    return ordered


def objects(manifest: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(manifest)
    return listed


def test_every_chart_has_an_example() -> None:
    assert set(charts()) == EXAMPLES.keys()


@BY_CHART
def test_the_template_holds_the_charts_objects_and_no_others(example: Example) -> None:
    chart = example(cdk8s.App(), "shop")
    embedded = [one for manifest in deployed(chart) for one in objects(manifest)]
    assert embedded
    assert sorted(map(json.dumps, embedded)) == sorted(map(json.dumps, chart.to_json()))


@BY_CHART
def test_the_api_server_takes_the_template(
    instrumentations: KubernetesApi, namespace: str, example: Example
) -> None:
    for manifest in deployed(example(cdk8s.App(), namespace)):
        for one in objects(manifest):
            answer = instrumentations.apply(
                json.dumps(one), namespace=one["metadata"].get("namespace", "default")
            )
            assert answer.code == 0, answer.text
            assert answer.output.endswith(" serverside-applied\n")
