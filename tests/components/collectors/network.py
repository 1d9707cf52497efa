"""Addresses of a cluster that is only here: those that RFC 5737 sets aside for documentation."""

import fcntl
import socket
import struct
import sys

_SIOCSIFADDR = 0x8916
_SIOCSIFNETMASK = 0x891C
_ALIAS = b"lo:cluster"
_NETWORK, _MASK, _ALONE = "192.0.2.1", "255.255.255.0", "255.255.255.255"


def add_addresses(*pods: str) -> bool:
    """Makes 192.0.2.0/24 this machine's own, in a network that has nothing but loopback.

    Kubernetes takes no loopback addresses for pods and services.

    Args:
        pods: Addresses whose connections to themselves come from themselves; those of all others
            come from 192.0.2.1.

    Returns:
        Whether that was possible: on Linux, in a network namespace of its own.
    """
    if sys.platform != "linux":
        return False
    wanted = [(_ALIAS, _NETWORK, _MASK)]
    wanted += [(f"lo:{pod.rpartition('.')[2]}".encode(), pod, _ALONE) for pod in pods]
    with socket.socket() as any_socket:
        for alias, address, mask in wanted:
            for request, value in ((_SIOCSIFADDR, address), (_SIOCSIFNETMASK, mask)):
                sockaddr = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(value))
                try:
                    fcntl.ioctl(any_socket, request, struct.pack("16s16s", alias, sockaddr))
                except PermissionError:
                    return False
    return True
