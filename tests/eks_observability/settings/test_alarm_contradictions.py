"""Alarms and objectives: what is taken, and what is said of what is not."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Settings

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]

TOPIC = "arn:aws:sns:eu-central-1:111122223333:oncall"
OBJECTIVE = "name: checkout, service: checkout, namespace: shop"


def with_objectives(cluster: str, *objectives: str, signals: bool = True) -> str:
    listed = ", ".join(f"{{{each}}}" for each in objectives)
    addon = f"{{application_signals: {str(signals).lower()}, objectives: [{listed}]}}"
    return f"{cluster}container_insights: {{mode: addon, addon: {addon}}}\n"


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("node_cpu_percent", "0.9", "found 0.9, allowed: 1 to below 100 percent"),
        ("node_cpu_percent", "100", "found 100, allowed: 1 to below 100 percent"),
        ("node_cpu_percent", "90%", "found '90%', expected a number alone: its unit is in"),
        ("api_server_error_percent", "0", "allowed: more than 0 to below 100 percent"),
        ("api_server_latency_milliseconds", "1", "allowed: 10 to 60000 milliseconds"),
        ("api_server_latency_milliseconds", "1s", "found '1s', expected a number alone: its unit"),
        ("pod_restarts", "5 pods", "found '5 pods', expected a number alone: it has no unit"),
        ("pod_restarts", "many", "found 'many', expected a whole number"),
        ("node_memory_percent", "high", "found 'high', expected a number"),
    ],
)
def test_a_threshold_of_the_wrong_unit_is_refused(
    cluster: str, message_for: MessageFor, key: str, value: str, said: str
) -> None:
    text = f"{cluster}alarms: {{thresholds: {{{key}: {value}}}}}\n"

    assert said in message_for(text, f"alarms.thresholds.{key}")


def test_a_topic_of_ones_own_is_taken(cluster: str, load: Load) -> None:
    assert load(f"{cluster}alarms: {{topic_arn: '{TOPIC}'}}\n").alarms.topic_arn == TOPIC


@pytest.mark.parametrize(
    "elsewhere", [TOPIC.replace("eu-central-1", "eu-west-1"), TOPIC.replace("1111", "4444")]
)
def test_a_topic_elsewhere_is_refused(
    cluster: str, message_for: MessageFor, elsewhere: str
) -> None:
    text = f"{cluster}alarms: {{topic_arn: '{elsewhere}'}}\n"

    assert "111122223333 in eu-central-1 only" in message_for(text, "alarms.topic_arn")


def test_a_topic_that_keeps_its_order_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}alarms: {{topic_arn: '{TOPIC}.fifo'}}\n"

    assert "a standard topic" in message_for(text, "alarms.topic_arn")


def test_objectives_are_taken_with_application_signals(cluster: str, load: Load) -> None:
    settings = load(with_objectives(cluster, OBJECTIVE))

    assert settings.container_insights.addon.objectives[0].goal_percent == 99.9


def test_objectives_that_nothing_measures_are_refused(
    cluster: str, message_for: MessageFor
) -> None:
    text = with_objectives(cluster, OBJECTIVE, signals=False)

    message = message_for(text, "container_insights.addon.objectives")
    assert "application_signals: true" in message


def test_two_objectives_of_one_name_are_refused(cluster: str, message_for: MessageFor) -> None:
    text = with_objectives(cluster, OBJECTIVE, OBJECTIVE)

    assert "already" in message_for(text, "container_insights.addon.objectives[1].name")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", kind: latency", "give latency_milliseconds"),
        (", latency_milliseconds: 200", "this is of kind: latency"),
    ],
)
def test_an_objective_of_latency_says_what_is_in_time(
    cluster: str, message_for: MessageFor, more: str, said: str
) -> None:
    text = with_objectives(cluster, OBJECTIVE + more)

    path = "container_insights.addon.objectives[0].latency_milliseconds"
    assert said in message_for(text, path)


def test_a_goal_of_all_is_refused(cluster: str, message_for: MessageFor) -> None:
    text = with_objectives(cluster, f"{OBJECTIVE}, goal_percent: 100")

    message = message_for(text, "container_insights.addon.objectives[0].goal_percent")
    assert "below 100" in message


def test_an_objectives_name_has_room_for_the_clusters(
    cluster: str, load: Load, message_for: MessageFor
) -> None:
    longest = "x" * (128 - len("myipv4cluster-"))
    named = "name: {}, service: checkout, namespace: shop"

    load(with_objectives(cluster, named.format(longest)))
    message = message_for(
        with_objectives(cluster, named.format(f"{longest}x")),
        "container_insights.addon.objectives[0].name",
    )
    assert message.endswith(f"shorten it to {len(longest)}")
