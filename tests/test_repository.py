"""Rules about the files themselves."""

import json
import re
import subprocess
import sys
from pathlib import Path

import constructs
import pytest

ROOT = Path(__file__).parents[1]
FILES = [
    ROOT / name
    for name in subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    if (ROOT / name).is_file()
]


def test_the_pypi_package_constructs_is_the_one_that_is_imported() -> None:
    assert constructs.__file__ is not None
    assert "site-packages" in constructs.__file__


@pytest.mark.parametrize("root", ["constructs", "charts", "ops"])
def test_a_source_root_is_no_package(root: str) -> None:
    assert not (ROOT / root / "__init__.py").exists()


def test_no_folder_of_tests_is_a_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_requirement_is_locked_with_its_version() -> None:
    asked = re.findall(r"^([a-z][\w.-]*)(?:\[.*\])?==(\S+)", read("requirements.in"), re.MULTILINE)
    locked = dict(re.findall(r"^([a-z][\w.-]*)==(\S+)", read("requirements.txt"), re.MULTILINE))

    assert asked
    assert [(name, locked.get(re.sub(r"[-_.]+", "-", name))) for name, _ in asked] == asked


def test_every_locked_package_has_a_hash() -> None:
    entries = re.findall(r"^[a-z][\w.-]*==.*$", read("requirements.txt"), re.MULTILINE)

    assert [entry for entry in entries if not entry.endswith("\\")] == []


def test_lock_files_name_no_registry() -> None:
    assert "://" not in read("requirements.txt")
    assert "resolved" not in read("package-lock.json")


def test_the_cdk_cli_is_pinned() -> None:
    assert json.loads(read("package.json"))["devDependencies"] == {"aws-cdk": "2.1148.1"}


def test_the_cdk_finds_python_on_the_path_of_the_virtual_environment() -> None:
    assert json.loads(read("cdk.json"))["app"] == "python3 app.py"


def test_account_ids_are_examples() -> None:
    found = {
        (str(file.relative_to(ROOT)), digits)
        for file in FILES
        if file.suffix in {".py", ".yaml", ".md", ".json"} and "package-lock" not in file.name
        for digits in re.findall(r"(?<![\w.-])\d{12}(?![\w.-])", file.read_text(encoding="utf-8"))
    }

    assert {d for _, d in found} <= {"111122223333", "444455556666", "011122223333", "000000000000"}


@pytest.mark.parametrize("module", ["eks_observability.settings", "eks_observability.versions"])
def test_settings_can_be_read_without_the_cdk(module: str) -> None:
    script = f"import sys, {module}; sys.exit('aws_cdk' in sys.modules)"

    assert subprocess.call([sys.executable, "-c", script], cwd=ROOT / "constructs") == 0


def test_every_link_in_the_docs_leads_to_a_file() -> None:
    pages = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    links = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]

    assert links == []


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
