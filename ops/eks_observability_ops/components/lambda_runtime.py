"""Serves one Lambda function of Python on loopback, as far as its code can tell like Lambda.

python -P lambda_runtime.py PORT handler.on_event, in the folder of the code. Standard library only.
Answers a POST of the event with {"result": ...}, or with {"error": ...} as Lambda words it.
"""

import importlib
import json
import sys
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any


def main(port: str, entry: str) -> None:
    """Serves until it is killed."""
    sys.path.insert(0, str(Path.cwd()))
    module, name = entry.rsplit(".", 1)
    handler = getattr(importlib.import_module(module), name)

    def answer(event: dict[str, Any]) -> dict[str, Any]:
        try:
            return {"result": handler(event, None)}
        except Exception as error:
            kind, trace = type(error).__name__, traceback.format_tb(error.__traceback__)
            traceback.print_exc()
            return {
                "error": {"errorMessage": str(error), "errorType": kind, "stackTrace": trace},
            }

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(answer(event)).encode()
            sys.stdout.flush()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Leave the log to the handler."""

    HTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
