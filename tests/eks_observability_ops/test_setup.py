"""Setting up a fresh machine: what it lacks is said, with the command that mends it."""

import importlib.util
from pathlib import Path

import pytest

from eks_observability_ops import setup

LOCK = """\
tzdata==2026.1 \\
    --hash=sha256:00
    # via pydantic
uv==0.13.9 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via -r requirements.in
uvloop==1.0 \\
    --hash=sha256:cc
"""


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_a_recent_python_is_taken(version: tuple[int, int]) -> None:
    setup.check_python(version)


def test_an_old_python_is_refused_with_the_version_needed() -> None:
    with pytest.raises(setup.SetupError, match=r"This is Python 3\.10 .*3\.11 or later is needed"):
        setup.check_python((3, 10))


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == module else find(name)
    )

    with pytest.raises(setup.SetupError, match=rf"its {module} module[\s\S]*python3\.11-venv"):
        setup.check_python((3, 11))


def test_a_lack_is_one_message_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "OLDEST", (9, 9))

    assert setup.main(["python"]) == 2
    assert "9.9 or later is needed" in capsys.readouterr().err


def test_a_failed_installation_is_one_message_and_exit_code_1(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    tool = tmp_path / "bin" / "npm"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho no such package >&2\nexit 7\n")
    tool.chmod(0o755)
    monkeypatch.setattr(setup, "VENV", tmp_path)

    assert setup.main(["node"]) == 1
    assert "npm failed (exit code 7)" in capfd.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["ruby"], ["python", "node"]])
def test_other_steps_than_the_two_are_refused(arguments: list[str]) -> None:
    assert setup.main(arguments) == 2


def test_one_packages_entry_is_cut_out_with_its_hashes() -> None:
    assert setup.entry("uv", LOCK) == (
        "uv==0.13.9 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
    )


def test_a_package_that_is_not_locked_is_reported() -> None:
    with pytest.raises(setup.SetupError, match="does not name pip"):
        setup.entry("pip", LOCK)


@pytest.fixture
def venv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A virtual environment whose python is a program of the test's."""
    monkeypatch.setattr(setup, "VENV", tmp_path)
    (tmp_path / "bin").mkdir()
    return tmp_path


def write_python(venv: Path, *, exit_code: int) -> None:
    python = venv / "bin" / "python"
    python.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
    python.chmod(0o755)


@pytest.mark.parametrize(("exit_code", "made"), [(0, False), (1, True)])
def test_a_virtual_environment_is_made_anew_where_it_has_no_pip(
    monkeypatch: pytest.MonkeyPatch, venv: Path, exit_code: int, made: bool
) -> None:
    write_python(venv, exit_code=exit_code)
    commands: list[tuple[str, ...]] = []
    monkeypatch.setattr(setup, "_run", lambda *command: commands.append(command))

    setup.set_up_python()

    assert any("venv" in command for command in commands) is made


def test_an_interruption_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "set_up_python", interrupt)

    assert setup.main(["python"]) == 130
    assert capsys.readouterr().err == ("Interrupted; the same command again goes on from here.\n")
