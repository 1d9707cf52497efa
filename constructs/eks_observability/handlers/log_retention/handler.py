"""Gives a log group a retention, whether it exists or not, and puts back what was there before.

The PhysicalResourceId holds what was there before: `<log group>?before=absent`, `?before=forever`
or `?before=90`, then `&key=<arn>` if a KMS key was associated. The provider framework ignores the
Delete of a Create that failed, so a Create undoes what it did before it fails. An Update that fails
is undone by CloudFormation, with an Update to the old values.

On destroy, and when `KmsKeyArn` goes away, only a value that is still ours is put back: what a
person set since is theirs. A group that was absent stays with its retention, so that its data ages
out, or is deleted where `OnDestroy` is `delete`; one that was there before is never deleted.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import boto3
import botocore.exceptions
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from types_boto3_logs.client import CloudWatchLogsClient

    Event = dict[str, Any]

PAUSES: Final = (0.5, 1, 2, 4)
LONGEST_MESSAGE: Final = 2000
UNREACHABLE: Final = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
AWS_ERRORS: Final = (ClientError, *UNREACHABLE)
AGAIN: Final = "It passes by itself: deploy again."
ADVICE: Final = {
    "AccessDeniedException": "Where the handler's role allows logs:{action}, a service control "
    "policy or a permissions boundary denies it.",
    "ExpiredTokenException": AGAIN,
    "InvalidParameterException": "A group of the class DELIVERY, for one, has a fixed retention.",
    "LimitExceededException": "The Region has as many log groups as its quota allows: raise it.",
    "OperationAbortedException": AGAIN,
    "ResourceAlreadyExistsException": "It is there, but logs:DescribeLogGroups does not show it.",
    "ResourceNotFoundException": "Somebody deletes the group at the same time: deploy again.",
    "ServiceUnavailableException": AGAIN,
    "ThrottlingException": AGAIN,
    "ValidationException": "If its deletion protection is on, turn that off or keep the group.",
}
KEY_ADVICE: Final = (
    "Most often the policy of the KMS key does not let logs.{region}.amazonaws.com use it; else "
    "the key is disabled, asymmetric or of another Region."
)


class LogRetentionError(Exception):
    """Says which log group, what failed, why, and what to do."""


@dataclass(frozen=True)
class State:
    """What this handler may change on a log group; `None` is forever, and no key."""

    retention: int | None = None
    key: str | None = None

    @classmethod
    def of(cls, retention: str, key: str | None) -> State:
        """Read a retention that is written as days, `forever` or, of a group to be, `absent`."""
        return cls(int(retention) if retention.isdigit() else None, key or None)

    def given_back(self, ours: State, before: State) -> State:
        """This state, with what was `before` wherever it is still `ours`."""
        return State(
            before.retention if self.retention == ours.retention else self.retention,
            before.key if ours.key and self.key == ours.key else self.key,
        )


def on_event(event: Event, _context: object) -> dict[str, Any]:
    """Create and Update give the group its retention, Delete puts back what was before."""
    _log("event", event={**event, "ResponseURL": "..."})
    name, physical_id = event["ResourceProperties"]["LogGroupName"], event.get("PhysicalResourceId")
    try:
        if event["RequestType"] == "Delete":
            _delete(_logs(), event)
        elif event.get("OldResourceProperties", {}).get("LogGroupName") == name:
            _update(_logs(), event)
        else:
            physical_id = _create(_logs(), event)
    except AWS_ERRORS as error:
        raise _explained(error, event) from error
    return {"PhysicalResourceId": physical_id, "Data": {"LogGroupName": name}}


def _create(logs: CloudWatchLogsClient, event: Event) -> str:
    name, want = event["ResourceProperties"]["LogGroupName"], _asked(event["ResourceProperties"])
    made, have = _found_or_made(logs, name, want.key)
    reached = have
    try:
        for state in _steps(logs, name, have, State(want.retention, want.key or have.key)):
            reached = state
    except AWS_ERRORS as error:
        undone = _undone(logs, name, reached, None if made else have)
        raise _explained(error, event, undone) from error
    before = "absent" if made else str(have.retention or "forever")
    return f"{name}?before={before}" + (f"&key={have.key}" if have.key and not made else "")


def _update(logs: CloudWatchLogsClient, event: Event) -> None:
    name, want = event["ResourceProperties"]["LogGroupName"], _asked(event["ResourceProperties"])
    _, have = _found_or_made(logs, name, want.key)
    _, _, before = _memory(event)
    returned = have.given_back(_asked(event["OldResourceProperties"]), before)
    list(_steps(logs, name, have, State(want.retention, want.key or returned.key)))


def _delete(logs: CloudWatchLogsClient, event: Event) -> None:
    """Put back or delete; an id that is not ours, of a Create without answer, is left alone."""
    properties, (name, known, before) = event["ResourceProperties"], _memory(event)
    have = _read(logs, name) if known else None
    try:
        if have and known == "absent" and properties["OnDestroy"] == "delete":
            _log("delete", group=name)
            _patiently(lambda: logs.delete_log_group(logGroupName=name))
        elif have and known != "absent":
            list(_steps(logs, name, have, have.given_back(_asked(properties), before)))
    except logs.exceptions.ResourceNotFoundException:
        _log("gone", group=name)


def _found_or_made(logs: CloudWatchLogsClient, name: str, key: str | None) -> tuple[bool, State]:
    """Whether the group had to be made, and its state."""
    if have := _read(logs, name):
        return False, have
    try:
        if key:
            _patiently(lambda: logs.create_log_group(logGroupName=name, kmsKeyId=key))
        else:
            _patiently(lambda: logs.create_log_group(logGroupName=name))
    except logs.exceptions.ResourceAlreadyExistsException:
        # EKS or an agent was faster; DescribeLogGroups may show it a little later.
        for pause in PAUSES:
            if have := _read(logs, name):
                return False, have
            time.sleep(pause)
        raise
    _log("made", group=name, key=key)
    return True, State(key=key)


def _read(logs: CloudWatchLogsClient, name: str) -> State | None:
    for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=name):
        for group in page["logGroups"]:
            if group["logGroupName"] == name:
                return State(group.get("retentionInDays"), group.get("kmsKeyId"))
    return None


def _steps(logs: CloudWatchLogsClient, name: str, have: State, want: State) -> Iterator[State]:
    """Change what differs, and give the state after each call; the key first, it fails most."""
    if want.key != have.key:
        _log("key", group=name, before=have.key, after=want.key)
        if key := want.key:
            _patiently(lambda: logs.associate_kms_key(logGroupName=name, kmsKeyId=key))
        else:
            _patiently(lambda: logs.disassociate_kms_key(logGroupName=name))
        yield State(have.retention, want.key)
    if want.retention != have.retention:
        _log("retention", group=name, before=have.retention, after=want.retention)
        if days := want.retention:
            _patiently(lambda: logs.put_retention_policy(logGroupName=name, retentionInDays=days))
        else:
            _patiently(lambda: logs.delete_retention_policy(logGroupName=name))
        yield want


def _undone(logs: CloudWatchLogsClient, name: str, have: State, before: State | None) -> str:
    """Undo a Create, and say so. A new group stays: deleting is a right of its own."""
    if before is None:
        return "The new group stays, without a retention."
    try:
        list(_steps(logs, name, have, before))
    except AWS_ERRORS as error:
        return f"Undoing the first steps failed too ({error}): put back {before}."
    return "Everything is as it was."


def _patiently(call: Callable[[], object]) -> None:
    """Call again while another change of the group is under way, or the group is too new."""
    for pause in PAUSES:
        try:
            call()
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in {"OperationAbortedException", "ResourceNotFoundException"}:
                raise
            time.sleep(pause)
        else:
            return
    call()


def _explained(error: Exception, event: Event, undone: str = "") -> LogRetentionError:
    properties = event["ResourceProperties"]
    region, account = event["StackId"].split(":")[3:5]
    code, action, advice, message = type(error).__name__, "CloudWatch Logs", AGAIN, str(error)
    if isinstance(error, ClientError):
        code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
        action, advice = error.operation_name, ADVICE.get(code, "")
        with_key = {"AssociateKmsKey", "CreateLogGroup" if "KmsKeyArn" in properties else ""}
        if code == "InvalidParameterException" and action in with_key:
            advice = KEY_ADVICE
    text = (
        f"Log group {properties['LogGroupName']} (account {account}, {region}) was not changed as "
        f"asked: {action} answered {code}.",
        advice.format(action=action, region=region),
        undone,
        f"CloudWatch Logs says: {message}",
    )
    return LogRetentionError(" ".join(filter(None, text))[:LONGEST_MESSAGE])


def _asked(properties: dict[str, str]) -> State:
    return State.of(properties["RetentionInDays"], properties.get("KmsKeyArn"))


def _memory(event: Event) -> tuple[str, str, State]:
    """The group in the PhysicalResourceId, what was before as written (empty if not ours), read."""
    name, _, memory = event["PhysicalResourceId"].partition("?before=")
    before, _, key = memory.partition("&key=")
    return name, before, State.of(before, key)


def _logs() -> CloudWatchLogsClient:
    config = Config(
        connect_timeout=3, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 5}
    )
    return boto3.client("logs", config=config)


def _log(what: str, **facts: object) -> None:
    print(json.dumps({"what": what, **facts}))
