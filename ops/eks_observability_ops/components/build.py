"""Builds what is missing: in a working folder of its own, renamed into the cache when complete."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from eks_observability_ops.components.cache import (
    GO_ENVIRONMENT,
    MODULES,
    build_arguments,
    executable,
)
from eks_observability_ops.components.programs import Program, named
from eks_observability_ops.components.toolchain import Go

_LAST_LINES = 25
_SIGN_OF_LIFE_SECONDS = 60.0


class BuildError(Exception):
    """A program could not be built; the message has the compiler's last lines and names the log."""


@dataclass(frozen=True, kw_only=True)
class Built:
    """One program of a finished build."""

    program: Program
    path: Path
    seconds: float
    """Time that it took, 0 for one that was there."""

    @property
    def megabytes(self) -> float:
        """Size of the executable."""
        return self.path.stat().st_size / 1e6


@dataclass(kw_only=True)
class Builder:
    """Builds programs with one Go into one cache."""

    go: Go
    cache: Path
    say: Callable[[str], None]
    """Takes a line of progress."""
    _running: set[subprocess.Popen[bytes]] = field(default_factory=set)
    _at: dict[str, float] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)

    def build(self, programs: Iterable[Program]) -> list[Built]:
        """Builds what is missing, two modules at a time: one links while the other compiles.

        Raises:
            BuildError: A program could not be built. Those that were complete by then stay.
        """
        wanted = list(programs)
        modules: dict[str, list[Program]] = {}
        for program in _with_generators(wanted):
            modules.setdefault(_workshop(program), []).append(program)
        # The builder holds the cache's lock: what lies here was left by a build that was killed.
        shutil.rmtree(self._work, ignore_errors=True)
        (self._work / "go").mkdir(parents=True)
        pool = ThreadPoolExecutor(max_workers=2)
        try:
            futures = [pool.submit(self._build_module, group) for group in modules.values()]
            self._wait(futures)
            for failed in (future for future in futures if future.done() and future.exception()):
                failed.result()
            built = [one for future in futures for one in future.result()]
        finally:
            self._stop()
            pool.shutdown(cancel_futures=True)
            shutil.rmtree(self._work, ignore_errors=True)
        return [one for one in built if one.program in wanted]

    def _wait(self, futures: Iterable[Future[list[Built]]]) -> None:
        """Waits for the end or the first failure, with a sign of life from time to time."""
        while True:
            done, left = wait(futures, _SIGN_OF_LIFE_SECONDS, FIRST_EXCEPTION)
            if not left or any(future.exception() for future in done):
                return
            now = time.monotonic()
            at = [f"{name} ({duration(now - since)})" for name, since in dict(self._at).items()]
            self.say(f"still building: {', '.join(at)}")

    @property
    def _work(self) -> Path:
        return self.cache / "work"

    def _build_module(self, programs: list[Program]) -> list[Built]:
        return [self._build_program(program) for program in programs]

    def _build_program(self, program: Program) -> Built:
        path = executable(program, self.go, self.cache)
        if path.is_file():
            return Built(program=program, path=path, seconds=0)
        start = self._at[program.name] = time.monotonic()
        self.say(f"{program.name} {program.version}: building; {program.why}")
        log = self.cache / "logs" / f"{program.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("", encoding="utf-8")
        folder = Path(mkdtemp(prefix=f"{program.name}-", dir=self._work))
        source = self._source(program, folder, log)
        self._complete(program, source, log)
        arguments = build_arguments(program)
        self._run(["go", "list", "-deps", *arguments, program.package], source, log)
        downloaded = time.monotonic() - start
        finished = folder / program.name
        self._run(["go", "build", "-o", str(finished), *arguments, program.package], source, log)
        path.parent.mkdir(parents=True, exist_ok=True)
        finished.rename(path)
        shutil.rmtree(folder)
        built = Built(program=program, path=path, seconds=time.monotonic() - start)
        del self._at[program.name]
        self.say(
            f"{program.name} {program.version}: {built.megabytes:.0f} MB in"
            f" {duration(built.seconds)}, {duration(downloaded)} of it for its modules"
        )
        return built

    def _source(self, program: Program, folder: Path, log: Path) -> Path:
        """Returns a copy of the module, since a build must not touch the frozen files."""
        source = folder / "module"
        shutil.copytree(MODULES / program.module, source)
        if program.generator:
            generator = executable(named(program.generator), self.go, self.cache)
            flags = ["--skip-compilation", "--skip-get-modules", "--config", "builder.yaml"]
            self._run([str(generator), *flags], source, log)
        return source

    def _complete(self, program: Program, source: Path, log: Path) -> None:
        """Lets go:embed find a file that the published module lacks, in a copy of that module."""
        if not program.placeholder:
            return
        answer = self._run(["go", "mod", "download", "-json", program.requirement], source, log)
        copy = source.parent / "completed"
        shutil.copytree(json.loads(answer)["Dir"], copy)
        placeholder = copy / program.placeholder
        placeholder.parent.mkdir(parents=True)
        placeholder.write_text("Not part of this build.\n", encoding="utf-8")
        replace = f"-replace={program.requirement}=../{copy.name}"
        self._run(["go", "mod", "edit", replace], source, log)

    def _run(self, command: list[str], folder: Path, log: Path) -> str:
        """Runs a command in a process group of its own and returns what it printed."""
        before = log.stat().st_size
        with log.open("a", encoding="utf-8") as output:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._running.add(process)
            if self._stopped.is_set():
                _kill(process)
            code = process.wait()
            self._running.discard(process)
        printed = log.read_bytes()[before:].decode(errors="replace")
        if code:
            last = "\n".join(printed.splitlines()[-_LAST_LINES:])
            msg = f"{' '.join(command)}\nended with code {code}:\n{last}\nThe whole log: {log}"
            raise BuildError(msg)
        return printed

    def _environment(self) -> dict[str, str]:
        own = {
            "GOMODCACHE": os.environ.get("GOMODCACHE") or str(self.cache / "modules"),
            "GOCACHE": os.environ.get("GOCACHE") or str(self.cache / "compiled"),
            "GOTMPDIR": str(self._work / "go"),
            "PATH": os.pathsep.join((str(self.go.executable.parent), os.environ.get("PATH", ""))),
            "GOPROXY": self._proxy(),
        }
        return os.environ | GO_ENVIRONMENT | own

    def _proxy(self) -> str:
        """Returns the user's GOPROXY without `direct`, which would clone repositories."""
        answer = subprocess.run(
            [self.go.executable, "env", "GOPROXY"], capture_output=True, text=True, check=True
        )
        return answer.stdout.strip().removesuffix(",direct").removesuffix("|direct")

    def _stop(self) -> None:
        self._stopped.set()
        for process in tuple(self._running):
            _kill(process)


def duration(seconds: float) -> str:
    """Returns a time as a person reads it: 8 s, 2 min 05 s."""
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02} s" if whole >= 60 else f"{whole} s"


def _with_generators(programs: list[Program]) -> list[Program]:
    """Returns the programs with each generator, once, right before the first that needs it."""
    generators = {program.generator for program in programs}
    complete: list[Program] = []
    for program in programs:
        needed = [named(program.generator)] if program.generator else []
        own = [] if program.name in generators else [program]
        complete.extend(one for one in (*needed, *own) if one not in complete)
    return complete


def _workshop(program: Program) -> str:
    """Returns the group that a program is built in, one after the other."""
    return "collector" if program.name == "ocb" else program.module


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kills go and its compilers: SIGINT is ignored in background jobs, SIGTERM reaches only go."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
