"""Switches Transaction Search on where this runs, and on delete back to what was before.

`on_event` remembers, `is_complete` converges. The PhysicalResourceId holds where X-Ray sent spans
before, what share of them it indexed, and whether there was a policy of our name. It outlives
updates. Only what is still ours is put back: what somebody set since is theirs.

What goes on and off is one switch for all applications of an account and a Region, and it takes
minutes: while it is PENDING, X-Ray refuses another change.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from .errors import AWS_ERRORS, NO_POLICY_YET, UNDER_WAY, explained, passes, refused
from .log_policy import NAME, lets_in, read

if TYPE_CHECKING:
    from types_boto3_xray.client import XRayClient
    from types_boto3_xray.literals import TraceSegmentDestinationType

    Event = dict[str, Any]
    LogsClient = Any

MARK: Final = "transaction-search?before="
LOGS: Final = "CloudWatchLogs"
RULE: Final = "Default"
PAUSES: Final = (2, 4, 8, 16, 30)


class Before(NamedTuple):
    """What was there before us."""

    destination: str
    percent: float | None
    """Of spans indexed; None where X-Ray had no rule."""
    has_policy: bool

    @classmethod
    def of(cls, physical_id: str) -> Before:
        """Read it from a PhysicalResourceId of ours."""
        destination, percent, policy = physical_id.removeprefix(MARK).split(",")
        return cls(destination, None if percent == "none" else float(percent), policy == "policy")

    def __str__(self) -> str:
        """As a PhysicalResourceId holds it."""
        percent = "none" if self.percent is None else repr(self.percent)
        return f"{MARK}{self.destination},{percent},{'policy' if self.has_policy else 'absent'}"


def on_event(event: Event, _context: object) -> dict[str, Any]:
    """Remember what was before; change nothing."""
    _log("event", event={**event, "ResponseURL": "..."})
    if event["RequestType"] != "Create":
        return {"PhysicalResourceId": event["PhysicalResourceId"]}
    try:
        xray: XRayClient = _client("xray", attempts=8)
        destination = xray.get_trace_segment_destination()["Destination"]
        policies = read(_client("logs", attempts=8))
        before = Before(destination, _indexed(xray), NAME in policies)
    except AWS_ERRORS as error:
        raise explained(error, event) from error
    if before.has_policy and not lets_in(policies[NAME], _wanted(event)):
        why = (
            f"there is a resource policy of CloudWatch Logs called {NAME} that says something "
            "else, and it could not be put back: delete it (aws logs delete-resource-policy "
            f"--policy-name {NAME}), then deploy again."
        )
        raise refused(event, why)
    return {"PhysicalResourceId": str(before)}


def is_complete(event: Event, _context: object) -> dict[str, Any]:
    """Take one step towards the target, or wait."""
    if not event["PhysicalResourceId"].startswith(MARK):
        return _done("the id is not ours")
    step = _undo if event["RequestType"] == "Delete" else _do
    try:
        return step(_client("xray", attempts=3), _client("logs", attempts=3), event)
    except AWS_ERRORS as error:
        if passes(error):
            return _wait(f"{getattr(error, 'operation_name', 'AWS')} answered: {error}")
        raise explained(error, event) from error


def _do(xray: XRayClient, logs: LogsClient, event: Event) -> dict[str, Any]:
    """Let X-Ray write, then have it write, then say how much it indexes."""
    _let_in(logs, event)
    if waiting := _moved(xray, LOGS):
        return waiting
    percent = float(event["ResourceProperties"]["IndexingPercent"])
    if _indexed(xray) != percent:
        _index(xray, percent)
    return _done("spans go to CloudWatch Logs", IndexingPercent=percent)


def _undo(xray: XRayClient, logs: LogsClient, event: Event) -> dict[str, Any]:
    """The same backwards."""
    before = Before.of(event["PhysicalResourceId"])
    ours = float(event["ResourceProperties"]["IndexingPercent"])
    if before.percent is not None and before.percent != ours and _indexed(xray) == ours:
        _index(xray, before.percent)
    if before.destination != LOGS and (waiting := _moved(xray, before.destination)):
        return waiting
    policies = read(logs)
    others = {name: document for name, document in policies.items() if name != NAME}
    unused = before.destination != LOGS or _some_let_in(others, event)
    if NAME in policies and not before.has_policy and unused:
        _log("policy", deletes=NAME)
        try:
            logs.delete_resource_policy(policyName=NAME)
        except logs.exceptions.ResourceNotFoundException:
            _log("gone", policy=NAME)
    return _done("all is as it was" if unused else "the policy stays: no other lets X-Ray in")


def _let_in(logs: LogsClient, event: Event) -> None:
    """Have a policy of ours; where the Region has no room for it, somebody else's will do."""
    policies, wanted = read(logs), _wanted(event)
    have, before = policies.get(NAME, {}), Before.of(event["PhysicalResourceId"])
    if have == wanted or (before.has_policy and lets_in(have, wanted)):
        return
    _log("policy", puts=NAME)
    try:
        logs.put_resource_policy(policyName=NAME, policyDocument=json.dumps(wanted))
    except logs.exceptions.LimitExceededException:
        if not _some_let_in(policies, event):
            raise
        _log("policy", full="another policy lets X-Ray write")


