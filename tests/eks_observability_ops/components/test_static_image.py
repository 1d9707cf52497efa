"""An image archive made of one program."""

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from eks_observability_ops.components.static_image import write_image


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """An image `shop/app:1` of a program that is called `app`, with the link `sh`."""
    program = tmp_path / "app"
    program.write_bytes(b"program")
    file = tmp_path / "image.tar"
    write_image(file, name="shop/app:1", program=program, entrypoint=["/bin/app"], links=["sh"])
    return file


def member(image: Path, name: str) -> bytes:
    with tarfile.open(image) as archive:
        content = archive.extractfile(name)
        assert content
        return content.read()


def config(image: Path) -> Any:
    (manifest,) = json.loads(member(image, "manifest.json"))
    return json.loads(member(image, manifest["Config"]))


def test_it_has_the_name_that_pods_use(image: Path) -> None:
    (manifest,) = json.loads(member(image, "manifest.json"))

    assert manifest["RepoTags"] == ["shop/app:1"]


def test_it_runs_the_entrypoint(image: Path) -> None:
    assert config(image)["config"]["Entrypoint"] == ["/bin/app"]


def test_its_layer_is_named_by_its_digest(image: Path) -> None:
    digest = hashlib.sha256(member(image, "layer.tar")).hexdigest()

    assert config(image)["rootfs"]["diff_ids"] == [f"sha256:{digest}"]


def test_the_program_may_be_run(image: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(member(image, "layer.tar"))) as layer:
        assert layer.getmember("bin/app").mode == 0o755


def test_a_link_leads_to_the_program(image: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(member(image, "layer.tar"))) as layer:
        assert layer.getmember("bin/sh").linkname == "app"
