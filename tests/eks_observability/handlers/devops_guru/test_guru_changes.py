"""What is switched on, what was before, and what is put back."""

from typing import Any

import pytest

from eks_observability.handlers.devops_guru import errors, handler
from eks_observability.settings import devops_guru

TOPIC = "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
OTHER = "arn:aws:sns:eu-central-1:111122223333:other"
TAGS: dict[str, Any] = {"Stacks": None, "TagKey": "devops-guru-eks", "TagValues": ["a", "b"]}


def channel(topic: str, *severities: str) -> dict[str, Any]:
    return {"Sns": {"TopicArn": topic}, "Filters": {"Severities": [*severities]}}


def test_on_event_changes_nothing(stack: Any, asking: Any, network: Any) -> None:
    answer = handler.on_event(stack.event("Create", asking()), None)

    assert network.writes == []
    assert answer == {"PhysicalResourceId": "devops-guru?before=none,no-logs,"}


def test_create_switches_all_of_it_on(stack: Any, asking: Any, guru: Any) -> None:
    answer = stack.create(**asking())

    assert (guru.stacks, guru.logs) == (["*"], "ENABLED")
    assert guru.tells() == {TOPIC: ["HIGH", "MEDIUM"]}
    assert answer["Data"] == {"Collection": "as asked"}


def test_only_the_beginning_and_the_end_of_an_insight_and_its_getting_worse_are_told(
    stack: Any, asking: Any, guru: Any
) -> None:
    stack.create(**asking())

    (config,) = guru.channels.values()
    assert config["Filters"]["MessageTypes"] == [
        "NEW_INSIGHT",
        "SEVERITY_UPGRADED",
        "CLOSED_INSIGHT",
    ]


def test_stacks_are_added_a_hundred_at_once(stack: Any, asking: Any, guru: Any) -> None:
    names = [f"stack-{number:03}" for number in range(201)]

    stack.create(**asking(Stacks=names))

    assert guru.stacks == names


def test_tags_are_added_under_their_key(stack: Any, asking: Any, guru: Any) -> None:
    stack.create(**asking(**TAGS))

    assert guru.tags == {"devops-guru-eks": ["a", "b"]}


def test_logs_and_a_topic_are_left_out_where_they_are_not_asked_for(
    stack: Any, asking: Any, network: Any
) -> None:
    stack.create(**asking(LogAnomalyDetection="false", TopicArn=None))

    assert network.writes == ["UpdateResourceCollection"]


def test_the_same_again_writes_nothing(stack: Any, asking: Any, network: Any) -> None:
    stack.create(**asking())
    network.calls.clear()

    stack.update(**asking())

    assert network.writes == []


def test_an_update_adds_and_removes_the_difference(
    stack: Any, asking: Any, guru: Any, network: Any
) -> None:
    stack.create(**asking(Stacks=["shop", "old"]))
    network.calls.clear()

    stack.update(**asking(Stacks=["shop", "new"]))

    assert guru.stacks == ["shop", "new"]
    assert network.writes == ["UpdateResourceCollection"] * 2


def test_an_update_removes_one_kind_before_it_adds_another(
    stack: Any, asking: Any, guru: Any
) -> None:
    stack.create(**asking())

    stack.update(**asking(**TAGS))

    assert (guru.stacks, guru.tags) == ([], {"devops-guru-eks": ["a", "b"]})


def test_an_update_leaves_what_somebody_else_added(stack: Any, asking: Any, guru: Any) -> None:
    stack.create(**asking(Stacks=["shop"]))
    guru.stacks.append("theirs")

    stack.update(**asking(Stacks=["new"]))

    assert guru.stacks == ["theirs", "new"]


def test_an_update_of_severities_makes_the_channel_again(
    stack: Any, asking: Any, guru: Any, network: Any
) -> None:
    stack.create(**asking())
    network.calls.clear()

    stack.update(**asking(Severities=["HIGH"]))

    assert guru.tells() == {TOPIC: ["HIGH"]}
    assert network.writes == ["RemoveNotificationChannel", "AddNotificationChannel"]


def test_an_update_tells_another_topic_instead(stack: Any, asking: Any, guru: Any) -> None:
    stack.create(**asking())

    stack.update(**asking(TopicArn=OTHER))

    assert guru.tells() == {OTHER: ["HIGH", "MEDIUM"]}


