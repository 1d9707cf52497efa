"""Container Insights by agents or by the add-on: who may do what, and what waits for what."""

import json
import re
from collections.abc import Iterator
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.container_insights import AddOnInsights, AgentInsights
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.settings.container_insights import ContainerInsights
from eks_observability.settings.workloads import Agents

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
ISSUER = "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:logs-abcdef"
DOMAIN = "arn:aws:es:eu-central-1:111122223333:domain/logs"
GROUPS = "log-group:/aws/containerinsights/myipv4cluster"


def cluster_in(stack: cdk.Stack) -> eks.ICluster:
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    provider = iam.OpenIdConnectProvider.from_open_id_connect_provider_arn(
        stack, "Provider", f"arn:aws:iam::111122223333:oidc-provider/{ISSUER}"
    )
    return eks.Cluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_name="myipv4cluster",
        kubectl_provider=kubectl,
        open_id_connect_provider=provider,
    )


def agents(
    settings: dict[str, Any] | None = None, *, version: str = "1.36", **options: Any
) -> Template:
    """Container Insights by agents, with some settings other than their default."""
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    cluster = cluster_in(stack)
    AgentInsights(
        stack,
        "It",
        cluster=cluster,
        access=ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version=version),
        settings=ContainerInsights.model_validate(settings or {}),
        **options,
    )
    return Template.from_stack(stack)


def add_on(settings: dict[str, Any] | None = None, **options: Any) -> Template:
    """Container Insights by the add-on, with some of its settings other than their default."""
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    AddOnInsights(
        stack,
        "It",
        cluster=cluster_in(stack),
        settings=ContainerInsights.model_validate({"mode": "addon", "addon": settings or {}}),
        **options,
    )
    return Template.from_stack(stack)


@pytest.fixture(scope="module")
def default() -> Template:
    return agents()


def objects(template: Template) -> Iterator[dict[str, Any]]:
    """The Kubernetes objects, with the logical ids of what is known at deploy time alone."""
    for manifest in template.find_resources(MANIFEST).values():
        body = manifest["Properties"]["Manifest"]
        if isinstance(body, dict):
            body = "".join(
                part if isinstance(part, str) else part["Fn::GetAtt"][0]
                for part in body["Fn::Join"][1]
            )
        yield from json.loads(body)


def workloads(template: Template) -> set[str]:
    kinds = ("DaemonSet", "Deployment")
    return {one["metadata"]["name"] for one in objects(template) if one["kind"] in kinds}


