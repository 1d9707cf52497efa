"""Settings of Grafana that cannot be had together, and the way out that each message names."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Mistake, Settings

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]
OnlyMistake = Callable[[str], Mistake]

USER = "73847832-1031-70a6-d142-6fbb72a512f0"
SAML = "saml: {metadata_url: 'https://idp.example.com/saml', admin_roles: [platform]}"


def with_grafana(cluster: str, text: str) -> str:
    return f"{cluster}grafana: {{enabled: true, {text}}}\n"


def test_grafana_is_taken_as_it_comes(cluster: str, load: Load) -> None:
    assert load(with_grafana(cluster, "folders: per_cluster")).grafana.enabled


def test_a_person_has_one_role(cluster: str, message_for: MessageFor) -> None:
    access = f"{{admins: {{users: [{USER}]}}, viewers: {{users: [{USER}]}}}}"

    message = message_for(
        with_grafana(cluster, f"access: {access}"), "grafana.access.viewers.users[0]"
    )

    assert (
        message == f"{USER} is among the admins already, and has one role in Grafana: name it once"
    )


def test_a_person_has_one_role_however_the_id_is_written(
    cluster: str, only_mistake: OnlyMistake
) -> None:
    access = f"{{admins: {{users: [{USER}]}}, editors: {{users: [{USER.upper()}]}}}}"

    mistake = only_mistake(with_grafana(cluster, f"access: {access}"))

    assert mistake.path == "grafana.access.editors.users[0]"


def test_a_group_has_one_role(cluster: str, only_mistake: OnlyMistake) -> None:
    access = f"{{editors: {{groups: [{USER}]}}, viewers: {{groups: [{USER}]}}}}"

    mistake = only_mistake(with_grafana(cluster, f"access: {access}"))

    assert mistake.path == "grafana.access.viewers.groups[0]"


def test_a_person_is_named_once_in_a_role(cluster: str, only_mistake: OnlyMistake) -> None:
    access = f"{{editors: {{users: [{USER}, {USER}]}}}}"

    mistake = only_mistake(with_grafana(cluster, f"access: {access}"))

    assert mistake.path == "grafana.access.editors.users[1]"


def test_saml_needs_an_identity_provider(cluster: str, message_for: MessageFor) -> None:
    text = with_grafana(cluster, "workspace: {authentication: saml}")

    message = message_for(text, "grafana.workspace.authentication")

    assert "metadata_url or metadata_xml" in message


def test_saml_is_taken_with_an_identity_provider(cluster: str, load: Load) -> None:
    load(with_grafana(cluster, f"workspace: {{authentication: saml, {SAML}}}"))


def test_people_of_identity_center_do_not_sign_in_by_saml(
    cluster: str, message_for: MessageFor
) -> None:
    workspace = f"workspace: {{authentication: saml, {SAML}}}"
    text = with_grafana(cluster, f"{workspace}, access: {{admins: {{users: [{USER}]}}}}")

    assert "saml.admin_roles" in message_for(text, "grafana.access")


def test_an_identity_provider_that_nobody_asks_is_refused(
    cluster: str, message_for: MessageFor
) -> None:
    text = with_grafana(cluster, f"workspace: {{{SAML}}}")

    assert "authentication: saml" in message_for(text, "grafana.workspace.saml")


def test_plugins_need_somebody_who_may_install_them(cluster: str, message_for: MessageFor) -> None:
    plugins = "plugins: [grafana-athena-datasource]"
    text = with_grafana(cluster, f"workspace: {{plugin_admin: false}}, {plugins}")

    assert "grafana.workspace.plugin_admin" in message_for(text, "grafana.plugins")


def test_a_workspace_that_is_not_open_says_how_its_content_gets_in(
    cluster: str, message_for: MessageFor
) -> None:
    text = with_grafana(cluster, "workspace: {network: {prefix_lists: [pl-0123456a]}}")

    assert "give grafana.workspace.vpc" in message_for(text, "grafana.workspace.network")


def test_a_workspace_that_exists_is_taken_as_it_is(cluster: str, load: Load) -> None:
    workspace = f"workspace: {{id: g-0123456789, plugin_admin: false, {SAML}}}"

    load(with_grafana(cluster, f"{workspace}, plugins: [grafana-athena-datasource]"))


def test_grafana_needs_metrics(cluster: str, message_for: MessageFor) -> None:
    text = with_grafana(cluster, "folders: shared") + "metrics: {enabled: false}\n"

    assert "metrics.enabled: true" in message_for(text, "grafana.enabled")


def test_grafana_is_refused_where_aws_has_none(cluster: str, message_for: MessageFor) -> None:
    text = with_grafana(cluster.replace("eu-central-1", "eu-north-1"), "folders: shared")

    assert "does not run in eu-north-1" in message_for(text, "grafana.enabled")


def test_grafana_in_seoul_has_no_network_of_its_own(cluster: str, message_for: MessageFor) -> None:
    vpc = "{subnets: [subnet-0123456a, subnet-0123456b], security_groups: [sg-0123456a]}"
    seoul = cluster.replace("eu-central-1", "ap-northeast-2")

    message = message_for(
        with_grafana(seoul, f"workspace: {{vpc: {vpc}}}"), "grafana.workspace.vpc"
    )

    assert "ap-northeast-2" in message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("teams: [{name: shop}, {name: shop}]", "grafana.teams[1].name"),
        (
            "community_dashboards: [{id: 1860, revision: 1}, {id: 1860, revision: 2}]",
            "grafana.community_dashboards[1].id",
        ),
        (
            "plugins: [grafana-athena-datasource, grafana-athena-datasource]",
            "grafana.plugins[1]",
        ),
    ],
)
def test_what_is_named_twice_is_refused(
    cluster: str, message_for: MessageFor, text: str, path: str
) -> None:
    assert "stands here already" in message_for(with_grafana(cluster, text), path)


def test_what_is_switched_off_may_stay_written_down(cluster: str, load: Load) -> None:
    load(f"{cluster}grafana: {{workspace: {{authentication: saml}}}}\n")
