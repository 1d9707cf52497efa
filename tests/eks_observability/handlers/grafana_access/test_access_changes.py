"""Who has which role after which change of the settings."""

from typing import Any

import pytest

JANE = "73847832-1031-70a6-d142-6fbb72a512f0"
OMAR = "9067f6ab12-83847832-1031-70a6-d142-6fbb72a512f0"
TEAM = "93847832-1031-70a6-d142-6fbb72a512f0"
USER, GROUP = "SSO_USER", "SSO_GROUP"


def test_create_gives_everybody_the_role_asked_for(stack: Any, grafana: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN", OMAR: "EDITOR"}, {TEAM: "VIEWER"}))

    assert grafana.roles == {
        (USER, JANE): "ADMIN",
        (USER, OMAR): "EDITOR",
        (GROUP, TEAM): "VIEWER",
    }


def test_create_asks_once_for_each_role(stack: Any, network: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN", OMAR: "ADMIN"}, {TEAM: "ADMIN"}))

    [asked] = network.made("UpdatePermissions")
    [instruction] = asked["updateInstructionBatch"]
    assert (instruction["action"], instruction["role"]) == ("ADD", "ADMIN")
    assert len(instruction["users"]) == 3


def test_nobody_is_asked_for_by_an_empty_settings_file(
    stack: Any, network: Any, asking: Any
) -> None:
    stack.create(**asking())
    stack.update(**asking())
    stack.delete()

    assert network.writes == []


def test_nothing_is_written_where_nothing_differs(stack: Any, network: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN"}, {TEAM: "VIEWER"}))
    network.calls.clear()

    stack.update(**asking({JANE: "ADMIN"}, {TEAM: "VIEWER"}))

    assert network.writes == []


def test_an_id_in_capitals_is_the_same_person(stack: Any, network: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN"}))
    network.calls.clear()

    stack.update(**asking({JANE.upper(): "ADMIN"}))

    assert network.writes == []


def test_another_role_takes_the_place_of_the_one_before(
    stack: Any, grafana: Any, asking: Any
) -> None:
    stack.create(**asking({JANE: "ADMIN"}))
    stack.update(**asking({JANE: "VIEWER"}))

    assert grafana.roles == {(USER, JANE): "VIEWER"}


def test_who_is_taken_out_of_the_settings_loses_the_role(
    stack: Any, grafana: Any, asking: Any
) -> None:
    stack.create(**asking({JANE: "ADMIN"}, {TEAM: "VIEWER"}))
    stack.update(**asking({JANE: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "ADMIN"}


def test_delete_takes_away_what_was_given(stack: Any, grafana: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN"}, {TEAM: "VIEWER"}))
    stack.delete()

    assert grafana.roles == {}


def test_who_was_let_in_by_hand_is_left_alone(stack: Any, grafana: Any, asking: Any) -> None:
    by_hand = {(USER, OMAR): "ADMIN", (GROUP, TEAM): "EDITOR", (GROUP, JANE): "VIEWER"}
    grafana.roles |= by_hand

    stack.create(**asking({JANE: "ADMIN"}))
    stack.update(**asking({JANE: "EDITOR"}))
    stack.delete()

    assert grafana.roles == by_hand


def test_a_role_that_was_given_by_hand_before_comes_back(
    stack: Any, grafana: Any, asking: Any
) -> None:
    grafana.roles |= {(USER, JANE): "VIEWER"}
    stack.create(**asking({JANE: "ADMIN", OMAR: "EDITOR"}))
    assert grafana.roles[USER, JANE] == "ADMIN"

    stack.delete()

    assert grafana.roles == {(USER, JANE): "VIEWER"}


def test_a_role_from_before_comes_back_when_the_settings_forget_the_person(
    stack: Any, grafana: Any, asking: Any
) -> None:
    grafana.roles |= {(USER, JANE): "VIEWER"}
    stack.create(**asking({JANE: "ADMIN"}))
    stack.update(**asking({OMAR: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "VIEWER", (USER, OMAR): "ADMIN"}


def test_the_same_role_from_before_stays(stack: Any, grafana: Any, asking: Any) -> None:
    grafana.roles |= {(GROUP, TEAM): "VIEWER"}
    stack.create(**asking(groups={TEAM: "VIEWER"}))
    stack.delete()

    assert grafana.roles == {(GROUP, TEAM): "VIEWER"}


def test_a_role_that_somebody_gave_since_is_theirs(stack: Any, grafana: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "VIEWER"}))
    grafana.roles[USER, JANE] = "ADMIN"
    stack.delete()

    assert grafana.roles == {(USER, JANE): "ADMIN"}


def test_a_role_that_somebody_took_since_is_given_again_by_a_deploy(
    stack: Any, grafana: Any, asking: Any
) -> None:
    stack.create(**asking({JANE: "VIEWER"}))
    grafana.roles.clear()
    stack.update(**asking({JANE: "VIEWER"}, {TEAM: "VIEWER"}))

    assert grafana.roles[USER, JANE] == "VIEWER"


def test_a_user_and_a_group_of_one_id_are_two(stack: Any, grafana: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN"}, {JANE: "VIEWER"}))
    stack.update(**asking({JANE: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "ADMIN"}


def test_the_id_outlives_updates(stack: Any, grafana: Any, asking: Any) -> None:
    grafana.roles |= {(USER, JANE): "VIEWER"}
    stack.create(**asking({JANE: "ADMIN"}))
    before = stack.physical_id
    stack.update(**asking({OMAR: "ADMIN"}))

    assert stack.physical_id == before


def test_the_id_says_no_id_of_a_person(stack: Any, grafana: Any, asking: Any) -> None:
    grafana.roles |= {(USER, JANE): "VIEWER"}
    stack.create(**asking({JANE: "ADMIN"}))

    assert JANE not in stack.physical_id
    assert stack.physical_id.endswith("V")


def test_another_workspace_is_another_resource(stack: Any, network: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN"}))
    grafana = network.service

    class Two:
        """The old workspace, and one that is empty."""

        def __getattr__(self, operation: str) -> Any:
            def answer(**asked: Any) -> Any:
                if asked["workspace_id"] == "g-0123456789":
                    return getattr(grafana, operation)(**asked)
                return getattr(other, operation)(**asked | {"workspace_id": "g-0123456789"})

            return answer

    other = type(grafana)(grafana.aws_error)
    network.service = Two()

    stack.update(**asking({JANE: "ADMIN"}) | {"WorkspaceId": "g-abcdef0123"})

    assert (grafana.roles, other.roles) == ({}, {(USER, JANE): "ADMIN"})
    assert stack.physical_id.startswith("g-abcdef0123/")


def test_the_delete_of_a_half_made_one_takes_the_half(
    stack: Any, grafana: Any, asking: Any
) -> None:
    grafana.strangers[OMAR] = (400, "no such user")
    grafana.roles |= {(GROUP, TEAM): "VIEWER"}
    with pytest.raises(Exception, match="no such user"):
        stack.create(**asking({JANE: "ADMIN", OMAR: "ADMIN"}, {TEAM: "EDITOR"}))
    assert grafana.roles == {(USER, JANE): "ADMIN", (GROUP, TEAM): "EDITOR"}

    stack.delete()

    assert grafana.roles == {(GROUP, TEAM): "VIEWER"}


def test_a_run_that_died_half_way_is_completed(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    stack.create(**asking({JANE: "ADMIN", OMAR: "ADMIN"}))
    # The role before was taken, the new one not given yet.
    del grafana.roles[USER, JANE]
    network.calls.clear()

    stack.update(**asking({JANE: "VIEWER", OMAR: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "VIEWER", (USER, OMAR): "ADMIN"}
    [asked] = network.made("UpdatePermissions")
    assert [one["action"] for one in asked["updateInstructionBatch"]] == ["ADD"]
