"""What the hub puts into its workspace, as plain files: rules, and who hears of which alert."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

from eks_observability_ops.assembly import SynthesizedStack
from eks_observability_ops.rendering import Placeholders, render

FOLDER: Final = Path("hub")
ALERT_MANAGER: Final = "alertmanager.yaml"
WHOLE_DEFINITION: Final = "alert-manager-definition.yaml"

DEFINITION: Final = "AlertManagerDefinition"
"""Property of a workspace, and metadata where the workspace is not of the stack."""


def files(stack: SynthesizedStack, placeholders: Placeholders) -> Iterator[tuple[Path, str]]:
    """The rule files of a stack, and its alert manager's definition; nothing where it has none."""
    for namespace in stack.resources("AWS::APS::RuleGroupsNamespace"):
        name = render(namespace["Name"], stack, placeholders)
        yield FOLDER / "rules" / f"{name}.yaml", render(namespace["Data"], stack, placeholders)
    for definition in _definitions(stack):
        yield from _alert_manager(render(definition, stack, placeholders))


def _definitions(stack: SynthesizedStack) -> Iterator[object]:
    for resource in stack.template.get("Resources", {}).values():
        for holder in (resource.get("Properties", {}), resource.get("Metadata", {})):
            if DEFINITION in holder:
                yield holder[DEFINITION]


def _alert_manager(definition: str) -> Iterator[tuple[Path, str]]:
    """AMP's definition, and apart what Alertmanager itself reads: its configuration, templates."""
    yield FOLDER / WHOLE_DEFINITION, definition
    parts: Mapping[str, Any] = YAML(typ="safe").load(definition)
    yield FOLDER / ALERT_MANAGER, parts["alertmanager_config"]
    for name, text in parts.get("template_files", {}).items():
        yield FOLDER / name, text
