"""What is started under a supervisor is ended, and says why when it fails."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from eks_observability_ops.components.environment import free_port
from eks_observability_ops.components.running import ProgramError, Supervisor


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    with Supervisor() as running:
        yield running


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_program_answers_with_code_output_and_error(supervisor: Supervisor) -> None:
    code = "import sys; print(input()); print('bad', file=sys.stderr); sys.exit(3)"
    answer = supervisor.run(python(code), standard_input="good\n")
    assert (answer.code, answer.output, answer.error) == (3, "good\n", "bad\n")


def test_a_program_that_takes_too_long_is_ended(supervisor: Supervisor) -> None:
    with pytest.raises(ProgramError, match=r"took more than 0 s:\nhere"):
        supervisor.run(
            python("import time; print('here', flush=True); time.sleep(60)"), seconds=0.4
        )


def test_a_program_that_is_not_there_is_named(supervisor: Supervisor) -> None:
    with pytest.raises(ProgramError, match="No such file or directory: 'no-such-program'"):
        supervisor.run(["no-such-program"])


def test_a_program_that_ends_before_it_is_ready_shows_its_last_words(
    supervisor: Supervisor,
) -> None:
    with pytest.raises(ProgramError, match=r"ended with code 7:\nthe reason"):
        supervisor.serve(
            python("import sys; print('the reason'); sys.exit(7)"), lambda _: False, seconds=20
        )


def test_a_program_that_is_never_ready_is_ended(supervisor: Supervisor) -> None:
    with pytest.raises(ProgramError, match="was not ready in 0 s"):
        supervisor.serve(python("import time; time.sleep(60)"), lambda _: False, seconds=0.1)
    assert supervisor.processes[-1].code() is not None


def test_a_program_may_end_in_peace(supervisor: Supervisor) -> None:
    code = (
        "import os, signal, time\n"
        # Not by print: the signal may come while the other print is still at work.
        "signal.signal(signal.SIGTERM, lambda *_: (os.write(1, b'bye\\n'), os._exit(0)))\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)"
    )
    process = supervisor.serve(python(code), lambda process: "ready" in process.log(), seconds=20)
    assert process.ready_seconds > 0
    assert process.stop() == 0
    assert process.log() == "ready\nbye\n"


def test_a_program_that_ignores_sigterm_is_killed(supervisor: Supervisor) -> None:
    code = (
        "import signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)"
    )
    process = supervisor.serve(python(code), lambda process: "ready" in process.log(), seconds=20)
    assert process.stop(seconds=0.1) == -9


def test_closing_ends_programs_and_deletes_their_folder() -> None:
    with Supervisor() as supervisor:
        process = supervisor.start(python("import time; time.sleep(60)"))
        (supervisor.new_folder("own") / "file").touch()
        assert supervisor.folder.is_dir()
        os.kill(process.pid, 0)
    assert not supervisor.folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)


def test_children_of_programs_end_too() -> None:
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)"
    )
    with Supervisor() as supervisor:
        process = supervisor.serve(
            python(code), lambda process: process.log().endswith("\n"), seconds=20
        )
        child = int(process.log())
    deadline = time.monotonic() + 5
    while Path(f"/proc/{child}/cmdline").exists() and time.monotonic() < deadline:
        if not Path(f"/proc/{child}/cmdline").read_bytes():
            break  # a zombie: whoever adopted it has not looked yet
        time.sleep(0.02)
    else:
        assert not Path(f"/proc/{child}").exists()


def test_nothing_of_the_users_environment_reaches_a_program(
    supervisor: Supervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUBECONFIG", "/etc/production")
    monkeypatch.setenv("AWS_PROFILE", "production")
    shown = supervisor.run(python("import os; print(sorted(os.environ))"), environment={"A": "1"})
    assert "KUBECONFIG" not in shown.output
    assert "AWS_PROFILE" not in shown.output
    assert "'A'" in shown.output


def test_ports_are_not_given_twice() -> None:
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == len(ports)
