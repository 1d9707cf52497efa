"""A way to Prometheus that can be closed, as the way to a workspace can."""

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

from eks_observability_ops.components.environment import free_port

State = Literal["open", "refused", "unavailable", "throttled"]
"""What becomes of a request: it is handed on, finds nobody, or is answered 503 or 429."""

_ANSWERS = {"unavailable": 503, "throttled": 429}


class Gateway:
    """Hands remote write on to Prometheus while it is open, as it is at first.

    Args:
        to: Where Prometheus takes remote write.
    """

    def __init__(self, to: str) -> None:
        self._to = to
        self._port = free_port()
        self._state: State = "refused"
        self._server: ThreadingHTTPServer | None = None
        self._lock = threading.Lock()
        self.url = f"http://127.0.0.1:{self._port}/api/v1/write"
        """Where to write to."""
        self.answered: list[int] = []
        """Status codes of all answers."""
        self.signatures: set[str] = set()
        """How requests were signed, but for the signature itself."""
        self.become("open")

    def become(self, state: State) -> None:
        """Change what becomes of requests from now on."""
        self._state = state
        if state == "refused":
            self.close()
        elif self._server is None:
            self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
            threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _answer(self, body: bytes, headers: dict[str, str]) -> int:
        status = _ANSWERS.get(self._state) or self._write(body, headers)
        signature = headers.get("Authorization", "").partition(",")[0]
        with self._lock:
            self.answered.append(status)
            self.signatures.add(signature)
        return status

    def _write(self, body: bytes, headers: dict[str, str]) -> int:
        passed_on = {
            name: value
            for name, value in headers.items()
            if name.lower().startswith(("content-", "x-prometheus-"))
        }
        request = urllib.request.Request(self._to, data=body, headers=passed_on)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=60) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as error:
            return error.code

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(gateway._answer(body, dict(self.headers)))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing: the tests look at what arrives."""

        return Handler
