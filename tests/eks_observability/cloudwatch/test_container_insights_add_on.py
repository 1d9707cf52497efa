"""The construct that installs the Container Insights add-on, and the rights of its pods."""

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match, Template
from cdk_nag import AwsSolutionsChecks

from eks_observability.cloudwatch.container_insights_add_on import (
    ContainerInsightsAddOn,
    accept_wildcards,
    agent_log_groups,
    cluster_scraper_statements,
    statements,
)
from eks_observability.kubernetes.add_on import AddOnError
from eks_observability.notes import COSTS

ROLE = "arn:aws:iam::111122223333:role/Agent"
SCRAPER = "arn:aws:iam::111122223333:role/Scraper"
ADD_ON = "AWS::EKS::Addon"
ASSOCIATION = "AWS::EKS::PodIdentityAssociation"
INSIGHTS = "/aws/containerinsights/myipv4cluster"
OTEL = "/aws/otel/containerinsights/myipv4cluster"
WRITES = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]

Build = Callable[[cdk.Stack, eks.ICluster], object]
TemplateOf = Callable[[Build], Template]


def installed(**arguments: Any) -> Build:
    def build(stack: cdk.Stack, cluster: eks.ICluster) -> ContainerInsightsAddOn:
        role = iam.Role.from_role_arn(stack, "Role", ROLE)
        return ContainerInsightsAddOn(stack, "It", cluster=cluster, role=role, **arguments)

    return build


def with_pod_identity(stack: cdk.Stack, cluster: eks.ICluster) -> ContainerInsightsAddOn:
    scraper = iam.Role.from_role_arn(stack, "Scraper", SCRAPER)
    build = installed(identity="pod_identity", cluster_scraper_role=scraper)
    made = build(stack, cluster)
    assert isinstance(made, ContainerInsightsAddOn)
    return made


