"""The stack of the demo applications."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template

from app import build_app
from eks_observability.notes import COSTS
from eks_observability.settings import Settings
from eks_observability.stacks.demo import DemoStack

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
FACTS = {
    "name": "myipv4cluster",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
LOGGER = {"logger": True}
EMITTER = {"emitter": True}
CALLS_AWS = {"emitter": True, "aws_sdk_call": True}


def stack(**settings: Any) -> DemoStack:
    values = Settings.model_validate({"clusters": (FACTS,), "demo": LOGGER, **settings})
    return DemoStack(cdk.App(), settings=values, cluster=values.clusters[0])


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(stack())


@pytest.fixture(scope="module")
def emitter() -> Template:
    return Template.from_stack(stack(demo=EMITTER))


@pytest.fixture(scope="module")
def calls_aws() -> Template:
    return Template.from_stack(stack(demo=CALLS_AWS))


def text(manifest: Any) -> str:
    """The manifest of a resource, with a word for what only a deploy knows."""
    if isinstance(manifest, str):
        return manifest
    return "".join(part if isinstance(part, str) else "TOKEN" for part in manifest["Fn::Join"][1])


def resources(template: Template) -> dict[tuple[str, str], dict[str, Any]]:
    """The resources that deploy an object, by its kind and name."""
    found = {}
    for one in template.find_resources(MANIFEST).values():
        (body,) = json.loads(text(one["Properties"]["Manifest"]))
        found[body["kind"], body["metadata"]["name"]] = {**one, "body": body}
    return found


def environment(template: Template) -> dict[str, str]:
    """The variables of the emitter."""
    body = resources(template)["Deployment", "sample-app"]["body"]
    (container,) = body["spec"]["template"]["spec"]["containers"]
    return {one["name"]: one["value"] for one in container["env"]}


def test_it_runs_the_chapters_logger(template: Template) -> None:
    pod = resources(template)["Pod", "logger"]["body"]

    assert pod["metadata"]["namespace"] == "logger-app"


def test_a_logger_alone_runs_nothing_else(template: Template) -> None:
    assert resources(template).keys() == {("Namespace", "logger-app"), ("Pod", "logger")}


def test_it_runs_the_chapters_emitter_and_traffic_generator(emitter: Template) -> None:
    assert resources(emitter).keys() == {
        ("Namespace", "adot"),
        ("ServiceAccount", "sample-app"),
        ("NetworkPolicy", "sample-app"),
        ("Service", "sample-app"),
        ("Deployment", "sample-app"),
        ("Deployment", "traffic-generator"),
    }


@pytest.mark.parametrize("namespace", ["logger-app", "adot"])
def test_its_namespaces_are_its_own_and_go_with_it(namespace: str) -> None:
    made = Template.from_stack(stack(demo=LOGGER | EMITTER))
    resource = resources(made)["Namespace", namespace]

    assert resource["Properties"]["Overwrite"] is False
    assert resource["DeletionPolicy"] == "Delete"


@pytest.mark.parametrize("namespace", ["logger-app", "adot"])
def test_its_namespaces_admit_restricted_pods_only(namespace: str) -> None:
    made = Template.from_stack(stack(demo=LOGGER | EMITTER))
    labels = resources(made)["Namespace", namespace]["body"]["metadata"]["labels"]

    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def depends(template: Template, one: tuple[str, str]) -> set[str]:
    """What has to be there before an object, by logical id."""
    return set(resources(template)[one]["DependsOn"])


def id_of(template: Template, one: tuple[str, str]) -> str:
    """The logical id of an object."""
    wanted = resources(template)[one]["Properties"]
    found = template.find_resources(MANIFEST).items()
    (only,) = [name for name, resource in found if resource["Properties"] == wanted]
    return only


def test_the_emitter_is_there_before_what_calls_it(emitter: Template) -> None:
    assert id_of(emitter, ("Deployment", "sample-app")) in depends(
        emitter, ("Deployment", "traffic-generator")
    )


def test_the_namespace_is_there_before_what_is_in_it(emitter: Template) -> None:
    assert id_of(emitter, ("Namespace", "adot")) in depends(emitter, ("Service", "sample-app"))


def test_an_emitter_that_calls_no_aws_has_no_role(emitter: Template) -> None:
    account = resources(emitter)["ServiceAccount", "sample-app"]["body"]

    assert "annotations" not in account["metadata"]
    assert "s3:" not in json.dumps(emitter.to_json())
    emitter.resource_count_is("Custom::IamOidcProvider", 0)


def test_an_emitter_that_calls_aws_may_list_buckets_and_nothing_else(calls_aws: Template) -> None:
    calls_aws.has_resource_properties(
        "AWS::IAM::Policy",
        {
            "PolicyDocument": {
                "Statement": [
                    {"Action": "s3:ListAllMyBuckets", "Effect": "Allow", "Resource": "*"}
                ],
                "Version": "2012-10-17",
            }
        },
    )


def test_the_role_is_for_the_emitter_alone(calls_aws: Template) -> None:
    issuer = FACTS["oidc_issuer"].removeprefix("https://")
    calls_aws.has_resource_properties(
        "AWS::IAM::Role",
        {
            "AssumeRolePolicyDocument": {
                "Statement": [
                    {
                        "Action": "sts:AssumeRoleWithWebIdentity",
                        "Condition": {
                            "StringEquals": {
                                f"{issuer}:aud": "sts.amazonaws.com",
                                f"{issuer}:sub": "system:serviceaccount:adot:sample-app",
                            }
                        },
                    }
                ]
            }
        },
    )


def test_its_service_account_names_the_role(calls_aws: Template) -> None:
    account = resources(calls_aws)["ServiceAccount", "sample-app"]["body"]

    assert account["metadata"]["annotations"] == {"eks.amazonaws.com/role-arn": "TOKEN"}


def test_it_has_its_role_by_irsa_where_others_have_pod_identity() -> None:
    made = Template.from_stack(stack(demo=CALLS_AWS, workload_identity="pod_identity"))

    made.resource_count_is("AWS::EKS::PodIdentityAssociation", 0)
    made.resource_count_is("Custom::IamOidcProvider", 1)


def test_the_provider_is_there_before_the_role_that_trusts_it(calls_aws: Template) -> None:
    (provider,) = calls_aws.find_resources("Custom::IamOidcProvider")
    roles = calls_aws.find_resources("AWS::IAM::Role").values()
    (role,) = [one for one in roles if "adot/sample-app" in str(one["Properties"])]

    assert provider in role["DependsOn"]


def test_the_traffic_generator_calls_aws_only_where_the_emitter_may(
    emitter: Template, calls_aws: Template
) -> None:
    found = [
        "/aws-sdk-call" in str(resources(one)["Deployment", "traffic-generator"]["body"])
        for one in (emitter, calls_aws)
    ]

    assert found == [False, True]


def test_the_emitter_calls_its_own_region(emitter: Template) -> None:
    assert environment(emitter)["AWS_REGION"] == "eu-central-1"


@pytest.mark.parametrize(
    ("settings", "exporter"),
    [
        ({}, "otlp"),
        ({"tracing": {"metrics": False}}, "none"),
        ({"metrics": {"enabled": False}}, "none"),
    ],
    ids=["taken", "not wanted", "no workspace"],
)
def test_the_emitter_sends_metrics_where_something_takes_them(
    settings: dict[str, Any], exporter: str
) -> None:
    made = Template.from_stack(stack(demo=EMITTER, **settings))

    assert environment(made)["OTEL_METRICS_EXPORTER"] == exporter


@pytest.mark.parametrize(("demo", "traces"), [(EMITTER, "520,000"), (CALLS_AWS, "740,000")])
def test_it_says_what_its_traces_cost(demo: dict[str, bool], traces: str) -> None:
    found = stack(demo=demo).node.find_child("Traces").node.metadata
    (note,) = [str(one.data) for one in found if one.type == COSTS]

    assert f"up to {traces} traces a month" in note


def test_it_takes_nothing_of_another_stack(calls_aws: Template) -> None:
    assert "Fn::ImportValue" not in json.dumps(calls_aws.to_json())


def test_its_images_come_from_the_mirror() -> None:
    mirror = {"image_registry": "registry.example.com"}
    made = Template.from_stack(stack(demo=LOGGER | EMITTER, agents=mirror))
    found = {name: str(one["body"]) for (_, name), one in resources(made).items()}

    assert "registry.example.com/docker/library/busybox:" in found["logger"]
    assert "registry.example.com/docker/library/busybox:" in found["traffic-generator"]
    # Of what has this name, the Deployment comes last.
    assert "public.ecr.aws" not in json.dumps(list(found.values()))


def test_its_name_in_cloudformation_says_what_it_is_for() -> None:
    assert stack().stack_name == "EksObservability-Demo-myipv4cluster"


def demos(folder: Path, **settings: Any) -> list[DemoStack]:
    """The Demo stacks of an app with one cluster."""
    file = folder / "settings.yaml"
    file.write_text(json.dumps({"clusters": [FACTS], **settings}), encoding="utf-8")
    app = build_app({"settings": str(file)}, outdir=str(folder / "out"))
    return [one for one in app.node.children if isinstance(one, DemoStack)]


def test_there_is_no_demo_by_default(tmp_path: Path) -> None:
    assert demos(tmp_path) == []


@pytest.mark.parametrize("demo", [LOGGER, EMITTER, LOGGER | CALLS_AWS])
def test_a_cluster_whose_settings_ask_for_it_has_a_demo(
    tmp_path: Path, demo: dict[str, bool]
) -> None:
    (only,) = demos(tmp_path, demo=demo)

    assert only.node.id == "Demo-myipv4cluster-eu-central-1"


def test_what_takes_its_logs_and_traces_is_deployed_before_it(tmp_path: Path) -> None:
    (only,) = demos(tmp_path, demo=EMITTER)

    assert [one.node.id for one in only.dependencies] == ["Cluster-myipv4cluster-eu-central-1"]
