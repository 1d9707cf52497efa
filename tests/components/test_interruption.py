"""A killed test run leaves no process and no file, whenever and however it is killed."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eks_observability_ops.components.environment import RUN_VARIABLE

HERE = Path(__file__).parent
PROGRAMS = ("etcd", "kube-apiserver", "kubectl", "collector", "prometheus", "promtool")


class Run:
    """A run of interrupted_run.py in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = f"{RUN_VARIABLE}={uuid.uuid4()}"
        name, _, value = self.mark.partition("=")
        own = {name: value, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}
        self.pytest = subprocess.Popen(
            [
                *(sys.executable, "-m", "pytest", "-s", "-q", "-x", "-p", "no:cacheprovider"),
                *("--override-ini=pythonpath=ops", HERE / "interrupted_run.py"),
            ],
            cwd=HERE.parents[1],
            env=os.environ | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A shell starts what it runs in the background deaf to Ctrl-C, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def end(self) -> None:
        """Kills the run, if it still is one, and waits for it."""
        assert self.pytest.stdout is not None
        self.pytest.kill()
        self.pytest.wait()
        self.pytest.stdout.close()

    def wait_for(self, moment: str) -> None:
        """Reads on until the run says that it has come to `moment`."""
        assert self.pytest.stdout is not None
        seen = []
        for line in self.pytest.stdout:
            seen.append(line)
            if line.strip() == f"moment: {moment}":
                return
        pytest.fail(f"The run ended before {moment!r}:\n{''.join(seen)}")

    def processes(self) -> list[str]:
        """Returns the command lines of the run's processes that still live."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if self.mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return found

    def files(self) -> list[str]:
        """Returns what is left in the run's folder for temporary files."""
        return [str(path) for path in self.folder.iterdir()]


@pytest.fixture
def start(program: Callable[[str], Path], tmp_path: Path) -> Iterator[Callable[[], Run]]:
    for name in PROGRAMS:
        program(name)
    runs: list[Run] = []

    def started() -> Run:
        runs.append(Run(tmp_path))
        return runs[-1]

    yield started
    for run in runs:
        run.end()


def assert_nothing_left(run: Run, *, seconds: float = 20) -> None:
    """Waits for the end of what is being ended; a zombie has no environment and does not count."""
    deadline = time.monotonic() + seconds
    while (run.processes() or run.files()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert (run.processes(), run.files()) == ([], [])


@pytest.mark.parametrize("moment", ["supervised", "aws", "waiting", "starting", "running"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_run_leaves_nothing(
    start: Callable[[], Run], moment: str, number: signal.Signals
) -> None:
    run = start()
    run.wait_for(moment)
    if moment == "starting":
        time.sleep(0.5)
    run.pytest.send_signal(number)
    run.pytest.communicate(timeout=60)
    assert_nothing_left(run)


def test_a_run_that_is_killed_while_it_ends_leaves_nothing(start: Callable[[], Run]) -> None:
    run = start()
    run.wait_for("running")
    run.pytest.send_signal(signal.SIGINT)
    time.sleep(0.05)
    run.end()
    assert_nothing_left(run)


def test_a_killed_supervisor_takes_its_programs_with_it(start: Callable[[], Run]) -> None:
    run = start()
    run.wait_for("running")
    helpers = [
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if _parent(folder) == run.pytest.pid
    ]
    for helper in helpers:
        os.kill(helper, signal.SIGKILL)
    run.end()
    deadline = time.monotonic() + 10
    while run.processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert helpers
    assert run.processes() == []


def test_the_search_for_what_is_left_finds_what_runs(start: Callable[[], Run]) -> None:
    run = start()
    run.wait_for("running")
    names = {Path(command.split()[0]).name for command in run.processes()}
    assert names >= {"etcd", "kube-apiserver", "collector", "prometheus"}
    assert len(run.files()) == 1


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0
