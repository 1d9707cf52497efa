"""The summary a reviewer reads after `make synth`."""

import json
from pathlib import Path

import pytest

from eks_observability_ops import summary


def lines(assembly: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert summary.main([str(assembly)]) == 0
    return capsys.readouterr().out.splitlines()


def test_each_stack_is_named_with_account_region_and_resource_count(
    assembly: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Cluster-a (111122223333, eu-west-1): 5 resources" in lines(assembly, capsys)


def test_resources_are_counted_by_kind_most_first(
    assembly: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = lines(assembly, capsys)
    start = found.index("Cluster-a (111122223333, eu-west-1): 5 resources")

    assert found[start + 1 : start + 3] == [
        "    2  AWS::SNS::Topic",
        "    2  Custom::AWSCDK-EKS-KubernetesResource",
    ]


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("Changes to what exists already", "  - log group x: kept 30 days"),
        ("Costs money", "  - a dashboard: 3 USD"),
        ("Warnings", "  - none"),
    ],
)
def test_each_section_says_what_the_constructs_noted(
    assembly: Path, capsys: pytest.CaptureFixture[str], section: str, text: str
) -> None:
    found = lines(assembly, capsys)

    assert found[found.index(section) + 1] == text


def test_a_warning_is_shown(assembly: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = assembly / "Cluster-a-eu-west-1.metadata.json"
    file.write_text(json.dumps({"/a": [{"type": "aws:cdk:warning", "data": "mind the gap"}]}))

    assert "  - mind the gap" in lines(assembly, capsys)


def test_a_note_that_several_stacks_carry_is_said_once(
    assembly: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lines(assembly, capsys).count("  - a dashboard: 3 USD") == 1


def test_a_folder_without_an_assembly_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert summary.main([str(tmp_path)]) == 2
    assert "`make synth` writes one" in capsys.readouterr().err