def rights(template_of: TemplateOf, **arguments: Any) -> list[tuple[list[str], list[str]]]:
    """Actions and resources of each statement; of resources the name of their log group."""

    def build(stack: cdk.Stack, cluster: eks.ICluster) -> None:
        user = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("pods.eks.amazonaws.com"))
        for each in statements(cluster, **arguments):
            user.add_to_policy(each)

    [policy] = template_of(build).find_resources("AWS::IAM::Policy").values()
    return [
        (_listed(each["Action"]), [_group(one) for one in _listed(each["Resource"])])
        for each in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _group(resource: Any) -> str:
    if resource == "*":
        return "*"
    tail = str(resource["Fn::Join"][1][-1])
    assert tail.endswith(":*")
    return tail.removesuffix(":*").partition("log-group:")[2]


@pytest.fixture(scope="module")
def template(template_of: TemplateOf) -> Template:
    return template_of(installed())


def test_the_add_on_is_the_one_of_cloudwatch(template: Template) -> None:
    template.has_resource_properties(
        ADD_ON,
        {"AddonName": "amazon-cloudwatch-observability", "ClusterName": "myipv4cluster"},
    )


def test_nothing_that_others_set_is_overwritten(template: Template) -> None:
    template.has_resource_properties(ADD_ON, {"ResolveConflicts": "NONE"})


def test_the_version_is_left_to_eks_by_default(template: Template) -> None:
    template.has_resource_properties(ADD_ON, {"AddonVersion": Match.absent()})


def test_a_version_is_pinned(template_of: TemplateOf) -> None:
    template_of(installed(version="v6.4.0-eksbuild.1")).has_resource_properties(
        ADD_ON, {"AddonVersion": "v6.4.0-eksbuild.1"}
    )


def test_a_version_without_these_values_is_refused(template_of: TemplateOf) -> None:
    with pytest.raises(AddOnError, match="too old"):
        template_of(installed(version="v5.4.0-eksbuild.1"))


def test_what_is_asked_for_is_configured(template_of: TemplateOf) -> None:
    arguments = {"metrics": "classic", "logs": "off", "metric_resolution_seconds": 60}
    [found] = template_of(installed(**arguments)).find_resources(ADD_ON).values()
    configured = json.loads(found["Properties"]["ConfigurationValues"])
    assert configured["containerInsights"] == {"enabled": True}
    assert configured["containerLogs"] == {"enabled": False}
    assert configured["otelContainerInsights"]["metricResolution"] == "60s"


def test_application_signals_are_off_unless_asked_for(template_of: TemplateOf) -> None:
    for wanted in (False, True):
        made = template_of(installed(application_signals=wanted))
        [found] = made.find_resources(ADD_ON).values()
        configured = json.loads(found["Properties"]["ConfigurationValues"])
        assert configured["applicationSignals"] == {"enabled": wanted}


def test_the_service_account_names_the_role_with_irsa(template: Template) -> None:
    template.has_resource_properties(
        ADD_ON, {"ServiceAccountRoleArn": ROLE, "PodIdentityAssociations": Match.absent()}
    )


def test_the_add_on_associates_the_role_with_pod_identity(template_of: TemplateOf) -> None:
    template_of(installed(identity="pod_identity")).has_resource_properties(
        ADD_ON,
        {
            "ServiceAccountRoleArn": Match.absent(),
            "PodIdentityAssociations": [{"ServiceAccount": "cloudwatch-agent", "RoleArn": ROLE}],
        },
    )


def test_the_cluster_scraper_has_a_role_of_its_own(template_of: TemplateOf) -> None:
    template_of(with_pod_identity).has_resource_properties(
        ASSOCIATION,
        {
            "ClusterName": "myipv4cluster",
            "Namespace": "amazon-cloudwatch",
            "ServiceAccount": "cloudwatch-agent-cluster-scraper",
            "RoleArn": SCRAPER,
        },
    )


def test_the_cluster_scraper_has_its_role_before_it_starts(template_of: TemplateOf) -> None:
    made = template_of(with_pod_identity)
    [association] = made.find_resources(ASSOCIATION)
    made.has_resource(ADD_ON, {"DependsOn": Match.array_with([association])})


def warnings(template_of: TemplateOf, build: Build) -> list[str]:
    stacks: list[cdk.Stack] = []

    def kept(stack: cdk.Stack, cluster: eks.ICluster) -> None:
        stacks.append(stack)
        build(stack, cluster)

    template_of(kept)
    found = Annotations.from_stack(stacks[0]).find_warning("*", Match.any_value())
    return [str(each.entry.data) for each in found]


@pytest.mark.parametrize("identity", ["irsa", "pod_identity"])
def test_a_cluster_scraper_without_a_role_is_warned_of(
    template_of: TemplateOf, identity: str
) -> None:
    [warning] = warnings(template_of, installed(identity=identity))
    assert warning.startswith(
        "The pod of amazon-cloudwatch/cloudwatch-agent-cluster-scraper gets no role"
    )


def test_there_is_no_warning_where_it_has_one(template_of: TemplateOf) -> None:
    assert warnings(template_of, with_pod_identity) == []


def test_classic_metrics_have_no_cluster_scraper(template_of: TemplateOf) -> None:
    assert warnings(template_of, installed(metrics="classic")) == []


def test_fluent_bit_writes_three_groups_and_otel_metrics_go_out(template_of: TemplateOf) -> None:
    assert rights(template_of) == [
        (WRITES, [f"{INSIGHTS}/{group}" for group in ("application", "dataplane", "host")]),
        (["cloudwatch:PutMetricData"], ["*"]),
    ]


def test_otel_logs_go_to_the_groups_of_the_chart_and_of_the_documentation(
    template_of: TemplateOf,
) -> None:
    [logs, _] = rights(template_of, logs="otel")
    assert logs == (WRITES, [f"{INSIGHTS}/application", f"{OTEL}/application", f"{OTEL}/host"])


def test_without_logs_nothing_may_be_written_but_metrics(template_of: TemplateOf) -> None:
    assert rights(template_of, logs="off") == [(["cloudwatch:PutMetricData"], ["*"])]


def test_classic_metrics_are_events_and_ask_ec2(template_of: TemplateOf) -> None:
    assert rights(template_of, metrics="classic", logs="off") == [
        (WRITES, [f"{INSIGHTS}/performance"]),
        (["ec2:DescribeTags", "ec2:DescribeVolumes"], ["*"]),
    ]


def test_no_group_of_the_cluster_can_be_made(template_of: TemplateOf) -> None:
    for arguments in ({}, {"logs": "otel"}, {"metrics": "classic"}):
        assert "logs:CreateLogGroup" not in str(rights(template_of, **arguments))


def test_traces_are_written_with_application_signals_only(template_of: TemplateOf) -> None:
    assert "xray" not in str(rights(template_of))
    [*_, signals, traces] = rights(template_of, application_signals=True)
    assert signals == (["logs:CreateLogGroup", *WRITES], ["/aws/application-signals/data"])
    assert traces[1] == ["*"]
    assert {"xray:PutTraceSegments", "xray:PutTelemetryRecords"} < set(traces[0])


def test_the_cluster_scraper_may_send_metrics_and_nothing_else() -> None:
    [only] = cluster_scraper_statements()
    assert (only.actions, only.resources) == (["cloudwatch:PutMetricData"], ["*"])


@pytest.mark.parametrize(
    "arguments",
    [{}, {"metrics": "classic"}, {"logs": "otel"}, {"logs": "off", "application_signals": True}],
)
def test_every_wildcard_has_a_reason(arguments: dict[str, Any]) -> None:
    app = cdk.App()
    stack = cdk.Stack(app, "Stack")
    cluster = eks.Cluster.from_cluster_attributes(stack, "Cluster", cluster_name="myipv4cluster")
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("pods.eks.amazonaws.com"))
    for each in statements(cluster, **arguments):
        role.add_to_policy(each)
    accept_wildcards(role, cluster, **arguments)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()


def test_the_groups_are_those_of_log_retention() -> None:
    assert agent_log_groups("shop", metrics="classic") == (
        "/aws/containerinsights/shop/application",
        "/aws/containerinsights/shop/dataplane",
        "/aws/containerinsights/shop/host",
        "/aws/containerinsights/shop/performance",
    )


@pytest.mark.parametrize(
    ("arguments", "costs"),
    [
        ({}, ["OpenTelemetry Container Insights: metrics per GB", "container logs:"]),
        ({"logs": "off"}, ["OpenTelemetry Container Insights: metrics per GB"]),
        (
            {"metrics": "classic", "logs": "off", "application_signals": True},
            ["Container Insights with enhanced observability", "Application Signals:"],
        ),
    ],
)
def test_what_costs_is_noted(
    template_of: TemplateOf, arguments: dict[str, Any], costs: list[str]
) -> None:
    made: list[object] = []
    template_of(lambda stack, cluster: made.append(installed(**arguments)(stack, cluster)))
    assert isinstance(made[0], ContainerInsightsAddOn)
    found = [entry.data for entry in made[0].node.metadata if entry.type == COSTS]
    assert [note[: len(cost)] for note, cost in zip(found, costs, strict=True)] == costs
