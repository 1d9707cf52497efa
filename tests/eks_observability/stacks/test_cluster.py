"""The stack of one cluster."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from eks_observability.settings import Settings
from eks_observability.stacks.cluster import ClusterStack

FACTS = {
    "name": "myipv4cluster",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}

OFF = {"enabled": False}

Make = Callable[..., ClusterStack]


def stack(facts: dict[str, Any] | None = None, **settings: Any) -> ClusterStack:
    values = Settings.model_validate({"clusters": ({**FACTS, **(facts or {})},), **settings})
    return ClusterStack(cdk.App(), settings=values, cluster=values.clusters[0])


@pytest.fixture(scope="module")
def default() -> ClusterStack:
    return stack()


def test_its_name_in_cloudformation_says_what_it_is_for(default: ClusterStack) -> None:
    assert default.stack_name == "EksObservability-Cluster-myipv4cluster"


def test_its_id_tells_clusters_of_one_name_in_two_regions_apart(default: ClusterStack) -> None:
    assert default.node.id == "Cluster-myipv4cluster-eu-central-1"


def test_it_stands_in_the_clusters_account_and_region(default: ClusterStack) -> None:
    assert (default.account, default.region) == ("111122223333", "eu-central-1")


@pytest.mark.parametrize("name", ["a" * 100, "a_" * 50])
def test_the_longest_name_of_a_cluster_fits_into_cloudformations_limit(name: str) -> None:
    made = stack({"name": name})

    assert len(made.stack_name) <= 128


def test_an_underscore_and_a_hyphen_make_two_names() -> None:
    assert stack({"name": "a_b"}).stack_name != stack({"name": "a-b"}).stack_name


def test_a_kubectl_that_fits_gives_no_warning(default: ClusterStack) -> None:
    Annotations.from_stack(default).has_no_warning("*", Match.any_value())


def test_a_kubectl_one_minor_apart_gives_a_warning() -> None:
    Annotations.from_stack(stack({"kubernetes_version": "1.32"})).has_warning(
        "*", Match.string_like_regexp(r"There is no kubectl 1\.32 here; .* gets kubectl 1\.33")
    )


def test_tags_are_the_stacks(tmp_path: Path) -> None:
    assert stack(tags={"team": "platform"}).tags.tag_values() == {"team": "platform"}


def test_an_access_entry_lets_its_agents_in(default: ClusterStack) -> None:
    Template.from_stack(default).resource_count_is("AWS::EKS::AccessEntry", 1)


@pytest.mark.parametrize("mode", ["addon", "off"])
def test_without_agents_nothing_lets_it_into_the_cluster(mode: str) -> None:
    made = stack(container_insights={"mode": mode}, metrics=OFF, tracing=OFF)

    Template.from_stack(made).resource_count_is("AWS::EKS::AccessEntry", 0)


def test_the_agents_roles_trust_a_provider_that_is_made_sure_of(default: ClusterStack) -> None:
    Template.from_stack(default).resource_count_is("Custom::IamOidcProvider", 1)


@pytest.mark.parametrize(
    "settings",
    [
        {"container_insights": {"mode": "off"}, "metrics": OFF, "tracing": OFF},
        {"workload_identity": "pod_identity"},
    ],
    ids=["no agents", "pod identity"],
)
def test_without_irsa_the_account_gets_no_provider(settings: dict[str, Any]) -> None:
    Template.from_stack(stack(**settings)).resource_count_is("Custom::IamOidcProvider", 0)


def test_roles_go_before_the_provider_they_trust(default: ClusterStack) -> None:
    template = Template.from_stack(default)
    (provider,) = template.find_resources("Custom::IamOidcProvider")
    roles = template.find_resources("AWS::IAM::Role")
    trusting = [one for one in roles.values() if "sts:AssumeRoleWithWebIdentity" in str(one)]

    assert trusting
    assert all(provider in one["DependsOn"] for one in trusting)


def test_retention_alone_makes_no_dashboard() -> None:
    template = Template.from_stack(
        stack(dashboard={"enabled": False}, control_plane_logging={"enabled": False})
    )

    template.resource_count_is("AWS::CloudWatch::Dashboard", 0)
    template.resource_count_is("Custom::LogRetention", 7)


def test_a_key_of_the_settings_is_the_groups_key() -> None:
    arn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
    template = Template.from_stack(stack(log_retention={"kms_key_arn": arn}))

    template.all_resources_properties("Custom::LogRetention", {"KmsKeyArn": arn})


def test_what_dashboards_show_is_collected_where_there_is_grafana() -> None:
    made = stack(grafana={"enabled": True})

    assert "node_load5" in json.dumps(Template.from_stack(made).to_json())


def test_nothing_is_collected_for_dashboards_without_grafana(default: ClusterStack) -> None:
    assert "node_load5" not in json.dumps(Template.from_stack(default).to_json())


def test_its_own_way_in_is_no_change_of_access_that_people_are_told_of(
    default: ClusterStack,
) -> None:
    template = Template.from_stack(default)
    (rule,) = template.find_resources("AWS::Events::Rule").values()

    assert set(template.find_resources("AWS::EKS::AccessEntry")) <= set(rule["DependsOn"])


def test_its_alarms_reach_the_hubs_topic(default: ClusterStack) -> None:
    found = Template.from_stack(default).find_resources("AWS::CloudWatch::CompositeAlarm")
    told = {str(each["Properties"]["AlarmActions"]) for each in found.values()}

    assert found
    assert all("111122223333:eks-observability-alerts" in each for each in told)
