"""The real Alertmanager publishes alerts, by the definition that is deployed.

All that differs is the address of Amazon SNS; where a test says `hurry`, groups do not wait either.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from queue import Empty
from typing import Any

import pytest

from eks_observability_ops.components.alertmanager import Alertmanager

Start = Callable[..., Alertmanager]

SINCE = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
UNTIL = SINCE + timedelta(minutes=20)


def node_not_ready(*, until: datetime | None = None) -> dict[str, Any]:
    """An alert as AMP's ruler sends it."""
    alert = {
        "labels": {
            "alertname": "NodeNotReady",
            "severity": "critical",
            "cluster": "shop-prod",
            "node": "ip-10-0-1-7",
        },
        "annotations": {
            "summary": "A node is not ready.",
            "description": 'Node "ip-10-0-1-7"\nis not ready.',
            "runbook": "docs/runbooks/NodeNotReady.md",
        },
        "startsAt": SINCE.isoformat(),
    }
    return alert | ({"endsAt": until.isoformat()} if until else {})


def written(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M}"


def mail(state: str, title: str, when: str) -> str:
    return f"""\
{title}: NodeNotReady in shop-prod

A node is not ready.

cluster: shop-prod

{state} (1)

* Node "ip-10-0-1-7"
  is not ready.
  {when} UTC
  node: ip-10-0-1-7

Runbook: docs/runbooks/NodeNotReady.md
"""


def test_a_critical_alert_reaches_the_mail_and_the_channel(start: Start, sns: Any) -> None:
    start().post([node_not_ready()])

    sent = sns.next("alerts")
    assert sent["TopicArn"] == "arn:aws:sns:eu-central-1:111122223333:eks-observability-alerts"
    assert sent["Subject"] == "CRITICAL: NodeNotReady in shop-prod"
    assert sent["Message"] == mail("FIRING", "CRITICAL", f"since {written(SINCE)}")
    told = json.loads(sns.next("chat")["Message"])
    assert told["content"]["description"] == (
        'A node is not ready.\n\n*firing* Node "ip-10-0-1-7"\nis not ready. '
        f"(since {written(SINCE)} UTC)"
    )


def test_its_end_is_told_too(start: Start, sns: Any) -> None:
    alertmanager = start(hurry=True)
    alertmanager.post([node_not_ready()])
    sns.next("alerts")
    sns.next("chat")

    alertmanager.post([node_not_ready(until=UNTIL)])

    sent = sns.next("alerts")
    when = f"from {written(SINCE)} to {written(UNTIL)}"
    assert sent["Subject"] == "RESOLVED: NodeNotReady in shop-prod"
    assert sent["Message"] == mail("RESOLVED", "RESOLVED", when)
    told = json.loads(sns.next("chat")["Message"])
    assert told["content"]["title"] == "RESOLVED: NodeNotReady in shop-prod"


def attributes(sent: dict[str, str]) -> dict[str, str]:
    """The message attributes of a Publish."""
    prefix = "MessageAttributes.entry"
    numbers = range(1, 1 + sum(name.endswith(".Name") for name in sent))
    return {
        sent[f"{prefix}.{number}.Name"]: sent[f"{prefix}.{number}.Value.StringValue"]
        for number in numbers
    }


def test_subscribers_can_choose_by_severity_and_status(start: Start, sns: Any) -> None:
    start(hurry=True).post([node_not_ready()])

    assert attributes(sns.next("alerts")) == {"severity": "critical", "status": "firing"}


def test_the_watchdog_is_heard_at_once_and_by_no_person(start: Start, sns: Any) -> None:
    start().send({"alertname": "Watchdog", "severity": "none"})

    assert sns.next("watchdog")["Message"] == "Rules are evaluated."
    with pytest.raises(Empty):
        sns.published["alerts"].get(timeout=1)


def test_alerts_of_one_name_come_together(start: Start, sns: Any) -> None:
    alertmanager = start()
    # A group waits only for what has just begun.
    nodes = [{**node_not_ready(), "startsAt": datetime.now(UTC).isoformat()} for _ in range(2)]
    nodes[1]["labels"] = {**nodes[1]["labels"], "node": "ip-10-0-1-8"}
    for node in nodes:
        alertmanager.post([node])

    assert sns.next("alerts")["Subject"] == "CRITICAL: NodeNotReady in shop-prod (2)"


def test_two_clusters_are_told_apart(start: Start, sns: Any) -> None:
    both = [node_not_ready(), node_not_ready()]
    both[1]["labels"] = {**both[1]["labels"], "cluster": "shop-test"}
    start(hurry=True).post(both)

    assert {sns.next("alerts")["Subject"] for _ in both} == {
        "CRITICAL: NodeNotReady in shop-prod",
        "CRITICAL: NodeNotReady in shop-test",
    }
