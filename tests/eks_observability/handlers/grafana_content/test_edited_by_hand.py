"""What becomes of what a person changed in Grafana."""

from typing import Any

import pytest

from eks_observability.handlers.grafana_content.errors import GrafanaContentError

NEW = {"eks-cluster": {"title": "Cluster", "panels": ["new"]}}
MINE = ["mine"]
REFUSED = "a person edited or made eks-cluster in Grafana"


def panels(grafana: Any) -> Any:
    return grafana.dashboards["eks-cluster"]["json"].get("panels")


def test_an_edit_is_refused_where_it_would_be_lost(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())
    grafana.edit("eks-cluster", panels=MINE)
    grafana.requests = []

    with pytest.raises(GrafanaContentError, match=REFUSED):
        stack.update(**asking(NEW, sources=[]))

    assert panels(grafana) == MINE
    assert grafana.writes == []


def test_every_edit_that_is_refused_is_named(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking({"eks-cluster": "Cluster", "eks-pods": "Pods"}))
    grafana.edit("eks-cluster", panels=MINE)
    grafana.edit("eks-pods", panels=MINE)
    grafana.sources["amp"]["url"] = "https://elsewhere.example"
    new = {"eks-cluster": "The cluster", "eks-pods": "The pods"}

    with pytest.raises(GrafanaContentError, match="made amp, eks-cluster, eks-pods in"):
        stack.update(**asking(new, sources=[{"uid": "amp", "name": "new", "type": "prometheus"}]))


def test_a_rollback_after_a_refusal_passes(stack: Any, asking: Any, grafana: Any) -> None:
    old = asking()
    stack.create(**old)
    grafana.edit("eks-cluster", panels=MINE)
    grafana.sources["amp"]["url"] = "https://elsewhere.example"
    with pytest.raises(GrafanaContentError):
        stack.update(**asking(NEW))

    answer = stack.send("Update", old, asking(NEW))

    assert answer["Data"]["LeftAsEdited"] == "amp, eks-cluster"
    assert panels(grafana) == MINE


def test_an_edit_is_left_where_it_is_to_be_kept(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())
    grafana.edit("eks-cluster", panels=MINE)

    answer = stack.update(**asking(NEW, EditedByHand="keep"))

    assert panels(grafana) == MINE
    assert answer["Data"]["LeftAsEdited"] == "eks-cluster"


@pytest.mark.parametrize(("asked", "written"), [(None, None), (NEW, ["new"])])
def test_an_edit_is_lost_where_it_is_to_be_overwritten(
    stack: Any, asking: Any, grafana: Any, asked: Any, written: Any
) -> None:
    stack.create(**asking())
    grafana.edit("eks-cluster", panels=MINE)

    stack.update(**asking(asked, EditedByHand="overwrite"))

    assert panels(grafana) == written


