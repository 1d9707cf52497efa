"""Keeps a test run on loopback: a guard in this process, a network of its own for its programs."""

import ctypes
import fcntl
import ipaddress
import os
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_SIOCGIFFLAGS = 0x8913
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 0x1
_ADDRESS_AT = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_NAME_AT = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}


class OffLoopbackError(OSError):
    """Something was about to be sent off this machine; nothing was sent."""


_attempts: list[str] | None = None
_hooked = False


@contextmanager
def only_loopback() -> Iterator[None]:
    """Lets nothing of this process off loopback, and fails in the end if something tried.

    Names other than localhost are not looked up either: that too is a packet.

    Raises:
        AssertionError: On leaving, even if the code under test swallowed the `OffLoopbackError`.
    """
    global _attempts, _hooked
    if not _hooked:  # a hook stays for the life of the process
        sys.addaudithook(_audit)
        _hooked = True
    outer, _attempts = _attempts, []
    try:
        yield
        found = list(_attempts)
    finally:
        _attempts = outer
    assert not found, f"Off loopback: {', '.join(found)}"


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _attempts is None or not event.startswith("socket."):
        return
    if event in _ADDRESS_AT:
        address = arguments[_ADDRESS_AT[event]]
        # Unix sockets have a path, netlink sockets a number.
        host = address[0] if isinstance(address, tuple) and isinstance(address[0], str) else None
    elif event in _NAME_AT:
        host = arguments[_NAME_AT[event]]
    else:
        return
    if not _is_loopback(host):
        _attempts.append(f"{event} {host}")
        msg = f"{event} to {host}: tests stay on loopback."
        raise OffLoopbackError(msg)


def _is_loopback(host: str | bytes | None) -> bool:
    """Says whether a host is this machine; None is a Unix socket or a wildcard."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.split("%")[0] if name else "")
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified


def isolate() -> bool:
    """Moves this process, and all that it will start, to a network with loopback alone.

    Returns:
        Whether that was possible: on Linux, as root or where users may have namespaces.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWNET):
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET):
            return False
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")
    with socket.socket() as any_socket:
        request = struct.pack("16sh", b"lo", 0)
        answer = fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request)
        flags = struct.unpack("16sh", answer)[1] | _IFF_UP
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", flags))
    return True
