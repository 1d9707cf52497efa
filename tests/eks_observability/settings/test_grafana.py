"""The settings of Grafana: what is taken, and what is said of what is not."""

import re
from collections.abc import Callable

import botocore.session
import pytest
from botocore.model import ListShape, ServiceModel, StringShape, StructureShape

from eks_observability.settings import Mistake, Settings
from eks_observability.settings.grafana import IdentityCenterId
from eks_observability.settings.grafana_workspace import (
    GrafanaVpc,
    GrafanaWorkspace,
    GrafanaWorkspaceId,
    GrafanaWorkspaceName,
)

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]
OnlyMistake = Callable[[str], Mistake]

USER = "73847832-1031-70a6-d142-6fbb72a512f0"


@pytest.fixture(scope="module")
def grafana_api() -> ServiceModel:
    return botocore.session.Session().get_service_model("grafana")


def string_shape(api: ServiceModel, name: str) -> StringShape:
    shape = api.shape_for(name)
    assert isinstance(shape, StringShape)
    return shape


def pattern_of(annotated: object) -> str:
    text: str = annotated.__metadata__[0].pattern  # type: ignore[attr-defined] # Annotated has it
    return text


def test_there_is_no_grafana_by_default(cluster: str, load: Load) -> None:
    assert not load(cluster).grafana.enabled


def test_the_workspace_is_called_as_in_the_book(cluster: str, load: Load) -> None:
    assert load(cluster).grafana.workspace.name == "myamg"


def test_people_are_taken_by_their_ids(cluster: str, load: Load) -> None:
    text = f"{cluster}grafana: {{access: {{admins: {{users: [{USER}]}}}}}}\n"

    assert load(text).grafana.access.admins.users == (USER,)


@pytest.mark.parametrize("prefix", ["", "9067f6ab12-"])
def test_an_id_may_have_the_directory_in_front(cluster: str, load: Load, prefix: str) -> None:
    text = f"{cluster}grafana: {{access: {{viewers: {{groups: [{prefix}{USER}]}}}}}}\n"

    assert load(text).grafana.access.viewers.groups == (f"{prefix}{USER}",)


@pytest.mark.parametrize("person", ["jane", "jane@example.com", USER[:-1], f"x{USER}"])
def test_what_is_no_id_of_identity_center_is_refused(
    cluster: str, message_for: MessageFor, person: str
) -> None:
    text = f"{cluster}grafana: {{access: {{editors: {{users: [{person}]}}}}}}\n"

    message = message_for(text, "grafana.access.editors.users[0]")

    assert "aws identitystore list-users" in message


def test_an_id_is_what_the_identity_store_says_it_is() -> None:
    api = botocore.session.Session().get_service_model("identitystore")
    documented = api.shape_for("ResourceId").metadata["pattern"]

    # The rest of it is an ARN, which Grafana does not take.
    assert documented.startswith("(arn:")
    uuid = documented.rpartition(")?")[2].replace("([0-9a-f]{10}-|)", "")
    spelled = pattern_of(IdentityCenterId).replace("(-[0-9A-Fa-f]{4}){3}", "-[0-9A-Fa-f]{4}" * 3)
    assert spelled == f"^([0-9a-f]{{10}}-)?{uuid.replace('A-Fa-f0-9', '0-9A-Fa-f')}$"


@pytest.mark.parametrize("version", ["8.4", "9.4", "10.4", "12", "latest"])
def test_a_version_that_is_not_known_is_refused(
    cluster: str, message_for: MessageFor, version: str
) -> None:
    text = f'{cluster}grafana: {{workspace: {{version: "{version}"}}}}\n'

    message = message_for(text, "grafana.workspace.version")

    assert message.startswith(f"found {version}, allowed: 12.4")


def test_a_version_without_quotes_is_explained(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}grafana: {{workspace: {{version: 12.4}}}}\n"

    assert 'write "12.4"' in message_for(text, "grafana.workspace.version")


