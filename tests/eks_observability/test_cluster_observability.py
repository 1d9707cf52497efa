"""Everything one cluster gets: what is made for which settings, and what waits for what."""

import json
from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template

from eks_observability.cluster_observability import ClusterObservability
from eks_observability.kubernetes.cluster_access import ClusterAccess
from eks_observability.settings import Capabilities

MANIFEST = "Custom::AWSCDK-EKS-KubernetesResource"
PROVIDER = (
    "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/"
    "EXAMPLED539D4633E53DE1B71EXAMPLE"
)


def observability(*, access: bool = True, **capabilities: Any) -> ClusterObservability:
    """What a cluster gets by capabilities other than the default."""
    environment = cdk.Environment(account="111122223333", region="eu-central-1")
    stack = cdk.Stack(cdk.App(), "Stack", env=environment)
    kubectl = eks.KubectlProvider.from_kubectl_provider_attributes(
        stack, "Kubectl", service_token="arn:aws:lambda:eu-central-1:111122223333:function:k"
    )
    cluster = eks.Cluster.from_cluster_attributes(
        stack,
        "Cluster",
        cluster_name="myipv4cluster",
        kubectl_provider=kubectl,
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
    observability(access=False, container_insights={"mode": "off"})


def test_log_groups_have_their_retention_before_an_agent_starts(default: Template) -> None:
    manifests = default.find_resources(MANIFEST).values()

    assert all(waits_for_every_group(default, one) for one in manifests)


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
    assert add_ons(default) == {"metrics-server"}


def test_an_add_on_that_is_there_already_is_left_alone() -> None:
    assert add_ons(template(add_ons={"metrics_server": {"manage": False}})) == set()


def test_an_add_on_has_the_version_that_is_asked_for() -> None:
    version = "v0.8.0-eksbuild.2"
    made = template(add_ons={"metrics_server": {"version": version}})

    made.has_resource_properties("AWS::EKS::Addon", {"AddonVersion": version})


def test_with_pod_identity_its_agent_is_installed() -> None:
    made = template(workload_identity="pod_identity")

    assert add_ons(made) == {"metrics-server", "eks-pod-identity-agent"}


def test_with_pod_identity_agents_start_after_its_own() -> None:
    made = template(workload_identity="pod_identity")
    found = made.find_resources("AWS::EKS::Addon")
    (agent,) = [name for name, one in found.items() if "pod-identity" in str(one)]
    manifests = made.find_resources(MANIFEST).values()

    assert all(agent in one["DependsOn"] for one in manifests)


def test_the_add_on_comes_in_place_of_the_agents() -> None:
    made = template(container_insights={"mode": "addon"})

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


@pytest.mark.parametrize(
    ("capabilities", "names"),
    [
        ({}, {"ApplicationErrors", "RefusedRequests"}),
        ({"log_metrics": {"enabled": False}}, set()),
        ({"log_metrics": {"defaults": False}}, set()),
        ({"control_plane_logging": {"types": ("api",)}}, {"ApplicationErrors"}),
        ({"container_insights": {"mode": "off"}}, {"RefusedRequests"}),
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
