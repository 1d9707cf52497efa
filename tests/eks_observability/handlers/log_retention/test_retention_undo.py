"""What a Create that fails undoes, since the framework ignores the Delete that would."""

from typing import Any

import pytest

from eks_observability.handlers.log_retention import handler

NAME = "/aws/eks/demo/cluster"
OLD, NEW = (
    f"arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-00000000000{number}"
    for number in (1, 2)
)
BASE = {"LogGroupName": NAME, "RetentionInDays": "30", "OnDestroy": "keep"}
WITH_KEY = BASE | {"KmsKeyArn": NEW}


@pytest.fixture(autouse=True)
def _denied(network: Any) -> None:
    network.fail("PutRetentionPolicy", "AccessDeniedException")


@pytest.mark.parametrize("before", [None, OLD])
def test_the_key_is_put_back(stack: Any, have: Any, before: str | None) -> None:
    group = have(90, before)

    with pytest.raises(handler.LogRetentionError, match="Everything is as it was"):
        stack.create(**WITH_KEY)

    assert (group.retention, group.key) == (90, before)
    assert "CREATE_FAILED" in stack.physical_id


def test_a_step_that_failed_is_not_undone(stack: Any, have: Any, network: Any) -> None:
    have(90)

    with pytest.raises(handler.LogRetentionError, match="Everything is as it was"):
        stack.create(**BASE)

    assert network.writes == ["PutRetentionPolicy"]


def test_a_group_that_was_made_stays_and_is_said(stack: Any, logs: Any, network: Any) -> None:
    with pytest.raises(handler.LogRetentionError, match="The new group stays, without a retention"):
        stack.create(**WITH_KEY)

    assert NAME in logs.groups
    assert network.writes == ["CreateLogGroup", "PutRetentionPolicy"]


def test_a_group_that_eks_made_at_the_same_time_stays(stack: Any, logs: Any, have: Any) -> None:
    have()
    logs.hidden = 1

    with pytest.raises(handler.LogRetentionError):
        stack.create(**BASE)

    assert NAME in logs.groups


def test_a_key_that_cannot_be_put_back_is_said(stack: Any, have: Any, network: Any) -> None:
    have(90)
    network.fail("DisassociateKmsKey", "OperationAbortedException")

    with pytest.raises(
        handler.LogRetentionError,
        match=r"Undoing .* too .*: put back State\(retention=90, key=None\)",
    ):
        stack.create(**WITH_KEY)
