"""What goes into AWS as plain files."""

import json
from pathlib import Path

import pytest

from eks_observability_ops import artifacts
from eks_observability_ops.assembly import read_assembly


def test_a_dashboard_is_written_below_its_cluster(assembly: Path, tmp_path: Path) -> None:
    assert artifacts.main([str(assembly), str(tmp_path / "dist")]) == 0

    board = tmp_path / "dist" / "a-eu-west-1" / "cloudwatch" / "EKS-Dashboard.json"
    assert json.loads(board.read_text()) == {"widgets": [{"arn": "${Topic}"}]}


def test_a_cluster_whose_name_is_unique_has_a_folder_of_that_name(assembly: Path) -> None:
    stacks = read_assembly(assembly)[:1]

    assert Path("a/cloudwatch/EKS-Dashboard.json") in dict(artifacts.artifacts(stacks))


def test_each_placeholder_is_explained(assembly: Path) -> None:
    readme = dict(artifacts.artifacts(read_assembly(assembly)))[Path("README.md")]

    assert "| `${Topic}` | Topic in Cluster-a |" in readme


def test_an_attribute_becomes_a_placeholder_of_resource_and_attribute(assembly: Path) -> None:
    stack, _ = read_assembly(assembly)
    met: dict[str, str] = {}

    assert artifacts.render({"Fn::GetAtt": ["Role", "Arn"]}, stack, met) == "${Role.Arn}"
    assert met == {"Role.Arn": "attribute Arn of Role in Cluster-a"}


def test_a_value_that_has_no_plain_text_is_refused(assembly: Path) -> None:
    stack, _ = read_assembly(assembly)

    with pytest.raises(TypeError, match="no plain text"):
        artifacts.render({"Fn::ImportValue": "x"}, stack, {})


def test_files_of_an_earlier_run_do_not_stay(assembly: Path, tmp_path: Path) -> None:
    stale = tmp_path / "dist" / "old.json"
    stale.parent.mkdir()
    stale.write_text("{}")

    artifacts.main([str(assembly), str(tmp_path / "dist")])

    assert not stale.exists()


def test_without_an_assembly_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert artifacts.main([str(tmp_path), str(tmp_path / "dist")]) == 2
    assert "`make synth` writes one" in capsys.readouterr().err
    assert not (tmp_path / "dist").exists()


def test_an_assembly_and_a_folder_must_be_named() -> None:
    assert artifacts.main([]) == 2
