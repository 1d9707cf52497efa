"""Retention and group: what is changed, what is remembered, what is put back."""

from typing import Any

import pytest

NAME = "/aws/eks/demo/cluster"


def asking(retention: str = "30", *, group: str = NAME, destroy: str = "keep") -> dict[str, Any]:
    return {"LogGroupName": group, "RetentionInDays": retention, "OnDestroy": destroy}


def test_create_makes_a_group_that_is_absent(stack: Any, logs: Any, network: Any) -> None:
    answer = stack.create(**asking("30"))

    assert logs.groups[NAME].retention == 30
    assert network.writes == ["CreateLogGroup", "PutRetentionPolicy"]
    assert answer["Data"] == {"LogGroupName": NAME}
    assert answer["PhysicalResourceId"] == f"{NAME}?before=absent"


@pytest.mark.parametrize(
    ("before", "asked", "writes", "remembered"),
    [
        (None, "30", ["PutRetentionPolicy"], "forever"),
        (90, "30", ["PutRetentionPolicy"], "90"),
        (90, "forever", ["DeleteRetentionPolicy"], "90"),
        (30, "30", [], "30"),
        (None, "forever", [], "forever"),
    ],
)
def test_create_changes_the_retention_of_a_group_only_when_it_differs(
    stack: Any,
    network: Any,
    have: Any,
    before: int | None,
    asked: str,
    writes: list[str],
    remembered: str,
) -> None:
    group = have(before)

    stack.create(**asking(asked))

    assert group.retention == (None if asked == "forever" else int(asked))
    assert network.writes == writes
    assert stack.physical_id == f"{NAME}?before={remembered}"


def test_a_group_is_told_from_others_whose_names_begin_like_it(
    stack: Any, logs: Any, have: Any, network: Any
) -> None:
    other = have(90)
    logs.groups = {f"{NAME}-{number}": other for number in range(5)}

    stack.create(**asking("30"))

    assert other.retention == 90
    assert logs.groups[NAME].retention == 30
    assert len(network.made("DescribeLogGroups")) == 3


def test_a_group_that_eks_makes_at_the_same_time_is_taken_as_it_is(
    stack: Any, logs: Any, have: Any, network: Any
) -> None:
    group = have(90)
    logs.hidden = 3

    stack.create(**asking("30"))

    assert group.retention == 30
    assert stack.physical_id == f"{NAME}?before=90"
    assert network.naps == [0.5, 1]


def test_update_with_the_same_values_writes_nothing(stack: Any, network: Any) -> None:
    stack.create(**asking())
    physical_id, network.calls = stack.physical_id, []

    stack.update(**asking())

    assert network.writes == []
    assert stack.physical_id == physical_id


@pytest.mark.parametrize(("asked", "retention"), [("365", 365), ("1", 1), ("forever", None)])
def test_update_gives_the_new_retention_and_keeps_the_memory(
    stack: Any, have: Any, asked: str, retention: int | None
) -> None:
    group = have(90)
    stack.create(**asking("30"))

    stack.update(**asking(asked))

    assert group.retention == retention
    assert stack.physical_id == f"{NAME}?before=90"


def test_update_makes_a_group_again_that_somebody_deleted(stack: Any, logs: Any) -> None:
    stack.create(**asking("30"))
    logs.groups.clear()

    stack.update(**asking("60"))

    assert logs.groups[NAME].retention == 60


def test_update_to_another_group_puts_the_first_back(stack: Any, logs: Any, have: Any) -> None:
    group = have(90)
    stack.create(**asking("30"))

    stack.update(**asking("60", group="/other"))

    assert group.retention == 90
    assert logs.groups["/other"].retention == 60
    assert stack.physical_id == "/other?before=absent"


@pytest.mark.parametrize("before", [None, 90])
@pytest.mark.parametrize("asked", ["30", "forever"])
def test_delete_puts_the_retention_back(
    stack: Any, have: Any, before: int | None, asked: str
) -> None:
    group = have(before)
    stack.create(**asking(asked))

    stack.delete()

    assert group.retention == before


def test_delete_leaves_a_retention_that_a_person_gave_since(stack: Any, have: Any) -> None:
    group = have(7)
    stack.create(**asking("30"))
    group.retention = 365

    stack.delete()

    assert group.retention == 365


def test_delete_leaves_a_group_that_was_absent_with_its_retention(
    stack: Any, logs: Any, network: Any
) -> None:
    stack.create(**asking("30"))
    network.calls = []

    stack.delete()

    assert logs.groups[NAME].retention == 30
    assert network.writes == []


def test_delete_deletes_a_group_that_was_absent_when_told_to(stack: Any, logs: Any) -> None:
    stack.create(**asking("30", destroy="delete"))

    stack.delete()

    assert NAME not in logs.groups


def test_delete_never_deletes_a_group_that_was_there_before(
    stack: Any, logs: Any, have: Any
) -> None:
    have(90)
    stack.create(**asking("30", destroy="delete"))

    stack.delete()

    assert logs.groups[NAME].retention == 90


@pytest.mark.parametrize("destroy", ["keep", "delete"])
def test_delete_of_a_group_that_is_gone_is_done(
    stack: Any, logs: Any, have: Any, network: Any, destroy: str
) -> None:
    have(90)
    stack.create(**asking("30", destroy=destroy))
    logs.groups.clear()
    network.calls = []

    stack.delete()

    assert network.writes == []


@pytest.mark.parametrize(
    ("before", "operation"), [(90, "PutRetentionPolicy"), (None, "DeleteLogGroup")]
)
def test_delete_of_a_group_that_goes_away_meanwhile_is_done(
    stack: Any, have: Any, network: Any, before: int | None, operation: str
) -> None:
    if before:
        have(before)
    stack.create(**asking("30", destroy="delete"))
    network.fail(operation, "ResourceNotFoundException")

    assert stack.delete()["PhysicalResourceId"] == f"{NAME}?before={before or 'absent'}"


@pytest.mark.parametrize("destroy", ["keep", "delete"])
def test_delete_of_an_id_that_is_not_ours_touches_nothing(
    stack: Any, have: Any, network: Any, logs: Any, destroy: str
) -> None:
    have(30)
    stack.physical_id = NAME

    stack.send("Delete", asking("30", destroy=destroy))

    assert network.writes == []
