"""Everything one cluster gets: what is made for which settings, and what waits for what."""

import json
from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from eks_observability.cluster_observability import ClusterObservability
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.settings import Capabilities

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
PROVIDER = (
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/"
    "EXAMPLED539D4633E53DE1B71EXAMPLE"
)


WORKSPACE = WorkspaceReference(
    id="ws-12345678-1234-1234-1234-123456789012", account="111122223333", region="eu-central-1"
)
NO_METRICS: dict[str, Any] = {"metrics": {"enabled": False}}
NO_TRACES: dict[str, Any] = {"tracing": {"enabled": False}}


def observability(
    *, access: bool = True, workspace: WorkspaceReference | None = WORKSPACE, **capabilities: Any
) -> ClusterObservability:
    """What a cluster gets by capabilities other than the default."""
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    vpc = ec2.Vpc.from_vpc_attributes(
        stack,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=["unknown"],
        private_subnet_ids=["subnet-0123456789abcdef0"],
    )
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_name="myipv4cluster",
        kubectl_provider=kubectl,
        vpc=vpc,
        security_group_ids=["sg-0123456789abcdef0"],
        open_id_connect_provider=iam.OpenIdConnectProvider.from_open_id_connect_provider_arn(
            stack, "Provider", PROVIDER
        ),
    )
    way = ClusterAccess(stack, "Access", cluster=cluster, kubernetes_version="1.36")
    return ClusterObservability(
        stack,
        "It",
        cluster=cluster,
        access=way if access else None,
        workspace=workspace,
        capabilities=Capabilities.model_validate(capabilities),
    )


def template(**options: Any) -> Template:
    return Template.from_stack(cdk.Stack.of(observability(**options)))


@pytest.fixture(scope="module")
def default() -> Template:
    return template()


def add_ons(made: Template) -> set[str]:
    found = made.find_resources("AWS::EKS::Addon").values()
    return {one["Properties"]["AddonName"] for one in found}


def waits_for_every_group(made: Template, resource: Mapping[str, Any]) -> bool:
    groups = made.find_resources("Custom::LogRetention")
    return bool(groups) and groups.keys() <= set(resource["DependsOn"])


def test_agents_are_not_deployed_without_a_way_into_the_cluster() -> None:
    with pytest.raises(ValueError, match="there is no way into the cluster: pass access="):
        observability(access=False)


def test_without_agents_no_way_into_the_cluster_is_needed() -> None:
    observability(access=False, container_insights={"mode": "off"}, **NO_METRICS, **NO_TRACES)


def test_metrics_are_not_collected_without_a_workspace() -> None:
    with pytest.raises(ValueError, match="metrics are on: pass workspace="):
        observability(workspace=None)


def test_collectors_are_not_deployed_without_a_way_into_the_cluster() -> None:
    with pytest.raises(ValueError, match="metrics are on: pass access="):
        observability(access=False, container_insights={"mode": "off"})


def test_without_metrics_no_workspace_is_needed() -> None:
    made = observability(workspace=None, **NO_METRICS, **NO_TRACES)

    assert (made.collectors, made.scraper) == (None, None)


def of_kind(made: Template, kind: str) -> dict[str, Mapping[str, Any]]:
    """Deployed objects of a kind, by their logical ids."""
    found = made.find_resources(MANIFEST)
    return {
        name: one
        for name, one in found.items()
        if f'"kind":"{kind}"' in json.dumps(one["Properties"]["Manifest"]).replace("\\", "")
    }


def add_on(made: Template, name: str) -> str:
    """The logical id of an add-on."""
    found = made.find_resources("AWS::EKS::Addon")
    (logical_id,) = [key for key, one in found.items() if one["Properties"]["AddonName"] == name]
    return logical_id


def test_collectors_come_after_their_operator_and_go_before_it(default: Template) -> None:
    collectors = of_kind(default, "OpenTelemetryCollector").values()

    assert len(collectors) == 2
    assert all(add_on(default, "adot") in one["DependsOn"] for one in collectors)


def test_the_operator_comes_after_cert_manager(default: Template) -> None:
    operator = default.find_resources("AWS::EKS::Addon")[add_on(default, "adot")]

    assert add_on(default, "cert-manager") in operator["DependsOn"]


def state_namespaces(made: Template) -> set[str]:
    """Where the collectors may list pods, by the namespaces of their roles."""
    found = of_kind(made, "Role").values()
    manifests = [json.loads(one["Properties"]["Manifest"])[0] for one in found]
    return {one["metadata"]["namespace"] for one in manifests}


def test_kube_state_metrics_of_the_add_on_is_looked_for_in_its_namespace(
    default: Template,
) -> None:
    assert "kube-state-metrics" in state_namespaces(default)


def test_kube_state_metrics_of_ones_own_is_looked_for_everywhere() -> None:
    made = template(add_ons={"kube_state_metrics": {"manage": False}})

    assert "kube-state-metrics" not in state_namespaces(made)


