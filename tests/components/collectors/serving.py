"""Programs that are only here: they serve expositions, to those whom Kubernetes lets in."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = str | Callable[[], str]
"""What a path answers: a text, or what makes one each time."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """A program that is scraped."""

    host: str
    """Its address."""

    port: int
    """Its port."""

    pages: Mapping[str, Page]
    """What it answers, by path."""

    tls: ssl.SSLContext | None = None
    """Serves HTTPS with it. Default: plain HTTP."""

    admits: Callable[[str, str], bool] = field(default=lambda _token, _path: True)
    """Whom it answers: decides by the bearer token, which may be empty, and the path."""


@contextmanager
def serving(program: Program) -> Iterator[int]:
    """Serves for the length of a `with` block, and gives the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            page = program.pages.get(path)
            status, body = 404, b""
            if not program.admits(token, path):
                status = 403 if token else 401
            elif page is not None:
                status, body = 200, (page if isinstance(page, str) else page()).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the tests look at what arrives."""

    server = _Server((program.host, program.port), Handler)
    if program.tls:
        server.socket = program.tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Say nothing of who did not like the certificate."""


@contextmanager
def forwarding(host: str, port: int, *, to: int) -> Iterator[int]:
    """Hands what comes to an address on to a port of loopback, and gives the address's port."""
    with socket.create_server((host, port)) as listener:
        thread = threading.Thread(target=_forward, args=(listener, to), daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _forward(listener: socket.socket, to: int) -> None:
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        server = socket.create_connection(("127.0.0.1", to))
        for source, sink in ((client, server), (server, client)):
            threading.Thread(target=_copy, args=(source, sink), daemon=True).start()


def _copy(source: socket.socket, sink: socket.socket) -> None:
    try:
        while part := source.recv(65_536):
            sink.sendall(part)
    except OSError:
        pass
    finally:
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
