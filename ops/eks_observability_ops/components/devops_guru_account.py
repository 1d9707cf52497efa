"""The part of DevOps Guru's API that switches it on, which moto lacks.

Paths, bodies and answers are those of botocore's model of the service: a test asks with its client.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from eks_observability_ops.components.local_http import Reply, Request, listening

_MOST_CHANNELS = 2


@dataclass(kw_only=True)
class DevOpsGuruAccount:
    """One account and Region."""

    url: str = ""
    """Where it listens."""
    stacks: set[str] = field(default_factory=set)
    """What it looks at: names of stacks, or `*` alone, which is everything."""
    looks_at_logs: bool = False
    """Whether log anomaly detection is on."""
    channels: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What it tells, by id."""
    written: int = 0
    """How many times something was changed."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Serves until left."""
        with listening(self._answer) as port:
            self.url = f"http://127.0.0.1:{port}"
            yield

    def reset(self) -> None:
        """Is as an account that never had it."""
        self.stacks.clear()
        self.channels.clear()
        self.looks_at_logs, self.written = False, 0

    def _answer(self, request: Request) -> Reply:
        asked = json.loads(request.body or b"{}")
        path = request.path.partition("?")[0]
        match request.method, path.strip("/").split("/"):
            case "GET", ["resource-collections", kind]:
                return self._collection(kind)
            case "PUT", ["resource-collections"]:
                return self._change(asked)
            case "GET", ["service-integrations"]:
                status = {"OptInStatus": "ENABLED" if self.looks_at_logs else "DISABLED"}
                return _json({"ServiceIntegration": {"LogsAnomalyDetection": status}})
            case "PUT", ["service-integrations"]:
                wanted = asked["ServiceIntegration"]["LogsAnomalyDetection"]["OptInStatus"]
                self.looks_at_logs = wanted == "ENABLED"
                return self._done()
            case "POST", ["channels"]:
                listed = [{"Id": key, "Config": value} for key, value in self.channels.items()]
                return _json({"Channels": listed})
            case "PUT", ["channels"]:
                return self._add(asked["Config"])
            case "DELETE", ["channels", key] if key in self.channels:
                del self.channels[key]
                return self._done()
        return _error(404, "ResourceNotFoundException", path)

    def _collection(self, kind: str) -> Reply:
        is_it = kind == ("AWS_SERVICE" if "*" in self.stacks else "AWS_CLOUD_FORMATION")
        if not self.stacks or not is_it:
            return _error(404, "ResourceNotFoundException", kind)
        names = {"StackNames": sorted(self.stacks)}
        return _json({"ResourceCollection": {"CloudFormation": names}})

    def _change(self, asked: dict[str, Any]) -> Reply:
        names = set(asked["ResourceCollection"]["CloudFormation"]["StackNames"])
        after = self.stacks | names if asked["Action"] == "ADD" else self.stacks - names
        if "*" in after and len(after) > 1:
            return _error(400, "ValidationException", "one kind of collection at a time")
        self.stacks = after
        return self._done()

    def _add(self, config: dict[str, Any]) -> Reply:
        if len(self.channels) == _MOST_CHANNELS:
            return _error(402, "ServiceQuotaExceededException", "two topics at most")
        key = f"00000000-0000-4000-8000-{self.written:012}"
        self.channels[key] = config
        self.written += 1
        return _json({"Id": key})

    def _done(self) -> Reply:
        self.written += 1
        return _json({})


def _json(answer: dict[str, Any]) -> Reply:
    return Reply(body=json.dumps(answer).encode(), headers={"content-type": "application/json"})


def _error(status: int, code: str, message: str) -> Reply:
    body = json.dumps({"Message": message}).encode()
    return Reply(status=status, headers={"x-amzn-errortype": code}, body=body)
