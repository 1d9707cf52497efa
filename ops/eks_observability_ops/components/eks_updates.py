"""What moto's EKS lacks of updates, in front of moto: each takes time, and can be described.

moto takes an update of the logging configuration for the whole of it, is done at once and describes
no update. EKS changes the types that are named, is UPDATING meanwhile, and keeps the update with
its errors. This adds that to moto's answers and nothing else; all other requests pass unchanged.
"""

import http.client
import json
import re
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from eks_observability_ops.components.local_http import Reply, Request, listening

_PATH = re.compile(r"/clusters/(?P<cluster>[^/]+)(?:/(?P<what>update-config|updates)(?:/(.+))?)?")
_TIMEOUT_SECONDS = 10


@dataclass(kw_only=True)
class EksUpdates:
    """A server in front of moto, for one cluster's logging."""

    moto: str
    """moto's URL."""
    url: str = ""
    """Where it listens."""
    polls: int = 1
    """How many times DescribeCluster answers UPDATING after an update began."""
    asked: list[list[dict[str, Any]]] = field(default_factory=list)
    """`clusterLogging` of each update, oldest first."""
    _polls_left: int = 0
    _updates: dict[str, dict[str, Any]] = field(default_factory=dict)
    _broken_off: tuple[Sequence[str], dict[str, str]] | None = None

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Serves until left."""
        with listening(self._answer) as port:
            self.url = f"http://127.0.0.1:{port}"
            yield

    def reset(self) -> None:
        """Forgets all updates."""
        self.polls, self._polls_left, self._broken_off = 1, 0, None
        self.asked.clear()
        self._updates.clear()

    def break_off(self, *, after: Sequence[str], code: str, message: str) -> None:
        """Lets updates fail when they have changed the types `after`."""
        self._broken_off = after, {"errorCode": code, "errorMessage": message}

    def _answer(self, request: Request) -> Reply:
        match = _PATH.fullmatch(urllib.parse.urlsplit(request.path).path)
        if match and match["what"] == "update-config":
            return self._update(request, match["cluster"])
        if match and match["what"] == "updates":
            found = [one for one in self._updates.values() if one["id"] == match[3]]
            return Reply(body=json.dumps({"update": found[0]}).encode())
        reply = self._ask_moto(request)
        if match and request.method == "GET" and reply.status == 200:
            return self._with_status(reply)
        return reply

    def _with_status(self, reply: Reply) -> Reply:
        described = json.loads(reply.body)
        if self._polls_left:
            self._polls_left -= 1
            described["cluster"]["status"] = "UPDATING"
        else:
            for update in self._updates.values():
                update["status"] = "Failed" if update["errors"] else "Successful"
        return Reply(body=json.dumps(described).encode(), headers=reply.headers)

    def _update(self, request: Request, cluster: str) -> Reply:
        asked = json.loads(request.body)
        token = asked["clientRequestToken"]
        if token not in self._updates:
            described = self._ask_moto(
                Request(
                    method="GET", path=f"/clusters/{cluster}", headers=request.headers, body=b""
                )
            )
            before = json.loads(described.body)["cluster"]["logging"]["clusterLogging"]
            changes = asked["logging"]["clusterLogging"]
            errors = []
            if self._broken_off:
                reached, error = self._broken_off
                changes = [_only(change, reached) for change in changes]
                errors = [error]
            body = json.dumps({"logging": {"clusterLogging": _merged(before, changes)}}).encode()
            reply = self._ask_moto(
                Request(method="POST", path=request.path, headers=request.headers, body=body)
            )
            if reply.status != 200:
                return reply
            self.asked.append(asked["logging"]["clusterLogging"])
            self._polls_left = self.polls
            self._updates[token] = {
                "id": f"update-{len(self._updates)}",
                "status": "InProgress",
                "type": "LoggingUpdate",
                "errors": errors,
            }
        return Reply(body=json.dumps({"update": self._updates[token]}).encode())

    def _ask_moto(self, request: Request) -> Reply:
        host = urllib.parse.urlsplit(self.moto).netloc
        dropped = {"host", "content-length", "connection"}
        headers = {key: one for key, one in request.headers.items() if key not in dropped}
        connection = http.client.HTTPConnection(host, timeout=_TIMEOUT_SECONDS)
        try:
            connection.request(request.method, request.path, request.body, headers)
            answer = connection.getresponse()
            kept = {
                key: value
                for key, value in answer.getheaders()
                if key.lower().startswith(("content-type", "x-amz"))
            }
            return Reply(body=answer.read(), status=answer.status, headers=kept)
        finally:
            connection.close()


def _only(change: dict[str, Any], types: Sequence[str]) -> dict[str, Any]:
    return {**change, "types": [one for one in change["types"] if one in types]}


def _merged(
    before: Sequence[dict[str, Any]], changes: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Returns every type once, under what the last one says of it."""
    state = {kind: setup["enabled"] for setup in (*before, *changes) for kind in setup["types"]}
    setups = [
        {"types": [kind for kind, on in state.items() if on is enabled], "enabled": enabled}
        for enabled in (True, False)
    ]
    return [setup for setup in setups if setup["types"]]
