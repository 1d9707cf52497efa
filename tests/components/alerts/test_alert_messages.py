"""What a group of alerts says, rendered by the real amtool."""

import json
from typing import Any

import pytest

from eks_observability.prometheus.alert_messages import CHAT, MESSAGE, SUBJECT, TEMPLATES
from eks_observability_ops.components.alertmanager import Amtool

NEVER = "0001-01-01T00:00:00Z"
ANNOTATIONS = {
    "summary": "A node is not ready.",
    "runbook_url": "https://example.com/runbooks/NodeNotReady.md",
    "dashboard_url": "https://example.com/d/nodes?var-cluster=shop-prod",
}
GROUP = {"alertname": "NodeNotReady", "cluster": "shop-prod"}


def one(node: str, *, until: str = NEVER, **more: Any) -> dict[str, Any]:
    """An alert of the group about one node."""
    return {
        "status": "firing" if until == NEVER else "resolved",
        "labels": {**GROUP, "severity": "critical", "node": node, **more.get("labels", {})},
        "annotations": {
            **ANNOTATIONS,
            "description": f"Node {node} of shop-prod has not been ready for 15 minutes.",
            **more.get("annotations", {}),
        },
        "startsAt": "2026-11-25T02:19:42Z",
        "endsAt": until,
        "generatorURL": "",
        "fingerprint": "0",
    }


def group(*alerts: dict[str, Any], labels: dict[str, str] | None = None) -> dict[str, Any]:
    """A group as Alertmanager renders it."""
    common = set.intersection(*(set(each["annotations"].items()) for each in alerts))
    return {
        "receiver": "people",
        "status": "firing" if any(each["status"] == "firing" for each in alerts) else "resolved",
        "alerts": list(alerts),
        "groupLabels": labels or GROUP,
        "commonLabels": {**(labels or GROUP), "severity": "critical"},
        "commonAnnotations": dict(common),
        "externalURL": "http://127.0.0.1",
    }


def chat(amtool: Amtool, *alerts: dict[str, Any]) -> dict[str, Any]:
    """The custom notification of a group, parsed."""
    return dict(json.loads(amtool.render(TEMPLATES, CHAT, group(*alerts))))


FIRING_MAIL = """\
CRITICAL: NodeNotReady in shop-prod (2)

A node is not ready.

cluster: shop-prod

FIRING (2)

* Node ip-10-0-1-7 of shop-prod has not been ready for 15 minutes.
  since 2026-11-25 02:19 UTC
  node: ip-10-0-1-7

* Node ip-10-0-1-8 of shop-prod has not been ready for 15 minutes.
  since 2026-11-25 02:19 UTC
  node: ip-10-0-1-8

RESOLVED (1)

* Node ip-10-0-1-9 of shop-prod has not been ready for 15 minutes.
  from 2026-11-25 02:19 to 2026-11-25 02:50 UTC
  node: ip-10-0-1-9

Runbook: https://example.com/runbooks/NodeNotReady.md
Dashboard: https://example.com/d/nodes?var-cluster=shop-prod
"""

RESOLVED_MAIL = """\
RESOLVED: NodeNotReady in shop-prod

A node is not ready.

cluster: shop-prod

RESOLVED (1)

* Node ip-10-0-1-7 of shop-prod has not been ready for 15 minutes.
  from 2026-11-25 02:19 to 2026-11-25 03:07 UTC
  node: ip-10-0-1-7

Runbook: https://example.com/runbooks/NodeNotReady.md
Dashboard: https://example.com/d/nodes?var-cluster=shop-prod
"""


def test_a_mail_says_what_where_how_much_since_when_and_what_to_do(amtool: Amtool) -> None:
    told = group(
        one("ip-10-0-1-7"), one("ip-10-0-1-8"), one("ip-10-0-1-9", until="2026-11-25T02:50:00Z")
    )

    assert amtool.render(TEMPLATES, MESSAGE, told) == FIRING_MAIL


def test_a_mail_says_that_it_is_over(amtool: Amtool) -> None:
    told = group(one("ip-10-0-1-7", until="2026-11-25T03:07:10Z"))

    assert amtool.render(TEMPLATES, MESSAGE, told) == RESOLVED_MAIL


def test_without_a_runbooks_address_a_mail_names_the_file(amtool: Amtool) -> None:
    alert = one("ip-10-0-1-7", annotations={"runbook": "docs/runbooks/NodeNotReady.md"})
    del alert["annotations"]["runbook_url"]

    mail = amtool.render(TEMPLATES, MESSAGE, group(alert))

    assert "\nRunbook: docs/runbooks/NodeNotReady.md\n" in mail


def test_an_alert_that_says_nothing_is_told_by_its_name(amtool: Amtool) -> None:
    alert = one("ip-10-0-1-7")
    alert["annotations"] = {}

    assert "\n* NodeNotReady\n" in amtool.render(TEMPLATES, MESSAGE, group(alert))


