"""Who listens to alerts, and cannot do so twice."""

from collections.abc import Callable

import pytest

from eks_observability.settings import Settings

Load = Callable[[str], Settings]
MessageFor = Callable[[str, str], str]

CHANNEL = "{workspace_id: T07EA123LEP, channel_id: C07EZ1ABC23}"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("emails", "oncall@example.com"),
        ("webhooks", "https://example.com/alerts"),
        ("slack", CHANNEL),
    ],
)
def test_nobody_is_told_twice(cluster: str, message_for: MessageFor, key: str, value: str) -> None:
    text = f"{cluster}alerts: {{{key}: [{value}, {value}]}}\n"

    assert "stands in the list before" in message_for(text, f"alerts.{key}[1]")


def test_two_people_are_told(cluster: str, load: Load) -> None:
    load(f"{cluster}alerts: {{emails: [a@example.com, b@example.com]}}\n")


def test_a_channel_is_given_by_its_id(cluster: str, message_for: MessageFor) -> None:
    channel = CHANNEL.replace("C07EZ1ABC23", "general")
    text = f"{cluster}alerts: {{slack: [{channel}]}}\n"

    assert "not its name" in message_for(text, "alerts.slack[0].channel_id")


def test_a_share_is_given_in_percent(cluster: str, message_for: MessageFor) -> None:
    text = f"{cluster}alerts: {{thresholds: {{node_cpu_percent: 0.9}}}}\n"

    assert "1" in message_for(text, "alerts.thresholds.node_cpu_percent")
