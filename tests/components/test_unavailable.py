"""A program that is not built skips its tests, and in CI fails them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eks_observability_ops.components.cache import CACHE_VARIABLE

HERE = Path(__file__).parent


def run_without_programs(folder: Path, **environment: str) -> str:
    own = {CACHE_VARIABLE: str(folder), "TMPDIR": str(folder), **environment}
    inherited = {name: value for name, value in os.environ.items() if name != "CI"}
    command = (sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider")
    answer = subprocess.run(
        [*command, HERE / "test_alertmanager.py"],
        cwd=HERE.parents[1],
        env=inherited | own,
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout


def test_a_missing_program_skips_its_tests_and_names_the_command(tmp_path: Path) -> None:
    said = run_without_programs(tmp_path)
    assert "6 skipped in" in said
    assert "amtool is not built: run `make components`." in said


@pytest.mark.parametrize("value", ["true", "1"])
def test_in_ci_a_missing_program_fails_its_tests(tmp_path: Path, value: str) -> None:
    said = run_without_programs(tmp_path, CI=value)
    assert "4 errors in" in said
    assert "amtool is not built: run `make components`. In CI nothing is skipped." in said