def test_an_operator_that_is_there_already_needs_no_add_on() -> None:
    there = {"adot": {"manage": False}, "cert_manager": {"manage": False}}
    made = template(add_ons=there)

    assert len(of_kind(made, "OpenTelemetryCollector")) == 2
    assert not {"adot", "cert-manager"} & add_ons(made)


def test_collectors_may_write_to_their_workspace_and_nothing_else(default: Template) -> None:
    statements = [
        statement
        for policy in default.find_resources("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if "aps:" in str(statement["Action"])
    ]

    assert [(one["Action"], one["Resource"]) for one in statements] == [
        ("aps:RemoteWrite", WORKSPACE.arn)
    ] * 2


def test_a_managed_scraper_comes_in_place_of_collectors() -> None:
    made = template(metrics={"collector": "managed"}, **NO_TRACES)

    made.resource_count_is("AWS::APS::Scraper", 1)
    assert not of_kind(made, "OpenTelemetryCollector")


def names(made: Template) -> set[str]:
    """Collectors that are deployed."""
    found = of_kind(made, "OpenTelemetryCollector").values()
    texts = [json.dumps(one["Properties"]["Manifest"]).replace("\\", "") for one in found]
    wanted = ("observability", "observability-cluster", "observability-sampler")
    return {name for name in wanted for text in texts if f'"name":"{name}"' in text}


@pytest.mark.parametrize(
    "metrics", [{"enabled": False}, {"collector": "managed"}], ids=["none", "managed"]
)
def test_traces_are_taken_where_nothing_is_scraped(metrics: dict[str, Any]) -> None:
    assert names(template(metrics=metrics)) == {"observability"}


def test_collectors_keep_their_ids_whatever_else_there_is(default: Template) -> None:
    def on_nodes(made: Template) -> set[str]:
        return {each for each in of_kind(made, "OpenTelemetryCollector") if "cluster" not in each}

    assert on_nodes(template(metrics={"collector": "managed"})) == on_nodes(default)


def test_traces_are_not_taken_without_a_way_into_the_cluster() -> None:
    with pytest.raises(ValueError, match="tracing is on: pass access="):
        observability(access=False, container_insights={"mode": "off"}, **NO_METRICS)


def test_a_cluster_has_its_group_in_x_ray(default: Template) -> None:
    default.resource_count_is("AWS::XRay::Group", 1)


def test_without_traces_x_ray_has_nothing_of_a_cluster() -> None:
    made = template(**NO_TRACES)

    made.resource_count_is("AWS::XRay::Group", 0)
    made.resource_count_is("AWS::XRay::SamplingRule", 0)


def test_logs_of_applications_have_their_stream(default: Template) -> None:
    default.resource_count_is("AWS::Logs::LogStream", 1)


@pytest.mark.parametrize(
    "capabilities",
    [{"log_retention": {"enabled": False}}, {"tracing": {"logs": False}}, NO_TRACES],
    ids=["no retention", "no logs", "no traces"],
)
def test_logs_that_are_not_taken_have_none(capabilities: dict[str, Any]) -> None:
    template(**capabilities).resource_count_is("AWS::Logs::LogStream", 0)


def test_private_ways_to_aws_are_opened_on_request() -> None:
    made = template(vpc_endpoints={"enabled": True, "services": ("sts",)})

    made.resource_count_is("AWS::EC2::VPCEndpoint", 1)


def test_no_private_way_is_opened_by_default(default: Template) -> None:
    default.resource_count_is("AWS::EC2::VPCEndpoint", 0)


def test_log_groups_have_their_retention_before_an_agent_starts(default: Template) -> None:
    agents = [*of_kind(default, "DaemonSet").values(), *of_kind(default, "Deployment").values()]

    assert len(agents) == 3
    assert all(waits_for_every_group(default, one) for one in agents)


def test_log_groups_are_there_before_their_lines_are_counted(default: Template) -> None:
    filters = default.find_resources("AWS::Logs::MetricFilter").values()

    assert all(waits_for_every_group(default, one) for one in filters)


def test_without_retention_agents_make_their_groups() -> None:
    made = template(log_retention={"enabled": False})
    policies = made.find_resources("AWS::IAM::Policy").values()

    assert [one for one in policies if "logs:CreateLogGroup" in str(one)]


def test_without_retention_no_lines_are_counted() -> None:
    template(log_retention={"enabled": False}).resource_count_is("AWS::Logs::MetricFilter", 0)


def test_metrics_server_is_installed_by_default(default: Template) -> None:
    assert "metrics-server" in add_ons(default)


def test_an_add_on_that_is_there_already_is_left_alone() -> None:
    assert "metrics-server" not in add_ons(template(add_ons={"metrics_server": {"manage": False}}))


def test_an_add_on_has_the_version_that_is_asked_for() -> None:
    version = "v0.8.0-eksbuild.2"
    made = template(add_ons={"metrics_server": {"version": version}})

    made.has_resource_properties("AWS::EKS::Addon", {"AddonVersion": version})


def test_with_pod_identity_its_agent_is_installed() -> None:
    made = template(workload_identity="pod_identity")

    assert "eks-pod-identity-agent" in add_ons(made)


def test_with_pod_identity_agents_start_after_its_own() -> None:
    made = template(workload_identity="pod_identity")
    found = made.find_resources("AWS::EKS::Addon")
    (agent,) = [name for name, one in found.items() if "pod-identity" in str(one)]
    manifests = made.find_resources(MANIFEST).values()

    assert all(agent in one["DependsOn"] for one in manifests)


def test_the_add_on_comes_in_place_of_the_agents() -> None:
    made = template(container_insights={"mode": "addon"}, **NO_METRICS, **NO_TRACES)

    made.resource_count_is(MANIFEST, 0)
    assert "amazon-cloudwatch-observability" in add_ons(made)


def test_the_add_on_puts_up_with_the_taints_that_agents_put_up_with() -> None:
    made = template(
        container_insights={"mode": "addon"},
        agents={"tolerations": ({"key": "dedicated", "effect": "NoSchedule"},)},
    )
    (values,) = [
        json.loads(one["Properties"]["ConfigurationValues"])
        for one in made.find_resources("AWS::EKS::Addon").values()
        if "ConfigurationValues" in one["Properties"]
    ]

    assert values["tolerations"] == [
        {"key": "dedicated", "operator": "Exists", "effect": "NoSchedule"}
    ]


def test_groups_that_only_the_add_on_writes_to_have_their_retention_too() -> None:
    made = template(container_insights={"mode": "addon", "addon": {"logs": "otel"}})
    groups = made.find_resources("Custom::LogRetention").values()

    assert "/aws/otel/containerinsights/myipv4cluster/host" in {
        one["Properties"]["LogGroupName"] for one in groups
    }


def counted(**capabilities: Any) -> set[str]:
    found = template(**capabilities).find_resources("AWS::Logs::MetricFilter").values()
    return {one["Properties"]["MetricTransformations"][0]["MetricName"] for one in found}


AUDITED = {"RefusedRequests", "AnonymousRequests", "AwsAuthChanges"}


@pytest.mark.parametrize(
    ("capabilities", "names"),
    [
        ({}, {"ApplicationErrors", *AUDITED}),
        ({"log_metrics": {"enabled": False}}, set()),
        ({"log_metrics": {"defaults": False}}, set()),
        ({"control_plane_logging": {"types": ("api",)}}, {"ApplicationErrors"}),
        ({"container_insights": {"mode": "off"}}, AUDITED),
        (
            {
                "log_metrics": {
                    "defaults": False,
                    "filters": ({"name": "A", "log_group": "host", "pattern": "a"},),
                }
            },
            {"A"},
        ),
    ],
)
def test_what_is_logged_is_counted(capabilities: dict[str, Any], names: set[str]) -> None:
    assert counted(**capabilities) == names


ALARM, RULE = "AWS::CloudWatch::Alarm", "AWS::Events::Rule"


def resources(made: Template, kind: str) -> dict[str, Mapping[str, Any]]:
    """The resources of a type, by their logical ids."""
    return dict(made.find_resources(kind))


def test_a_cluster_is_watched_by_default(default: Template) -> None:
    names = {each["Properties"]["AlarmName"] for each in resources(default, ALARM).values()}

    assert {"myipv4cluster-NodesFailed", "myipv4cluster-AwsAuthChanged"} <= names


def test_what_is_unusual_is_one_message_with_the_alarms(default: Template) -> None:
    default.has_resource_properties(
        "AWS::CloudWatch::CompositeAlarm", {"AlarmName": "myipv4cluster-Unusual"}
    )


def test_alarms_can_be_switched_off() -> None:
    made = template(alarms={"enabled": False})

    made.resource_count_is(ALARM, 0)
    made.resource_count_is("AWS::CloudWatch::CompositeAlarm", 0)
    made.resource_count_is(RULE, 0)


def test_without_log_metrics_no_alarm_counts_lines() -> None:
    made = template(log_metrics={"enabled": False})
    names = {each["Properties"]["AlarmName"] for each in resources(made, ALARM).values()}

    assert "myipv4cluster-AwsAuthChanged" not in names
    assert "myipv4cluster-NodesFailed" in names


def alarm_arns(made: Template) -> list[str]:
    """The alarms of the dashboard, whose body is text: nothing in it is known at deploy only."""
    (dashboard,) = resources(made, "AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(dashboard["Properties"]["DashboardBody"])["widgets"]
    arns: list[str] = widgets[0]["properties"]["alarms"]
    return arns


def test_the_dashboard_has_the_state_of_every_alarm(default: Template) -> None:
    kinds = (ALARM, "AWS::CloudWatch::CompositeAlarm")
    made = {
        each["Properties"]["AlarmName"]
        for kind in kinds
        for each in resources(default, kind).values()
    }

    assert {arn.rpartition(":")[2] for arn in alarm_arns(default)} == made


def test_what_people_are_told_is_shown_first(default: Template) -> None:
    assert alarm_arns(default)[0].endswith(":alarm:myipv4cluster-NodesLost")
