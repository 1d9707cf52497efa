"""What a program is started with: nothing of the user's, nothing that leads off this machine."""

import os
import socket
from pathlib import Path

AWS_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
"""Credentials that open nothing, and no question to the metadata address."""

RUN_VARIABLE = "EKS_OBSERVABILITY_RUN"
"""Marks the processes of one test run, so that a test can look for what is left of it."""

# Nothing listens on the discard port: a request for another host is refused here and at once.
_NOWHERE = "http://127.0.0.1:9"
_LOOPBACK = "127.0.0.1,localhost,::1"

NODE_ADDRESS = "192.0.2.10"
"""Where a node answers in a network namespace of its own: one of the addresses that RFC 5737 sets
aside for documentation, so that it leads nowhere else."""

_PASSED_ON = ("PATH", "LANG", "LC_ALL", RUN_VARIABLE)


def environment_of(home: Path) -> dict[str, str]:
    """Returns the environment of a program.

    Args:
        home: Where it may keep files of its own.
    """
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), _NOWHERE)
    exceptions = dict.fromkeys(("NO_PROXY", "no_proxy"), f"{_LOOPBACK},{NODE_ADDRESS}")
    folders = {"HOME": str(home), "TMPDIR": str(home)}
    return passed_on | AWS_ENVIRONMENT | proxies | exceptions | folders


_given: set[int] = set()


def free_port() -> int:
    """Returns a free TCP port of the loopback interface, never the same twice."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in _given:
            _given.add(port)
            return port