def rights(template: Template, account: str) -> list[dict[str, Any]]:
    """The statements of the role that a service account names."""
    named = {
        one["metadata"]["name"]: one["metadata"].get("annotations", {})
        for one in objects(template)
        if one["kind"] == "ServiceAccount"
    }
    role = named[account]["eks.amazonaws.com/role-arn"]
    return [
        statement
        for policy in template.find_resources("AWS::IAM::Policy").values()
        if policy["Properties"]["Roles"] == [{"Ref": role}]
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def actions(statements: list[dict[str, Any]]) -> set[str]:
    found = [one["Action"] for one in statements]
    return {one for each in found for one in (each if isinstance(each, list) else [each])}


def written(statements: list[dict[str, Any]]) -> set[str]:
    """The last part of the names of the log groups that may be written to."""
    resources = [one["Resource"] for one in statements if "logs:PutLogEvents" in str(one)]
    every = [one for each in resources for one in (each if isinstance(each, list) else [each])]
    texts = [json.dumps(one) for one in every]
    assert all(GROUPS in text for text in texts)
    return {text.split(GROUPS)[1].split(":")[0].strip("/") for text in texts}


def test_agent_logs_and_events_are_deployed(default: Template) -> None:
    assert workloads(default) == {"cloudwatch-agent", "fluent-bit", "fluent-bit-events"}


@pytest.mark.parametrize(
    ("logs", "left"),
    [
        ({"enabled": False}, {"cloudwatch-agent"}),
        ({"events": False}, {"cloudwatch-agent", "fluent-bit"}),
        (
            {"application": False, "dataplane": False, "host": False},
            {"cloudwatch-agent", "fluent-bit-events"},
        ),
    ],
)
def test_what_is_switched_off_is_not_deployed(logs: dict[str, bool], left: set[str]) -> None:
    assert workloads(agents({"container_logs": logs})) == left


def test_every_agent_has_a_role_of_its_own(default: Template) -> None:
    default.resource_count_is("AWS::IAM::Role", 3)


@pytest.mark.parametrize(
    ("account", "groups"),
    [
        ("cloudwatch-agent", {"performance"}),
        ("fluent-bit", {"application", "dataplane", "host"}),
        ("fluent-bit-events", {"events"}),
    ],
)
def test_an_agent_writes_to_its_own_groups_alone(
    default: Template, account: str, groups: set[str]
) -> None:
    assert written(rights(default, account)) == groups


@pytest.mark.parametrize("account", ["fluent-bit", "fluent-bit-events"])
def test_what_fluent_bit_is_told_to_write_to_is_what_its_role_may(
    default: Template, account: str
) -> None:
    (config,) = [
        one["data"] for one in objects(default) if one["metadata"]["name"] == f"{account}-config"
    ]
    named = re.findall(r"log_group_name\s+(\S+)", " ".join(config.values()))
    folder = "/aws/containerinsights/${CLUSTER_NAME}/"

    assert {name.removeprefix(folder) for name in named} == written(rights(default, account))


def test_a_group_that_is_not_sent_to_is_not_written_to() -> None:
    template = agents({"container_logs": {"host": False}})

    assert written(rights(template, "fluent-bit")) == {"application", "dataplane"}


@pytest.mark.parametrize("account", ["cloudwatch-agent", "fluent-bit", "fluent-bit-events"])
def test_no_agent_makes_a_group_that_keeps_for_ever(default: Template, account: str) -> None:
    assert "logs:CreateLogGroup" not in actions(rights(default, account))


@pytest.mark.parametrize("account", ["cloudwatch-agent", "fluent-bit", "fluent-bit-events"])
def test_where_nobody_else_makes_them_agents_make_their_groups(account: str) -> None:
    template = agents(create_log_groups=True)

    assert "logs:CreateLogGroup" in actions(rights(template, account))


def test_the_agent_asks_ec2_for_volumes_and_tags_and_nothing_else(default: Template) -> None:
    found = actions(rights(default, "cloudwatch-agent"))

    assert {one for one in found if one.startswith("ec2:")} == {
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
    }


def test_a_destinations_secret_is_read_and_no_other() -> None:
    outputs = {"splunk": {"host": "splunk.example.com", "token_secret_arn": SECRET}}
    template = agents({"container_logs": {"outputs": outputs}})
    reading = [one for one in rights(template, "fluent-bit") if "secretsmanager" in str(one)]

    assert [(one["Action"], one["Resource"]) for one in reading] == [
        ("secretsmanager:GetSecretValue", SECRET)
    ]


def test_a_domain_that_the_role_signs_for_is_written_to_and_no_other() -> None:
    outputs = {"opensearch": {"host": "logs.example.com", "domain_arn": DOMAIN}}
    template = agents({"container_logs": {"outputs": outputs}})
    posting = [one for one in rights(template, "fluent-bit") if "es:" in str(one["Action"])]

    assert [(one["Action"], one["Resource"]) for one in posting] == [
        ("es:ESHttpPost", f"{DOMAIN}/*")
    ]


def test_requests_are_signed_for_the_region_of_the_domain() -> None:
    domain = DOMAIN.replace("eu-central-1", "eu-west-1")
    outputs = {"opensearch": {"host": "logs.example.com", "domain_arn": domain}}
    made = [
        one
        for one in objects(agents({"container_logs": {"outputs": outputs}}))
        if one["metadata"]["name"] == "fluent-bit" and one["kind"] == "DaemonSet"
    ]
    (container,) = made[0]["spec"]["template"]["spec"]["containers"]

    assert {"name": "OUTPUT_1_REGION", "value": "eu-west-1"} in container["env"]


@pytest.mark.parametrize(
    "outputs",
    [
        {"opensearch": {"host": "a.example.com", "domain_arn": DOMAIN}},
        {"opensearch": {"host": "a.example.com", "user": "u", "password_secret_arn": SECRET}},
        {"loki": {"host": "loki.monitoring", "anonymous": True, "tls": False}},
        {"loki": {"host": "a.example.com", "user": "u", "password_secret_arn": SECRET}},
        {"splunk": {"host": "a.example.com", "token_secret_arn": SECRET, "index": "eks"}},
    ],
)
def test_every_destination_that_the_settings_can_name_is_sent_to(outputs: dict[str, Any]) -> None:
    template = agents({"container_logs": {"outputs": outputs}})
    (config,) = [
        one["data"] for one in objects(template) if one["metadata"]["name"] == "fluent-bit-config"
    ]
    (destination,) = outputs

    assert f"Name {destination}" in " ".join(" ".join(config.values()).split())


def test_no_secret_is_in_the_template() -> None:
    outputs = {"splunk": {"host": "a.example.com", "token_secret_arn": SECRET}}
    template = agents({"container_logs": {"outputs": outputs}})

    assert not [one for one in objects(template) if one["kind"] == "Secret"]


def test_images_come_from_the_mirror() -> None:
    template = agents(agents=Agents(image_registry="registry.example.com:5000/public"))
    images = {
        container["image"].rpartition("/")[0]
        for one in objects(template)
        if one["kind"] in {"DaemonSet", "Deployment"}
        for container in one["spec"]["template"]["spec"]["containers"]
    }

    assert images == {
        "registry.example.com:5000/public/aws-observability",
        "registry.example.com:5000/public/cloudwatch-agent",
    }


def test_agents_ask_for_what_the_settings_say() -> None:
    resources = {
        "cpu_request_millicores": 11,
        "memory_request_mebibytes": 22,
        "memory_limit_mebibytes": 33,
    }
    template = agents({"agent": {"resources": resources}})
    (made,) = [
        one
        for one in objects(template)
        if one["metadata"]["name"] == "cloudwatch-agent" and one["kind"] == "DaemonSet"
    ]
    (container,) = made["spec"]["template"]["spec"]["containers"]

    assert container["resources"]["requests"] == {"cpu": "11m", "memory": "22Mi"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, []),
        (
            {"tolerations": ({"operator": "Exists"}, {"key": "dedicated"})},
            [{"key": "dedicated", "operator": "Exists"}],
        ),
    ],
)
def test_the_pod_for_events_puts_up_with_taints_that_are_named(
    chosen: dict[str, Any], expected: list[dict[str, str]]
) -> None:
    template = agents(agents=Agents.model_validate(chosen))
    (deployment,) = [one for one in objects(template) if one["kind"] == "Deployment"]
    spec = deployment["spec"]["template"]["spec"]

    assert spec["tolerations"] == expected
    assert "priorityClassName" not in spec


