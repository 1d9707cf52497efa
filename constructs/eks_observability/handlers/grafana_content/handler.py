"""Fills a Grafana workspace: data sources, folders, dashboards, what teams may do, the home page.

`on_event` remembers, `is_complete` converges: it reads, compares and writes what differs, the same
however often it is done. So a run that was killed, or whose time was over, is completed by the next
poll or by the next deploy. The PhysicalResourceId holds whether plugin administration was on
before; what was written is remembered in Grafana itself: see `marks` and `sources`.

Each run has a service account with a token of its own and deletes both, however it ends. A token is
never logged, returned, or kept.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import boto3
from botocore.config import Config

from .content import NOTHING, Content
from .control import Control
from .errors import (
    AWS_ERRORS,
    LONGEST_MESSAGE,
    EditedError,
    GrafanaContentError,
    LaterError,
    RefusedError,
    code_of,
    passes,
    reason,
)
from .grafana_api import Grafana
from .log import log
from .marks import owner_of

if TYPE_CHECKING:
    Event = dict[str, Any]
    Context = Any

MARK: Final = "/content?plugin-admin="
WAITING: Final = {"CREATING", "UPDATING", "UPGRADING", "VERSION_UPDATING"}
NO_WAY_IN: Final = {401, 403}
"""What Grafana answers whom it does not let in; a Create that failed so has written nothing."""
LONGEST_NAME: Final = 128


def on_event(event: Event, _context: object) -> dict[str, Any]:
    """Remember whether plugin administration was on; change nothing."""
    log("event", event={**event, "ResponseURL": "..."})
    workspace = event["ResourceProperties"]["WorkspaceId"]
    if event["RequestType"] == "Delete" or _same_workspace(event):
        return {"PhysicalResourceId": event["PhysicalResourceId"]}
    try:
        enabled = _control(event, attempts=8).plugin_admin()
    except AWS_ERRORS as error:
        raise _error(event, reason(error, _region(event))) from error
    return {"PhysicalResourceId": f"{workspace}{MARK}{'on' if enabled else 'off'}"}


def is_complete(event: Event, context: Context) -> dict[str, Any]:
    """Take the workspace to what is asked for, or wait."""
    deletes = event["RequestType"] == "Delete"
    if deletes and MARK not in event["PhysicalResourceId"]:
        return _done(event, "the id is not ours")
    try:
        return _step(event, context)
    except LaterError as later:
        return _wait(event, str(later))
    except AWS_ERRORS as error:
        if deletes and code_of(error) == "ResourceNotFoundException":
            return _done(event, "the workspace is gone")
        why = reason(error, _region(event))
        if passes(error):
            return _wait(event, why)
        raise _error(event, why) from error
    except (RefusedError, EditedError) as error:
        if deletes and isinstance(error, RefusedError) and error.status in NO_WAY_IN:
            return _done(event, f"Grafana lets us in no more, its content is left: {error}")
        raise _error(event, reason(error, _region(event))) from error


def _step(event: Event, context: Context) -> dict[str, Any]:
    control = _control(event, attempts=3)
    workspace = control.workspace()
    status, deletes = workspace["status"], event["RequestType"] == "Delete"
    if status in WAITING:
        return _wait(event, f"the workspace is {status}")
    if status != "ACTIVE":
        if deletes:
            return _done(event, f"the workspace is {status}, its content is left")
        why = workspace.get("degradedWorkspaceReason", "look at it in the console")
        raise _error(event, f"the workspace is {status}: {why}. Mend it, then deploy again.")
    asked = NOTHING if deletes else event["ResourceProperties"]
    if asked.get("Plugins") and not control.plugin_admin():
        control.set_plugin_admin(enabled=True)
        return _wait(event, "plugin administration is being switched on")
    data = _converge(event, context, control, workspace["endpoint"])
    if _plugin_admin_was_ours(event) and not asked.get("Plugins") and control.plugin_admin():
        control.set_plugin_admin(enabled=False)
        return _wait(event, "plugin administration is being switched off, as it was before")
    return _done(event, "all is as asked", WorkspaceUrl=f"https://{workspace['endpoint']}", **data)


def _converge(event: Event, context: Context, control: Control, endpoint: str) -> dict[str, str]:
    """Do the work with a token that lives as long as it takes."""
    properties, owner = event["ResourceProperties"], owner_of(event)
    deletes = event["RequestType"] == "Delete"
    before = properties if deletes else _before(event)
    name = f"eks-observability-{owner.replace('/', '-')}"[:LONGEST_NAME]
    with control.token(name) as token:
        content = Content(
            Grafana(endpoint, token, partial(_seconds_left, context)),
            NOTHING if deletes else properties,
            before,
            owner=owner,
            policy=properties["EditedByHand"],
        )
        return content.converge(_s3())


def _seconds_left(context: Context) -> float:
    """How long Lambda lets this run go on; where it says nothing, for ever."""
    return context.get_remaining_time_in_millis() / 1000 if context else math.inf


def _before(event: Event) -> dict[str, Any]:
    """What was asked for before, of this workspace."""
    old: dict[str, Any] = event["OldResourceProperties"] if _same_workspace(event) else {}
    return old


def _plugin_admin_was_ours(event: Event) -> bool:
    """Whether plugin administration is on because plugins were asked for."""
    was_off = event["PhysicalResourceId"].endswith(f"{MARK}off")
    asked = event["ResourceProperties"] if event["RequestType"] == "Delete" else _before(event)
    return was_off and bool(asked.get("Plugins"))


def _same_workspace(event: Event) -> bool:
    """Whether this updates what is in the same workspace."""
    old = event.get("OldResourceProperties", {}).get("WorkspaceId")
    return bool(old == event["ResourceProperties"]["WorkspaceId"])


def _error(event: Event, why: str) -> GrafanaContentError:
    region, account = event["StackId"].split(":")[3:5]
    workspace = event["ResourceProperties"]["WorkspaceId"]
    text = f"Grafana workspace {workspace} (account {account}, {region}) was not filled: {why}"
    return GrafanaContentError(text[:LONGEST_MESSAGE])


def _done(event: Event, why: str, **data: str) -> dict[str, Any]:
    log("done", workspace=event["ResourceProperties"]["WorkspaceId"], why=why, **data)
    return {"IsComplete": True, "Data": data}


def _wait(event: Event, why: str) -> dict[str, Any]:
    log("waiting", workspace=event["ResourceProperties"]["WorkspaceId"], why=why)
    return {"IsComplete": False}


def _region(event: Event) -> str:
    region: str = event["StackId"].split(":")[3]
    return region


def _control(event: Event, *, attempts: int) -> Control:
    client = boto3.client("grafana", config=_config(attempts))
    return Control(client, event["ResourceProperties"]["WorkspaceId"])


def _s3() -> Any:  # noqa: ANN401 - boto3's client, which has no type here
    return boto3.client("s3", config=_config(attempts=5))


def _config(attempts: int) -> Config:
    """A poll has few attempts, for there is a next one and a function has its limit."""
    return Config(
        connect_timeout=3,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
