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

    assert "| `${Topic}` | Topic | Cluster-a (eu-central-1) |" in readme


def test_a_placeholder_of_two_stacks_is_explained_for_each(assembly: Path) -> None:
    readme = dict(artifacts.artifacts(read_assembly(assembly)))[Path("README.md")]

    assert readme.count("| `${Role.Arn}` | attribute Arn of Role |") == 2


def test_an_add_on_that_is_configured_is_a_file(assembly: Path) -> None:
    file = assembly / "Cluster-a-eu-central-1.json"
    template = json.loads(file.read_text())
    for name, values in (("metrics-server", {}), ("agents", {"ConfigurationValues": '{"a":1}'})):
        properties = {"AddonName": name, **values}
        template["Resources"][name] = {"Type": "AWS::EKS::Addon", "Properties": properties}
    file.write_text(json.dumps(template))
    files = dict(artifacts.artifacts(read_assembly(assembly)[:1]))
    found = {name: text for name, text in files.items() if "add-ons" in name.parts}

    assert found == {Path("a/add-ons/agents.json"): '{\n  "a": 1\n}\n'}


def test_variables_of_agents_are_told_from_placeholders(assembly: Path) -> None:
    readme = dict(artifacts.artifacts(read_assembly(assembly)))[Path("README.md")]

    assert "`${NAME}` in `agents/` is a variable of the agent's own" in readme


def test_a_chart_is_one_file_of_all_its_objects(assembly: Path) -> None:
    chart = dict(artifacts.artifacts(read_assembly(assembly)[:1]))[Path("a/manifests/agent.yaml")]

    assert [line for line in chart.splitlines() if line.startswith("kind")] == [
        "kind: ServiceAccount",
        "kind: ConfigMap",
    ]


def test_what_a_deploy_alone_knows_is_a_placeholder_in_a_manifest(assembly: Path) -> None:
    chart = dict(artifacts.artifacts(read_assembly(assembly)[:1]))[Path("a/manifests/agent.yaml")]

    assert "role: ${Role.Arn}" in chart


def test_an_agents_configuration_is_a_file_as_the_agent_reads_it(assembly: Path) -> None:
    files = dict(artifacts.artifacts(read_assembly(assembly)[:1]))

    assert files[Path("a/agents/agent/agent.conf")] == "first\nsecond\n"


def test_text_of_several_lines_is_readable_in_a_manifest(assembly: Path) -> None:
    chart = dict(artifacts.artifacts(read_assembly(assembly)[:1]))[Path("a/manifests/agent.yaml")]

    assert "agent.conf: |\n    first\n    second\n" in chart


def test_files_of_an_earlier_run_do_not_stay(assembly: Path, tmp_path: Path) -> None:
    artifacts.main([str(assembly), str(tmp_path / "dist")])
    stale = tmp_path / "dist" / "old.json"
    stale.write_text("{}")

    artifacts.main([str(assembly), str(tmp_path / "dist")])

    assert not stale.exists()


def test_a_folder_with_other_things_in_it_is_left_alone(
    assembly: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "dist" / "thesis.txt"
    mine.parent.mkdir()
    mine.write_text("mine")

    assert artifacts.main([str(assembly), str(mine.parent)]) == 2
    assert "holds other things than artifacts" in capsys.readouterr().err
    assert mine.read_text() == "mine"


def test_an_empty_folder_is_written_to(assembly: Path, tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()

    assert artifacts.main([str(assembly), str(tmp_path / "dist")]) == 0


def test_nothing_is_left_beside_the_folder(assembly: Path, tmp_path: Path) -> None:
    for _ in range(2):
        artifacts.main([str(assembly), str(tmp_path / "dist")])

    assert {each.name for each in tmp_path.iterdir()} == {"cdk.out", "dist"}


def test_without_an_assembly_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert artifacts.main([str(tmp_path), str(tmp_path / "dist")]) == 2
    assert "`make synth` writes one" in capsys.readouterr().err
    assert not (tmp_path / "dist").exists()


def test_an_assembly_and_a_folder_must_be_named() -> None:
    assert artifacts.main([]) == 2
