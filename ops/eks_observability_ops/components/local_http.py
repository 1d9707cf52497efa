"""HTTP to programs on this machine, never through a proxy."""

import json
import ssl
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_TIMEOUT_SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a server is asked."""

    method: str
    path: str
    """With the query."""
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a server answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def listening(
    answer: Callable[[Request], Reply], *, tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Serves HTTP on loopback in threads of this process, and gives the port.

    Args:
        answer: Answers one request; what it raises is printed, and the client sees a broken
            connection.
        tls: Serves HTTPS with it. Default: plain HTTP.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = Request(
                method=self.command,
                path=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                body=body,
            )
            reply = answer(request)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def do_PATCH(self) -> None:
            self.do_GET()

        def do_DELETE(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing: the tests look at what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def fetch(
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    trust: ssl.SSLContext | None = None,
    seconds: float = _TIMEOUT_SECONDS,
) -> str:
    """Returns what an URL answers within `seconds`, to a POST if there is a body.

    Raises:
        OSError: It did not answer, or with a status of 400 and above.
    """
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if trust:
        handlers.append(urllib.request.HTTPSHandler(context=trust))
    request = urllib.request.Request(url, data=body, headers=dict(headers or {}))
    with urllib.request.build_opener(*handlers).open(request, timeout=seconds) as answer:
        text: bytes = answer.read()
    return text.decode()


def fetch_json(url: str, **query: str) -> dict[str, Any]:
    """Returns the JSON object that an URL answers, asked with the parameters `query`."""
    text = fetch(f"{url}?{urllib.parse.urlencode(query)}" if query else url)
    values: dict[str, Any] = json.loads(text)
    return values


def answers(
    url: str, *, headers: Mapping[str, str] | None = None, trust: ssl.SSLContext | None = None
) -> bool:
    """Says whether an URL answers, with a status below 400."""
    try:
        fetch(url, headers=headers, trust=trust)
    except OSError:
        return False
    return True