def test_an_edit_that_was_taken_back_by_restoring_our_version_still_counts_as_one(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.edit("eks-cluster", message="Restored from version 1")

    with pytest.raises(GrafanaContentError, match=REFUSED):
        stack.update(**asking(NEW))


def test_a_dashboard_that_a_person_moved_counts_as_edited(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.dashboards["eks-cluster"]["folder"] = "theirs"

    with pytest.raises(GrafanaContentError, match=REFUSED):
        stack.update(**asking(NEW))


def test_a_dashboard_that_was_made_by_hand_under_our_uid_is_refused(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.folders["theirs"] = {"uid": "theirs", "title": "Theirs", "version": 1}
    grafana.edit("eks-cluster", folder="theirs", title="Mine")

    with pytest.raises(GrafanaContentError, match=REFUSED):
        stack.create(**asking())


def test_a_dashboard_without_a_history_is_not_taken_for_ours(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.versions["eks-cluster"] = []

    with pytest.raises(GrafanaContentError, match=REFUSED):
        stack.update(**asking())


def test_a_dashboard_that_was_deleted_by_hand_is_written_again(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())
    grafana.delete_dashboard("eks-cluster")

    stack.update(**asking())

    assert "eks-cluster" in grafana.dashboards


def test_an_edit_that_comes_between_reading_and_writing_is_seen(
    stack: Any, asking: Any, grafana: Any
) -> None:
    stack.create(**asking())

    def edit_once(method: str, path: str) -> None:
        if (method, path) == ("POST", "/api/dashboards/db"):
            grafana.before = lambda _method, _path: None
            grafana.edit("eks-cluster", panels=MINE)

    grafana.before = edit_once

    with pytest.raises(GrafanaContentError, match=REFUSED):
        stack.update(**asking(NEW))

    assert panels(grafana) == MINE


def test_a_data_source_that_changes_between_reading_and_writing_is_read_again(
    stack: Any, asking: Any, grafana: Any
) -> None:
    source = {"uid": "amp", "name": "AMP", "type": "prometheus"}
    stack.create(**asking(sources=[source]))

    def save_once(method: str, _path: str) -> None:
        if method == "PUT":
            grafana.before = lambda _method, _path: None
            grafana.sources["amp"]["version"] += 1

    grafana.before = save_once

    stack.update(**asking(sources=[{**source, "name": "Metrics"}]))

    assert grafana.sources["amp"]["name"] == "Metrics"


@pytest.mark.parametrize(
    ("policy", "url"),
    [("keep", "https://mine.example"), ("overwrite", "https://new.example")],
)
def test_a_data_source_follows_the_same_policy(
    stack: Any, asking: Any, grafana: Any, policy: str, url: str
) -> None:
    source = {"uid": "amp", "name": "AMP", "type": "prometheus", "url": "https://old.example"}
    stack.create(**asking(sources=[source]))
    grafana.sources["amp"]["url"] = "https://mine.example"

    new = [{**source, "url": "https://new.example"}]
    stack.update(**asking(sources=new, EditedByHand=policy))

    assert grafana.sources["amp"]["url"] == url


def test_a_setting_of_the_plugin_that_a_person_changed_is_an_edit(
    stack: Any, asking: Any, grafana: Any
) -> None:
    source = {"uid": "amp", "name": "AMP", "type": "prometheus", "jsonData": {"a": 1}}
    stack.create(**asking(sources=[source]))
    grafana.sources["amp"]["jsonData"]["a"] = 2

    with pytest.raises(GrafanaContentError, match="edited or made amp in Grafana"):
        stack.update(**asking(sources=[{**source, "name": "Metrics"}]))


def test_a_data_source_that_was_made_by_hand_under_our_uid_is_refused(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.sources["amp"] = {"uid": "amp", "name": "Mine", "jsonData": {}, "version": 4}

    with pytest.raises(GrafanaContentError, match="edited or made amp in Grafana"):
        stack.create(**asking())


def test_a_data_source_that_was_made_by_hand_is_taken_over_when_told_to(
    stack: Any, asking: Any, grafana: Any
) -> None:
    grafana.sources["amp"] = {"uid": "amp", "name": "Mine", "jsonData": {"x": 1}, "version": 4}

    stack.create(**asking(EditedByHand="overwrite"))

    assert grafana.sources["amp"]["name"] == "Amazon Managed Service for Prometheus"


@pytest.mark.parametrize(
    ("policy", "left"), [("refuse", True), ("keep", True), ("overwrite", False)]
)
def test_what_was_edited_stays_when_it_is_no_longer_asked_for_unless_told_otherwise(
    stack: Any, asking: Any, grafana: Any, policy: str, left: bool
) -> None:
    stack.create(**asking())
    grafana.edit("eks-cluster", panels=MINE)
    grafana.sources["amp"]["url"] = "https://mine.example"

    stack.update(**asking({}, sources=[], Folders=[], EditedByHand=policy))

    assert (list(grafana.dashboards), list(grafana.sources)) == (
        (["eks-cluster"], ["amp"]) if left else ([], [])
    )
    assert bool(grafana.folders) == left


def test_a_copy_that_a_person_made_of_ours_stays(stack: Any, asking: Any, grafana: Any) -> None:
    stack.create(**asking())
    ours = grafana.dashboards["eks-cluster"]["json"]
    grafana.edit("copy", folder="eks-observability", title="My cluster", tags=ours["tags"])

    stack.update(**asking({}))

    assert list(grafana.dashboards) == ["copy"]
