"""Parts of a collector's configuration, which it has or has not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Part:
    """Components and the pipelines that use them, by their names.

    Two parts are joined by `|`; of components of the same name the latter's is taken.
    """

    extensions: Mapping[str, Any] = field(default_factory=dict)
    """Default: none."""

    receivers: Mapping[str, Any] = field(default_factory=dict)
    """Default: none."""

    processors: Mapping[str, Any] = field(default_factory=dict)
    """Default: none."""

    exporters: Mapping[str, Any] = field(default_factory=dict)
    """Default: none."""

    pipelines: Mapping[str, Any] = field(default_factory=dict)
    """Default: none."""

    def __or__(self, other: "Part") -> "Part":
        """Both parts as one."""
        return Part(
            **{
                each.name: {**getattr(self, each.name), **getattr(other, each.name)}
                for each in fields(self)
            }
        )
