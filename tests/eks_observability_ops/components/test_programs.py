"""The table of programs says what the frozen modules say."""

import re

import pytest

from eks_observability_ops.components.adot import ADOT_COMPONENTS
from eks_observability_ops.components.cache import MODULES, key
from eks_observability_ops.components.programs import PROGRAMS, Program
from eks_observability_ops.components.toolchain import Go

BY_NAME = pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: str(program.name))


@BY_NAME
def test_the_version_is_the_one_that_is_frozen(program: Program) -> None:
    go_mod = (MODULES / program.module / "go.mod").read_text()
    (version,) = re.findall(rf"^\s*(?:require )?{program.requirement} v(\S+)", go_mod, re.MULTILINE)
    assert version == program.version


@BY_NAME
def test_every_module_has_a_go_sum(program: Program) -> None:
    assert (MODULES / program.module / "go.sum").is_file()


def test_no_two_programs_share_a_name() -> None:
    assert len({program.name for program in PROGRAMS}) == len(PROGRAMS)


def test_every_folder_of_modules_is_built_from() -> None:
    folders = {path.parent.name for path in MODULES.glob("*/go.mod")}
    assert folders == {program.module for program in PROGRAMS}


def test_the_key_depends_on_the_go_version() -> None:
    keys = {key(PROGRAMS[0], Go(executable=MODULES, version=v)) for v in ("go1.26.7", "go1.26.8")}
    assert len(keys) == 2


def test_each_program_has_a_key_of_its_own() -> None:
    go = Go(executable=MODULES, version="go1.26.8")
    assert len({key(program, go) for program in PROGRAMS}) == len(PROGRAMS)


def test_the_collector_is_built_of_nothing_that_adot_lacks() -> None:
    listed = re.findall(r"gomod: \S+/(\w+) v", (MODULES / "collector" / "builder.yaml").read_text())
    names = {name for names in ADOT_COMPONENTS.values() for name in names}
    kinds = re.compile("(receiver|processor|exporter|extension|provider)$")
    built = {kinds.sub("", name) for name in listed if not name.endswith("provider")}
    flat = {name.replace("_", "") for name in names}
    assert built <= flat