def test_an_update_without_a_topic_tells_nobody(stack: Any, asking: Any, guru: Any) -> None:
    stack.create(**asking())

    stack.update(**asking(TopicArn=None))

    assert guru.tells() == {}


def test_an_update_takes_the_look_at_logs_back(stack: Any, asking: Any, guru: Any) -> None:
    stack.create(**asking())

    stack.update(**asking(LogAnomalyDetection="false"))

    assert guru.logs == "DISABLED"


def test_an_update_leaves_a_look_at_logs_that_was_never_ours(
    stack: Any, asking: Any, guru: Any
) -> None:
    stack.create(**asking(LogAnomalyDetection="false"))
    guru.logs = "ENABLED"

    stack.update(**asking(LogAnomalyDetection="false", Severities=["LOW"]))

    assert guru.logs == "ENABLED"


def test_delete_puts_everything_back(stack: Any, asking: Any, guru: Any) -> None:
    stack.create(**asking())

    stack.delete()

    assert (guru.stacks, guru.logs, guru.channels) == ([], "DISABLED", {})


def test_delete_takes_tags_out(stack: Any, asking: Any, guru: Any) -> None:
    stack.create(**asking(**TAGS))
    guru.tags["devops-guru-eks"].append("theirs")

    stack.delete()

    assert guru.tags == {"devops-guru-eks": ["theirs"]}


@pytest.mark.parametrize(
    "theirs", [{"stacks": ["theirs"]}, {"stacks": ["*"]}, {"tags": {"devops-guru-x": ["y"]}}]
)
def test_what_somebody_has_it_look_at_is_left_alone(
    stack: Any, asking: Any, guru: Any, theirs: dict[str, Any]
) -> None:
    vars(guru).update(theirs)

    answer = stack.create(**asking())
    stack.update(**asking(Stacks=["shop"]))
    stack.delete()

    assert {key: getattr(guru, key) for key in theirs} == theirs
    assert guru.logs is None
    assert answer["Data"] == {"Collection": "left as it was"}


def test_a_topic_is_told_beside_those_that_somebody_has_told(
    stack: Any, asking: Any, guru: Any
) -> None:
    guru.stacks = ["*"]
    guru.channels = {"c9a8b7c6-0000-4000-8000-000000000001": channel(OTHER, "HIGH")}

    stack.create(**asking())
    assert guru.tells() == {OTHER: ["HIGH"], TOPIC: ["HIGH", "MEDIUM"]}

    stack.delete()
    assert guru.tells() == {OTHER: ["HIGH"]}


def test_a_topic_that_was_told_before_stays_as_it_was(stack: Any, asking: Any, guru: Any) -> None:
    guru.channels = {"c9a8b7c6-0000-4000-8000-000000000001": channel(TOPIC, "LOW")}

    stack.create(**asking())
    stack.update(**asking(Severities=["HIGH"]))
    stack.delete()

    assert guru.tells() == {TOPIC: ["LOW"]}


def test_a_look_at_logs_from_before_stays(stack: Any, asking: Any, guru: Any) -> None:
    guru.logs = "ENABLED"
    stack.create(**asking())

    stack.delete()

    assert guru.logs == "ENABLED"


def test_a_look_at_logs_that_somebody_switched_off_since_stays_off(
    stack: Any, asking: Any, guru: Any, network: Any
) -> None:
    stack.create(**asking())
    guru.logs = "DISABLED"
    network.calls.clear()

    stack.delete()

    assert "UpdateServiceIntegration" not in network.writes


def test_a_channel_that_somebody_removes_at_the_same_time_is_no_error(
    stack: Any, asking: Any, guru: Any, network: Any
) -> None:
    stack.create(**asking())
    network.fail("RemoveNotificationChannel", "ResourceNotFoundException", status=404)

    stack.delete()

    assert guru.stacks == []


def test_an_id_that_is_not_ours_changes_nothing(stack: Any, asking: Any, network: Any) -> None:
    stack.physical_id = "2026/11/01/[$LATEST]0123456789abcdef"

    stack.send("Delete", asking())

    assert network.calls == []


def test_it_ends_when_the_settings_say_so() -> None:
    assert devops_guru.END == errors.END
