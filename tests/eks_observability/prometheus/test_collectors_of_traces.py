"""Collectors that take what applications send, as CloudFormation deploys them."""

import json
from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.log_retention import LogRetention
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.notes import CHANGES, COSTS
from eks_observability.prometheus.collectors import Collectors
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings.metrics import Metrics
from eks_observability.settings.tracing import Tracing
from eks_observability.tracing.otlp_log_stream import OtlpLogStream

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
WORKSPACE = WorkspaceReference(
    id="ws-12345678-1234-1234-1234-123456789012", account="444455556666", region="eu-west-1"
)
TAIL = {"sampling": {"at": "tail", "ratio": 0.1}}
OWN = {
    "cpu_request_millicores": 11,
    "memory_request_mebibytes": 222,
    "memory_limit_mebibytes": 333,
}


def collectors(
    *,
    workspace: WorkspaceReference | None = WORKSPACE,
    logs: bool = True,
    tracing: Mapping[str, Any] | None = None,
    settings: Metrics | None = None,
) -> Collectors:
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack, "Cluster", cluster_name="shop", kubectl_provider=kubectl
    )
    stream = None
    if logs:
        retention = LogRetention(stack, "Retention", cluster=cluster)
        stream = OtlpLogStream(stack, "Logs", cluster=cluster, retention=retention)
    return Collectors(
        stack,
        "It",
        cluster=cluster,
        access=ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36"),
        workspace=workspace,
        cluster_label="shop-eu",
        kept={},
        settings=settings,
        tracing=Tracing.model_validate(tracing or {}),
        log_stream=stream,
        identity="pod_identity",
    )


def template(**arguments: Any) -> Template:
    return Template.from_stack(cdk.Stack.of(collectors(**arguments)))


def body(manifest: Any) -> Mapping[str, Any]:
    """A deployed object, with an example for what only a deploy knows."""
    if not isinstance(manifest, str):
        parts = manifest["Fn::Join"][1]
        manifest = "".join(part if isinstance(part, str) else "known-at-deploy" for part in parts)
    (found,) = json.loads(manifest)
    return dict(found)


def objects(made: Template, kind: str) -> dict[str, Mapping[str, Any]]:
    """Deployed objects of a kind, by name."""
    found = [body(one["Properties"]["Manifest"]) for one in made.find_resources(MANIFEST).values()]
    return {one["metadata"]["name"]: one for one in found if one["kind"] == kind}


def spec(made: Template, name: str) -> Mapping[str, Any]:
    return dict(objects(made, "OpenTelemetryCollector")[name]["spec"])


def actions(made: Template, service_account: str) -> list[str]:
    """What the role of a service account may do."""
    roles = made.find_resources("AWS::IAM::Role")
    (role,) = [
        name
        for name, one in roles.items()
        if one["Properties"].get("Description", "").startswith(f"prometheus/{service_account} ")
    ]
    statements = [
        statement
        for policy in made.find_resources("AWS::IAM::Policy").values()
        if role in str(policy["Properties"]["Roles"])
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]
    found = [one["Action"] for one in statements]
    return sorted(each for one in found for each in (one if isinstance(one, list) else [one]))


@pytest.fixture(scope="module")
def default() -> Template:
    return template()


@pytest.fixture(scope="module")
def tail() -> Template:
    return template(tracing={**TAIL, "resources": OWN})


@pytest.fixture(scope="module")
def alone() -> Template:
    """Traces where no metric is collected."""
    return template(workspace=None, settings=Metrics(enabled=False))


def pipelines(made: Template, name: str = "observability") -> set[str]:
    return set(spec(made, name)["config"]["service"]["pipelines"])


def test_they_take_traces_metrics_and_logs(default: Template) -> None:
    assert {"traces", "metrics/otlp", "logs"} <= pipelines(default)


def test_without_a_workspace_metrics_are_refused(alone: Template) -> None:
    assert pipelines(alone) == {"traces", "logs"}


