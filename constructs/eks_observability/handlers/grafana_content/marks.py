"""How what was written here is known again, without a state anywhere else.

A dashboard's version history has a message with each version. Ours says which stack wrote it, into
which folder, and the digest of what it wrote. So the newest version is either ours, and known to be
what was asked for or not, or a person's; below it stands what we wrote last. A copy that a person
makes with "Save as" has a history of its own, in which we do not occur.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, Final

TAG: Final = "eks-observability"
"""On every dashboard that is written here; finds them, and decides nothing."""
_MESSAGE: Final = re.compile(r"eks-observability (\S+) (\S+) sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Mark:
    """What a message of ours says."""

    owner: str
    """Region and name of the stack that wrote."""

    folder: str
    """Uid of the folder that was written into."""

    digest: str
    """Of what was written."""

    def __str__(self) -> str:
        """The message of a version."""
        return f"eks-observability {self.owner} {self.folder} sha256:{self.digest}"


def mark_in(message: str, owner: str) -> Mark | None:
    """What a message says, if it is one of `owner`."""
    found = _MESSAGE.fullmatch(message)
    return Mark(*found.groups()) if found and found[1] == owner else None


def owner_of(event: dict[str, Any]) -> str:
    """Who writes: `eu-central-1/eks-observability-hub`; the same after a destroy and a deploy."""
    region, stack = event["StackId"].split(":")[3], event["StackId"].split("/")[1]
    return f"{region}/{stack}"


def digest_of(value: object) -> str:
    """The digest of what JSON can express."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def may_write(*, policy: str, same: bool) -> bool | None:
    """Whether to write over what a person edited; None is to refuse.

    `same` is whether we would write what we wrote before: then there is nothing new to be said, and
    nothing to refuse. It is what makes a rollback after a refusal pass.
    """
    if policy == "overwrite":
        return True
    return False if same or policy == "keep" else None
