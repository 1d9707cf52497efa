"""Where custom resource definitions are looked for, and what is taken for one."""

import hashlib
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from eks_observability_ops.components import custom_resource_definitions
from eks_observability_ops.components.cache import CACHE_VARIABLE
from eks_observability_ops.components.custom_resource_definitions import (
    CRDS_VARIABLE,
    DEFINITIONS,
    DefinitionsError,
    fetch_definitions,
    find_definitions,
    require_definitions,
)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom_resource_definitions, "_BESIDE_THE_CHECKOUT", tmp_path / "beside")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.delenv(CRDS_VARIABLE, raising=False)


def put(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for definition in DEFINITIONS:
        (folder / definition.name).touch()
    return folder


def serve(folder: Path, monkeypatch: pytest.MonkeyPatch, *, sha256: str) -> ThreadingHTTPServer:
    """Serves one definition as its project would, on loopback."""
    (folder / "crd.yaml").write_text("kind: CustomResourceDefinition\n")
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/crd.yaml"
    one = replace(DEFINITIONS[0], url=url, sha256=sha256)
    monkeypatch.setattr(custom_resource_definitions, "DEFINITIONS", (one,))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return server


def test_the_folder_beside_the_checkout_has_them(tmp_path: Path) -> None:
    assert find_definitions() is None
    assert find_definitions() or put(tmp_path / "beside") == find_definitions()


def test_a_variable_names_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "beside")
    monkeypatch.setenv(CRDS_VARIABLE, str(put(tmp_path / "own")))
    assert find_definitions() == tmp_path / "own"
    assert require_definitions()[0].parent == tmp_path / "own"


def test_a_folder_that_lacks_one_does_not_do(tmp_path: Path) -> None:
    (put(tmp_path / "beside") / DEFINITIONS[-1].name).unlink()
    assert find_definitions() is None


def test_missing_ones_are_named_with_the_command_that_gets_them() -> None:
    with pytest.raises(DefinitionsError, match="run `make components`"):
        require_definitions()


def test_what_its_project_released_is_downloaded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = hashlib.sha256(b"kind: CustomResourceDefinition\n").hexdigest()
    server = serve(tmp_path, monkeypatch, sha256=right)
    assert fetch_definitions() == tmp_path / "cache" / "crds"
    server.shutdown()
    server.server_close()
    assert fetch_definitions() == tmp_path / "cache" / "crds"


def test_another_file_than_its_project_released_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(tmp_path, monkeypatch, sha256="0" * 64)
    with pytest.raises(DefinitionsError, match=f"has SHA-256 .*, not {'0' * 64}"):
        fetch_definitions()
    assert find_definitions() is None
    server.shutdown()
    server.server_close()
