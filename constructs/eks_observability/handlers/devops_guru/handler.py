"""Switches DevOps Guru on where this runs, and on delete back to what was before.

`on_event` remembers, `is_complete` converges. The PhysicalResourceId holds whether somebody had it
look at something before, whether it looked at logs, and digests of the topics that it told. It
outlives updates. What somebody had it look at is theirs: then neither that nor its look at logs is
changed, and all that is added is a topic. Only what is still ours is put back.

CloudFormation has resources for all three, which know of nothing that was there before: so this
handler makes them itself.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import boto3
from botocore.config import Config

from .collection import NOTHING, Collection, read, write
from .errors import AWS_ERRORS, explained, has_ended, passes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from types_boto3_devops_guru.client import DevOpsGuruClient
    from types_boto3_devops_guru.literals import NotificationMessageTypeType, OptInStatusType
    from types_boto3_devops_guru.type_defs import NotificationChannelTypeDef

    Event = dict[str, Any]

MARK: Final = "devops-guru?before="
MESSAGES: Final[list[NotificationMessageTypeType]] = [
    "NEW_INSIGHT",
    "SEVERITY_UPGRADED",
    "CLOSED_INSIGHT",
]
"""What a person on call wants to know, without each thing that joins an insight."""


class Before(NamedTuple):
    """What was there before us."""

    has_collection: bool
    looks_at_logs: bool
    topics: frozenset[str]
    """Digests of the topics that were told."""

    @classmethod
    def of(cls, physical_id: str) -> Before:
        """Read it from a PhysicalResourceId of ours."""
        collection, logs, topics = physical_id.removeprefix(MARK).split(",")
        return cls(collection == "theirs", logs == "logs", frozenset(topics.split("+")))

    def __str__(self) -> str:
        """As a PhysicalResourceId holds it."""
        collection = "theirs" if self.has_collection else "none"
        logs = "logs" if self.looks_at_logs else "no-logs"
        return f"{MARK}{collection},{logs},{'+'.join(sorted(self.topics))}"


def on_event(event: Event, _context: object) -> dict[str, Any]:
    """Remember what was before; change nothing."""
    _log("event", event={**event, "ResponseURL": "..."})
    if event["RequestType"] != "Create":
        return {"PhysicalResourceId": event["PhysicalResourceId"]}
    try:
        guru = _guru(attempts=8)
        topics = frozenset(_digest(_topic(channel)) for channel in _channels(guru))
        before = Before(read(guru) != NOTHING, _looks_at_logs(guru), topics)
    except AWS_ERRORS as error:
        raise explained(error, event) from error
    return {"PhysicalResourceId": str(before)}


def is_complete(event: Event, _context: object) -> dict[str, Any]:
    """Take all that is needed to the target, or wait."""
    if not event["PhysicalResourceId"].startswith(MARK):
        return _done("the id is not ours")
    deletes = event["RequestType"] == "Delete"
    try:
        return (_undo if deletes else _do)(_guru(attempts=3), event)
    except AWS_ERRORS as error:
        if deletes and has_ended():
            return _done("DevOps Guru has ended")
        if passes(error):
            action = getattr(error, "operation_name", "DevOps Guru")
            _log("waiting", why=f"{action} answered: {error}")
            return {"IsComplete": False}
        raise explained(error, event) from error


def _do(guru: DevOpsGuruClient, event: Event) -> dict[str, Any]:
    before, properties = Before.of(event["PhysicalResourceId"]), event["ResourceProperties"]
    old = event.get("OldResourceProperties", {})
    if not before.has_collection:
        have, want = read(guru), Collection.of(properties)
        # One kind at a time: what is not wanted any more goes first.
        _write(guru, removes=Collection.of(old).without(want).shared(have))
        _write(guru, adds=want.without(have))
        _look_at_logs(guru, before, old=_asks_for_logs(old), new=_asks_for_logs(properties))
    if old.get("TopicArn") != properties.get("TopicArn"):
        _untell(guru, before, old)
    _tell(guru, before, properties)
    left = "left as it was" if before.has_collection else "as asked"
    return _done(left) | {"Data": {"Collection": left}}


def _undo(guru: DevOpsGuruClient, event: Event) -> dict[str, Any]:
    before, properties = Before.of(event["PhysicalResourceId"]), event["ResourceProperties"]
    _untell(guru, before, properties)
    if not before.has_collection:
        _look_at_logs(guru, before, old=_asks_for_logs(properties), new=False)
        _write(guru, removes=Collection.of(properties).shared(read(guru)))
    return _done("all is as it was")


def _write(
    guru: DevOpsGuruClient, *, adds: Collection = NOTHING, removes: Collection = NOTHING
) -> None:
    _log("collection", adds=adds.listed(), removes=removes.listed())
    write(guru, "REMOVE", removes)
    write(guru, "ADD", adds)


def _look_at_logs(guru: DevOpsGuruClient, before: Before, *, old: bool, new: bool) -> None:
    """Have it look at logs, or no more where that was ours."""
    have = _looks_at_logs(guru)
    if have == new or (have and (before.looks_at_logs or not old)):
        return
    status: OptInStatusType = "ENABLED" if new else "DISABLED"
    _log("logs", status=status)
    guru.update_service_integration(
        ServiceIntegration={"LogsAnomalyDetection": {"OptInStatus": status}}
    )


def _tell(guru: DevOpsGuruClient, before: Before, properties: Mapping[str, Any]) -> None:
    """Have insights told to the topic, one that was told before excepted."""
    topic = properties.get("TopicArn")
    if not topic or _digest(topic) in before.topics:
        return
    severities = sorted(properties["Severities"])
    for channel in _channels(guru):
        if _topic(channel) == topic:
            filters = channel["Config"].get("Filters", {})
            if sorted(filters.get("Severities", [])) == severities:
                return
            # Nothing changes a channel.
            _remove(guru, channel)
    _log("tells", topic=topic, severities=severities)
    guru.add_notification_channel(
        Config={
            "Sns": {"TopicArn": topic},
            "Filters": {"Severities": severities, "MessageTypes": MESSAGES},
        }
    )


def _untell(guru: DevOpsGuruClient, before: Before, properties: Mapping[str, Any]) -> None:
    topic = properties.get("TopicArn")
    if topic and _digest(topic) not in before.topics:
        for channel in _channels(guru):
            if _topic(channel) == topic:
                _remove(guru, channel)


def _remove(guru: DevOpsGuruClient, channel: NotificationChannelTypeDef) -> None:
    _log("tells no more", topic=_topic(channel))
    try:
        guru.remove_notification_channel(Id=channel["Id"])
    except guru.exceptions.ResourceNotFoundException:
        _log("gone", channel=channel["Id"])


def _channels(guru: DevOpsGuruClient) -> list[NotificationChannelTypeDef]:
    pages = guru.get_paginator("list_notification_channels").paginate()
    return [channel for page in pages for channel in page["Channels"]]


def _topic(channel: NotificationChannelTypeDef) -> str:
    return channel["Config"]["Sns"]["TopicArn"]


def _looks_at_logs(guru: DevOpsGuruClient) -> bool:
    try:
        integration = guru.describe_service_integration()["ServiceIntegration"]
    except guru.exceptions.ResourceNotFoundException:
        return False
    return integration.get("LogsAnomalyDetection", {}).get("OptInStatus") == "ENABLED"


def _asks_for_logs(properties: Mapping[str, Any]) -> bool:
    return bool(properties.get("LogAnomalyDetection") == "true")


def _digest(topic: str) -> str:
    return hashlib.sha256(topic.encode()).hexdigest()[:8]


def _done(why: str) -> dict[str, Any]:
    _log("done", why=why)
    return {"IsComplete": True}


def _guru(*, attempts: int) -> DevOpsGuruClient:
    """A client; a poll has few attempts, for there is a next one and a function has its limit."""
    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return boto3.client("devops-guru", config=config)


def _log(what: str, **facts: object) -> None:
    print(json.dumps({"what": what, **facts}))