@pytest.mark.parametrize(
    ("metadata", "found"),
    [("", "neither"), ("metadata_url: 'https://idp.example.com/', metadata_xml: <a/>, ", "both")],
)
def test_saml_has_its_metadata_once(
    cluster: str, message_for: MessageFor, metadata: str, found: str
) -> None:
    saml = f"{{{metadata}admin_roles: [platform]}}"
    text = f"{cluster}grafana: {{workspace: {{saml: {saml}}}}}\n"

    assert message_for(text, "grafana.workspace.saml").endswith(f"found {found}")


def test_organizations_that_get_in_need_the_attribute_that_says_them(
    cluster: str, message_for: MessageFor
) -> None:
    saml = "{metadata_xml: <a/>, admin_roles: [platform], allowed_organizations: [shop]}"
    text = f"{cluster}grafana: {{workspace: {{saml: {saml}}}}}\n"

    assert "organization_attribute" in message_for(text, "grafana.workspace.saml")


def test_saml_says_who_the_admins_are(cluster: str, only_mistake: OnlyMistake) -> None:
    saml = "{metadata_xml: <a/>, admin_roles: []}"
    text = f"{cluster}grafana: {{workspace: {{saml: {saml}}}}}\n"

    assert only_mistake(text).path == "grafana.workspace.saml.admin_roles"


def test_a_network_that_lets_nobody_in_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}grafana: {{workspace: {{network: {{}}}}}}\n"

    assert "nobody could reach" in message_for(text, "grafana.workspace.network")


def test_a_community_dashboard_needs_its_revision(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}grafana: {{community_dashboards: [{{id: 3119}}]}}\n"

    message = message_for(text, "grafana.community_dashboards[0].revision")

    assert message.startswith("this key is missing")


def test_a_plugin_is_named_by_its_id(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}grafana: {{plugins: [Amazon Athena]}}\n"

    assert "grafana-athena-datasource" in message_for(text, "grafana.plugins[0]")


def test_a_permission_of_a_team_is_one_that_grafana_has(
    cluster: str, message_for: MessageFor
) -> None:
    text = f"{cluster}grafana: {{teams: [{{name: shop, permission: editor}}]}}\n"

    message = message_for(text, "grafana.teams[0].permission")

    assert message.endswith("allowed: view, edit, admin; did you mean edit?")


def test_a_workspaces_id_is_as_the_api_has_it(grafana_api: ServiceModel) -> None:
    documented = grafana_api.shape_for("WorkspaceId").metadata["pattern"]

    assert pattern_of(GrafanaWorkspaceId) == f"^{documented}$"


def test_a_workspaces_name_is_as_the_api_has_it(grafana_api: ServiceModel) -> None:
    documented = grafana_api.shape_for("WorkspaceName").metadata["pattern"]

    assert documented == "[a-zA-Z0-9-._~]{1,255}"
    assert re.fullmatch(pattern_of(GrafanaWorkspaceName), "a-._~Z9")
    assert not re.fullmatch(pattern_of(GrafanaWorkspaceName), "my amg")


@pytest.mark.parametrize(
    ("field", "shape"), [("permission_type", "PermissionType"), ("vpc", "VpcConfiguration")]
)
def test_a_workspace_can_be_what_the_api_takes(
    grafana_api: ServiceModel, field: str, shape: str
) -> None:
    found = grafana_api.shape_for(shape)
    schema = (GrafanaVpc if field == "vpc" else GrafanaWorkspace).model_json_schema()
    if isinstance(found, StructureShape):
        for name, key in (("subnetIds", "subnets"), ("securityGroupIds", "security_groups")):
            members = found.members[name]
            assert isinstance(members, ListShape)
            ours = schema["properties"][key]
            assert (ours["minItems"], ours["maxItems"]) == (
                members.metadata["min"],
                members.metadata["max"],
            )
    else:
        assert sorted(schema["properties"][field]["enum"]) == sorted(
            string_shape(grafana_api, shape).enum
        )
