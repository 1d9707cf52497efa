"""What the hub puts into its workspace, as plain files."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eks_observability_ops import hub_files
from eks_observability_ops.assembly import read_assembly

DEFINITION = {
    "Fn::Join": [
        "",
        [
            "template_files:\n  messages: |\n    {{ define }}\nalertmanager_config: |\n  topic: ",
            {"Ref": "Topic"},
            "\n",
        ],
    ]
}

Written = Callable[..., dict[str, str]]


@pytest.fixture
def written(assembly: Path) -> Written:
    """The files of a stack with the given resources."""

    def files_of(**resources: Any) -> dict[str, str]:
        stack = replace(read_assembly(assembly)[0], template={"Resources": resources})
        return {str(path): text for path, text in hub_files.files(stack, {})}

    return files_of


def test_each_rule_groups_namespace_is_a_file(written: Written) -> None:
    rules = {
        "Type": "AWS::APS::RuleGroupsNamespace",
        "Properties": {"Name": "alerts", "Data": {"Fn::Join": ["", ["groups: ", "[]"]]}},
    }

    assert written(Rules=rules) == {"hub/rules/alerts.yaml": "groups: []"}


@pytest.mark.parametrize("holder", ["Properties", "Metadata"])
def test_the_alert_manager_is_a_file_as_alertmanager_reads_it(
    written: Written, holder: str
) -> None:
    workspace = {"Type": "AWS::APS::Workspace", holder: {"AlertManagerDefinition": DEFINITION}}

    assert written(Workspace=workspace)["hub/alertmanager.yaml"] == "topic: ${Topic}\n"


def test_templates_of_messages_are_files_of_the_names_they_are_called_by(written: Written) -> None:
    workspace = {
        "Type": "AWS::APS::Workspace",
        "Properties": {"AlertManagerDefinition": DEFINITION},
    }

    assert written(Workspace=workspace)["hub/messages"] == "{{ define }}\n"


def test_the_alert_manager_is_a_file_as_amp_takes_it(written: Written) -> None:
    workspace = {
        "Type": "AWS::APS::Workspace",
        "Properties": {"AlertManagerDefinition": DEFINITION},
    }

    text = written(Workspace=workspace)["hub/alert-manager-definition.yaml"]

    assert text.startswith("template_files:\n")
    assert text.endswith("topic: ${Topic}\n")


def test_a_stack_without_rules_and_alerts_has_no_file(written: Written) -> None:
    assert written(Workspace={"Type": "AWS::APS::Workspace", "Properties": {}}) == {}
