"""What DevOps Guru looks at: stacks, or tags of one key, or all by the stack `*`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from types_boto3_devops_guru.client import DevOpsGuruClient
    from types_boto3_devops_guru.literals import (
        ResourceCollectionTypeType,
        UpdateResourceCollectionActionType,
    )

_KINDS: Final[tuple[ResourceCollectionTypeType, ...]] = (
    "AWS_SERVICE",
    "AWS_CLOUD_FORMATION",
    "AWS_TAGS",
)
_MOST: Final = 100
"""Names or values in one request."""


class Collection(NamedTuple):
    """Stacks by name, and tags by key and value."""

    stacks: frozenset[str] = frozenset()
    tags: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> Collection:
        """What the resource's properties ask for."""
        key = properties.get("TagKey", "")
        values = properties.get("TagValues", [])
        return cls(
            frozenset(properties.get("Stacks", [])), frozenset((key, value) for value in values)
        )

    def without(self, other: Collection) -> Collection:
        """What of this is not in the other."""
        return Collection(self.stacks - other.stacks, self.tags - other.tags)

    def shared(self, other: Collection) -> Collection:
        """What is in both."""
        return Collection(self.stacks & other.stacks, self.tags & other.tags)

    def listed(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"stacks": sorted(self.stacks), "tags": sorted(self.tags)}


NOTHING: Final = Collection()


def read(guru: DevOpsGuruClient) -> Collection:
    """All that there is, of whichever kind."""
    stacks: set[str] = set()
    tags: set[tuple[str, str]] = set()
    for kind in _KINDS:
        try:
            pages = list(
                guru.get_paginator("get_resource_collection").paginate(ResourceCollectionType=kind)
            )
        except guru.exceptions.ResourceNotFoundException:
            continue
        for found in (page.get("ResourceCollection", {}) for page in pages):
            stacks |= set(found.get("CloudFormation", {}).get("StackNames", []))
            tags |= {
                (tag["AppBoundaryKey"], value)
                for tag in found.get("Tags", [])
                for value in tag["TagValues"]
            }
    return Collection(frozenset(stacks), frozenset(tags))


def write(
    guru: DevOpsGuruClient, action: UpdateResourceCollectionActionType, what: Collection
) -> None:
    """Add or remove, so many at once as DevOps Guru takes."""
    for names in _batches(what.stacks):
        guru.update_resource_collection(
            Action=action, ResourceCollection={"CloudFormation": {"StackNames": names}}
        )
    for key in sorted({key for key, _ in what.tags}):
        for values in _batches(value for other, value in what.tags if other == key):
            guru.update_resource_collection(
                Action=action,
                ResourceCollection={"Tags": [{"AppBoundaryKey": key, "TagValues": values}]},
            )


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + _MOST] for start in range(0, len(ordered), _MOST))
