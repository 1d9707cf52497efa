"""The control groups of a node's pods: made for it, and removed by whoever waits for its end.

Run as a process of its own, it reads standard input until the other side is gone, then removes
them. Standard library only.
"""

import sys
import time
from contextlib import suppress
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_PATIENCE_SECONDS = 20

NAME = "eks-observability-node"
"""The control group that holds all of the node's pods, in every hierarchy."""


def hierarchies(root: Path = _ROOT) -> list[Path]:
    """Where control groups are made: one folder in version 2, one per controller in version 1."""
    if (root / "cgroup.controllers").is_file():
        return [root]
    return sorted(each.parent for each in root.glob("*/cgroup.procs"))


def make(root: Path = _ROOT) -> None:
    """Makes the node's control group in every hierarchy."""
    for hierarchy in hierarchies(root):
        (hierarchy / NAME).mkdir(exist_ok=True)


def remove(root: Path = _ROOT) -> bool:
    """Removes the node's control groups, and returns whether all are gone."""
    for hierarchy in hierarchies(root):
        top = hierarchy / NAME
        if top.is_dir():
            inner_first = sorted((each for each in top.rglob("*") if each.is_dir()), reverse=True)
            for each in [*inner_first, top]:
                with suppress(OSError):
                    each.rmdir()
    return not any((hierarchy / NAME).exists() for hierarchy in hierarchies(root))


def main() -> int:
    """Waits for the end of the other side, and removes what it leaves."""
    sys.stdin.read()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not remove() and time.monotonic() < deadline:
        time.sleep(0.1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
