"""amtool refuses wrong routing and says where an alert goes; Alertmanager delivers it there."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

import pytest

from eks_observability_ops.components.alertmanager import Amtool, start_alertmanager
from eks_observability_ops.components.running import ProgramError, Supervisor

ROUTING = """
route:
  receiver: default
  routes:
    - {receiver: pager, matchers: ['severity="critical"']}
receivers:
  - name: default
  - name: pager
"""


def test_a_routing_is_accepted(amtool: Amtool) -> None:
    answer = amtool.check(ROUTING)
    assert answer.code == 0, answer.text
    assert "2 receivers" in answer.text


def test_an_undefined_receiver_is_refused(amtool: Amtool) -> None:
    answer = amtool.check(ROUTING.replace("- name: pager", ""))
    assert answer.code == 1
    assert 'undefined receiver "pager" used in route' in answer.text


def test_an_alert_reaches_the_receiver_of_its_severity(amtool: Amtool) -> None:
    assert amtool.receivers(ROUTING, {"severity": "critical"}) == ["pager"]
    assert amtool.receivers(ROUTING, {"severity": "warning"}) == ["default"]


def test_a_wrong_routing_has_no_receivers(amtool: Amtool) -> None:
    with pytest.raises(ProgramError, match="undefined receiver"):
        amtool.receivers(ROUTING.replace("- name: pager", ""), {"severity": "critical"})


@pytest.fixture
def webhook() -> Iterator[tuple[str, Queue[dict[str, Any]]]]:
    """An URL, and what was posted to it."""
    posted: Queue[dict[str, Any]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", posted
    server.shutdown()
    server.server_close()


def test_an_alert_is_delivered(
    supervisor: Supervisor,
    program: Callable[[str], Path],
    webhook: tuple[str, Queue[dict[str, Any]]],
) -> None:
    url, posted = webhook
    routing = ROUTING.replace("name: pager", f"name: pager\n    webhook_configs: [{{url: {url}}}]")
    routing = routing.replace("receiver: default", "receiver: default\n  group_wait: 0s", 1)
    alertmanager = start_alertmanager(supervisor, program("alertmanager"), routing)
    alertmanager.send({"alertname": "NodeDown", "severity": "critical"})
    message = posted.get(timeout=15)
    assert message["receiver"] == "pager"
    assert message["alerts"][0]["labels"]["alertname"] == "NodeDown"
    assert alertmanager.process.stop() == 0


def test_alertmanager_does_not_start_with_wrong_routing(
    supervisor: Supervisor, program: Callable[[str], Path]
) -> None:
    with pytest.raises(ProgramError, match="undefined receiver"):
        start_alertmanager(
            supervisor, program("alertmanager"), ROUTING.replace("- name: pager", "")
        )
