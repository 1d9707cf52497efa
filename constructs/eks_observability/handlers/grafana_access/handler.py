"""Gives users and groups of IAM Identity Center their roles in a Grafana workspace.

`on_event` remembers, `is_complete` converges. The PhysicalResourceId holds which of those asked for
had a role before, each as eight digits of a digest and the role's first letter; that id outlives
updates. Whoever is asked for has exactly the role asked for. Whoever no longer is loses it, or gets
back what was there before; a role that somebody else gave since is theirs. Nobody else is touched.

UpdatePermissions answers 200 whatever becomes of it: its errors are the result. It can also answer
without errors and change nothing (boto3#3212), so what it did is read again.
"""

from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import boto3
import botocore.exceptions
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Mapping

    Event = dict[str, Any]
    GrafanaClient = Any

MARK: Final = "/access?before="
LONGEST_ID: Final = 1000
LONGEST_MESSAGE: Final = 2000
ROLES: Final = ("ADMIN", "EDITOR", "VIEWER")
WAITING: Final = {"CREATING", "UPDATING", "UPGRADING", "VERSION_UPDATING"}
PAUSES: Final = (1, 2, 4, 8, 16, 32)
UNREACHABLE: Final = (botocore.exceptions.ConnectionError, botocore.exceptions.HTTPClientError)
AWS_ERRORS: Final = (ClientError, *UNREACHABLE)
PASSING: Final = {
    *("ConflictException", "InternalServerException", "ThrottlingException", "Throttling"),
    *("TooManyRequestsException", "ExpiredToken", "ExpiredTokenException", "RequestTimeout"),
}
NOBODY: Final = (404, "REVOKE")
"""Of an error: there is nobody any more to take the role from."""
ADVICE: Final = {
    "AccessDeniedException": "Where the handler's role allows grafana:{action}, and reading of IAM "
    "Identity Center (sso and sso-directory), a service control policy or a permissions boundary "
    "denies it.",
    "ResourceNotFoundException": "Compare grafana.workspace.id with `aws grafana list-workspaces "
    "--region {region}`.",
    "ValidationException": "Compare the ids with those that `aws identitystore list-users` and "
    "list-groups print.",
}
UNCHANGED: Final = (
    "Grafana answered that it is done, and does not list it: see whether IAM Identity Center knows"
)


class GrafanaAccessError(Exception):
    """Says which workspace, what failed, why, and what to do."""


class Person(NamedTuple):
    """A user or a group, as Grafana's API knows it."""

    type: str
    id: str


Roles = dict[Person, str]


def on_event(event: Event, _context: object) -> dict[str, Any]:
    """Remember who had which role before; change nothing."""
    _log("event", event={**event, "ResponseURL": "..."})
    if event["RequestType"] == "Delete" or _same_workspace(event):
        return {"PhysicalResourceId": event["PhysicalResourceId"]}
    try:
        have = _listed(_grafana(attempts=8), event)
    except AWS_ERRORS as error:
        raise _explained(error, event) from error
    named = sorted(_asked(event["ResourceProperties"]))
    before = [f"{_digest(each)}{have[each][0]}" for each in named if each in have]
    physical_id = f"{_workspace(event)}{MARK}{','.join(before)}"
    if len(physical_id) > LONGEST_ID:
        why = (
            f"{len(before)} of those asked for have a role there already, more than can be "
            "remembered: name groups instead of users."
        )
        raise _error(event, why)
    return {"PhysicalResourceId": physical_id}


def is_complete(event: Event, _context: object) -> dict[str, Any]:
    """Take the workspace to what is asked for, or wait."""
    deletes = event["RequestType"] == "Delete"
    if MARK not in event["PhysicalResourceId"]:
        return _done(event, "the id is not ours")
    try:
        return _step(_grafana(attempts=3), event)
    except AWS_ERRORS as error:
        code, action = _code(error), getattr(error, "operation_name", "Amazon Managed Grafana")
        if deletes and code == "ResourceNotFoundException":
            return _done(event, "the workspace is gone")
        if _passes(error):
            return _wait(event, f"{action} answered {code}: {error}")
        raise _explained(error, event) from error


def _step(grafana: GrafanaClient, event: Event) -> dict[str, Any]:
    workspace = grafana.describe_workspace(workspaceId=_workspace(event))["workspace"]
    status, deletes = workspace["status"], event["RequestType"] == "Delete"
    if status in WAITING:
        return _wait(event, f"the workspace is {status}")
    if status != "ACTIVE":
        if deletes:
            return _done(event, f"the workspace is {status}, and access to it is left as it is")
        why = workspace.get("degradedWorkspaceReason", "look at it in the console")
        raise _error(event, f"the workspace is {status}: {why}. Mend it, then deploy again.")
    have, asked = _listed(grafana, event), _asked(event["ResourceProperties"])
    if asked and not deletes and "AWS_SSO" not in workspace["authentication"]["providers"]:
        why = (
            "people sign in there by SAML, and their roles come from the identity provider: take "
            "grafana.access out of the settings."
        )
        raise _error(event, why)
    want = _target(event, have)
    return _written(grafana, event, have, want)


def _target(event: Event, have: Roles) -> dict[Person, str | None]:
    """The role that each person shall have that this is about; None is no role."""
    ours, before = _asked(event["ResourceProperties"]), _memory(event)
    want: dict[Person, str | None] = {}
    if event["RequestType"] != "Delete":
        want |= ours
        ours = _asked(event["OldResourceProperties"]) if _same_workspace(event) else {}
    for person, role in ours.items():
        # Whose role is another one by now has it from somebody else.
        if person not in want and have.get(person) == role:
            want[person] = before.get(_digest(person))
    return want


