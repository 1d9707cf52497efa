"""Reads Fluent Bit's classic configuration format, and finds what does not hang together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.eks_observability_charts.fluent_bit.documented import (
    COMMON,
    MULTILINE_PARSERS,
    PARSER,
    PLUGINS,
    SERVICE,
)

MAIN = "fluent-bit.conf"


class ClassicError(Exception):
    """A configuration that Fluent Bit would not take, or not as it is meant."""


@dataclass(frozen=True)
class Read:
    """One section as it stands in a file."""

    name: str
    entries: tuple[tuple[str, str], ...]

    def values(self, key: str) -> list[str]:
        """Values of a key, which are looked up by name in any case."""
        return [value for each, value in self.entries if each.lower() == key.lower()]

    def value(self, key: str) -> str:
        """The only value of a key."""
        [value] = self.values(key)
        return value

    @property
    def plugin(self) -> str:
        return self.value("Name") if self.name != "SERVICE" else ""


def sections(text: str) -> list[Read]:
    """The sections of one file, in order (manual: "Format and schema")."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith(("#", "@")):
            continue
        if line.startswith("["):
            if not line.endswith("]"):
                msg = f"bad header: {line!r}"
                raise ClassicError(msg)
            found.append((line[1:-1].upper(), []))
            continue
        if not re.match(r" {4}\S", line):
            msg = f"indented by other than four spaces: {line!r}"
            raise ClassicError(msg)
        key, _, value = line.strip().partition(" ")
        if not value.strip() or not found:
            msg = f"a key without a value, or outside a section: {line!r}"
            raise ClassicError(msg)
        found[-1][1].append((key, value.strip()))
    return [Read(name, tuple(entries)) for name, entries in found]


def included(files: Mapping[str, str]) -> list[str]:
    """Files that the main file includes."""
    return re.findall(r"^@INCLUDE (\S+)$", files[MAIN], flags=re.MULTILINE)


def pipeline(files: Mapping[str, str]) -> list[Read]:
    """All sections that Fluent Bit sees, in the order that it sees them."""
    here = [name for name in included(files) if not name.startswith("/")]
    if missing := [name for name in here if name not in files]:
        msg = f"included, but not there: {missing}"
        raise ClassicError(msg)
    return [each for name in (MAIN, *here) for each in sections(files[name])]


def check_keys(section: Read) -> None:
    """Fail on a section, a plugin or a key that the manual does not know."""
    if section.name == "SERVICE":
        known = SERVICE
    elif section.name == "PARSER":
        known = PARSER
    else:
        try:
            known = PLUGINS[section.name, section.plugin] | COMMON[section.name]
        except KeyError as error:
            msg = f"unknown plugin of {section.name}: {section.plugin}"
            raise ClassicError(msg) from error
    for key, _ in section.entries:
        if key.lower() not in known:
            msg = f"unknown key of {section.name} {section.plugin}: {key}"
            raise ClassicError(msg)


def check(files: Mapping[str, str], variables: set[str]) -> None:
    """Fail on what does not hang together.

    Args:
        files: The files by name.
        variables: Names that the container's environment and its secrets give.
    """
    seen = pipeline(files)
    for section in (*seen, *sections(files["parsers.conf"])):
        check_keys(section)
    _check_routes(seen)
    _check_parsers(seen)
    if unset := set(re.findall(r"\$\{(\w+)\}", "".join(files.values()))) - variables:
        msg = f"variables that nothing sets: {unset}"
        raise ClassicError(msg)
    databases = [value for each in seen for value in each.values("DB")]
    if len(databases) != len(set(databases)):
        msg = f"inputs share a database: {databases}"
        raise ClassicError(msg)


def _check_routes(seen: list[Read]) -> None:
    tags = [each.value("Tag") for each in seen if each.name == "INPUT"]
    sent = [each.value("Match") for each in seen if each.name == "OUTPUT"]
    for section in seen:
        for match in section.values("Match"):
            if not any(fnmatchcase(tag, match) for tag in tags):
                msg = f"nothing has a tag like {match} of {section.plugin}"
                raise ClassicError(msg)
    for tag in tags:
        if not any(fnmatchcase(tag, match) for match in sent):
            msg = f"{tag} is sent nowhere"
            raise ClassicError(msg)


def _check_parsers(seen: list[Read]) -> None:
    for named in (value for each in seen for value in each.values("multiline.parser")):
        if unknown := {name.strip() for name in named.split(",")} - MULTILINE_PARSERS:
            msg = f"unknown multiline parsers: {unknown}"
            raise ClassicError(msg)
