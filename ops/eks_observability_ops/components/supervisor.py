"""Starts programs for another process and ends them when that process is gone, however it went.

Run as a process of its own, in a session of its own, with a pipe as standard input. Whatever
becomes of the other side - a failure, Ctrl-C, SIGTERM, SIGKILL - the kernel closes its end of the
pipe. Then every program is killed and the folder that they wrote to is deleted. Standard library
only.

One JSON request a line in, one answer a line out:
    {"start": {"argv": [], "env": {}, "cwd": "", "input": "", "output": ""}} -> {"pid": 1}
    {"wait": 1, "seconds": 5} -> {"code": 0}, or {"code": null} while it runs
    {"stop": 1, "seconds": 5} -> {"code": -15}: SIGTERM, and SIGKILL after that time
"""

import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_TICK_SECONDS = 0.005

_programs: dict[int, subprocess.Popen[bytes]] = {}


def main() -> int:
    """Serves requests until the pipe closes."""
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    folder = tempfile.mkdtemp(prefix="eks-observability-")
    try:
        _say({"folder": folder})
        for line in sys.stdin:
            _say(_answer(json.loads(line)))
    except BrokenPipeError:
        pass
    finally:
        for program in _programs.values():
            _kill(program, signal.SIGKILL)
        for program in _programs.values():
            program.wait()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        if "start" in request:
            return {"pid": _start(**request["start"])}
        program = _programs[request.get("wait") or request["stop"]]
        if "stop" in request:
            _kill(program, signal.SIGTERM)
        code = _wait(program, request["seconds"])
        if code is None and "stop" in request:
            _kill(program, signal.SIGKILL)
            code = program.wait()
    except OSError as error:
        return {"error": str(error)}
    return {"code": code}


def _start(argv: list[str], env: dict[str, str], cwd: str, input: str, output: str) -> int:
    with (
        Path(input).open("rb") as stdin,
        Path(output).open("ab") as stdout,
        Path(f"{output}.err").open("ab") as stderr,
    ):
        program = subprocess.Popen(
            argv,
            env=env,
            cwd=cwd,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
    _programs[program.pid] = program
    return program.pid


def _end_with_parent() -> None:
    """Lets the kernel kill the program should this process itself be killed; Linux only."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _wait(program: subprocess.Popen[bytes], seconds: float) -> int | None:
    deadline = time.monotonic() + seconds
    while program.poll() is None and time.monotonic() < deadline:
        # Nothing is asked while an answer is due: what can be read now is the end of the pipe.
        if select.select([sys.stdin], [], [], _TICK_SECONDS)[0]:
            break
    return program.poll()


def _kill(program: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if program.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(program.pid, number)


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
