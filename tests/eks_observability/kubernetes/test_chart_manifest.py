"""A chart in the template: object by object, in order, and nothing that cannot work."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import cdk8s
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Match, Template
from cdk_nag import AwsSolutionsChecks

from eks_observability.kubernetes.chart_manifest import ChartManifest, ManifestError
from eks_observability.kubernetes.cluster_access import ClusterAccess

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"

NAMESPACE = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}
CONFIGURATION = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "b", "namespace": "a"},
    "data": {"key": "value"},
}
ACCOUNT = {
    "apiVersion": "v1",
    "kind": "ServiceAccount",
    "metadata": {"name": "b", "namespace": "a"},
}
WORKLOAD = {
    "apiVersion": "apps/v1",
    "kind": "DaemonSet",
    "metadata": {"name": "b", "namespace": "a"},
}
COLLECTOR = {
    "apiVersion": "opentelemetry.io/v1beta1",
    "kind": "OpenTelemetryCollector",
    "metadata": {"name": "b", "namespace": "a"},
}
CHART = (COLLECTOR, WORKLOAD, ACCOUNT, CONFIGURATION, NAMESPACE)

ChartOf = Callable[..., cdk8s.Chart]
Deploy = Callable[..., Template]


@pytest.fixture(scope="module")
def deploy(new_stack: Callable[[], cdk.Stack], cluster_in: Callable[..., eks.ICluster]) -> Deploy:
    """Synthesizes a chart's manifests for a cluster that has its kubectl already."""

    def synthesize(chart: cdk8s.Chart, **options: Any) -> Template:
        stack = new_stack()
        provider = eks.KubectlProvider.from_kubectl_provider_attributes(
            stack, "Provider", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
        )
        cluster = cluster_in(stack, kubectl_provider=provider)
        access = ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36")
        ChartManifest(stack, "Chart", access=access, chart=chart, **options)
        return Template.from_stack(stack)

    return synthesize


@pytest.fixture(scope="module")
def template(
    new_stack: Callable[[], cdk.Stack],
    cluster_in: Callable[..., eks.ICluster],
    chart_of: ChartOf,
) -> Template:
    """Of a chart with an object of every wave, and the access to its cluster."""
    stack = new_stack()
    access = ClusterAccess(stack, "Access", cluster=cluster_in(stack), kubernetes_version="1.36")
    ChartManifest(stack, "Chart", access=access, chart=chart_of(*CHART))
    return Template.from_stack(stack)


def objects(template: Template) -> list[dict[str, Any]]:
    manifests = template.find_resources(MANIFEST).values()
    return [
        each for manifest in manifests for each in json.loads(manifest["Properties"]["Manifest"])
    ]


def logical_id(template: Template, kind: str) -> str:
    pattern = Match.serialized_json([Match.object_like({"kind": kind})])
    [found] = template.find_resources(MANIFEST, {"Properties": {"Manifest": pattern}})
    return found


def waits_for(template: Template, kind: str) -> list[str]:
    resource = template.find_resources(MANIFEST)[logical_id(template, kind)]
    return list(resource["DependsOn"])


def test_each_object_is_a_resource(template: Template) -> None:
    template.resource_count_is(MANIFEST, len(CHART))


def test_every_object_is_deployed_as_it_stands(template: Template) -> None:
    assert sorted(objects(template), key=str) == sorted(CHART, key=str)


def test_a_manifest_is_minimal_json(template: Template) -> None:
    expected = '[{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}]'
    template.has_resource_properties(MANIFEST, {"Manifest": expected})


def test_what_exists_is_overwritten(template: Template) -> None:
    template.all_resources_properties(MANIFEST, {"Overwrite": True})


def test_a_namespace_stays_when_the_stack_goes(template: Template) -> None:
    found = template.find_resources(MANIFEST)[logical_id(template, "Namespace")]

    assert found["DeletionPolicy"] == "Retain"


@pytest.mark.parametrize("kind", [one["kind"] for one in CHART if one is not NAMESPACE])
def test_what_is_in_a_namespace_goes_with_the_stack(template: Template, kind: str) -> None:
    found = template.find_resources(MANIFEST)[logical_id(template, kind)]

    assert found["DeletionPolicy"] == "Delete"


def test_a_namespace_of_its_own_must_not_be_there_yet(deploy: Deploy, chart_of: ChartOf) -> None:
    template = deploy(chart_of(NAMESPACE), namespaces="own")

    template.has_resource_properties(MANIFEST, {"Overwrite": False})


def test_a_namespace_of_its_own_goes_with_the_stack(deploy: Deploy, chart_of: ChartOf) -> None:
    deploy(chart_of(NAMESPACE), namespaces="own").has_resource(
        MANIFEST, {"DeletionPolicy": "Delete"}
    )


def test_nothing_is_pruned(template: Template) -> None:
    template.all_resources_properties(MANIFEST, {"PruneLabel": Match.absent()})


def test_cloudformation_waits_15_minutes_for_an_object(template: Template) -> None:
    template.all_resources_properties(MANIFEST, {"ServiceTimeout": "900"})


