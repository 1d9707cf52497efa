"""The stack of one cluster."""

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


def test_nothing_lets_it_into_the_cluster(default: ClusterStack) -> None:
    Template.from_stack(default).resource_count_is("AWS::EKS::AccessEntry", 0)


def test_retention_alone_makes_no_dashboard() -> None:
    template = Template.from_stack(
        stack(dashboard={"enabled": False}, control_plane_logging={"enabled": False})
    )

    template.resource_count_is("AWS::CloudWatch::Dashboard", 0)
    template.resource_count_is("Custom::LogRetention", 5)


def test_a_key_of_the_settings_is_the_groups_key() -> None:
    arn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
    template = Template.from_stack(stack(log_retention={"kms_key_arn": arn}))

    template.all_resources_properties("Custom::LogRetention", {"KmsKeyArn": arn})
