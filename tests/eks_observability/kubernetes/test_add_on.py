"""The construct that installs an EKS add-on."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Template

from eks_observability.kubernetes.add_on import AddOn, AddOnError, OnConflict
from eks_observability.notes import CHANGES

ROLE = "arn:aws:iam::111122223333:role/Agent"
RESOURCE = "AWS::EKS::Addon"

NewStack = Callable[[], cdk.Stack]
ClusterIn = Callable[..., eks.ICluster]
AddOnIn = Callable[..., AddOn]
CONFLICTS: tuple[OnConflict, ...] = ("NONE", "OVERWRITE", "PRESERVE")


@pytest.fixture(scope="module")
def add_on(new_stack: NewStack, cluster_in: ClusterIn) -> AddOnIn:
    def make(**arguments: Any) -> AddOn:
        stack = new_stack()
        return AddOn(
            stack, "It", **{"cluster": cluster_in(stack), "name": "metrics-server", **arguments}
        )

    return make


def template(add_on: AddOn) -> Template:
    return Template.from_stack(cdk.Stack.of(add_on))


def imported_role(scope: cdk.Stack, construct_id: str = "Imported") -> iam.IRole:
    return iam.Role.from_role_arn(scope, construct_id, ROLE)


def changes(add_on: AddOn) -> list[str]:
    return [entry.data for entry in add_on.node.metadata if entry.type == CHANGES]


@pytest.fixture(scope="module")
def plain(add_on: AddOnIn) -> Template:
    return template(add_on())


def test_the_add_on_is_installed_into_the_cluster(plain: Template) -> None:
    plain.has_resource_properties(
        RESOURCE, {"ClusterName": "myipv4cluster", "AddonName": "metrics-server"}
    )


@pytest.mark.parametrize(
    "property_name",
    [
        "AddonVersion",
        "ConfigurationValues",
        "NamespaceConfig",
        "ServiceAccountRoleArn",
        "PodIdentityAssociations",
    ],
)
def test_what_is_not_given_is_left_to_eks(plain: Template, property_name: str) -> None:
    plain.has_resource_properties(RESOURCE, {property_name: Match.absent()})


def test_nothing_is_overwritten_by_default(plain: Template) -> None:
    plain.has_resource_properties(RESOURCE, {"ResolveConflicts": "NONE"})


def test_the_software_goes_with_the_add_on_by_default(plain: Template) -> None:
    plain.has_resource_properties(RESOURCE, {"PreserveOnDelete": False})


@pytest.mark.parametrize("on_conflict", CONFLICTS)
def test_a_conflict_is_resolved_as_asked(add_on: AddOnIn, on_conflict: OnConflict) -> None:
    template(add_on(on_conflict=on_conflict)).has_resource_properties(
        RESOURCE, {"ResolveConflicts": on_conflict}
    )


@pytest.mark.parametrize("version", ["v6.4.0-eksbuild.1", "v1.0.0-beta.2-eksbuild.12"])
def test_a_version_is_pinned(add_on: AddOnIn, version: str) -> None:
    template(add_on(version=version)).has_resource_properties(RESOURCE, {"AddonVersion": version})


def test_an_empty_version_is_left_to_eks(add_on: AddOnIn) -> None:
    template(add_on(version="")).has_resource_properties(RESOURCE, {"AddonVersion": Match.absent()})


@pytest.mark.parametrize(
    "version", ["latest", "6.4.0-eksbuild.1", "v6.4.0", "v6.4-eksbuild.1", "v6.4.0-eksbuild.1 "]
)
def test_what_is_no_version_is_refused(add_on: AddOnIn, version: str) -> None:
    with pytest.raises(AddOnError, match=r"no version of an EKS add-on: .* v1\.2\.3-eksbuild\.1"):
        add_on(version=version)


def test_the_refusal_says_how_to_list_versions(add_on: AddOnIn) -> None:
    with pytest.raises(AddOnError, match="describe-addon-versions --addon-name metrics-server"):
        add_on(version="latest")


def test_the_configuration_is_the_same_text_in_any_order(add_on: AddOnIn) -> None:
    for configuration in ({"b": {"d": 1, "c": True}, "a": []}, {"a": [], "b": {"c": True, "d": 1}}):
        template(add_on(configuration=configuration)).has_resource_properties(
            RESOURCE, {"ConfigurationValues": '{"a":[],"b":{"c":true,"d":1}}'}
        )


def test_a_namespace_is_passed_on(add_on: AddOnIn) -> None:
    template(add_on(namespace="monitoring")).has_resource_properties(
        RESOURCE, {"NamespaceConfig": {"Namespace": "monitoring"}}
    )


def test_a_role_is_bound_to_the_service_account(new_stack: NewStack, cluster_in: ClusterIn) -> None:
    stack = new_stack()
    role = imported_role(stack)
    it = AddOn(
        stack, "It", cluster=cluster_in(stack), name="metrics-server", service_account_role=role
    )
    template(it).has_resource_properties(RESOURCE, {"ServiceAccountRoleArn": ROLE})


def test_each_service_account_gets_its_role(new_stack: NewStack, cluster_in: ClusterIn) -> None:
    stack = new_stack()
    roles = {name: imported_role(stack, name) for name in ("second", "first")}
    it = AddOn(stack, "It", cluster=cluster_in(stack), name="adot", pod_identities=roles)
    template(it).has_resource_properties(
        RESOURCE,
        {
            "PodIdentityAssociations": [
                {"ServiceAccount": "first", "RoleArn": ROLE},
                {"ServiceAccount": "second", "RoleArn": ROLE},
            ]
        },
    )


@pytest.mark.parametrize("by", ["service_account_role", "pod_identities"])
def test_a_role_has_its_rights_before_the_add_on_comes(
    new_stack: NewStack, cluster_in: ClusterIn, by: str
) -> None:
    stack = new_stack()
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("pods.eks.amazonaws.com"))
    role.add_to_policy(iam.PolicyStatement(actions=["logs:PutLogEvents"], resources=["*"]))
    arguments: dict[str, Any] = {by: role if by == "service_account_role" else {"agent": role}}
    it = AddOn(stack, "It", cluster=cluster_in(stack), name="adot", **arguments)
    [found] = template(it).find_resources(RESOURCE).values()
    assert any("Policy" in each for each in found["DependsOn"])


def test_what_needs_the_add_on_can_wait_for_it(new_stack: NewStack, cluster_in: ClusterIn) -> None:
    stack = new_stack()
    it = AddOn(stack, "It", cluster=cluster_in(stack), name="metrics-server")
    cdk.CfnResource(stack, "Other", type="AWS::SNS::Topic").node.add_dependency(it.ready)
    found = template(it)
    [add_on_id] = found.find_resources(RESOURCE)
    found.has_resource("AWS::SNS::Topic", {"DependsOn": [add_on_id]})


def test_an_add_on_that_changes_nothing_else_says_nothing(add_on: AddOnIn) -> None:
    assert changes(add_on()) == []


def test_overwriting_is_noted(add_on: AddOnIn) -> None:
    [note] = changes(add_on(on_conflict="OVERWRITE"))
    assert note.startswith("what is there of metrics-server becomes the EKS add-on's")


def test_software_that_stays_is_noted(add_on: AddOnIn) -> None:
    [note] = changes(add_on(preserve_on_delete=True))
    assert note == "destroy leaves the software of metrics-server in the cluster, unmanaged"
