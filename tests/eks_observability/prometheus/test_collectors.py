"""Collectors in a cluster, as CloudFormation deploys them."""

import json
from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.notes import CHANGES, COSTS
from eks_observability.prometheus.collectors import Collectors
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings.metrics import Metrics
from eks_observability.settings.workloads import Agents
from eks_observability.signals.kept_series import KeptSeries

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
WORKSPACE = WorkspaceReference(
    id="ws-12345678-1234-1234-1234-123456789012", account="444455556666", region="eu-west-1"
)
PROVIDER = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/A"


def collectors(**arguments: Any) -> Collectors:
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_name="shop",
        kubectl_provider=kubectl,
        open_id_connect_provider=iam.OpenIdConnectProvider.from_open_id_connect_provider_arn(
            stack, "Provider", PROVIDER
        ),
    )
    return Collectors(
        stack,
        "It",
        cluster=cluster,
        access=ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36"),
        workspace=WORKSPACE,
        cluster_label="shop-eu",
        **{"kept": {}, **arguments},
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


@pytest.fixture(scope="module")
def default() -> Template:
    return template()


def spec(made: Template, name: str) -> Mapping[str, Any]:
    return dict(objects(made, "OpenTelemetryCollector")[name]["spec"])


def test_there_is_one_on_every_node_and_one_for_the_cluster(default: Template) -> None:
    assert objects(default, "OpenTelemetryCollector").keys() == {
        "observability",
        "observability-cluster",
    }


@pytest.mark.parametrize("name", ["observability", "observability-cluster"])
def test_a_collector_writes_to_the_workspace_in_its_region(default: Template, name: str) -> None:
    config = spec(default, name)["config"]

    assert config["exporters"]["prometheusremotewrite"]["endpoint"] == WORKSPACE.remote_write_url
    assert config["extensions"]["sigv4auth"]["region"] == "eu-west-1"


@pytest.mark.parametrize("name", ["observability", "observability-cluster"])
def test_its_series_say_the_cluster_by_its_label(default: Template, name: str) -> None:
    exporter = spec(default, name)["config"]["exporters"]["prometheusremotewrite"]

    assert exporter["external_labels"] == {"cluster": "shop-eu"}


def test_each_has_a_role_of_its_own(default: Template) -> None:
    accounts = objects(default, "ServiceAccount")

    assert accounts.keys() == {"amp-iamproxy-ingest-role", "observability-cluster"}
    assert all("annotations" in one["metadata"] for one in accounts.values())
    default.resource_count_is("AWS::IAM::Role", 2)


def test_a_role_may_write_to_the_workspace_and_nothing_else(default: Template) -> None:
    policies = default.find_resources("AWS::IAM::Policy").values()
    statements = [one["Properties"]["PolicyDocument"]["Statement"] for one in policies]

    assert (
        statements
        == [[{"Action": "aps:RemoteWrite", "Effect": "Allow", "Resource": WORKSPACE.arn}]] * 2
    )


def test_with_pod_identity_the_cluster_knows_the_roles() -> None:
    template(identity="pod_identity").resource_count_is("AWS::EKS::PodIdentityAssociation", 2)


def test_a_collector_starts_when_its_role_may_write(default: Template) -> None:
    policies = default.find_resources("AWS::IAM::Policy")
    waiting = [
        set(one["DependsOn"])
        for one in default.find_resources(MANIFEST).values()
        if body(one["Properties"]["Manifest"])["kind"] == "OpenTelemetryCollector"
    ]

    assert all(policies.keys() & each for each in waiting)


def test_others_pods_in_the_namespace_are_not_refused(default: Template) -> None:
    labels = objects(default, "Namespace")["prometheus"]["metadata"]["labels"]

    assert "pod-security.kubernetes.io/enforce" not in labels


def test_a_mirror_takes_the_place_of_the_public_registry() -> None:
    made = template(agents=Agents(image_registry="registry.example.com"))

    assert spec(made, "observability")["image"].startswith("registry.example.com/")


def test_a_larger_cluster_has_a_larger_collector(default: Template) -> None:
    large = template(settings=Metrics(cluster_size="large"))

    def limit(made: Template) -> int:
        memory = spec(made, "observability-cluster")["resources"]["limits"]["memory"]
        return int(memory.removesuffix("Mi"))

    assert limit(large) > limit(default)


def test_resources_of_ones_own_win() -> None:
    own = {
        "cpu_request_millicores": 11,
        "memory_request_mebibytes": 222,
        "memory_limit_mebibytes": 333,
    }
    settings = Metrics.model_validate({"resources": {"node": own}})

    assert spec(template(settings=settings), "observability")["resources"] == {
        "requests": {"cpu": "11m", "memory": "222Mi"},
        "limits": {"memory": "333Mi"},
    }


def scrapes(made: Template, name: str) -> dict[str, Any]:
    config = spec(made, name)["config"]["receivers"]["prometheus"]["config"]
    return {one["job_name"]: one for one in config["scrape_configs"]}


def test_what_is_kept_reaches_the_scrape() -> None:
    made = template(kept={"cadvisor": KeptSeries(metrics=("container_cpu_usage_seconds_total",))})
    rules = scrapes(made, "observability")["cadvisor"]["metric_relabel_configs"]

    assert any("container_cpu_usage_seconds_total" in str(one.get("regex")) for one in rules)


def test_series_about_scrapes_are_kept_where_something_asks_for_them(default: Template) -> None:
    name = "scrape_samples_scraped"
    made = template(kept={"pods": KeptSeries(metrics=(name,))})

    def dropped(template: Template) -> list[str]:
        config = spec(template, "observability")["config"]
        return list(config["processors"]["filter"]["metrics"]["exclude"]["metric_names"])

    assert name in dropped(default)
    assert name not in dropped(made)


def test_monitors_are_followed_on_request() -> None:
    made = template(settings=Metrics(monitors=True))

    assert "observability-monitors" in objects(made, "OpenTelemetryCollector")


def test_it_says_what_it_costs_and_changes() -> None:
    assert {COSTS, CHANGES} <= {entry.type for entry in collectors().node.metadata}
