"""Addresses of a cluster that is only here: those that RFC 5737 sets aside for documentation."""

import fcntl
import socket
import struct
import sys

_SIOCSIFADDR = 0x8916
_SIOCSIFNETMASK = 0x891C
_ALIAS = b"lo:cluster"
_NETWORK, _MASK = "192.0.2.1", "255.255.255.0"


def add_addresses() -> bool:
    """Makes 192.0.2.0/24 this machine's own, in a network that has nothing but loopback.

    Kubernetes takes no loopback addresses for pods and services.

    Returns:
        Whether that was possible: on Linux, in a network namespace of its own.
    """
    if sys.platform != "linux":
        return False
    with socket.socket() as any_socket:
        for request, address in ((_SIOCSIFADDR, _NETWORK), (_SIOCSIFNETMASK, _MASK)):
            sockaddr = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
            try:
                fcntl.ioctl(any_socket, request, struct.pack("16s16s", _ALIAS, sockaddr))
            except PermissionError:
                return False
    return True
