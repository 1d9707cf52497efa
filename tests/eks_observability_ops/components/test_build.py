"""The builder, with a go that writes empty programs and notes how it was called."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from eks_observability_ops.components import __main__ as command_line
from eks_observability_ops.components import build
from eks_observability_ops.components.cache import (
    CACHE_VARIABLE,
    MissingProgramError,
    locate,
    require,
)
from eks_observability_ops.components.custom_resource_definitions import CRDS_VARIABLE, DEFINITIONS
from eks_observability_ops.components.node_packages import packages_folder
from eks_observability_ops.components.programs import PROGRAMS, named

ROOT = Path(__file__).parents[3]
GO = """#!/bin/sh
echo "$GOPROXY $GOFLAGS $GOMODCACHE $CGO_ENABLED $* in $PWD" >> "{calls}"
case "$1 $2" in
"env GOVERSION") cat "{version}" ;;
"env GOPROXY") echo "http://proxy.test,direct" ;;
"mod download") echo '{{"Dir": "{modules}"}}' ;;
"build -o")
    case "$3" in
    *{fails}) for line in 1 2 3; do echo "broken.go:$line: undefined: x"; done; exit 2 ;;
    *{hangs}) echo half > "$3"; echo $$ > "{hanging}"; sleep {seconds} ;;
    esac
    printf '#!/bin/sh\\n' > "$3"; chmod +x "$3" ;;
