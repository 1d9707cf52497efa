"""What recording rules there are, subject by subject."""

from collections.abc import Mapping
from typing import Final, Protocol

from eks_observability.signals.rules import RecordingRule, Scope


class Recording(Protocol):
    """A module of recording rules."""

    @property
    def JOBS(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """Scrape jobs that its rules need."""

    def rules(self, scope: Scope) -> tuple[RecordingRule, ...]:
        """Its rules."""


RECORDING_RULES: Final[Mapping[str, Recording]] = {}
"""Modules of recording rules, by what their group is called."""
