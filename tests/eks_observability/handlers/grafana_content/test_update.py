"""What a later deploy writes: the difference, and nothing else."""

from typing import Any

import pytest

FOLDER = "eks-observability"
TWO = {"eks-cluster": "Cluster", "eks-pods": "Pods"}
TEAMS = [{"Name": "platform", "Permission": "View"}]
HOME = {"HomeDashboard": "eks-cluster"}


def versions_of(grafana: Any) -> dict[str, int]:
    return {uid: len(versions) for uid, versions in grafana.versions.items()}


@pytest.mark.parametrize("policy", ["refuse", "overwrite", "keep"])
def test_nothing_is_written_where_nothing_changed(
    stack: Any, asking: Any, grafana: Any, policy: str
) -> None:
    asked = {"Teams": TEAMS, "EditedByHand": policy, **HOME}
    stack.create(**asking(TWO, **asked))
    grafana.requests = []

    answer = stack.update(**asking(TWO, **asked))

    assert grafana.requests
    assert grafana.writes == []
    assert answer["Data"]["Writes"] == "0"


def test_nothing_is_written_where_the_version_history_is_a_plain_list(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.old_versions_api = True
    stack.create(**asking())
    grafana.requests = []

    stack.update(**asking())

    assert grafana.writes == []


def test_a_deploy_after_a_deploy_that_was_not_answered_writes_nothing(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.requests = []

    stack.send("Create", asking())

    assert grafana.writes == []


def test_what_grafana_adds_to_a_data_source_is_no_difference(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.sources["amp"]["jsonData"]["prometheusVersion"] = "2.50.1"
    grafana.sources["amp"]["readOnly"] = False
    grafana.requests = []

    stack.update(**asking())

    assert grafana.writes == []


def test_one_dashboard_that_changed_is_written_alone(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(TWO))
    grafana.requests = []

    stack.update(**asking({**TWO, "eks-pods": {"title": "Pods", "panels": [1]}}))

    assert grafana.writes == ["POST /api/dashboards/db"]
    assert versions_of(grafana) == {"eks-cluster": 1, "eks-pods": 2}


def test_a_dashboard_that_is_renamed_keeps_its_uid(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())

    stack.update(**asking({"eks-cluster": "Kubernetes cluster"}))

    assert list(grafana.dashboards) == ["eks-cluster"]
    assert grafana.dashboards["eks-cluster"]["json"]["title"] == "Kubernetes cluster"


def test_a_folder_that_is_renamed_keeps_its_uid(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())
    grafana.requests = []

    stack.update(**asking(Folders=[{"Uid": FOLDER, "Title": "Kubernetes"}]))

    assert {uid: one["title"] for uid, one in grafana.folders.items()} == {FOLDER: "Kubernetes"}
    assert grafana.writes == [f"PUT /api/folders/{FOLDER}"]


@pytest.mark.parametrize(("policy", "title"), [("refuse", "Mine"), ("overwrite", "Kubernetes")])
def test_a_folder_that_a_person_renamed_keeps_that_name_unless_told_otherwise(
    stack: Any, asking: Any, grafana: Any, policy: str, title: str
) -> None:
    stack.create(**asking())
    grafana.folders[FOLDER]["title"] = "Mine"

    folders = [{"Uid": FOLDER, "Title": "Kubernetes"}]
    stack.update(**asking(Folders=folders, EditedByHand=policy))

    assert grafana.folders[FOLDER]["title"] == title


def test_dashboards_move_into_another_folder_and_the_empty_one_goes(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    other = "eks-observability-demo"

    stack.update(**asking(folder=other, Folders=[{"Uid": other, "Title": "demo"}]))

    assert list(grafana.folders) == [other]
    assert grafana.dashboards["eks-cluster"]["folder"] == other


def test_a_data_source_that_changed_is_written_under_its_uid(
    stack: Any, asking: Any, grafana: Any
) -> None:
    first = {"uid": "amp", "name": "AMP", "type": "prometheus", "jsonData": {"a": 1, "b": 2}}
    stack.create(**asking(sources=[first]))
    grafana.sources["amp"]["jsonData"]["added"] = True
    grafana.requests = []

    stack.update(**asking(sources=[{**first, "name": "Metrics", "jsonData": {"a": 3}}]))

    assert grafana.writes == ["PUT /api/datasources/uid/amp"]
    assert grafana.sources["amp"]["name"] == "Metrics"
    kept = dict(grafana.sources["amp"]["jsonData"])
    assert kept.pop("eksObservability")
    assert kept == {"a": 3, "added": True}


def test_a_data_source_without_settings_of_its_plugin_is_written_once(
    stack: Any, asking: Any, grafana: Any
) -> None:
    source = {"uid": "amp", "name": "AMP", "type": "prometheus"}
    stack.create(**asking(sources=[source]))
    grafana.requests = []

    stack.update(**asking(sources=[source]))

    assert grafana.writes == []


def test_a_dashboard_that_is_no_longer_asked_for_goes(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(TWO))
    grafana.requests = []

    stack.update(**asking({"eks-cluster": "Cluster"}))

    assert grafana.writes == ["DELETE /api/dashboards/uid/eks-pods"]


def test_a_dashboard_goes_that_a_run_left_of_which_cloudformation_knows_nothing(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(TWO))

    stack.physical_id, stack.properties = "", {}
    stack.create(**asking({"eks-cluster": "Cluster"}))

    assert list(grafana.dashboards) == ["eks-cluster"]


def test_a_data_source_that_is_no_longer_asked_for_goes(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    source = {"uid": "amp", "name": "AMP", "type": "grafana-amazonprometheus-datasource"}

    stack.update(**asking(sources=[source]))

    assert list(grafana.sources) == ["amp"]


def test_what_is_not_ours_stays(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(TWO))
    grafana.folders["theirs"] = {"uid": "theirs", "title": "Theirs", "version": 1}
    grafana.edit("theirs", folder="theirs", title="Theirs", tags=["eks-observability"])
    grafana.sources["theirs"] = {"uid": "theirs", "name": "Theirs", "jsonData": None}

    stack.update(**asking({}, sources=[], Folders=[]))

    assert list(grafana.dashboards) == list(grafana.folders) == list(grafana.sources) == ["theirs"]


def test_what_another_stack_wrote_stays(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(TWO))
    for version in grafana.versions["eks-pods"]:
        version["message"] = version["message"].replace("/demo ", "/other ")
    grafana.sources["cloudwatch"]["jsonData"]["eksObservability"]["owner"] = "eu-central-1/other"

    stack.update(**asking({"eks-cluster": "Cluster"}, sources=[]))

    assert set(grafana.dashboards) == set(TWO)
    assert list(grafana.sources) == ["cloudwatch"]


def test_the_home_page_moves_with_the_settings(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(TWO, **HOME))

    stack.update(**asking(TWO, HomeDashboard="eks-pods"))

    assert grafana.preferences["homeDashboardUID"] == "eks-pods"


def test_the_home_page_is_grafanas_own_again_when_none_is_asked_for(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(**HOME))

    stack.update(**asking())

    assert grafana.preferences["homeDashboardUID"] == ""


def test_a_permission_that_changed_is_written(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(Teams=TEAMS))
    grafana.requests = []

    stack.update(**asking(Teams=[{"Name": "platform", "Permission": "Edit"}]))

    assert grafana.level_of("platform", FOLDER) == 2
    assert grafana.writes == [f"POST /api/folders/{FOLDER}/permissions"]


@pytest.mark.parametrize(("policy", "level"), [("refuse", 4), ("keep", 4), ("overwrite", 2)])
def test_a_permission_that_a_person_changed_stays_unless_told_otherwise(
    stack: Any, asking: Any, grafana: Any, policy: str, level: int
) -> None:
    stack.create(**asking(Teams=TEAMS))
    [entry] = [one for one in grafana.permissions[FOLDER] if one["teamId"]]
    entry["permission"] = 4

    edit = [{"Name": "platform", "Permission": "Edit"}]
    stack.update(**asking(Teams=edit, EditedByHand=policy))

    assert grafana.level_of("platform", FOLDER) == level


def test_the_permission_of_a_team_that_is_no_longer_asked_for_goes(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(Teams=TEAMS))

    stack.update(**asking())

    assert grafana.level_of("platform", FOLDER) is None
    assert [team["name"] for team in grafana.teams] == ["platform"]


def test_a_team_that_was_deleted_by_hand_is_not_made_to_take_its_permission_away(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(Teams=TEAMS))
    grafana.teams = [{"id": 9, "name": "platform engineers"}]
    grafana.requests = []

    stack.update(**asking())

    assert grafana.writes == []


def test_another_workspace_is_filled_and_the_old_one_emptied(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())

    stack.update(**asking(WorkspaceId="g-9876543210"))

    assert stack.physical_id == "g-9876543210/content?plugin-admin=on"
    assert grafana.writes[-1].startswith("DELETE")
