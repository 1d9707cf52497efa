"""What a first deploy writes."""

import json
from typing import Any

import pytest

FOLDER = "eks-observability"


def test_each_data_source_is_made_under_its_uid(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())

    assert {uid: one["type"] for uid, one in grafana.sources.items()} == {
        "amp": "grafana-amazonprometheus-datasource",
        "cloudwatch": "cloudwatch",
    }


def test_a_data_source_is_as_it_was_asked_for(stack: Any, asking: Any, grafana: Any) -> None:
    asked = asking()
    stack.create(**asked)

    for source in json.loads(asked["DataSources"]):
        have = grafana.sources[source["uid"]]
        assert {**source, "jsonData": {}}.items() <= {**have, "jsonData": {}}.items()
        assert source["jsonData"].items() <= have["jsonData"].items()


def test_a_plugin_is_installed_before_its_data_source(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())

    install = "POST /api/plugins/grafana-amazonprometheus-datasource/install"
    assert grafana.writes[0] == install
    assert grafana.writes.index("POST /api/datasources") > 0


def test_a_plugin_that_is_there_is_not_installed(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(Plugins=["prometheus", "cloudwatch"], sources=[]))

    assert not [write for write in grafana.writes if "install" in write]


def test_a_plugin_that_somebody_installs_meanwhile_is_no_failure(
    stack: Any, asking: Any, grafana: Any
) -> None:
    plugin = "grafana-x-ray-datasource"
    grafana.before = lambda method, _path: method == "POST" and grafana.plugins.add(plugin)

    stack.create(**asking(Plugins=[plugin], sources=[]))

    assert grafana.writes[0] == f"POST /api/plugins/{plugin}/install"


def test_a_plugin_that_grafana_is_still_installing_is_waited_for(
    stack: Any, asking: Any, grafana: Any
) -> None:
    """One of its servers has it and another has not, say."""
    plugin = "/api/plugins/grafana-amazonprometheus-datasource"
    grafana.fail("GET", f"{plugin}/settings", 404, times=2)

    stack.create(**asking())

    assert grafana.writes[:3] == [f"POST {plugin}/install"] + ["POST /api/datasources"] * 2


def test_the_folder_is_made(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())

    assert grafana.folders[FOLDER]["title"] == "EKS"


def test_a_dashboard_is_written_into_its_folder(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking({"eks-cluster": {"title": "Cluster", "panels": [1, 2]}}))

    made = grafana.dashboards["eks-cluster"]
    assert made["folder"] == FOLDER
    assert made["json"]["title"] == "Cluster"
    assert made["json"]["panels"] == [1, 2]


def test_a_dashboard_has_our_tag_and_its_own(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking({"eks-cluster": {"title": "Cluster", "tags": ["kubernetes"]}}))

    assert grafana.dashboards["eks-cluster"]["json"]["tags"] == ["kubernetes", "eks-observability"]


def test_the_tag_is_there_once_though_the_dashboard_has_it(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking({"eks-cluster": {"title": "Cluster", "tags": ["eks-observability"]}}))

    assert grafana.dashboards["eks-cluster"]["json"]["tags"] == ["eks-observability"]


def test_the_version_history_says_which_stack_wrote(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())

    [version] = grafana.versions["eks-cluster"]
    assert version["message"].startswith("eks-observability eu-central-1/demo eks-observability ")


def test_the_home_page_is_set_and_other_preferences_stay(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking({"eks-home": "Home"}, HomeDashboard="eks-home"))

    assert grafana.preferences == {
        "theme": "dark",
        "timezone": "utc",
        "homeDashboardUID": "eks-home",
    }


@pytest.mark.parametrize(("policy", "home"), [("refuse", "mine"), ("overwrite", "eks-home")])
def test_a_home_page_that_a_person_chose_stays_unless_told_otherwise(
    stack: Any, asking: Any, grafana: Any, policy: str, home: str
) -> None:
    grafana.preferences["homeDashboardUID"] = "mine"

    stack.create(**asking({"eks-home": "Home"}, HomeDashboard="eks-home", EditedByHand=policy))

    assert grafana.preferences["homeDashboardUID"] == home


def test_no_home_page_is_touched_where_none_is_asked_for(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.preferences["homeDashboardUID"] = "mine"

    stack.create(**asking())

    assert grafana.preferences["homeDashboardUID"] == "mine"


@pytest.mark.parametrize(("permission", "level"), [("View", 1), ("Edit", 2), ("Admin", 4)])
def test_a_team_gets_its_permission_on_the_folder(
    stack: Any, asking: Any, grafana: Any, permission: str, level: int
) -> None:
    grafana.teams = [{"id": 5, "name": "platform"}]

    stack.create(**asking(Teams=[{"Name": "platform", "Permission": permission}]))

    assert grafana.level_of("platform", FOLDER) == level


def test_other_permissions_of_the_folder_stay(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(Teams=[{"Name": "platform", "Permission": "View"}]))

    others = [
        (one.get("role"), one["userId"], one["permission"])
        for one in grafana.permissions[FOLDER]
        if not one["teamId"] and not one["inherited"]
    ]
    assert others == [("Viewer", 0, 1), ("Editor", 0, 2), (None, 7, 4)]


def test_a_team_that_is_not_there_is_made(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(Teams=[{"Name": "platform", "Permission": "View"}]))

    assert [team["name"] for team in grafana.teams] == ["platform"]


def test_cloudformation_learns_where_the_workspace_is(stack: Any, asking: Any) -> None:
    answer = stack.create(**asking())

    assert answer["Data"] == {
        "WorkspaceUrl": "https://g-0123456789.grafana-workspace.eu-central-1.amazonaws.com",
        "LeftAsEdited": "nothing",
        "Writes": "5",
    }


@pytest.mark.parametrize(("enabled", "word"), [(True, "on"), (False, "off")])
def test_the_id_remembers_whether_plugin_administration_was_on(
    stack: Any, asking: Any, control: Any, enabled: bool, word: str
) -> None:
    control.configuration["plugins"]["pluginAdminEnabled"] = enabled

    stack.create(**asking())

    assert stack.physical_id == f"g-0123456789/content?plugin-admin={word}"
