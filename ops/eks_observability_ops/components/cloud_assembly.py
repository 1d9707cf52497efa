"""One stack of a cloud assembly, read as CloudFormation would deploy it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KINDS = {
    "AWS::Lambda::Function": "lambda:eu-central-1:111122223333:function",
    "AWS::StepFunctions::StateMachine": "states:eu-central-1:111122223333:stateMachine",
}


@dataclass(frozen=True, kw_only=True)
class FunctionCode:
    """What a Lambda function runs."""

    folder: Path
    handler: str
    runtime: str
    environment: dict[str, str]


class StackTemplate:
    """A synthesized stack, in which each resource is named as its logical id.

    Args:
        folder: The cloud assembly, which has one stack.
    """

    def __init__(self, folder: Path) -> None:
        [template] = folder.glob("*.template.json")
        assets = template.with_name(template.name.replace(".template.", ".assets."))
        self._folder = folder
        self._resources: dict[str, Any] = _read(template)["Resources"]
        self._files: dict[str, Any] = _read(assets)["files"]

    def resources(self, kind: str) -> list[dict[str, Any]]:
        """Returns the properties of all resources of a type, resolved."""
        found = [one for one in self._resources.values() if one["Type"] == kind]
        return [self._resolve(one["Properties"]) for one in found]

    def function(self, arn: str) -> FunctionCode:
        """Returns the code of a function."""
        properties = self._properties(arn)
        key: str = properties["Code"]["S3Key"]
        return FunctionCode(
            folder=self._folder / self._files[key.removesuffix(".zip")]["source"]["path"],
            handler=properties["Handler"],
            runtime=properties["Runtime"],
            environment=properties.get("Environment", {}).get("Variables", {}),
        )

    def machine(self, arn: str) -> dict[str, Any]:
        """Returns the definition of a state machine."""
        definition: dict[str, Any] = json.loads(self._properties(arn)["DefinitionString"])
        return definition

    def _properties(self, arn: str) -> dict[str, Any]:
        properties: dict[str, Any] = self._resolve(
            self._resources[arn.split(":")[-1]]["Properties"]
        )
        return properties

    def _resolve(self, value: Any) -> Any:  # noqa: ANN401 - any JSON value
        match value:
            case {"Fn::GetAtt": [str(name), "Arn"]} | {"Ref": str(name)}:
                kind = _KINDS.get(self._resources.get(name, {}).get("Type"))
                return f"arn:aws:{kind}:{name}" if kind else name
            case {"Fn::Join": [str(separator), parts]}:
                return separator.join(self._resolve(part) for part in parts)
            case dict():
                return {key: self._resolve(one) for key, one in value.items()}
            case list():
                return [self._resolve(one) for one in value]
            case _:
                return value


def _read(file: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return values
