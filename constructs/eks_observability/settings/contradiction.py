"""What a contradiction between two settings is."""

from typing import NamedTuple

from eks_observability.settings.document import Path


class Contradiction(NamedTuple):
    """Two settings of which one cannot be had."""

    path: Path
    """The one of them that is reported."""

    message: str
    """Why not, and what to do."""