def _written(
    grafana: GrafanaClient, event: Event, have: Roles, want: Mapping[Person, str | None]
) -> dict[str, Any]:
    """Write what differs, and see what became of it.

    What happens to a second role of the same person is not documented, so the first goes before.
    """
    differs = {person: role for person, role in want.items() if have.get(person) != role}
    revoked = {person: have[person] for person in differs if person in have}
    added = {person: role for person, role in differs.items() if role}
    errors: list[dict[str, Any]] = []
    for batch in filter(None, (_batch("REVOKE", revoked), _batch("ADD", added))):
        _log("change", workspace=_workspace(event), batch=batch)
        answer = grafana.update_permissions(
            workspaceId=_workspace(event), updateInstructionBatch=batch
        )
        errors += answer["errors"]
        time.sleep(1)
    later = [error for error in errors if error["code"] in (409, 429) or error["code"] >= 500]
    gone = [each for each in errors if (each["code"], each["causedBy"]["action"]) == NOBODY]
    if fatal := [error for error in errors if error not in later and error not in gone]:
        raise _error(event, "; ".join(map(_said, fatal)))
    if later:
        return _wait(event, "; ".join(map(_said, later)))
    _log("answer", workspace=_workspace(event), nobody=[*map(_said, gone)])
    nobody = {_person(user) for error in gone for user in error["causedBy"]["users"]}
    return _settled(
        grafana, event, {person: role for person, role in want.items() if person not in nobody}
    )


def _batch(action: str, changes: Mapping[Person, str]) -> list[dict[str, Any]]:
    """An instruction a role, of which a request takes 20."""
    people = {
        role: [each._asdict() for each in sorted(changes) if changes[each] == role]
        for role in ROLES
    }
    return [
        {"action": action, "role": role, "users": users} for role, users in people.items() if users
    ]


def _settled(
    grafana: GrafanaClient, event: Event, want: Mapping[Person, str | None]
) -> dict[str, Any]:
    """Done, once Grafana lists what was written."""
    for pause in (0, *PAUSES):
        time.sleep(pause)
        have = _listed(grafana, event)
        differs = sorted(person.id for person, role in want.items() if have.get(person) != role)
        if not differs:
            return _done(event, "all is as asked")
    raise _error(event, f"{UNCHANGED} {', '.join(differs)}.")


def _listed(grafana: GrafanaClient, event: Event) -> Roles:
    """The role of everybody who has one in the workspace."""
    pages = grafana.get_paginator("list_permissions").paginate(workspaceId=_workspace(event))
    return {
        _person(entry["user"]): entry["role"] for page in pages for entry in page["permissions"]
    }


def _asked(properties: Mapping[str, Any]) -> Roles:
    """Who is asked to have which role; ids are compared in lower case, as Grafana lists them."""
    return {
        Person(kind, person.lower()): role
        for kind, key in (("SSO_USER", "Users"), ("SSO_GROUP", "Groups"))
        for person, role in properties.get(key, {}).items()
    }


def _person(user: Mapping[str, str]) -> Person:
    return Person(user["type"], user["id"].lower())


def _memory(event: Event) -> dict[str, str]:
    """The roles from before, by digest."""
    entries = event["PhysicalResourceId"].partition(MARK)[2].split(",")
    by_letter = {role[0]: role for role in ROLES}
    return {entry[:-1]: by_letter[entry[-1]] for entry in entries if entry}


def _digest(person: Person) -> str:
    return hashlib.sha256("/".join(person).encode()).hexdigest()[:8]


def _same_workspace(event: Event) -> bool:
    old = event.get("OldResourceProperties", {}).get("WorkspaceId")
    return bool(old == _workspace(event))


def _said(error: Mapping[str, Any]) -> str:
    caused = error["causedBy"]
    ids = ", ".join(user["id"] for user in caused["users"])
    return f"{caused['action']} {caused['role']} of {ids}: {error['code']} {error['message']}"


def _passes(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return True
    return _code(error) in PASSING or error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500


def _code(error: Exception) -> str:
    return (
        error.response["Error"]["Code"] if isinstance(error, ClientError) else type(error).__name__
    )


def _explained(error: Exception, event: Event) -> GrafanaAccessError:
    code, action, message = _code(error), "Amazon Managed Grafana", str(error)
    if isinstance(error, ClientError):
        action, message = error.operation_name, error.response["Error"]["Message"]
    advice = "It passes by itself: deploy again." if _passes(error) else ADVICE.get(code, "")
    region = event["StackId"].split(":")[3]
    parts = (
        f"{action} answered {code}.",
        advice.format(action=action, region=region),
        f"Amazon Managed Grafana says: {message}",
    )
    return _error(event, " ".join(filter(None, parts)))


def _error(event: Event, why: str) -> GrafanaAccessError:
    region, account = event["StackId"].split(":")[3:5]
    where = f"workspace {_workspace(event)} (account {account}, {region})"
    text = f"Access to the Grafana {where} was not changed as asked: {why}"
    return GrafanaAccessError(text[:LONGEST_MESSAGE])


def _workspace(event: Event) -> str:
    workspace: str = event["ResourceProperties"]["WorkspaceId"]
    return workspace


def _done(event: Event, why: str) -> dict[str, Any]:
    _log("done", workspace=_workspace(event), why=why)
    return {"IsComplete": True}


def _wait(event: Event, why: str) -> dict[str, Any]:
    _log("waiting", workspace=_workspace(event), why=why)
    return {"IsComplete": False}


def _grafana(attempts: int) -> GrafanaClient:
    config = Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return boto3.client("grafana", config=config)


def _log(what: str, **facts: object) -> None:
    print(json.dumps({"what": what, **facts}))
