"""Which Go builds the programs."""

from pathlib import Path

import pytest

from eks_observability_ops.components.toolchain import (
    GO_FROM_PYPI,
    ToolchainError,
    find_go,
    install_go,
    needed_version,
    version_tuple,
)


def put_go(folder: Path, version: str) -> None:
    folder.mkdir(parents=True)
    go = folder / "go"
    go.write_text(f"#!/bin/sh\necho {version}\n")
    go.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("go1.26.8", (1, 26, 8)),
        ("1.26", (1, 26, 0)),
        ("go1.27.3-X:nodwarf5", (1, 27, 3)),
    ],
)
def test_versions_are_compared_as_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert version_tuple(version) == numbers


def test_a_module_says_what_go_it_needs(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module m\n\ngo 1.26.7\n\nrequire a v1.2.3\n")
    assert needed_version(tmp_path / "go.mod") == (1, 26, 7)


def test_the_go_on_path_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_go(tmp_path / "path", "go1.26.8")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    go = find_go(tmp_path, (1, 26, 7))
    assert go is not None
    assert go.version == "go1.26.8"


def test_a_go_that_is_too_old_is_passed_over_for_an_installed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_go(tmp_path / "path", "go1.19.8")
    put_go(tmp_path / GO_FROM_PYPI.replace("==", "-") / "bin", "go1.27.3")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    go = find_go(tmp_path, (1, 26, 7))
    assert go is not None
    assert go.version == "go1.27.3"


def test_no_go_is_found_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_go(tmp_path, (1, 26, 7)) is None


def test_a_failed_installation_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uv = tmp_path / "uv"
    uv.write_text('#!/bin/sh\n[ "$1" = pip ] && echo "no such host" && exit 1\nexit 0\n')
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolchainError, match=r"no such host\nInstall Go 1\.26\.7 or newer"):
        install_go(tmp_path, (1, 26, 7))
