"""The control groups of a node, in either version, on a file system that looks like them."""

from pathlib import Path

import pytest

from eks_observability_ops.components import node_cgroups
from eks_observability_ops.components.node_cgroups import NAME


@pytest.fixture(params=["cgroup.controllers", "cpu/cgroup.procs"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where control groups are, in version 2 and in version 1."""
    file = tmp_path / request.param
    file.parent.mkdir(exist_ok=True)
    file.touch()
    return tmp_path


def test_a_machine_without_control_groups_has_none(tmp_path: Path) -> None:
    assert node_cgroups.hierarchies(tmp_path) == []


def test_the_nodes_group_is_made_in_each_hierarchy(root: Path) -> None:
    node_cgroups.make(root)

    assert all((each / NAME).is_dir() for each in node_cgroups.hierarchies(root))


def test_groups_within_the_nodes_go_with_it(root: Path) -> None:
    node_cgroups.make(root)
    for each in node_cgroups.hierarchies(root):
        (each / NAME / "kubepods" / "pod").mkdir(parents=True)

    assert node_cgroups.remove(root)
    assert not list(root.rglob(NAME))


def test_a_group_that_is_in_use_is_not_said_to_be_gone(root: Path) -> None:
    node_cgroups.make(root)
    for each in node_cgroups.hierarchies(root):
        (each / NAME / "tasks").touch()

    assert not node_cgroups.remove(root)


def test_groups_of_others_stay(root: Path) -> None:
    node_cgroups.make(root)
    other = node_cgroups.hierarchies(root)[0] / "other"
    other.mkdir()
    node_cgroups.remove(root)

    assert other.is_dir()