def _moved(xray: XRayClient, want: str) -> dict[str, Any] | None:
    """Nothing once spans go where they shall, and else the answer that waits for it."""
    have = xray.get_trace_segment_destination()
    if have["Status"] == UNDER_WAY:
        return _wait(f"the change to {have['Destination']} is under way")
    if have["Destination"] == want:
        return None
    _log("destination", before=have["Destination"], after=want)
    _patiently_move(xray, "CloudWatchLogs" if want == LOGS else "XRay")
    return _wait(f"the change to {want} has begun")


def _patiently_move(xray: XRayClient, want: TraceSegmentDestinationType) -> None:
    """Move, and move again for a minute while X-Ray does not see the new policy."""
    for pause in PAUSES:
        try:
            xray.update_trace_segment_destination(Destination=want)
        except ClientError as error:
            if NO_POLICY_YET not in error.response["Error"]["Message"]:
                raise
            time.sleep(pause)
        else:
            return
    xray.update_trace_segment_destination(Destination=want)


def _indexed(xray: XRayClient) -> float | None:
    """The share of spans that X-Ray is asked to index, in percent; None where it has no rule."""
    page = xray.get_indexing_rules()
    rules = page["IndexingRules"]
    while token := page.get("NextToken"):
        page = xray.get_indexing_rules(NextToken=token)
        rules += page["IndexingRules"]
    found = [rule["Rule"]["Probabilistic"] for rule in rules if rule["Name"] == RULE]
    return found[0]["DesiredSamplingPercentage"] if found else None


def _index(xray: XRayClient, percent: float) -> None:
    _log("indexing", percent=percent)
    xray.update_indexing_rule(
        Name=RULE, Rule={"Probabilistic": {"DesiredSamplingPercentage": percent}}
    )


def _some_let_in(policies: dict[str, dict[str, Any]], event: Event) -> bool:
    return any(lets_in(document, _wanted(event)) for document in policies.values())


def _wanted(event: Event) -> dict[str, Any]:
    policy: dict[str, Any] = json.loads(event["ResourceProperties"]["PolicyDocument"])
    return policy


def _done(why: str, **data: object) -> dict[str, Any]:
    _log("done", why=why, **data)
    return {"IsComplete": True}


def _wait(why: str) -> dict[str, Any]:
    _log("waiting", why=why)
    return {"IsComplete": False}


def _client(service: Literal["xray", "logs"], *, attempts: int) -> Any:  # noqa: ANN401 - of either
    """A client; a poll has few attempts, for there is a next one and a function has its limit."""
    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return boto3.client(service, config=config)


def _log(what: str, **facts: object) -> None:
    print(json.dumps({"what": what, **facts}))
