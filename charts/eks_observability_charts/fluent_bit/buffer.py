"""How much may wait when a destination does not take it."""

from dataclasses import dataclass
from typing import Final

CHUNK_MEBIBYTES: Final = 2
"""About what a chunk of records grows to (Fluent Bit manual, "Buffering and storage")."""


@dataclass(frozen=True, kw_only=True)
class Buffer:
    """How much may wait in memory and on disk.

    Raises:
        ValueError: There is no room for a chunk in memory, or for ten on disk.
    """

    memory_mebibytes: int = 32
    """Records in memory, in MiB. What is more waits on disk alone. Default: an eighth of
    Fluent Bit's own 256 MiB, which are more than the container may use."""

    disk_mebibytes: int = 500
    """Records on disk, in MiB, for each log group and for each destination besides CloudWatch. The
    oldest are dropped for what is more."""

    def __post_init__(self) -> None:
        """Refuse too little."""
        if self.memory_mebibytes < CHUNK_MEBIBYTES:
            msg = f"'memory_mebibytes' ({self.memory_mebibytes}) must be at least {CHUNK_MEBIBYTES}"
            raise ValueError(msg)
        least = 10 * CHUNK_MEBIBYTES
        if self.disk_mebibytes < least:
            msg = f"'disk_mebibytes' ({self.disk_mebibytes}) must be at least {least}"
            raise ValueError(msg)

    @property
    def chunks_in_memory(self) -> int:
        """How many chunks are held in memory."""
        return self.memory_mebibytes // CHUNK_MEBIBYTES
