"""What a destroy takes away: what is ours, and nothing else."""

from typing import Any

import pytest

from eks_observability.handlers.grafana_content.errors import GrafanaContentError

FOLDER = "eks-observability"
ALL = {
    "Teams": [{"Name": "platform", "Permission": "View"}],
    "HomeDashboard": "eks-cluster",
}


def test_everything_of_ours_goes(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ALL))

    stack.delete()

    assert not grafana.dashboards
    assert not grafana.folders
    assert not grafana.sources
    assert grafana.preferences["homeDashboardUID"] == ""


def test_the_home_page_is_grafanas_own_before_the_dashboard_goes(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(**ALL))
    grafana.requests = []

    stack.delete()

    assert grafana.writes[:2] == [
        "PATCH /api/org/preferences",
        "DELETE /api/dashboards/uid/eks-cluster",
    ]


def test_a_home_page_that_a_person_chose_since_stays(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ALL))
    grafana.preferences["homeDashboardUID"] = "mine"

    stack.delete()

    assert grafana.preferences["homeDashboardUID"] == "mine"


def test_plugins_and_teams_stay(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ALL))

    stack.delete()

    assert "grafana-amazonprometheus-datasource" in grafana.plugins
    assert [team["name"] for team in grafana.teams] == ["platform"]


def test_a_folder_with_somebodys_dashboard_stays_and_our_teams_permission_goes(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking(**ALL))
    grafana.edit("theirs", folder=FOLDER, title="Theirs")

    stack.delete()

    assert list(grafana.dashboards) == ["theirs"]
    assert list(grafana.folders) == [FOLDER]
    assert grafana.level_of("platform", FOLDER) is None


def test_a_folder_with_somebodys_alert_rules_stays(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())
    grafana.with_alert_rules = {FOLDER}

    stack.delete()

    assert list(grafana.folders) == [FOLDER]


def test_a_dashboard_goes_that_the_search_does_not_show_yet(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.not_in_search = {"eks-cluster"}

    stack.delete()

    assert not grafana.dashboards


def test_a_folder_goes_though_the_search_still_shows_what_was_in_it(
    stack: Any, asking: Any, grafana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.create(**asking())
    shown = [{"uid": "eks-cluster", "type": "dash-db"}]
    monkeypatch.setattr(grafana, "search", lambda **_asked: shown)

    stack.delete()

    assert not grafana.folders


def test_what_is_gone_already_is_no_failure(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking(**ALL))
    grafana.dashboards.clear()
    grafana.versions.clear()
    grafana.folders.clear()
    grafana.sources.clear()

    stack.delete()

    assert grafana.preferences["homeDashboardUID"] == ""


@pytest.mark.parametrize("writes", range(9))
def test_one_that_was_half_made_goes(stack: Any, asking: Any, grafana: Any, writes: int) -> None:
    """The Create dies after so many writes, and CloudFormation rolls back."""

    def die(method: str, _path: str) -> None:
        if method != "GET" and len(grafana.writes) > writes:
            raise KeyboardInterrupt

    grafana.before = die
    with pytest.raises(KeyboardInterrupt):
        stack.create(**asking({"eks-cluster": "Cluster", "eks-pods": "Pods"}, **ALL))
    grafana.before = lambda _method, _path: None

    stack.delete()

    assert not grafana.dashboards
    assert not grafana.folders
    assert not grafana.sources


def test_the_asset_is_not_needed(stack: Any, asking: Any, grafana: Any, control: Any) -> None:
    stack.create(**asking())
    control.objects.clear()

    stack.delete()

    assert not grafana.dashboards


def test_a_workspace_that_is_gone_is_done(stack: Any, asking: Any, control: Any) -> None:
    stack.create(**asking())
    control.missing = True

    assert stack.delete()["IsComplete"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_workspace_that_lets_nobody_in_does_not_hold_up_a_rollback(
    stack: Any, asking: Any, grafana: Any, control: Any, status: int
) -> None:
    grafana.fail("GET", "/api/", status)
    with pytest.raises(GrafanaContentError):
        stack.create(**asking())

    assert stack.delete()["IsComplete"]
    assert control.tokens == control.accounts == {}


def test_an_id_that_is_not_ours_touches_nothing(stack: Any, asking: Any, network: Any) -> None:
    stack.create(**asking())
    network.calls.clear()
    stack.physical_id = "something"

    stack.send("Delete", asking())

    assert network.calls == []
