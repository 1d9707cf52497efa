"""The metadata address, at which every AWS SDK looks for credentials, is never asked."""

import fcntl
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Thread
from typing import NoReturn

import pytest

from eks_observability_ops.components.collector import Collector
from eks_observability_ops.components.running import ProgramError

ADDRESS = "169.254.169.254"
SIOCSIFADDR = 0x8916
SIGNED = """
extensions:
  sigv4auth: {region: eu-central-1, service: aps}
receivers:
  otlp: {protocols: {grpc: {endpoint: "127.0.0.1:0"}}}
processors:
  resourcedetection: {detectors: [ec2], timeout: 1s}
exporters:
  prometheusremotewrite:
    endpoint: http://127.0.0.1:9/api/v1/remote_write
    auth: {authenticator: sigv4auth}
service:
  extensions: [sigv4auth]
  pipelines:
    metrics:
      receivers: [otlp]
      processors: [resourcedetection]
      exporters: [prometheusremotewrite]
"""
# Without the proxy, which would refuse the request before it came to the address.
OPEN = dict.fromkeys(("HTTP_PROXY", "http_proxy"), "")
WITHOUT_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}


@pytest.fixture
def asked(isolated: bool, unavailable: Callable[[str], NoReturn]) -> Iterator[list[str]]:
    """What was sent to the metadata address of this run's own network."""
    if not isolated:
        unavailable("The metadata address can only be taken in a network of the run's own.")
    requests: list[str] = []
    with socket.socket() as any_socket:
        address = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(ADDRESS))
        fcntl.ioctl(any_socket, SIOCSIFADDR, struct.pack("16s16s8x", b"lo:1", address))
    server = socket.create_server((ADDRESS, 80))

    def note() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                requests.append(connection.recv(4096).decode().partition("\r\n")[0])

    thread = Thread(target=note, daemon=True)
    thread.start()
    yield requests
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def start_and_stop(collector: Collector, environment: dict[str, str]) -> None:
    """Starts a collector that wants credentials and a region; without them it may give up."""
    with suppress(ProgramError):
        collector.start(SIGNED, environment=OPEN | environment).stop()
    assert "sigv4auth" in collector.supervisor.processes[-1].log()


@pytest.mark.parametrize("environment", [{}, WITHOUT_CREDENTIALS], ids=["with", "without"])
def test_a_collector_does_not_ask_it(
    collector: Collector, asked: list[str], environment: dict[str, str]
) -> None:
    start_and_stop(collector, environment)
    assert asked == []


def test_a_collector_that_is_let_asks_it(collector: Collector, asked: list[str]) -> None:
    start_and_stop(collector, {**WITHOUT_CREDENTIALS, "AWS_EC2_METADATA_DISABLED": "false"})
    assert "PUT /latest/api/token HTTP/1.1" in asked
