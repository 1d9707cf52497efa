"""Namespaces whose programs are instrumented, as CloudFormation annotates them."""

import json
from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk.assertions import Annotations, Match, Template

from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.notes import CHANGES
from eks_observability.settings.tracing import Tracing
from eks_observability.settings.workloads import Agents
from eks_observability.tracing.instrumented_namespaces import InstrumentedNamespaces

PATCH = "Custom::AWSCDK-EKS-KubernetesPatch"
MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
Namespaces = Mapping[str, tuple[str, ...]]

TWO: Namespaces = {"shop": ("java",), "pay": ("python",)}


def made(namespaces: Namespaces, **arguments: Any) -> InstrumentedNamespaces:
    stack = cdk.Stack(cdk.App(), "Stack")
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack, "Cluster", cluster_name="shop", kubectl_provider=kubectl
    )
    tracing = {"instrumentation": {"namespaces": namespaces}, **arguments.pop("tracing", {})}
    return InstrumentedNamespaces(
        stack,
        "It",
        access=ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36"),
        settings=Tracing.model_validate(tracing),
        **arguments,
    )


def template(namespaces: Namespaces, **arguments: Any) -> Template:
    return Template.from_stack(cdk.Stack.of(made(namespaces, **arguments)))


@pytest.fixture(scope="module")
def two() -> Template:
    return template(TWO)


def spec(found: Template) -> dict[str, Any]:
    """What the operator is told."""
    (only,) = found.find_resources(MANIFEST).values()
    (body,) = json.loads(only["Properties"]["Manifest"])
    return dict(body["spec"])


def variables(part: Mapping[str, Any]) -> dict[str, str]:
    return {each["name"]: each["value"] for each in part["env"]}


def test_a_namespace_is_annotated_with_where_the_operator_is_told(two: Template) -> None:
    key = "instrumentation.opentelemetry.io/inject-java"
    said = {"metadata": {"annotations": {key: "prometheus/observability"}}}

    two.has_resource_properties(
        PATCH,
        {
            "ResourceName": "namespace/shop",
            "ApplyPatchJson": json.dumps(said, separators=(",", ":")),
        },
    )


def test_the_annotation_is_taken_off_in_the_end(two: Template) -> None:
    said = {"metadata": {"annotations": {"instrumentation.opentelemetry.io/inject-java": None}}}

    two.has_resource_properties(
        PATCH,
        {
            "ResourceName": "namespace/shop",
            "RestorePatchJson": json.dumps(said, separators=(",", ":")),
            "PatchType": "merge",
        },
    )


def test_a_language_that_is_named_twice_is_annotated_once() -> None:
    template({"shop": ("java", "java")}).resource_count_is(PATCH, 1)


def test_each_annotation_comes_and_goes_for_itself() -> None:
    template({"shop": ("java", "python"), "pay": ("python",)}).resource_count_is(PATCH, 3)


def test_no_namespace_is_made(two: Template) -> None:
    kinds = [
        body["kind"]
        for resource in two.find_resources(MANIFEST).values()
        for body in json.loads(resource["Properties"]["Manifest"])
    ]

    assert kinds == ["Instrumentation"]


def test_annotations_go_before_what_they_name(two: Template) -> None:
    (named,) = two.find_resources(MANIFEST)

    two.all_resources(PATCH, {"DependsOn": Match.array_with([named])})


def test_a_patch_that_hangs_fails_in_time(two: Template) -> None:
    two.all_resources_properties(PATCH, {"ServiceTimeout": "900"})


def test_the_operator_knows_the_languages_that_are_asked_for(two: Template) -> None:
    languages = {"java", "python", "nodejs", "dotnet", "go"}

    assert languages & spec(two).keys() == {"java", "python"}


def test_images_are_pinned(two: Template) -> None:
    image = spec(two)["java"]["image"]

    assert image == "public.ecr.aws/aws-observability/adot-autoinstrumentation-java:v2.30.0"


def test_images_come_from_the_mirror() -> None:
    mirrored = template(TWO, agents=Agents(image_registry="registry.example.com/ecr-public"))
    image = spec(mirrored)["python"]["image"]

    assert image.startswith("registry.example.com/ecr-public/aws-observability/adot-auto")


def test_the_image_for_go_is_not_in_the_mirror() -> None:
    mirrored = template({"a": ("go",)}, agents=Agents(image_registry="registry.example.com"))

    assert spec(mirrored)["go"]["image"].startswith("ghcr.io/open-telemetry/")


def test_x_ray_is_asked_how_many_traces_to_begin_where_it_has_a_rule() -> None:
    found = template(TWO, tracing={"sampling_rule": {"enabled": True}})

    assert variables(spec(found)["python"])["OTEL_TRACES_SAMPLER"] == "xray"


def test_what_cannot_ask_begins_the_rules_share() -> None:
    found = template(
        {"a": ("go",)}, tracing={"sampling_rule": {"enabled": True, "fixed_rate": 0.2}}
    )

    assert spec(found)["sampler"]["argument"] == "0.2"


@pytest.mark.parametrize(
    "tracing",
    [
        {},
        {"sampling_rule": {"enabled": True}, "sampling": {"at": "tail"}},
        {"sampling_rule": {"enabled": True}, "sampling": {"at": "head"}},
    ],
)
def test_all_traces_are_begun_where_nobody_else_or_the_collector_chooses(
    tracing: dict[str, Any],
) -> None:
    assert spec(template(TWO, tracing=tracing))["sampler"]["type"] == "parentbased_always_on"


def test_no_metrics_are_sent_to_where_none_are_taken(two: Template) -> None:
    assert variables(spec(two))["OTEL_METRICS_EXPORTER"] == "none"


def test_metrics_are_sent_to_where_they_are_taken() -> None:
    assert variables(spec(template(TWO, metrics=True)))["OTEL_METRICS_EXPORTER"] == "otlp"


@pytest.mark.parametrize("namespace", ["shop", "pay"])
def test_a_reviewer_reads_of_each_namespace(namespace: str) -> None:
    notes = [str(each.data) for each in made(TWO).node.metadata if each.type == CHANGES]

    assert any(
        note.startswith(f"namespace {namespace}: annotated, and its pods that start from then on")
        for note in notes
    )


def test_a_reviewer_reads_what_destroy_undoes() -> None:
    note, *_ = [str(each.data) for each in made(TWO).node.metadata if each.type == CHANGES]

    assert "destroy takes the annotations off" in note


def test_a_reviewer_reads_of_the_privileged_container() -> None:
    (note,) = [str(one.data) for one in made({"a": ("go",)}).node.metadata if one.type == CHANGES]

    assert "a privileged container runs beside each program in Go" in note


def warnings(namespaces: Namespaces) -> list[str]:
    found = Annotations.from_stack(cdk.Stack.of(made(namespaces)))
    return [str(each.entry.data) for each in found.find_warning("*", Match.any_value())]


def test_several_languages_need_more_from_pods() -> None:
    assert any("in shop each pod has to name" in one for one in warnings({"shop": ("java", "go")}))


def test_one_language_needs_nothing_from_pods() -> None:
    assert not warnings(TWO)


def test_go_is_warned_of() -> None:
    assert any("privileged container as root" in one for one in warnings({"shop": ("go",)}))
