"""What is switched on, what was before, and what is put back."""

import json
from typing import Any

import pytest

from eks_observability.handlers.transaction_search import handler
from eks_observability.handlers.transaction_search.errors import TransactionSearchError

NAME = "eks-observability-transaction-search"


def test_on_event_changes_nothing(stack: Any, asking: Any, network: Any) -> None:
    event = stack.event("Create", asking())

    answer = handler.on_event(event, None)

    assert network.writes == []
    assert answer == {"PhysicalResourceId": "transaction-search?before=XRay,1.0,absent"}


def test_create_lets_x_ray_write_then_switches_then_says_how_much_is_indexed(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    stack.create(**asking())

    assert network.writes == [
        "PutResourcePolicy",
        "UpdateTraceSegmentDestination",
        "UpdateIndexingRule",
    ]
    assert (tracing.destination, tracing.percent) == ("CloudWatchLogs", 5)
    assert list(tracing.policies) == [NAME]


def test_create_ends_when_the_change_is_active(stack: Any, asking: Any, tracing: Any) -> None:
    tracing.lasts = 7

    stack.create(**asking())

    assert tracing.pending == 0


def test_a_change_that_somebody_else_began_is_waited_for(
    stack: Any, asking: Any, tracing: Any
) -> None:
    tracing.destination, tracing.pending = "XRay", 4

    stack.create(**asking())

    assert tracing.destination == "CloudWatchLogs"


def test_what_is_on_already_is_not_written_again(
    stack: Any, asking: Any, tracing: Any, policy: Any, network: Any
) -> None:
    tracing.destination, tracing.percent = "CloudWatchLogs", 5
    tracing.policies[NAME] = json.dumps(policy())

    stack.create(**asking())

    assert network.writes == []


def test_the_same_again_writes_nothing(stack: Any, asking: Any, network: Any) -> None:
    stack.create(**asking())
    network.calls.clear()

    stack.update(**asking())

    assert network.writes == []


def test_an_update_changes_what_differs(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    stack.create(**asking())
    network.calls.clear()

    stack.update(**asking(percent="2.5"))

    assert network.writes == ["UpdateIndexingRule"]
    assert tracing.percent == 2.5


def test_an_update_changes_our_policy(
    stack: Any, asking: Any, tracing: Any, policy: Any, network: Any
) -> None:
    stack.create(**asking())
    network.calls.clear()

    stack.update(**asking(Sid="Other"))

    assert network.writes == ["PutResourcePolicy"]
    assert json.loads(tracing.policies[NAME]) == policy(Sid="Other")


def test_an_update_switches_on_again_what_somebody_switched_off(
    stack: Any, asking: Any, tracing: Any
) -> None:
    stack.create(**asking())
    tracing.destination = "XRay"

    stack.update(**asking(percent="6"))

    assert (tracing.destination, tracing.percent) == ("CloudWatchLogs", 6)


def test_delete_puts_everything_back(stack: Any, asking: Any, tracing: Any, network: Any) -> None:
    stack.create(**asking())
    network.calls.clear()

    stack.delete()

    assert network.writes == [
        "UpdateIndexingRule",
        "UpdateTraceSegmentDestination",
        "DeleteResourcePolicy",
    ]
    assert (tracing.destination, tracing.percent) == ("XRay", 1)
    assert tracing.policies == {}


def test_what_is_put_back_is_what_was_before_the_first_deploy(
    stack: Any, asking: Any, tracing: Any
) -> None:
    stack.create(**asking())
    stack.update(**asking(percent="20"))

    stack.delete()

    assert (tracing.destination, tracing.percent) == ("XRay", 1)


def test_a_delete_that_meets_the_create_under_way_waits_for_it(
    stack: Any, asking: Any, tracing: Any
) -> None:
    stack.polls, tracing.lasts = 1, 3
    with pytest.raises(TimeoutError):
        stack.create(**asking())
    stack.polls = 20

    stack.delete()

    assert (tracing.destination, tracing.policies) == ("XRay", {})


def test_delete_leaves_on_what_was_on_before(
    stack: Any, asking: Any, tracing: Any, policy: Any
) -> None:
    tracing.destination, tracing.policies = "CloudWatchLogs", {"theirs": json.dumps(policy())}
    stack.create(**asking())

    stack.delete()

    assert (tracing.destination, tracing.percent) == ("CloudWatchLogs", 1)
    assert list(tracing.policies) == ["theirs"]


def test_our_policy_stays_where_what_was_on_before_would_stop_without_it(
    stack: Any, asking: Any, tracing: Any, policy: Any
) -> None:
    tracing.destination, tracing.policies = "CloudWatchLogs", {"theirs": json.dumps(policy())}
    stack.create(**asking())
    del tracing.policies["theirs"]

    stack.delete()

    assert list(tracing.policies) == [NAME]


def test_a_policy_of_our_name_that_was_there_before_stays(
    stack: Any, asking: Any, tracing: Any, policy: Any
) -> None:
    tracing.policies[NAME] = json.dumps(policy(Sid="Older"))
    stack.create(**asking())

    stack.delete()

    assert tracing.policies == {NAME: json.dumps(policy(Sid="Older"))}


def test_a_policy_of_our_name_that_says_something_else_is_not_overwritten(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    tracing.policies[NAME] = "not JSON"

    with pytest.raises(TransactionSearchError, match="delete it"):
        stack.create(**asking())

    assert network.writes == []


def test_an_indexing_that_somebody_set_since_stays(stack: Any, asking: Any, tracing: Any) -> None:
    stack.create(**asking())
    tracing.percent = 33

    stack.delete()

    assert tracing.percent == 33


def test_a_destination_that_somebody_put_back_already_is_left(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    stack.create(**asking())
    tracing.destination, tracing.percent = "XRay", 1
    network.calls.clear()

    stack.delete()

    assert network.writes == ["DeleteResourcePolicy"]


def test_an_indexing_rule_that_was_not_there_before_is_left(
    stack: Any, asking: Any, tracing: Any
) -> None:
    tracing.percent = None
    stack.create(**asking())
    assert stack.physical_id == "transaction-search?before=XRay,none,absent"

    stack.delete()

    assert tracing.percent == 5


def test_a_policy_that_is_gone_already_is_no_error(stack: Any, asking: Any, network: Any) -> None:
    stack.create(**asking())
    network.fail("DeleteResourcePolicy", "ResourceNotFoundException")

    stack.delete()


def test_an_id_that_is_not_ours_changes_nothing(stack: Any, asking: Any, network: Any) -> None:
    stack.physical_id = "2026/11/01/[$LATEST]0123456789abcdef"

    stack.send("Delete", asking())

    assert network.calls == []


def test_a_policy_that_x_ray_does_not_see_yet_is_waited_for(
    stack: Any, asking: Any, tracing: Any, network: Any
) -> None:
    tracing.unseen = 5

    stack.create(**asking())

    assert network.naps == [2, 4, 8, 16, 30]
    assert tracing.destination == "CloudWatchLogs"
