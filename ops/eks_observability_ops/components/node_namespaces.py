"""A network, a process tree and mounts of its own for a node, so that nothing of it stays behind.

The kernel takes all three away with the last process in them. Only control groups have to be
removed by somebody: a process outside waits for the end, however it comes, and does.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from eks_observability_ops.components import node_cgroups
from eks_observability_ops.components.environment import NODE_ADDRESS

_PRIVATE = ("/run", "/var/lib", "/var/log")

_PACKAGES = {
    "containerd": "containerd",
    "runc": "runc",
    "busybox": "busybox-static",
    "iptables": "iptables",
    "ip": "iproute2",
    "unshare": "util-linux",
    "mount": "mount",
}
"""What is run besides the built programs, and the Debian package each is in."""

PLUGINS = Path("/usr/lib/cni")
"""Where Debian's containernetworking-plugins are."""


def missing_packages() -> list[str]:
    """The Debian packages that a node needs and this machine lacks."""
    packages = {package for program, package in _PACKAGES.items() if not shutil.which(program)}
    if not (PLUGINS / "bridge").is_file():
        packages.add("containernetworking-plugins")
    return sorted(packages)


def missing_rights() -> list[str]:
    """What a node needs of the kernel and is not to be had here."""
    if sys.platform != "linux":
        return ["Linux"]
    lacks = []
    if os.geteuid():
        lacks.append("root")
    if "overlay" not in Path("/proc/filesystems").read_text(encoding="ascii"):
        lacks.append("the overlay file system")
    if not node_cgroups.hierarchies():
        lacks.append("control groups")
    if not Path("/dev/kmsg").exists():
        lacks.append("/dev/kmsg")
    try_out = ("unshare", "--net", "--mount", "--pid", "--fork", "true")
    if not lacks and subprocess.run(try_out, capture_output=True, check=False).returncode:
        lacks.append("namespaces")
    return lacks


def enter(program: Sequence[str]) -> None:
    """Replaces this process by one that runs `program` in namespaces of its own.

    Args:
        program: A Python file and its arguments. `prepare` is the first thing it does.
    """
    ours, theirs = os.pipe()
    subprocess.Popen(
        [sys.executable, "-I", node_cgroups.__file__], stdin=ours, start_new_session=True
    )
    os.close(ours)
    os.set_inheritable(theirs, True)
    apart = ("unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
    os.execvp(apart[0], [*apart, sys.executable, *program])


def prepare() -> None:
    """Gives this namespace its file systems and its network."""
    for folder in _PRIVATE:
        _run("mount", "-t", "tmpfs", "tmpfs", folder)
    os.environ["TMPDIR"] = _PRIVATE[0]
    _run("ip", "link", "set", "lo", "up")
    _run("ip", "address", "add", f"{NODE_ADDRESS}/32", "dev", "lo")
    Path("/proc/sys/net/ipv4/ip_forward").write_text("1", encoding="ascii")
    node_cgroups.make()


def _run(*command: str) -> None:
    subprocess.run(command, check=True)
