"""Requests over a real connection."""

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from eks_observability.handlers.grafana_content.errors import RefusedError
from eks_observability.handlers.grafana_content.grafana_api import NoRedirect, read

ANSWERS: dict[str, tuple[int, bytes]] = {
    "/json": (200, b'{"a": 1}'),
    "/nothing": (200, b""),
    "/html": (200, b"<html>"),
    "/bytes": (200, b"\xff"),
    "/moved": (302, b""),
    "/refused": (412, b'{"message": "changed by someone else", "status": "version-mismatch"}'),
    "/proxy": (403, b"Forbidden by a proxy"),
    "/list": (400, b"[1]"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Answers, and keeps which paths were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/garbage":
                self.wfile.write(b"no HTTP\r\n\r\n")
                return
            status, body = ANSWERS[self.path]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.asked = asked  # type: ignore[attr-defined] # for the tests alone
        yield server
        server.shutdown()


def get(server: Any, path: str) -> Any:
    request = urllib.request.Request(f"http://127.0.0.1:{server.server_port}{path}")
    return read(urllib.request.build_opener(NoRedirect()), request, path)


def test_an_answer_is_read(server: Any) -> None:
    assert get(server, "/json") == {"a": 1}


def test_an_empty_answer_is_one(server: Any) -> None:
    assert get(server, "/nothing") == {}


def test_a_redirect_is_not_followed_with_the_token(server: Any) -> None:
    server.asked.clear()

    with pytest.raises(RefusedError, match="GET /moved answered 302"):
        get(server, "/moved")

    assert server.asked == ["/moved"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/refused", "GET /refused answered 412: changed by someone else version-mismatch"),
        ("/proxy", "GET /proxy answered 403: Forbidden by a proxy"),
        ("/list", r"GET /list answered 400: \[1\]"),
        ("/html", "GET /html answered 502: no JSON but '<html>'"),
        ("/bytes", "GET /bytes answered 502: no JSON but"),
        ("/garbage", "GET /garbage answered 503: no HTTP"),
    ],
)
def test_an_error_says_what_was_answered(server: Any, path: str, expected: str) -> None:
    with pytest.raises(RefusedError, match=expected):
        get(server, path)


def test_nobody_who_answers_counts_as_unavailable() -> None:
    request = urllib.request.Request("http://127.0.0.1:1/")
    with pytest.raises(RefusedError, match="GET / answered 503: "):
        read(urllib.request.build_opener(NoRedirect()), request, "/")
