"""The packages of Node.js are installed once, from the frozen files, and asked for by name."""

import json
import subprocess
from pathlib import Path

import pytest

from eks_observability_ops.components import node_packages
from eks_observability_ops.components.cache import CACHE_VARIABLE
from eks_observability_ops.components.node_packages import (
    FROZEN,
    NodePackagesError,
    install_node_packages,
    require_node_packages,
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Frozen files that name one folder of this machine instead of packages of a registry."""
    frozen = tmp_path / "frozen"
    (frozen / "own").mkdir(parents=True)
    package = {"name": "frozen", "dependencies": {"own": "file:own"}}
    entries = {"": package, "own": {}, "node_modules/own": {"resolved": "own", "link": True}}
    lock = {"name": "frozen", "lockfileVersion": 3, "requires": True, "packages": entries}
    (frozen / "package.json").write_text(json.dumps(package))
    (frozen / "package-lock.json").write_text(json.dumps(lock))
    monkeypatch.setattr(node_packages, "FROZEN", frozen)
    return frozen


def test_missing_packages_are_named_with_the_command_that_gets_them() -> None:
    with pytest.raises(NodePackagesError, match="are not installed: run `make components`"):
        require_node_packages()


def test_they_are_installed_once(empty: Path) -> None:
    said: list[str] = []
    folder = install_node_packages(said.append)
    assert folder == install_node_packages(said.append) == require_node_packages()
    assert said == ["frozen: installing the SDK clients of its package-lock.json with npm"]


def test_a_failure_leaves_nothing_behind_and_says_why(empty: Path, cache: Path) -> None:
    (empty / "package.json").write_text('{"dependencies": {"other": "file:other"}}')
    with pytest.raises(NodePackagesError, match="npm ci of frozen ended with code 1") as raised:
        install_node_packages(print)
    assert "are in sync" in str(raised.value)
    assert [list((cache / name).iterdir()) for name in ("node", "work")] == [[], []]


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (FROZEN / "package-lock.json").read_text()


def test_node_runs() -> None:
    answer = subprocess.run([node_packages.NODE, "--version"], capture_output=True, check=True)
    assert answer.stdout.startswith(b"v")
