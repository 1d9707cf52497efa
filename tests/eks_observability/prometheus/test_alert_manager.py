"""The alert manager definition as text."""

from typing import Any

import pytest
from ruamel.yaml import YAML

from eks_observability.prometheus.alert_manager import Topics, alert_manager_definition
from eks_observability.prometheus.alert_messages import TEMPLATES
from eks_observability.settings.alerts import Repeat

ARN = "arn:aws:sns:eu-central-1:111122223333"
MAIL_ONLY = Topics(
    region="eu-central-1", alerts_arn=f"{ARN}:alerts", watchdog_arn=f"{ARN}:watchdog"
)
WITH_CHAT = Topics(
    region="eu-central-1",
    alerts_arn=f"{ARN}:alerts",
    watchdog_arn=f"{ARN}:watchdog",
    chat_arn=f"{ARN}:chat",
)
LARGEST_BYTES = 1_000_000
"""AMP User Guide, "Service quotas", as are the two below."""
MOST_ROUTES = 100
MOST_INHIBITIONS = 100


def read(topics: Topics = MAIL_ONLY, repeat: Repeat | None = None) -> dict[str, Any]:
    """Alertmanager's own configuration in the definition."""
    text = alert_manager_definition(topics, repeat or Repeat())
    return dict(YAML(typ="safe").load(YAML(typ="safe").load(text)["alertmanager_config"]))


def receiver(name: str, topics: Topics = MAIL_ONLY) -> list[dict[str, Any]]:
    (only,) = [each for each in read(topics)["receivers"] if each["name"] == name]
    assert set(only) == {"name", "sns_configs"}
    return list(only["sns_configs"])


def route(severity: str, repeat: Repeat | None = None) -> dict[str, Any]:
    """Where an alert of a severity goes; the root where no route names it."""
    root = read(repeat=repeat)["route"]
    named = [each for each in root["routes"] if each["matchers"] == [f'severity="{severity}"']]
    return dict(*named) if named else root


def test_the_same_settings_give_the_same_text() -> None:
    texts = {alert_manager_definition(WITH_CHAT, Repeat()) for _ in range(2)}

    assert len(texts) == 1


def test_the_templates_are_those_of_the_file() -> None:
    text = alert_manager_definition(MAIL_ONLY, Repeat())

    assert YAML(typ="safe").load(text)["template_files"] == {"eks_observability": TEMPLATES}


def test_the_templates_are_read() -> None:
    assert read()["templates"] == ["eks_observability"]


@pytest.mark.parametrize(
    ("severity", "hours"), [("critical", "1h"), ("warning", "2h"), ("info", "3h")]
)
def test_each_severity_is_repeated_as_often_as_is_said(severity: str, hours: str) -> None:
    repeat = Repeat(critical_hours=1, warning_hours=2, info_hours=3)

    assert route(severity, repeat)["repeat_interval"] == hours


def test_a_critical_alert_waits_ten_seconds_for_others() -> None:
    assert route("critical")["group_wait"] == "10s"


def test_the_watchdog_is_heard_of_every_five_minutes() -> None:
    assert route("none")["repeat_interval"] == "5m"


def test_alerts_are_told_cluster_by_cluster_and_namespace_by_namespace() -> None:
    assert read()["route"]["group_by"] == ["cluster", "alertname", "namespace"]


def test_without_a_channel_there_is_one_topic() -> None:
    assert [each["topic_arn"] for each in receiver("people")] == [f"{ARN}:alerts"]


def test_a_channel_gets_every_alert_too() -> None:
    assert [each["topic_arn"] for each in receiver("people", WITH_CHAT)] == [
        f"{ARN}:alerts",
        f"{ARN}:chat",
    ]


def test_people_hear_that_it_is_over() -> None:
    assert [each["send_resolved"] for each in receiver("people", WITH_CHAT)] == [True, True]


def test_the_end_of_the_watchdog_is_silence() -> None:
    assert [each["send_resolved"] for each in receiver("watchdog")] == [False]


def test_a_request_is_signed_for_the_topics_region() -> None:
    assert [each["sigv4"] for each in receiver("people")] == [{"region": "eu-central-1"}]


@pytest.mark.parametrize("key", ["api_url", "http_config", "email_configs", "webhook_configs"])
def test_nothing_is_in_it_that_amp_refuses(key: str) -> None:
    assert key not in alert_manager_definition(WITH_CHAT, Repeat())


def test_it_stays_within_what_amp_takes() -> None:
    config = read(WITH_CHAT)

    assert len(alert_manager_definition(WITH_CHAT, Repeat())) < LARGEST_BYTES
    assert len(config["route"]["routes"]) < MOST_ROUTES
    assert len(config["inhibit_rules"]) < MOST_INHIBITIONS
