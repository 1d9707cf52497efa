"""Nothing leaves loopback: not from a test, not from a program that it starts."""

import socket
import sys
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import pytest

from eks_observability_ops.components.environment import AWS_ENVIRONMENT
from eks_observability_ops.components.loopback import OffLoopbackError, only_loopback
from eks_observability_ops.components.prometheus import Prometheus
from eks_observability_ops.components.running import Supervisor

# For documentation only (RFC 5737): nobody has this address.
ELSEWHERE = "198.51.100.1"
METADATA = "169.254.169.254"


@pytest.mark.parametrize("host", [ELSEWHERE, METADATA, "10.0.0.1", "example.com"])
def test_a_test_that_sends_elsewhere_fails_though_it_swallows_the_error(host: str) -> None:
    with pytest.raises(AssertionError, match=f"Off loopback: socket.* {host}"):
        send_and_swallow(host)


def send_and_swallow(host: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with only_loopback(), suppress(OSError):
        opener.open(f"http://{host}/")


def test_udp_is_no_way_out() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        guard = only_loopback()
        guard.__enter__()
        with pytest.raises(OffLoopbackError, match="tests stay on loopback"):
            out.sendto(b"", (ELSEWHERE, 53))
        with pytest.raises(AssertionError, match=f"Off loopback: socket.sendto {ELSEWHERE}"):
            guard.__exit__(None, None, None)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::ffff:127.0.0.1"])
def test_loopback_is_open(host: str) -> None:
    with socket.create_server(("0.0.0.0", 0)) as server:
        socket.create_connection((host, server.getsockname()[1]), timeout=5).close()


def test_sockets_that_reach_no_network_are_open(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "socket"))
        server.listen()
        client.connect(str(tmp_path / "socket"))


def test_a_program_has_no_credentials_and_asks_no_metadata_address(
    supervisor: Supervisor,
) -> None:
    code = "import os; print(*(f'{k}={v}' for k, v in os.environ.items()), sep='\\n')"
    shown = supervisor.run([sys.executable, "-c", code]).output.splitlines()
    assert {f"{name}={value}" for name, value in AWS_ENVIRONMENT.items()} <= set(shown)
    assert "AWS_EC2_METADATA_DISABLED=true" in shown
    assert f"HOME={supervisor.folder}" in shown


def test_a_program_that_asks_elsewhere_by_http_is_refused_here(
    supervisor: Supervisor, program: Callable[[str], Path]
) -> None:
    query = ("query", "instant", f"http://{ELSEWHERE}:9090", "up")
    answer = supervisor.run([program("promtool"), *query])
    assert answer.code == 1
    assert "proxyconnect tcp: dial tcp 127.0.0.1:9: connect: connection refused" in answer.text


def test_a_program_that_asks_loopback_by_http_is_answered(
    supervisor: Supervisor, program: Callable[[str], Path], prometheus: Prometheus
) -> None:
    query = ("query", "instant", prometheus.url, "vector(1)")
    answer = supervisor.run([program("promtool"), *query])
    assert answer.output.startswith("{} => 1 @"), answer.text


def test_a_program_that_sends_elsewhere_past_the_proxy_has_no_network(
    supervisor: Supervisor, isolated: bool, unavailable: Callable[[str], NoReturn]
) -> None:
    if not isolated:
        unavailable("This machine lends no network namespace; the proxy is the only guard.")
    code = f"import socket; socket.create_connection(('{ELSEWHERE}', 80), timeout=5)"
    answer = supervisor.run([sys.executable, "-c", code])
    assert answer.code == 1
    assert "Network is unreachable" in answer.text
