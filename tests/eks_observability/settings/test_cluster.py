"""What the settings say of a cluster, and the mistakes people make there."""

from collections.abc import Callable

import botocore.session
import pytest

from eks_observability.settings import Settings
from eks_observability.settings.aws import EKS_REGIONS
from eks_observability.settings.cluster import ISSUER_SUFFIXES

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]

VPC = """\
    endpoint_access: private
    vpc:
      id: vpc-0123456789abcdef0
      private_subnets: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]
      security_groups: [sg-0123456789abcdef0]
"""


@pytest.mark.parametrize("name", ["a", "9", "My-Cluster_1", "a" * 100])
def test_a_name_that_eks_allows_is_taken(cluster: str, load: Load, name: str) -> None:
    text = cluster.replace("myipv4cluster", f'"{name}"')

    assert load(text).clusters[0].name == name


@pytest.mark.parametrize("name", ["", "-a", "_a", "a.b", "a b", "a" * 101, "ä"])
def test_a_name_that_eks_refuses_is_refused(
    cluster: str, message_for: MessageFor, name: str
) -> None:
    text = cluster.replace("myipv4cluster", f'"{name}"')

    assert "1 to 100 letters" in message_for(text, "clusters[0].name")


def test_a_region_that_does_not_exist_gets_the_nearest(
    cluster: str, message_for: MessageFor
) -> None:
    text = cluster.replace("region: eu-central-1", "region: eu-central1")

    assert "did you mean eu-central-1?" in message_for(text, "clusters[0].region")


@pytest.mark.parametrize("written", ["011122223333", "11122223333"])
def test_an_account_as_a_number_is_shown_with_its_lost_zero(
    cluster: str, message_for: MessageFor, written: str
) -> None:
    text = cluster.replace('"111122223333"', written)

    assert 'write "011122223333", in quotes' in message_for(text, "clusters[0].account")


@pytest.mark.parametrize("account", ["1111222233334", "11112222333", "1111-2222-3333", ""])
def test_an_account_has_twelve_digits(cluster: str, message_for: MessageFor, account: str) -> None:
    text = cluster.replace("111122223333", account)

    assert "12 digits" in message_for(text, "clusters[0].account")


def test_a_kubernetes_version_as_a_number_is_to_be_quoted(
    cluster: str, message_for: MessageFor
) -> None:
    text = cluster.replace('"1.36"', "1.30")

    assert message_for(text, "clusters[0].kubernetes_version").endswith('write "1.30"')


@pytest.mark.parametrize("version", ["1.31", "1.39"])
def test_a_version_more_than_one_minor_from_any_kubectl_is_refused(
    cluster: str, message_for: MessageFor, version: str
) -> None:
    text = cluster.replace("1.36", version)

    assert "1.32 to 1.38" in message_for(text, "clusters[0].kubernetes_version")


@pytest.mark.parametrize("version", ["1.36.1", "v1.36", "2.0", "latest"])
def test_a_kubernetes_version_is_a_minor_version(
    cluster: str, message_for: MessageFor, version: str
) -> None:
    text = cluster.replace("1.36", version)

    assert "is not a Kubernetes minor version" in message_for(
        text, "clusters[0].kubernetes_version"
    )


def test_an_issuer_of_another_region_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = cluster.replace("oidc.eks.eu-central-1", "oidc.eks.eu-west-1")

    assert message_for(text, "clusters[0].oidc_issuer") == (
        "this issuer belongs to eu-west-1, but the cluster's region is eu-central-1"
    )


def test_what_is_no_issuer_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = cluster.replace("https://oidc", "http://oidc")

    assert "https://oidc.eks.eu-central-1" in message_for(text, "clusters[0].oidc_issuer")


def in_region(cluster: str, region: str, issuer: str) -> str:
    """The cluster in another Region, with the issuer that begins so."""
    return cluster.replace("region: eu-central-1", f"region: {region}").replace(
        "https://oidc.eks.eu-central-1.amazonaws.com", issuer
    )


@pytest.mark.parametrize(
    ("region", "issuer"),
    [
        ("us-east-1", "https://oidc.eks.us-east-1.amazonaws.com"),
        ("cn-north-1", "https://oidc.eks.cn-north-1.amazonaws.com.cn"),
        ("us-gov-west-1", "https://oidc.eks.us-gov-west-1.amazonaws.com"),
        ("eusc-de-east-1", "https://oidc.eks.eusc-de-east-1.amazonaws.eu"),
    ],
)
def test_the_issuer_of_each_partition_is_taken(
    cluster: str, load: Load, region: str, issuer: str
) -> None:
    assert load(in_region(cluster, region, issuer)).clusters[0].oidc_issuer.startswith(issuer)