esac
"""


class Machine:
    """A machine with a go and an empty cache."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.cache = folder / "cache"
        (folder / "bin").mkdir()
        (folder / "modules").mkdir()
        monkeypatch.setenv("PATH", f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv(CACHE_VARIABLE, str(self.cache))
        monkeypatch.setenv(CRDS_VARIABLE, str(self._definitions()))
        packages_folder().mkdir(parents=True)  # or npm would ask the registry for them
        for name in ("GOMODCACHE", "GOCACHE"):
            monkeypatch.delenv(name, raising=False)
        self.install()

    def install(
        self,
        *,
        version: str = "go1.99.0",
        fails: str = "-",
        hangs: str = "-",
        seconds: str = "60",
    ) -> None:
        (self.folder / "version").write_text(version)
        names = {name: self.folder / name for name in ("calls", "version", "hanging", "modules")}
        go = self.folder / "bin" / "go"
        go.write_text(GO.format(fails=fails, hangs=hangs, seconds=seconds, **names))
        go.chmod(0o755)

    def calls(self) -> str:
        return (self.folder / "calls").read_text()

    def built(self) -> list[str]:
        return sorted(path.name for path in self.cache.glob("bin/*/*"))

    def left(self) -> list[Path]:
        return list(self.cache.glob("work/*"))

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Starts a build in a process of its own and waits until go hangs in it."""
        process = subprocess.Popen(
            [sys.executable, "-m", "eks_observability_ops.components", *arguments],
            env=os.environ | {"PYTHONPATH": str(ROOT / "ops")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A shell has what it runs in the background ignore Ctrl-C, and that is inherited.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        wait_for((self.folder / "hanging").is_file)
        return process

    def _definitions(self) -> Path:
        folder = self.folder / "crds"
        folder.mkdir()
        for definition in DEFINITIONS:
            (folder / definition.name).touch()
        return folder


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


def test_what_is_not_optional_is_built(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main([]) == 0
    wanted = [program for program in PROGRAMS if not program.optional]
    assert machine.built() == sorted(program.name for program in wanted)
    said = capsys.readouterr().out
    for program in wanted:
        assert f"{program.name} {program.version}: 0 MB in 0 s" in said
    assert f"{len(wanted)} built in {machine.cache}" in said
    assert machine.left() == []


def test_a_second_run_builds_nothing_and_says_so(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    command_line.main([])
    calls = machine.calls().count("build -o")
    capsys.readouterr()
    assert command_line.main([]) == 0
    assert machine.calls().count("build -o") == calls
    count = sum(not program.optional for program in PROGRAMS)
    assert f"All {count} programs are there already; nothing was built." in capsys.readouterr().out


def test_a_long_build_says_what_it_is_at(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "_SIGN_OF_LIFE_SECONDS", 0.05)
    machine.install(hangs="promtool", seconds="0.3")
    assert command_line.main(["promtool"]) == 0
    assert "still building: promtool (0 s)\n" in capsys.readouterr().out


def test_only_what_is_named_is_built_with_what_writes_its_source(machine: Machine) -> None:
    assert command_line.main(["collector"]) == 0
    assert machine.built() == ["collector", "ocb"]
    assert command_line.main(["kwok"]) == 0
    assert machine.built() == ["collector", "kwok", "ocb"]


def test_a_built_program_is_located(machine: Machine) -> None:
    assert locate("promtool") is None
    command_line.main(["promtool"])
    path = locate("promtool")
    assert path is not None
    assert path.name == "promtool"
    assert machine.cache in path.parents


def test_a_missing_program_is_named_with_the_command_that_builds_it(machine: Machine) -> None:
    assert machine.built() == []
    with pytest.raises(
        MissingProgramError, match=r"promtool is not built: run `make components`\."
    ):
        require("promtool")
    with pytest.raises(MissingProgramError, match=r"run `make components NAMES=kwok`\."):
        require("kwok")


def test_another_go_builds_anew_and_keeps_what_the_first_built(machine: Machine) -> None:
    command_line.main(["promtool"])
    machine.install(version="go1.99.1")
    assert locate("promtool") is None
    command_line.main(["promtool"])
    assert machine.built() == ["promtool", "promtool"]


def test_go_is_told_what_makes_builds_alike_and_checked(machine: Machine) -> None:
    command_line.main(["promtool"])
    (call,) = [line for line in machine.calls().splitlines() if " build -o" in line]
    modules = machine.cache / "modules"
    assert call.startswith(f"http://proxy.test -buildvcs=false -modcacherw {modules} 0 build")
    assert "-mod=readonly -trimpath -tags remove_all_sd,enable_kubernetes_sd -ldflags" in call
    assert "GONOSUM" not in call


def test_a_module_cache_of_the_user_is_used(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOMODCACHE", "/users/modules")
    command_line.main(["promtool"])
    assert "-modcacherw /users/modules 0 build" in machine.calls()


def test_the_frozen_modules_are_not_where_go_works(machine: Machine) -> None:
    command_line.main(["promtool"])
    for line in machine.calls().splitlines():
        if " build -o" in line or " list " in line:
            assert f"in {machine.cache / 'work'}" in line


def test_a_file_that_a_module_lacks_is_added_to_a_copy_of_it(machine: Machine) -> None:
    command_line.main(["alertmanager"])
    assert "mod edit -replace=github.com/prometheus/alertmanager=../completed" in machine.calls()
    assert list((machine.folder / "modules").iterdir()) == []


def test_a_failure_says_what_failed_and_leaves_nothing_half_written(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.install(fails="promtool")
    assert command_line.main(["promtool"]) == 1
    said = capsys.readouterr().out
    log = machine.cache / "logs" / "promtool.log"
    assert "Not built.\ngo build -o" in said
    assert "ended with code 2:\nbroken.go:1: undefined: x\nbroken.go:2: undefined: x" in said
    assert f"The whole log: {log}" in said
    assert "broken.go:3: undefined: x" in log.read_text()
    assert machine.built() == []
    assert machine.left() == []


def test_what_was_complete_before_a_failure_stays(machine: Machine) -> None:
    machine.install(fails="promtool")
    assert command_line.main(["prometheus", "promtool"]) == 1
    assert machine.built() == ["prometheus"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_build_leaves_nothing(machine: Machine, number: signal.Signals) -> None:
    machine.install(hangs="promtool")
    process = machine.start("promtool")
    process.send_signal(number)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 128 + number, output
    assert machine.built() == []
    assert machine.left() == []
    wait_for(lambda: not Path(f"/proc/{(machine.folder / 'hanging').read_text().strip()}").exists())


def test_what_a_killed_build_left_is_swept_away_by_the_next(machine: Machine) -> None:
    machine.install(hangs="promtool")
    process = machine.start("promtool")
    process.kill()
    process.communicate()
    os.killpg(int((machine.folder / "hanging").read_text()), signal.SIGKILL)
    assert machine.built() == []
    assert machine.left()
    machine.install()
    assert command_line.main(["promtool"]) == 0
    assert machine.built() == ["promtool"]
    assert machine.left() == []


def test_a_second_build_waits_for_the_first(machine: Machine) -> None:
    machine.install(hangs="promtool")
    first = machine.start("promtool")
    second = machine.start("prometheus")
    assert second.stdout is not None
    assert second.stdout.readline().startswith("Waiting: another `make components`")
    first.terminate()
    assert second.wait(timeout=20) == 0
    first.communicate()
    second.communicate()
    assert machine.built() == ["prometheus"]


def test_pruning_keeps_the_programs(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    command_line.main(["promtool"])
    (machine.cache / "modules").mkdir()
    (machine.cache / "modules" / "file").write_bytes(b"0" * 100_000_000)
    assert command_line.main(["--prune"]) == 0
    assert "0.1 GB deleted" in capsys.readouterr().out
    assert not (machine.cache / "modules").exists()
    assert locate("promtool") is not None


def test_a_name_that_is_not_there_is_refused(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert machine.folder.is_dir()
    with pytest.raises(SystemExit, match="2"):
        command_line.main(["promtol"])
    assert "no program is called 'promtol'; there are ocb," in capsys.readouterr().err


def test_the_list_says_what_each_program_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["--list"]) == 0
    said = capsys.readouterr().out
    assert all(program.why in said for program in PROGRAMS)
    assert f"{named('kwok').why} (benchmarks only)" in said
