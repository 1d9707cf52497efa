"""The KMS key of a log group."""

from typing import Any

import pytest

NAME = "/aws/eks/demo/cluster"
OLD, NEW, THIRD = (
    f"arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000000{number}"
    for number in (1, 2, 3)
)


def asking(key: str | None = None, retention: str = "30") -> dict[str, Any]:
    asked = {"LogGroupName": NAME, "RetentionInDays": retention, "OnDestroy": "keep"}
    return asked | ({"KmsKeyArn": key} if key else {})


def test_a_new_group_has_its_key_from_the_first_moment(stack: Any, network: Any) -> None:
    stack.create(**asking(NEW))

    assert network.made("CreateLogGroup") == [{"logGroupName": NAME, "kmsKeyId": NEW}]
    assert network.writes == ["CreateLogGroup", "PutRetentionPolicy"]
    assert stack.physical_id == f"{NAME}?before=absent"


@pytest.mark.parametrize(
    ("before", "memory"), [(None, "?before=90"), (OLD, f"?before=90&key={OLD}")]
)
def test_a_group_gets_the_key_and_the_one_before_is_remembered(
    stack: Any, have: Any, before: str | None, memory: str
) -> None:
    group = have(90, before)

    stack.create(**asking(NEW))

    assert group.key == NEW
    assert stack.physical_id == NAME + memory


def test_a_group_that_has_the_key_is_left_alone(stack: Any, have: Any, network: Any) -> None:
    have(30, NEW)

    stack.create(**asking(NEW))

    assert network.writes == []


def test_without_a_key_the_group_keeps_its_own(stack: Any, have: Any) -> None:
    group = have(90, OLD)

    stack.create(**asking())
    stack.update(**asking(retention="60"))
    stack.delete()

    assert (group.retention, group.key) == (90, OLD)


def test_update_changes_the_key(stack: Any, have: Any) -> None:
    group = have(90)
    stack.create(**asking(OLD))

    stack.update(**asking(NEW))

    assert group.key == NEW


@pytest.mark.parametrize("before", [None, OLD])
def test_update_without_the_key_puts_the_one_before_back(
    stack: Any, have: Any, before: str | None
) -> None:
    group = have(90, before)
    stack.create(**asking(NEW))

    stack.update(**asking())

    assert (group.retention, group.key) == (30, before)


@pytest.mark.parametrize("since", [None, THIRD])
def test_update_without_the_key_leaves_what_a_person_chose_since(
    stack: Any, have: Any, since: str | None
) -> None:
    group = have(90, OLD)
    stack.create(**asking(NEW))
    group.key = since

    stack.update(**asking())

    assert group.key == since


@pytest.mark.parametrize("before", [None, OLD])
def test_delete_puts_the_key_back(stack: Any, have: Any, before: str | None) -> None:
    group = have(90, before)
    stack.create(**asking(NEW))

    stack.delete()

    assert (group.retention, group.key) == (90, before)


@pytest.mark.parametrize("since", [None, THIRD])
def test_delete_leaves_the_key_that_a_person_chose_since(
    stack: Any, have: Any, since: str | None
) -> None:
    group = have(90, OLD)
    stack.create(**asking(NEW))
    group.key = since

    stack.delete()

    assert group.key == since


def test_delete_of_a_resource_without_a_key_leaves_a_removed_key_removed(
    stack: Any, have: Any
) -> None:
    group = have(90, OLD)
    stack.create(**asking())
    group.key = None

    stack.delete()

    assert group.key is None