def test_with_pod_identity_each_agent_has_an_association() -> None:
    template = agents(identity="pod_identity")
    found = template.find_resources("AWS::EKS::PodIdentityAssociation").values()

    assert {one["Properties"]["ServiceAccount"] for one in found} == {
        "cloudwatch-agent",
        "fluent-bit",
        "fluent-bit-events",
    }


def test_the_namespace_is_there_before_any_agent(default: Template) -> None:
    manifests = default.find_resources(MANIFEST)
    (namespace,) = [name for name in manifests if '"kind":"Namespace"' in str(manifests[name])]
    others = {name: one for name, one in manifests.items() if name != namespace}

    assert all(namespace in one["DependsOn"] for one in others.values())


def test_an_agent_starts_after_its_role_may_do_what_it_needs(default: Template) -> None:
    (policy,) = [
        name
        for name, one in default.find_resources("AWS::IAM::Policy").items()
        if "ec2:DescribeVolumes" in str(one)
    ]
    (daemon_set,) = [
        one
        for one in default.find_resources(MANIFEST).values()
        if '"DaemonSet"' in str(one) and '"name":"cloudwatch-agent"' in str(one)
    ]

    assert policy in daemon_set["DependsOn"]


def test_an_older_kubelet_is_asked_through_its_proxy() -> None:
    roles = [one for one in objects(agents(version="1.32")) if one["kind"] == "ClusterRole"]
    asked = {what for one in roles for rule in one["rules"] for what in rule.get("resources", ())}

    assert "nodes/proxy" in asked


def test_the_add_on_has_a_role_of_its_own() -> None:
    template = add_on()
    (role,) = template.find_resources("AWS::IAM::Role")

    template.has_resource_properties(
        "AWS::EKS::Addon", {"ServiceAccountRoleArn": {"Fn::GetAtt": [role, "Arn"]}}
    )


def test_with_pod_identity_the_add_on_makes_the_agents_association_itself() -> None:
    template = add_on(identity="pod_identity")
    found = template.find_resources("AWS::EKS::PodIdentityAssociation").values()

    assert [one["Properties"]["ServiceAccount"] for one in found] == [
        "cloudwatch-agent-cluster-scraper"
    ]


def test_the_add_on_deploys_nothing_by_kubectl() -> None:
    add_on().resource_count_is(MANIFEST, 0)


def test_the_add_on_makes_no_group_that_keeps_for_ever() -> None:
    assert "logs:CreateLogGroup" not in json.dumps(add_on().to_json())


def test_where_nobody_else_makes_them_the_add_on_makes_its_groups() -> None:
    assert "logs:CreateLogGroup" in json.dumps(add_on(create_log_groups=True).to_json())
