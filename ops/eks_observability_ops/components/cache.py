"""Where built programs are kept, and under which key."""

import hashlib
import json
import os
from pathlib import Path

from eks_observability_ops.components.programs import PROGRAMS, Program, named
from eks_observability_ops.components.toolchain import Go, find_go, needed_version

BUILD_COMMAND = "make components"
CACHE_VARIABLE = "EKS_OBSERVABILITY_COMPONENTS"
MODULES = Path(__file__).parents[3] / "tests" / "components" / "modules"

_FROZEN = ("go.mod", "go.sum", "builder.yaml")

# -modcacherw: a cache that its owner can delete.
GO_ENVIRONMENT = {
    "CGO_ENABLED": "0",
    "GOFLAGS": "-buildvcs=false -modcacherw",
    "GOTOOLCHAIN": "local",
    "GOWORK": "off",
}


class MissingProgramError(Exception):
    """A program is not built; the message has the command that builds it."""


def cache_folder() -> Path:
    """Returns the cache: $EKS_OBSERVABILITY_COMPONENTS, else a folder in the user's cache."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    caches = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(caches) / "eks-observability" / "components"


def newest_needed() -> tuple[int, ...]:
    """Returns the newest Go version that a module asks for: one Go builds them all."""
    return max(needed_version(MODULES / program.module / "go.mod") for program in PROGRAMS)


def build_arguments(program: Program) -> list[str]:
    """Returns the arguments of `go build` that shape the executable."""
    linker = " ".join(("-s", "-w", *program.linker))
    tags = ["-tags", ",".join(program.tags)] if program.tags else []
    return ["-mod=readonly", "-trimpath", *tags, "-ldflags", linker]


def key(program: Program, go: Go) -> str:
    """Returns what a build of `program` depends on, as 16 hex digits."""
    files = [MODULES / program.module / name for name in _FROZEN]
    inputs = {
        "files": {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()
            for file in files
            if file.is_file()
        },
        "go": go.version,
        "environment": GO_ENVIRONMENT,
        "arguments": [*build_arguments(program), program.package],
        "generator": program.generator and key(named(program.generator), go),
        "placeholder": program.placeholder,
    }
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def executable(program: Program, go: Go, cache: Path) -> Path:
    """Returns where the built program stands, or will stand."""
    return cache / "bin" / key(program, go) / program.name


def locate(name: str) -> Path | None:
    """Returns the executable of a program of the table, or None if it is not built."""
    cache = cache_folder()
    go = find_go(cache, newest_needed())
    if go is None:
        return None
    path = executable(named(name), go, cache)
    return path if path.is_file() else None


def require(name: str) -> Path:
    """Returns the executable of a program of the table.

    Raises:
        MissingProgramError: It is not built; the message has the command that builds it.
    """
    path = locate(name)
    if path is None:
        command = f"{BUILD_COMMAND} NAMES={name}" if named(name).optional else BUILD_COMMAND
        msg = f"{name} is not built: run `{command}`."
        raise MissingProgramError(msg)
    return path
