"""A YAML file as plain values, with the place in the file that each of them came from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
"""Where a value stands: keys and list indices from the top, e.g. ("clusters", 0, "region")."""

Value = str | int | float | bool | None | Mapping[str, "Value"] | Sequence["Value"]

_TAG: Final = "tag:yaml.org,2002:"
_SCALARS: Final = {"bool": "true or false", "int": "whole number", "float": "number"}
_BASES: Final = {"0x": 16, "0o": 8, "0b": 2}


class Place(NamedTuple):
    """A place in a file; both count from 1, as editors do."""

    line: int
    column: int


class Fault(NamedTuple):
    """Something wrong with the YAML itself, whatever it is meant to say."""

    place: Place
    path: Path
    message: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """What a YAML file says, and where."""

    value: Value
    """The whole file; sequences are tuples, scalars follow YAML 1.2."""

    places: Mapping[Path, Place]
    """Where each value starts."""

    keys: Mapping[Path, Place]
    """Where the key of each mapping entry starts."""

    texts: Mapping[Path, str]
    """Each scalar as it is written, before YAML makes a number of it."""

    faults: tuple[Fault, ...]
    """Duplicate keys, and values that contain themselves."""

    def place_of(self, path: Path) -> Place:
        """The place of `path`, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, Place(1, 1))


def parse_document(text: str) -> Document | Fault:
    """Parse `text`, or say in one `Fault` why it is not YAML.

    Args:
        text: The contents of a YAML file with a single document.

    Returns:
        The document; its value is None where the text holds nothing but comments.
    """
    try:
        node = YAML(typ="safe", pure=True).compose(StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        problem = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        return Fault(place, (), f"this is not YAML: {problem}")
    except YAMLError as error:
        return Fault(Place(1, 1), (), f"this is not YAML: {' '.join(str(error).split())}")
    except RecursionError:
        return Fault(Place(1, 1), (), "this is nested deeper than any settings are")
    reader = _Reader()
    value = None if node is None else reader.read(node, (), ())
    return Document(
        value=value,
        places=reader.places,
        keys=reader.keys,
        texts=reader.texts,
        faults=tuple(reader.faults),
    )


class _Reader:
    """Walks the composed nodes, because only they still know lines and duplicate keys."""

    def __init__(self) -> None:
        self.places: dict[Path, Place] = {}
        self.keys: dict[Path, Place] = {}
        self.texts: dict[Path, str] = {}
        self.faults: list[Fault] = []

    def read(self, node: Node, path: Path, around: tuple[int, ...]) -> Value:
        self.places[path] = _place(node)
        if id(node) in around:
            self.faults.append(Fault(_place(node), path, "this value contains itself"))
            return None
        around = (*around, id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, around)
        if isinstance(node, SequenceNode):
            return tuple(self.read(item, (*path, i), around) for i, item in enumerate(node.value))
        self.texts[path] = str(node.value)
        tag = str(node.tag).removeprefix(_TAG)
        try:
            return _scalar(str(node.value), tag)
        except (KeyError, ValueError):
            shown = str(node.value)[:40]
            message = f"{shown!r} is no {_SCALARS.get(tag, tag)} that can be read"
            self.faults.append(Fault(_place(node), path, message))
            return None

    def _mapping(self, node: MappingNode, path: Path, around: tuple[int, ...]) -> Value:
        result: dict[str, Value] = {}
        merged: list[Node] = []
        for key_node, value_node in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else "?"
            here = (*path, key)
            if key == "<<":
                merged.append(value_node)
            elif here in self.keys:
                message = f"duplicate key {key!r}: it stands on line {self.keys[here].line} already"
                self.faults.append(Fault(_place(key_node), here, message))
            else:
                result[key] = self._entry(key_node, value_node, here, around)
        for one in merged:
            self._merge(one, result, path, around)
        return result

    def _entry(
        self, key_node: Node, value_node: Node, here: Path, around: tuple[int, ...]
    ) -> Value:
        self.keys[here] = _place(key_node)
        value = self.read(value_node, here, around)
        if isinstance(value_node, ScalarNode) and not value_node.value:
            # YAML puts a value that is left out where the next thing starts.
            self.places[here] = _place(key_node)
        return value

    def _merge(
        self, source: Node, result: dict[str, Value], path: Path, around: tuple[int, ...]
    ) -> None:
        """Add what `<<: *anchor` brings along and the mapping does not say itself."""
        sources = source.value if isinstance(source, SequenceNode) else [source]
        for one in sources:
            if not isinstance(one, MappingNode) or id(one) in around:
                message = "<< takes another mapping, or a list of them"
                self.faults.append(Fault(_place(source), (*path, "<<"), message))
                continue
            for key_node, value_node in one.value:
                key = str(key_node.value)
                if key == "<<":
                    self._merge(value_node, result, path, (*around, id(one)))
                elif key not in result:
                    result[key] = self._entry(key_node, value_node, (*path, key), around)


def _place(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(text: str, tag: str) -> Value:
    """The value of a scalar in YAML 1.2's core schema; anything else (a date) stays text."""
    match tag:
        case "null":
            return None
        case "bool":
            return {"true": True, "false": False}[text.lower()]
        case "int":
            return int(text, _BASES.get(text.lstrip("+-")[:2].lower(), 10))
        case "float":
            return float(
                text.lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan")
            )
        case _:
            return text