@pytest.mark.parametrize(
    ("region", "wrong", "right"),
    [
        ("us-east-1", "amazonaws.eu", "us-east-1.amazonaws.com/id/"),
        ("cn-north-1", "amazonaws.com", "cn-north-1.amazonaws.com.cn/id/"),
        ("eusc-de-east-1", "amazonaws.com", "eusc-de-east-1.amazonaws.eu/id/"),
        ("eusc-de-east-1", "amazonaws.com.eu", "eusc-de-east-1.amazonaws.eu/id/"),
    ],
)
def test_an_issuer_that_ends_as_none_of_its_region_is_told_how_those_end(
    cluster: str, message_for: MessageFor, region: str, wrong: str, right: str
) -> None:
    text = in_region(cluster, region, f"https://oidc.eks.{region}.{wrong}")

    assert right in message_for(text, "clusters[0].oidc_issuer")


def test_issuers_end_as_botocore_knows_of_their_partition() -> None:
    partitions = botocore.session.Session().get_data("partitions")["partitions"]
    known = {one["id"]: one["outputs"]["dnsSuffix"] for one in partitions}

    assert {partition: known[partition] for partition in EKS_REGIONS} == ISSUER_SUFFIXES


def test_the_issuer_of_a_dual_stack_cluster_is_taken(cluster: str, load: Load) -> None:
    issuer = "https://oidc-eks.eu-central-1.api.aws/id/EXAMPLED539D4633E53DE1B71EXAMPLE"
    lines = [f"    oidc_issuer: {issuer}" if "oidc" in x else x for x in cluster.splitlines()]

    assert load("\n".join(lines)).clusters[0].oidc_issuer == issuer


def test_config_map_mode_is_refused_with_the_command_that_changes_it(
    cluster: str, message_for: MessageFor
) -> None:
    text = cluster.replace("API_AND_CONFIG_MAP", "CONFIG_MAP")

    assert message_for(text, "clusters[0].authentication_mode").endswith(
        "aws eks update-cluster-config --region eu-central-1 --name myipv4cluster "
        "--access-config authenticationMode=API_AND_CONFIG_MAP"
    )


def test_a_private_endpoint_without_a_vpc_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}    endpoint_access: private\n"

    assert "kubectl must run inside the VPC" in message_for(text, "clusters[0].vpc")


def test_a_private_endpoint_with_a_vpc_is_taken(cluster: str, load: Load) -> None:
    vpc = load(cluster + VPC).clusters[0].vpc

    assert vpc is not None
    assert vpc.private_subnets == ("subnet-0123456789abcdef0", "subnet-0123456789abcdef1")


@pytest.mark.parametrize(
    ("right", "wrong", "path"),
    [
        ("vpc-0123456789abcdef0", "my-vpc", "clusters[0].vpc.id"),
        ("subnet-0123456789abcdef1", "sg-1", "clusters[0].vpc.private_subnets[1]"),
        ("sg-0123456789abcdef0", "vpc-1", "clusters[0].vpc.security_groups[0]"),
    ],
)
def test_an_id_of_another_kind_is_refused(
    cluster: str, message_for: MessageFor, right: str, wrong: str, path: str
) -> None:
    text = (cluster + VPC).replace(right, wrong)

    assert f"found '{wrong}'" in message_for(text, path)


def test_two_clusters_of_one_name_and_region_are_refused(
    cluster: str, message_for: MessageFor
) -> None:
    text = cluster + cluster.removeprefix("clusters:\n").replace("111122223333", "444455556666")
    text += "metrics: {enabled: false}\n"

    assert message_for(text, "clusters[1].name") == (
        "clusters[0] has the same name and Region already"
    )


def test_a_missing_fact_is_explained(cluster: str, message_for: MessageFor) -> None:
    text = cluster.replace("    region: eu-central-1\n", "")

    assert message_for(text, "clusters[0].region") == (
        "this key is missing: The AWS Region it runs in."
    )


def test_a_file_without_clusters_is_refused(message_for: MessageFor) -> None:
    assert "this key is missing" in message_for("dashboard: {}\n", "clusters")


def test_an_empty_list_of_clusters_is_refused(message_for: MessageFor) -> None:
    assert "the list is empty" in message_for("clusters: []\n", "clusters")