def test_without_a_stream_logs_are_refused() -> None:
    assert "logs" not in pipelines(template(logs=False))


def test_logs_go_to_the_stream_that_the_deploy_makes(default: Template) -> None:
    exporter = spec(default, "observability")["config"]["exporters"]["otlphttp/logs"]

    assert exporter["headers"] == {
        "x-aws-log-group": "/aws/containerinsights/shop/otlp",
        "x-aws-log-stream": "known-at-deploy",
    }


def test_without_metrics_nothing_else_is_deployed(alone: Template) -> None:
    assert objects(alone, "OpenTelemetryCollector").keys() == {"observability"}


def test_a_managed_scraper_leaves_them_their_own_series() -> None:
    made = template(settings=Metrics(collector="managed"))
    scrapes = spec(made, "observability")["config"]["receivers"]["prometheus"]["config"]

    assert [one["job_name"] for one in scrapes["scrape_configs"]] == ["collector"]


def test_the_role_gains_x_rays_writes_and_the_stream(default: Template) -> None:
    assert actions(default, "amp-iamproxy-ingest-role") == [
        "aps:RemoteWrite",
        "logs:PutLogEvents",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ]


def test_the_role_of_whoever_measures_the_cluster_gains_nothing(default: Template) -> None:
    assert actions(default, "observability-cluster") == ["aps:RemoteWrite"]


def test_without_metrics_no_workspace_is_written_to(alone: Template) -> None:
    assert "aps:RemoteWrite" not in actions(alone, "amp-iamproxy-ingest-role")


def test_the_namespaces_of_the_settings_are_let_in() -> None:
    made = template(tracing={"namespaces": ("shop",)})
    (policy,) = objects(made, "NetworkPolicy").values()

    assert "shop" in json.dumps(policy["spec"]["ingress"])


def test_at_the_tail_others_decide(tail: Template) -> None:
    assert "observability-sampler" in objects(tail, "OpenTelemetryCollector")


def test_whoever_decides_writes_traces_and_its_own_series(tail: Template) -> None:
    assert actions(tail, "observability-sampler") == [
        "aps:RemoteWrite",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ]


def test_whoever_decides_has_the_resources_of_the_settings(tail: Template) -> None:
    assert spec(tail, "observability-sampler")["resources"]["limits"] == {"memory": "333Mi"}


def test_those_on_nodes_write_no_traces_then(tail: Template) -> None:
    assert "xray:PutTraceSegments" not in actions(tail, "amp-iamproxy-ingest-role")


def test_a_collector_that_takes_traces_has_more_memory(default: Template) -> None:
    assert spec(default, "observability")["resources"]["limits"] == {"memory": "768Mi"}


def test_collectors_with_nothing_to_do_are_not_made() -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    cluster = eks.Cluster.from_cluster_attributes(stack, "Cluster", cluster_name="shop")
    access = ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36")

    with pytest.raises(ValueError, match="without 'workspace' it can only take traces"):
        Collectors(stack, "It", cluster=cluster, access=access, cluster_label="shop", kept={})


def notes(kind: str, **arguments: Any) -> str:
    return "\n".join(
        str(entry.data) for entry in collectors(**arguments).node.metadata if entry.type == kind
    )


def test_that_applications_logs_cost_is_said() -> None:
    assert "/aws/containerinsights/shop/otlp: CloudWatch Logs ingestion" in notes(COSTS)


def test_that_applications_metrics_cost_is_said() -> None:
    assert "metrics that applications of shop-eu send" in notes(COSTS)


def test_what_is_not_scraped_costs_nothing() -> None:
    said = notes(COSTS, workspace=None, settings=Metrics(enabled=False))

    assert "metrics of shop-eu" not in said


def test_what_runs_on_every_node_is_said() -> None:
    assert "runs a collector of metrics and traces" in notes(CHANGES)
