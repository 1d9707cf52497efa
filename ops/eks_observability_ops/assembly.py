"""A synthesized cloud assembly (`cdk.out`), as far as people want to know of it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eks_observability.notes import CHANGES, CHART, CLUSTER, COSTS


class AssemblyError(Exception):
    """A folder that holds no cloud assembly."""


@dataclass(frozen=True, kw_only=True)
class SynthesizedStack:
    """One stack of an assembly."""

    name: str
    """Its name in CloudFormation."""

    account: str
    region: str

    template_file: Path
    template: Mapping[str, Any]

    metadata: Sequence[tuple[str, str]]
    """Type and text of the metadata that its constructs carry, in the order of the constructs."""

    charts: Mapping[str, str]
    """The chart that a deployed Kubernetes object comes from, by the resource's logical id."""

    @property
    def label(self) -> str:
        """What tells it from a stack of the same name in another Region."""
        return f"{self.name} ({self.region})"

    @property
    def changes(self) -> list[str]:
        """What it changes on things that exist already."""
        return self._of(CHANGES)

    @property
    def costs(self) -> list[str]:
        """What it costs."""
        return self._of(COSTS)

    @property
    def warnings(self) -> list[str]:
        """What CDK or the app warns of."""
        return self._of("aws:cdk:warning")

    @property
    def cluster(self) -> str | None:
        """The cluster it is for; None for a stack that is for several."""
        return next(iter(self._of(CLUSTER)), None)

    def resources(self, resource_type: str) -> list[Mapping[str, Any]]:
        """Properties of its resources of one type."""
        found = self.template.get("Resources", {}).values()
        return [one.get("Properties", {}) for one in found if one["Type"] == resource_type]

    def kinds(self) -> Counter[str]:
        """How many resources of which type it has."""
        return Counter(one["Type"] for one in self.template.get("Resources", {}).values())

    def _of(self, metadata_type: str) -> list[str]:
        return [text for kind, text in self.metadata if kind == metadata_type]


def read_assembly(folder: Path) -> tuple[SynthesizedStack, ...]:
    """The stacks in a cloud assembly, in the order they were made.

    Raises:
        AssemblyError: There is no assembly in `folder`.
    """
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        msg = f"{folder} holds no synthesized app; `make synth` writes one"
        raise AssemblyError(msg) from None
    return tuple(
        _stack(folder, artifact)
        for artifact in manifest["artifacts"].values()
        if artifact["type"] == "aws:cloudformation:stack"
    )


def _stack(folder: Path, artifact: Mapping[str, Any]) -> SynthesizedStack:
    properties = artifact["properties"]
    account, region = artifact["environment"].removeprefix("aws://").split("/")
    template_file = folder / properties["templateFile"]
    metadata = _metadata(folder, artifact)
    return SynthesizedStack(
        name=properties.get("stackName", artifact["displayName"]),
        account=account,
        region=region,
        template_file=template_file,
        template=json.loads(template_file.read_text(encoding="utf-8")),
        metadata=tuple(entry for of_construct in metadata for entry in of_construct),
        charts={
            entries["aws:cdk:logicalId"]: entries[CHART]
            for entries in map(dict, metadata)
            if CHART in entries
        },
    )


def _metadata(folder: Path, artifact: Mapping[str, Any]) -> list[list[tuple[str, str]]]:
    """Type and text of each construct's metadata, construct by construct."""
    entries = dict(artifact.get("metadata", {}))
    if file := artifact.get("additionalMetadataFile"):
        entries |= json.loads((folder / file).read_text(encoding="utf-8"))
    return [
        [(entry["type"], entry["data"]) for entry in each if isinstance(entry.get("data"), str)]
        for each in entries.values()
    ]