def test_lines_of_a_description_stay_below_it(amtool: Amtool) -> None:
    alert = one("ip-10-0-1-7", annotations={"description": "First.\nSecond."})

    assert "\n* First.\n  Second.\n" in amtool.render(TEMPLATES, MESSAGE, group(alert))


def test_a_subject_says_the_namespace(amtool: Amtool) -> None:
    labels = {"alertname": "PodCrashLoops", "cluster": "shop-prod", "namespace": "checkout"}

    subject = amtool.render(TEMPLATES, SUBJECT, group(one("ip-10-0-1-7"), labels=labels))

    assert subject == "CRITICAL: PodCrashLoops in shop-prod/checkout"


@pytest.mark.parametrize(
    "labels",
    [
        {"alertname": "A" * 100, "cluster": "c" * 100},
        {"alertname": "Größe\nzwei", "cluster": "shop\t\x07"},
        {"alertname": 'quote "it" \\', "cluster": "日本"},
        {"alertname": "OfSomebodyElse"},
    ],
    ids=["long", "control characters", "quotes", "no cluster"],
)
def test_a_subject_is_one_line_that_sns_takes(amtool: Amtool, labels: dict[str, str]) -> None:
    subject = amtool.render(TEMPLATES, SUBJECT, group(one("ip-10-0-1-7"), labels=labels))

    assert 0 < len(subject) <= 100
    assert subject.isascii()
    assert subject.isprintable()


def test_a_storm_fits_into_a_message(amtool: Amtool) -> None:
    storm = [one(f"ip-{number}", annotations={"description": "d" * 3000}) for number in range(900)]

    mail = amtool.render(TEMPLATES, MESSAGE, group(*storm))

    assert "And more: 50 of 900 are shown." in mail
    assert len(mail.encode()) < 256 * 1024


def test_a_channel_is_told_the_same(amtool: Amtool) -> None:
    told = chat(amtool, one("ip-10-0-1-7"), one("ip-10-0-1-9", until="2026-11-25T02:50:00Z"))

    assert told == {
        "version": "1.0",
        "source": "custom",
        "content": {
            "textType": "client-markdown",
            "title": "CRITICAL: NodeNotReady in shop-prod",
            "description": (
                "A node is not ready.\n\n"
                "*firing* Node ip-10-0-1-7 of shop-prod has not been ready for 15 minutes. "
                "(since 2026-11-25 02:19 UTC)\n\n"
                "*resolved* Node ip-10-0-1-9 of shop-prod has not been ready for 15 minutes. "
                "(from 2026-11-25 02:19 to 2026-11-25 02:50 UTC)"
            ),
            "nextSteps": [
                "Runbook: https://example.com/runbooks/NodeNotReady.md",
                "Dashboard: https://example.com/d/nodes?var-cluster=shop-prod",
            ],
            "keywords": ["critical", "NodeNotReady", "shop-prod"],
        },
        "metadata": {
            "threadId": "NodeNotReady/shop-prod/",
            "summary": "CRITICAL: NodeNotReady in shop-prod",
        },
    }


@pytest.mark.parametrize(
    "text",
    [
        '"quoted"',
        "it's",
        "C:\\new\\table",
        "\\'",
        "one\ntwo\ttabs",
        "a=b & c",
        "Größe 日本 🔥",
        "{}[]",
    ],
)
def test_whatever_a_description_holds_is_the_same_in_json(amtool: Amtool, text: str) -> None:
    told = chat(amtool, one("ip-10-0-1-7", annotations={"description": text}))

    assert f"*firing* {text} (since" in told["content"]["description"]


@pytest.mark.parametrize("call", ["<!channel>", "<@U012345>", "<#C012345>"])
def test_no_description_calls_a_whole_channel(amtool: Amtool, call: str) -> None:
    told = chat(amtool, one("ip-10-0-1-7", annotations={"description": f"{call} look"}))

    assert call not in told["content"]["description"]


@pytest.mark.parametrize("missing", ["runbook_url", "dashboard_url"])
def test_a_step_that_is_missing_leaves_the_other(amtool: Amtool, missing: str) -> None:
    alert = one("ip-10-0-1-7")
    del alert["annotations"][missing]

    assert len(chat(amtool, alert)["content"]["nextSteps"]) == 1


def test_without_runbook_and_dashboard_there_are_no_steps(amtool: Amtool) -> None:
    alert = one("ip-10-0-1-7")
    alert["annotations"] = {"summary": "Of somebody else."}

    assert "nextSteps" not in chat(amtool, alert)["content"]


def test_a_storm_fits_into_a_channel(amtool: Amtool) -> None:
    long = {"description": "d" * 3000, "runbook_url": f"https://example.com/{'r' * 2000}"}
    storm = [one(f"ip-{number}", annotations=long) for number in range(900)]

    content = chat(amtool, *storm)["content"]

    assert len(content["description"]) <= 8000
    assert len(content["title"]) <= 250
    assert max(map(len, content["nextSteps"])) <= 350
    assert max(map(len, content["keywords"])) <= 75
    assert "And more: 10 of 900 are shown." in content["description"]
