"""The part of Amazon Managed Grafana's API that gives people roles, which moto lacks.

Paths, bodies and answers are those of botocore's model of the service: a test asks with its client.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from eks_observability_ops.components.local_http import Reply, Request, listening

_PATH = re.compile(r"/workspaces/(?P<workspace>g-[0-9a-f]{10})(?P<what>/permissions)?(?:\?.*)?")


@dataclass(kw_only=True)
class GrafanaPermissions:
    """One workspace, and who has which role in it."""

    workspace: str = "g-0123456789"
    """Its id; no other is there."""
    url: str = ""
    """Where it listens."""
    polls: int = 0
    """How many times it still answers UPDATING."""
    roles: dict[tuple[str, str], str] = field(default_factory=dict)
    """The role of each user and group, by type and id."""
    strangers: set[str] = field(default_factory=set)
    """Ids that IAM Identity Center does not know."""
    written: int = 0
    """How many times roles were written."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Serves until left."""
        with listening(self._answer) as port:
            self.url = f"http://127.0.0.1:{port}"
            yield

    def reset(self) -> None:
        """Forgets everything."""
        self.polls, self.written = 0, 0
        self.roles.clear()
        self.strangers.clear()

    def _answer(self, request: Request) -> Reply:
        match = _PATH.fullmatch(request.path)
        if not match or match["workspace"] != self.workspace:
            error = {"message": "not found", "resourceId": "it", "resourceType": "workspace"}
            headers = {"x-amzn-errortype": "ResourceNotFoundException"}
            return Reply(status=404, headers=headers, body=json.dumps(error).encode())
        if not match["what"]:
            return _json({"workspace": self._described()})
        if request.method == "GET":
            return _json({"permissions": self._listed()})
        self.written += 1
        return _json({"errors": self._updated(json.loads(request.body))})

    def _described(self) -> dict[str, Any]:
        status = "UPDATING" if self.polls else "ACTIVE"
        self.polls = max(0, self.polls - 1)
        return {
            "id": self.workspace,
            "status": status,
            "created": 1_700_000_000,
            "modified": 1_700_000_000,
            "dataSources": [],
            "endpoint": f"{self.workspace}.grafana-workspace.eu-central-1.amazonaws.com",
            "grafanaVersion": "12.4",
            "authentication": {"providers": ["AWS_SSO"]},
        }

    def _listed(self) -> list[dict[str, Any]]:
        return [
            {"user": {"type": kind, "id": person}, "role": role}
            for (kind, person), role in sorted(self.roles.items())
        ]

    def _updated(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        """What of it could not be done."""
        errors = []
        for instruction in asked["updateInstructionBatch"]:
            for user in instruction["users"]:
                if user["id"] in self.strangers:
                    caused = instruction | {"users": [user]}
                    errors.append({"code": 400, "message": "unknown", "causedBy": caused})
                elif instruction["action"] == "ADD":
                    self.roles[user["type"], user["id"]] = instruction["role"]
                else:
                    del self.roles[user["type"], user["id"]]
        return errors


def _json(answer: dict[str, Any]) -> Reply:
    return Reply(body=json.dumps(answer).encode(), headers={"content-type": "application/json"})