def test_every_manifest_waits_for_the_access_entry(template: Template) -> None:
    [entry] = template.find_resources("AWS::EKS::AccessEntry")
    template.all_resources(MANIFEST, {"DependsOn": Match.array_with([entry])})


def test_namespaces_are_first(template: Template) -> None:
    [entry] = template.find_resources("AWS::EKS::AccessEntry")
    assert waits_for(template, "Namespace") == [entry]


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        ("ConfigMap", "Namespace"),
        ("ServiceAccount", "Namespace"),
        ("DaemonSet", "ServiceAccount"),
        ("DaemonSet", "ConfigMap"),
        ("OpenTelemetryCollector", "DaemonSet"),
    ],
)
def test_a_wave_waits_for_the_one_before(template: Template, kind: str, before: str) -> None:
    assert logical_id(template, before) in waits_for(template, kind)


def test_objects_of_one_wave_do_not_wait_for_each_other(template: Template) -> None:
    assert logical_id(template, "ConfigMap") not in waits_for(template, "ServiceAccount")


def test_a_wave_waits_for_no_wave_but_the_one_before(template: Template) -> None:
    assert logical_id(template, "Namespace") not in waits_for(template, "DaemonSet")


def test_a_chart_without_some_wave_keeps_the_order(deploy: Deploy, chart_of: ChartOf) -> None:
    template = deploy(chart_of(COLLECTOR, NAMESPACE))
    assert waits_for(template, "OpenTelemetryCollector") == [logical_id(template, "Namespace")]


def test_the_order_of_the_chart_changes_nothing(deploy: Deploy, chart_of: ChartOf) -> None:
    there, back = deploy(chart_of(*CHART)), deploy(chart_of(*reversed(CHART)))
    assert json.dumps(there.to_json()) == json.dumps(back.to_json())


def test_an_object_that_leaves_the_chart_leaves_the_template_alone(
    deploy: Deploy, chart_of: ChartOf
) -> None:
    full = deploy(chart_of(*CHART))
    shrunk = deploy(chart_of(*(each for each in CHART if each is not ACCOUNT)))
    gone = full.find_resources(MANIFEST).keys() - shrunk.find_resources(MANIFEST).keys()
    assert gone == {logical_id(full, "ServiceAccount")}
    assert shrunk.find_resources(MANIFEST).keys() < full.find_resources(MANIFEST).keys()


def test_an_empty_chart_is_nothing(deploy: Deploy, chart_of: ChartOf) -> None:
    assert "Resources" not in deploy(chart_of()).to_json()


def a_config_map_of(size: int) -> dict[str, Any]:
    empty = len(json.dumps({**CONFIGURATION, "data": {"key": ""}}, separators=(",", ":")))
    return {**CONFIGURATION, "data": {"key": "x" * (size - empty)}}


def test_an_object_of_200_kb_is_deployed(deploy: Deploy, chart_of: ChartOf) -> None:
    assert objects(deploy(chart_of(a_config_map_of(200_000))))


@pytest.mark.parametrize(
    ("bodies", "message"),
    [
        (
            [a_config_map_of(200_001)],
            r"ConfigMap a/b has 200,001 bytes .* 200,000: .*Split the object",
        ),
        (
            [{**ACCOUNT, "kind": "Secret", "stringData": {"password": "hush"}}],
            r"Secret a/b holds a secret.*AWS Secrets Manager",
        ),
        ([ACCOUNT, ACCOUNT], r"ServiceAccount a/b is twice in the chart"),
        (
            [{**NAMESPACE, "kind": "ConfigMapList", "items": [CONFIGURATION]}],
            r"ConfigMapList a is a list",
        ),
    ],
    ids=["too large", "secret", "twice", "list"],
)
def test_what_cannot_be_deployed_is_refused(
    deploy: Deploy, chart_of: ChartOf, bodies: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(ManifestError, match=message):
        deploy(chart_of(*bodies))


def test_the_refusal_of_a_secret_does_not_tell_it(deploy: Deploy, chart_of: ChartOf) -> None:
    with pytest.raises(ManifestError) as refusal:
        deploy(chart_of({**ACCOUNT, "kind": "Secret", "stringData": {"password": "hush"}}))
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
def test_nothing_is_found_by_cdk_nag_or_cloudformations_rules(
    cluster_in: Callable[..., eks.ICluster], chart_of: ChartOf, tmp_path: Path, private: bool
) -> None:
    app = cdk.App(outdir=str(tmp_path), context={"@aws-cdk/core:validateAgainstDefaultRules": True})
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    stack = cdk.Stack(app, "Stack")
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0aaaaaaaaaaaaaaa1",
        availability_zones=["unknown"],
        private_subnet_ids=["subnet-0aaaaaaaaaaaaaaa1"],
    )
    group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0aaaaaaaaaaaaaaa1")
    access = ClusterAccess(
        stack,
        "Access",
        cluster=cluster_in(stack),
        kubernetes_version="1.36",
        vpc=vpc if private else None,
        security_groups=[group],
    )
    ChartManifest(stack, "Chart", access=access, chart=chart_of(*CHART))
    app.synth()
