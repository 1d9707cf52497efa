"""The part of X-Ray's API that says where spans go, which moto lacks.

Paths, bodies and answers are those of botocore's model of the service: a test asks with its client.
What it refuses, and in which words, is what accounts of AWS have been seen to answer.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from eks_observability_ops.components.local_http import Reply, Request, listening

_NOT_LET_IN = "XRay does not have permission to call PutLogEvents on the aws/spans Log Group"
_UNDER_WAY = "Updates are not allowed while the current status is PENDING"


@dataclass(kw_only=True)
class TraceDestination:
    """One account and Region."""

    url: str = ""
    """Where it listens."""
    destination: str = "XRay"
    """Where spans go."""
    percent: float = 1
    """What share of them is indexed."""
    lasts: int = 2
    """How many questions a change is PENDING for."""
    let_in: Callable[[], bool] = lambda: True
    """Says whether X-Ray may write to CloudWatch Logs."""
    written: int = 0
    """How many times something was changed."""
    _pending: int = 0

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Serves until left."""
        with listening(self._answer) as port:
            self.url = f"http://127.0.0.1:{port}"
            yield

    def reset(self) -> None:
        """Is as an account that never had Transaction Search."""
        self.destination, self.percent, self.written, self._pending = "XRay", 1, 0, 0

    def _answer(self, request: Request) -> Reply:
        asked = json.loads(request.body or b"{}")
        match request.path:
            case "/GetTraceSegmentDestination":
                answer = self._described()
                self._pending = max(0, self._pending - 1)
                return _json(answer)
            case "/UpdateTraceSegmentDestination":
                return self._move(asked["Destination"])
            case "/GetIndexingRules":
                return _json({"IndexingRules": [self._rule()]})
            case "/UpdateIndexingRule":
                self.percent = asked["Rule"]["Probabilistic"]["DesiredSamplingPercentage"]
                self.written += 1
                return _json({"IndexingRule": self._rule()})
            case _:
                return _error(404, "ResourceNotFoundException", request.path)

    def _move(self, want: str) -> Reply:
        if self._pending:
            return _error(400, "InvalidRequestException", _UNDER_WAY)
        if want == "CloudWatchLogs" and not self.let_in():
            return _error(403, "AccessDeniedException", _NOT_LET_IN)
        self.destination, self._pending = want, self.lasts
        self.written += 1
        return _json(self._described())

    def _described(self) -> dict[str, str]:
        return {
            "Destination": self.destination,
            "Status": "PENDING" if self._pending else "ACTIVE",
        }

    def _rule(self) -> dict[str, Any]:
        probabilistic = {"DesiredSamplingPercentage": self.percent}
        return {"Name": "Default", "Rule": {"Probabilistic": probabilistic}}


def _json(answer: dict[str, Any]) -> Reply:
    return Reply(body=json.dumps(answer).encode(), headers={"content-type": "application/json"})


def _error(status: int, code: str, message: str) -> Reply:
    body = json.dumps({"message": message}).encode()
    return Reply(status=status, headers={"x-amzn-errortype": code}, body=body)
