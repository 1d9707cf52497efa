"""Programs under a supervisor: started with an environment that reaches nothing, always ended."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from eks_observability_ops.components import supervisor
from eks_observability_ops.components.environment import environment_of


class ProgramError(Exception):
    """A program ended, failed or was not ready in time; the message ends with what it printed."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a program that has ended said."""

    code: int
    output: str
    error: str

    @property
    def text(self) -> str:
        """Standard output, then standard error."""
        return self.output + self.error


@dataclass(kw_only=True)
class Process:
    """A program that runs under a `Supervisor`."""

    name: str
    pid: int
    output: Path
    supervisor: "Supervisor" = field(repr=False)
    ready_seconds: float = 0
    """Time from the start until it could be used."""
    peak_bytes: int = 0
    """Most memory that it had resident, as last looked at."""

    def log(self) -> str:
        """Returns all that it has printed."""
        return _read(self.output) + _read(self.output.with_name(f"{self.output.name}.err"))

    def code(self) -> int | None:
        """Returns its exit code, or None while it runs."""
        return self.supervisor.wait(self, seconds=0)

    def stop(self, *, seconds: float = 10) -> int:
        """Ends it with SIGTERM, or SIGKILL after `seconds`, and returns its exit code."""
        self.measure()
        return self.supervisor.stop(self, seconds=seconds)

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> None:
        """Waits until `ready` says so, and notes how long that took.

        Raises:
            ProgramError: The program ended before that, or `seconds` went by.
        """
        start = time.monotonic()
        while not ready():
            code = self.code()
            if code is not None:
                msg = f"{self.name} ended with code {code}:\n{_last(self.log())}"
                raise ProgramError(msg)
            if time.monotonic() - start > seconds:
                msg = f"{self.name} was not ready in {seconds:.0f} s:\n{_last(self.log())}"
                raise ProgramError(msg)
            time.sleep(0.02)
        self.ready_seconds = time.monotonic() - start

    def measure(self) -> int:
        """Returns the most memory that it had resident, in bytes; 0 where there is no /proc."""
        status = _read(Path(f"/proc/{self.pid}/status"))
        for line in status.splitlines():
            if line.startswith("VmHWM:"):
                self.peak_bytes = int(line.split()[1]) * 1024
        return self.peak_bytes

    def anonymous_bytes(self) -> int:
        """Returns the memory that it has now and that is no file's: what it can be killed for."""
        status = _read(Path(f"/proc/{self.pid}/status"))
        return sum(
            int(line.split()[1]) * 1024
            for line in status.splitlines()
            if line.startswith("RssAnon:")
        )


class Supervisor:
    """The processes of one test run, and the folder that holds all they write.

    Use it as a context manager. Should this process be killed before it leaves, the supervisor's
    own process ends the programs and deletes the folder.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = 0
        self.processes: list[Process] = []
        """Every program that `start` started, also those that have ended."""
        self._helper = subprocess.Popen(
            [sys.executable, "-I", str(Path(supervisor.__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.folder = Path(self._read()["folder"])
        """Gone when the run ends."""

    def __enter__(self) -> Self:
        """Returns itself."""
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Closes it."""
        self.close()

    def close(self) -> None:
        """Ends every program and deletes the folder."""
        assert self._helper.stdin is not None
        for process in self.processes:
            process.measure()
        self._helper.stdin.close()
        self._helper.wait()

    def new_folder(self, name: str) -> Path:
        """Returns a new folder within `folder`."""
        with self._lock:
            self._started += 1
            folder = self.folder / f"{self._started}-{name}"
        folder.mkdir()
        return folder

    def start(
        self,
        argv: Sequence[str | Path],
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        standard_input: str = "",
    ) -> Process:
        """Starts a program.

        Args:
            argv: The program and its arguments.
            folder: Its working folder. Default: a new one.
            environment: Variables besides those of `environment_of`. Default: none.
            standard_input: What it reads. Default: nothing.

        Raises:
            ProgramError: There is no such program.
        """
        name = Path(argv[0]).name
        own = self.new_folder(name)
        (own / "input").write_text(standard_input, encoding="utf-8")
        request = {
            "argv": [str(part) for part in argv],
            "env": {**environment_of(self.folder), **(environment or {})},
            "cwd": str(folder or own),
            "input": str(own / "input"),
            "output": str(own / "output"),
        }
        pid = self._ask({"start": request})["pid"]
        return Process(name=name, pid=pid, output=own / "output", supervisor=self)

    def serve(
        self,
        argv: Sequence[str | Path],
        ready: Callable[[Process], bool],
        *,
        seconds: float,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Process:
        """Starts a program that stays, and waits until it is ready.

        Raises:
            ProgramError: It ended, or was not ready after `seconds`; it runs no more.
        """
        process = self.start(argv, folder=folder, environment=environment)
        self.processes.append(process)
        try:
            process.wait_until(lambda: ready(process), seconds=seconds)
        except BaseException:
            process.stop(seconds=0)
            raise
        process.measure()
        return process

    def run(
        self,
        argv: Sequence[str | Path],
        *,
        folder: Path | None = None,
        environment: Mapping[str, str] | None = None,
        standard_input: str = "",
        seconds: float = 60,
    ) -> Answer:
        """Runs a program to its end, whatever its exit code.

        Raises:
            ProgramError: It had not ended after `seconds`; it runs no more.
        """
        process = self.start(
            argv, folder=folder, environment=environment, standard_input=standard_input
        )
        code = self.wait(process, seconds=seconds)
        if code is None:
            process.stop(seconds=0)
            msg = f"{process.name} took more than {seconds:.0f} s:\n{_last(process.log())}"
            raise ProgramError(msg)
        error = process.output.with_name(f"{process.output.name}.err")
        return Answer(code=code, output=_read(process.output), error=_read(error))

    def wait(self, process: Process, *, seconds: float) -> int | None:
        """Returns a program's exit code, or None if it still runs after `seconds`."""
        code: int | None = self._ask({"wait": process.pid, "seconds": seconds})["code"]
        return code

    def stop(self, process: Process, *, seconds: float) -> int:
        """Ends a program with SIGTERM, or SIGKILL after `seconds`, and returns its exit code."""
        code: int = self._ask({"stop": process.pid, "seconds": seconds})["code"]
        return code

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._helper.stdin is not None
        with self._lock:
            self._helper.stdin.write(json.dumps(request) + "\n")
            self._helper.stdin.flush()
            answer = self._read()
        if "error" in answer:
            raise ProgramError(answer["error"])
        return answer

    def _read(self) -> dict[str, Any]:
        assert self._helper.stdout is not None
        line = self._helper.stdout.readline()
        if not line:
            msg = f"The supervisor has ended with code {self._helper.wait()}."
            raise ProgramError(msg)
        answer: dict[str, Any] = json.loads(line)
        return answer


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _last(log: str) -> str:
    return "\n".join(log.splitlines()[-30:])
