"""Fluent Bit's classic configuration format, as values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

ON: Final = "On"
OFF: Final = "Off"

_WIDTH: Final = 24


@dataclass(frozen=True)
class Section:
    """One section of a configuration file, whose keys may repeat.

    Raises:
        ValueError: A value is empty or has a line break, with which it would end its line and
            begin a key of its own (Fluent Bit manual, "Format and schema").
    """

    name: Literal["SERVICE", "INPUT", "FILTER", "OUTPUT", "PARSER"]
    """What the section configures."""

    entries: tuple[tuple[str, str], ...]
    """Keys and values in the order in which they take effect."""

    def __post_init__(self) -> None:
        """Refuse what is not one line."""
        for key, value in self.entries:
            if not value.strip() or len(value.splitlines()) > 1:
                msg = f"{key!r} of a Fluent Bit {self.name} must be one line, not {value!r}"
                raise ValueError(msg)

    def render(self) -> str:
        """The section as Fluent Bit reads it."""
        lines = [f"    {key:{_WIDTH}} {value}" for key, value in self.entries]
        return "\n".join([f"[{self.name}]", *lines, ""])


def render(sections: Iterable[Section], *, includes: Iterable[str] = ()) -> str:
    """A configuration file.

    Args:
        sections: The file's sections.
        includes: Files that are read where this one ends, relative to the main file. Default: none.
    """
    commands = "".join(f"@INCLUDE {each}\n" for each in includes)
    return "\n".join([*(each.render() for each in sections), commands]).rstrip("\n") + "\n"


def size(mebibytes: int) -> str:
    """A size in bytes, because Fluent Bit's own M is 1,000,000 of them (fluent-bit, flb_utils.c).

    Args:
        mebibytes: The size in MiB.
    """
    return str(mebibytes * 1024 * 1024)
