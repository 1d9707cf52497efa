"""Requests to Grafana's HTTP API, and to grafana.com for dashboards of the community."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, Any, Final

from .errors import LaterError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPMessage
    from typing import IO

TIMEOUT_SECONDS: Final = 20
PAUSES: Final = (1, 2, 4, 8)
PASSING: Final = {408, 425, 429, 500, 502, 503, 504}
"""Grafana restarts, or is short of something."""
SECONDS_TO_SPARE: Final = 60
"""What is left of a function's time for deleting the token."""
LARGEST_BYTES: Final = 20_000_000


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the token would be sent to wherever Grafana points."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Make no request of it; the redirect then counts as an error."""


class Grafana:
    """The HTTP API of one workspace.

    Args:
        endpoint: The workspace's host.
        token: A token of a service account.
        seconds_left: How long this run still has.
    """

    def __init__(self, endpoint: str, token: str, seconds_left: Callable[[], float]) -> None:
        self._base, self._token, self._seconds_left = f"https://{endpoint}", token, seconds_left
        self.writes = 0
        """How many requests have changed something."""

    def get(self, path: str, **query: str | int) -> Any:  # noqa: ANN401 - any JSON
        """What is at a path; None where nothing is. Asks again while Grafana cannot answer."""
        asked = f"{path}?{urllib.parse.urlencode(query)}" if query else path
        # A token is a moment old here, and may not be known everywhere yet.
        return self._patiently("GET", asked, {*PASSING, 401})

    def send(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any JSON
        """Change something, once: after a failure that passes, the next poll looks at it first."""
        try:
            answer = self._answer(method, path, body)
        except RefusedError as error:
            if error.status in PASSING or _mismatch(error):
                raise LaterError(str(error)) from error
            raise
        self.writes += 1
        return answer

    def _patiently(self, method: str, path: str, passing: set[int]) -> Any:  # noqa: ANN401 - JSON
        for pause in PAUSES:
            try:
                return self._answer(method, path)
            except RefusedError as error:
                if error.status == 404:
                    return None
                if error.status not in passing:
                    raise
                time.sleep(pause)
        try:
            return self._answer(method, path)
        except RefusedError as error:
            if error.status in PASSING:
                raise LaterError(str(error)) from error
            raise

    def _answer(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        if self._seconds_left() < SECONDS_TO_SPARE:
            msg = "the function's time is over"
            raise LaterError(msg)
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self._base}{path}", data=data, headers=headers, method=method
        )
        return read(urllib.request.build_opener(NoRedirect()), request, path)


def _mismatch(error: RefusedError) -> bool:
    """Whether somebody wrote between our reading and our writing."""
    text = str(error).lower()
    return error.status in {409, 412} and (
        "changed by someone else" in text or "version-mismatch" in text or "updated by" in text
    )


def read(opener: urllib.request.OpenerDirector, request: urllib.request.Request, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Send a request and read the JSON of its answer.

    Raises:
        RefusedError: The answer is an error; 503 where there was none that is HTTP.
    """
    asked = f"{request.get_method()} {path}"
    try:
        with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            text = answer.read(LARGEST_BYTES)
    except urllib.error.HTTPError as error:
        raise RefusedError(error.code, asked, _message(error)) from None
    except (OSError, http.client.HTTPException) as error:
        raise RefusedError(503, asked, str(error)) from None
    try:
        return json.loads(text) if text.strip() else {}
    except ValueError:
        msg = f"no JSON but {text[:80].decode(errors='replace')!r}"
        raise RefusedError(502, asked, msg) from None


def _message(error: urllib.error.HTTPError) -> str:
    text = error.read(4000).decode(errors="replace")
    try:
        said = json.loads(text)
        return " ".join(str(said[key]) for key in ("message", "status") if said.get(key))
    except (ValueError, AttributeError):
        return text[:200]
