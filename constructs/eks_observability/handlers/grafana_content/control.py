"""The control API of one workspace, and a token that is gone when its work is done.

AWS takes about one request a second (Amazon Managed Grafana User Guide, "Service quotas"), and
answers writes with ConflictException as long as the workspace is not ACTIVE.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from .errors import AWS_ERRORS, code_of
from .log import log

if TYPE_CHECKING:
    from collections.abc import Iterator

    Client = Any

SECONDS_BETWEEN: Final = 1.0
TOKEN_SECONDS: Final = 600
"""Longer than a Lambda function of ours runs; should one be killed, its token ends by itself."""
PAUSES: Final = (1, 2, 4, 8)


class Control:
    """A workspace, as AWS knows it."""

    def __init__(self, client: Client, workspace: str) -> None:
        self._client, self._workspace = client, workspace
        self._next = 0.0

    def workspace(self) -> dict[str, Any]:
        """The workspace: its `status`, its `endpoint` and more."""
        found: dict[str, Any] = self._call("describe_workspace")["workspace"]
        return found

    def plugin_admin(self) -> bool:
        """Whether Grafana's administrators, the token too, may install plugins."""
        return bool(self._configuration().get("plugins", {}).get("pluginAdminEnabled"))

    def set_plugin_admin(self, *, enabled: bool) -> None:
        """Switch plugin administration; the workspace is UPDATING then."""
        configuration = self._configuration()
        plugins = {**configuration.get("plugins", {}), "pluginAdminEnabled": enabled}
        log("plugin administration", workspace=self._workspace, enabled=enabled)
        self._call(
            "update_workspace_configuration",
            configuration=json.dumps({**configuration, "plugins": plugins}),
        )

    @contextmanager
    def token(self, name: str) -> Iterator[str]:
        """A token of a service account `name`; both are deleted, however the work ends.

        An account of that name is what a run left that was killed: it goes first, with its tokens.
        """
        self._remove_leftover(name)
        made: dict[str, str] = {}
        try:
            account = self._call(
                "create_workspace_service_account", name=name, grafanaRole="ADMIN"
            )["id"]
            made["serviceAccountId"] = account
            token = self._call(
                "create_workspace_service_account_token",
                name=name,
                secondsToLive=TOKEN_SECONDS,
                serviceAccountId=account,
            )["serviceAccountToken"]
            made["tokenId"] = token["id"]
            yield token["key"]
        except BaseException:
            self._forget(made)
            raise
        if error := self._forget(made):
            raise error

    def _remove_leftover(self, name: str) -> None:
        for account in self._accounts():
            if account["name"] == name:
                log("left by a run that was killed", service_account=name)
                self._delete("delete_workspace_service_account", serviceAccountId=account["id"])

    def _accounts(self) -> Iterator[dict[str, Any]]:
        asked: dict[str, str] = {}
        while True:
            page = self._call("list_workspace_service_accounts", **asked)
            yield from page["serviceAccounts"]
            if not page.get("nextToken"):
                return
            asked = {"nextToken": page["nextToken"]}

    def _forget(self, made: dict[str, str]) -> Exception | None:
        """Delete the token, and then its account even if that failed; the last thing that did."""
        failed: Exception | None = None
        for deletion, id_ in (
            ("delete_workspace_service_account_token", "tokenId"),
            ("delete_workspace_service_account", "serviceAccountId"),
        ):
            if id_ not in made:
                continue
            try:
                self._delete(deletion, **made if id_ == "tokenId" else {id_: made[id_]})
            except AWS_ERRORS as error:
                log("not deleted", what_failed=deletion, why=str(error))
                failed = error
        return failed

    def _delete(self, operation: str, **asked: str) -> None:
        """Delete what may be gone already, and be patient: what stays is a way into Grafana."""
        for pause in PAUSES:
            try:
                self._deleted(operation, asked)
            except AWS_ERRORS as error:
                if code_of(error) == "AccessDeniedException":
                    raise
                time.sleep(pause)
            else:
                return
        self._deleted(operation, asked)

    def _deleted(self, operation: str, asked: dict[str, str]) -> None:
        try:
            self._call(operation, **asked)
        except AWS_ERRORS as error:
            if code_of(error) != "ResourceNotFoundException":
                raise

    def _configuration(self) -> dict[str, Any]:
        text = self._call("describe_workspace_configuration")["configuration"]
        read: dict[str, Any] = json.loads(text)
        return read

    def _call(self, operation: str, **asked: object) -> dict[str, Any]:
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + SECONDS_BETWEEN
        answer: dict[str, Any] = getattr(self._client, operation)(
            workspaceId=self._workspace, **asked
        )
        return answer
