"""A program of the emitter's shape: what it reads, where it listens, whom it calls, what it sends.

The image's own is Java, with an agent that makes the spans (aws-otel-java-instrumentation,
sample-apps/spark). This one has OpenTelemetry's SDK make them, by the same variables alone, with
the names and attributes that agent 1.17.0 gives them.
"""

import os
import sys
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit

from opentelemetry import propagate, trace
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

_S3: Final = {"rpc.system": "aws-api", "rpc.service": "S3", "rpc.method": "ListBuckets"}


class Handler(BaseHTTPRequestHandler):
    """Answers as the image does."""

    def do_GET(self) -> None:
        tracer = trace.get_tracer("sample-app")
        attributes = {"http.method": "GET", "http.target": self.path, "http.route": self.path}
        with tracer.start_as_current_span(
            self.path,
            context=propagate.extract(dict(self.headers)),
            kind=SpanKind.SERVER,
            attributes=attributes,
        ) as span:
            status = self._answer()
            span.set_attribute("http.status_code", status)
            if status >= 500:
                span.set_status(Status(StatusCode.ERROR))
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self) -> int:
        match self.path:
            case "/":
                return 200
            case "/outgoing-http-call":
                return call("HTTP GET", "https://aws.amazon.com", {})
            case "/aws-sdk-call":
                region = os.environ["AWS_REGION"]
                return call("S3.ListBuckets", f"https://s3.{region}.amazonaws.com", _S3)
            case _:
                return 404

    def log_message(self, *_: object) -> None:
        """Say nothing: the spans do."""


def call(name: str, url: str, about: dict[str, str]) -> int:
    """Asks a remote service, and returns what to answer because of it."""
    host = urlsplit(url).hostname or ""
    attributes = {"http.method": "GET", "http.url": url, "net.peer.name": host, **about}
    with trace.get_tracer("sample-app").start_as_current_span(
        name, kind=SpanKind.CLIENT, attributes=attributes
    ) as span:
        headers: dict[str, str] = {}
        propagate.inject(headers)
        try:
            with urllib.request.urlopen(
                urllib.request.Request(url, headers=headers), timeout=5
            ) as answer:
                span.set_attribute("http.status_code", answer.status)
        except HTTPError as error:
            span.set_attribute("http.status_code", error.code)
            span.set_status(Status(StatusCode.ERROR))
            return 500
        except OSError as error:
            span.record_exception(error)
            span.set_status(Status(StatusCode.ERROR))
            return 500
    return 200


def main() -> None:
    """Serves until it is ended."""
    assert os.environ["OTEL_EXPORTER_OTLP_PROTOCOL"] == "grpc"
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(), schedule_delay_millis=200))
    trace.set_tracer_provider(provider)
    host, port = os.environ["LISTEN_ADDRESS"].split(":")
    server = ThreadingHTTPServer((host, int(port)), Handler)
    sys.stderr.write("listening\n")
    sys.stderr.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
