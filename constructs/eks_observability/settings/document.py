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
_BOOLS: Final = {"true": True, "false": False}
_TOO_LARGE: Final = 10**18
_SHOWN: Final = 40
_KINDS: Final = {
    "null": "nothing at all",
    "bool": "true or false",
    "int": "a whole number of 18 digits at most",
    "float": "a number",
}


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
    """Duplicate keys, values that contain themselves, and scalars that are not what their tag
    says; the value of these two is None."""

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
        return _document(YAML(typ="safe", pure=True).compose(StringIO(text)))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        problem = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        return Fault(place, (), f"this is not YAML: {problem}")
    except YAMLError as error:
        return Fault(Place(1, 1), (), f"this is not YAML: {' '.join(str(error).split())}")
    except RecursionError:
        message = "lists or mappings are nested too deeply: settings have a few levels"
        return Fault(Place(1, 1), (), message)
    except (ValueError, OverflowError):
        # ruamel.yaml hands the number of an escape to chr() as it is (scanner.py).
        message = "this is not YAML: an escape like \\U0010FFFF is of no character there is"
        return Fault(Place(1, 1), (), message)


def _document(node: Node | None) -> Document:
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
        self.places.setdefault(path, _place(node))
        if id(node) in around:
            self.faults.append(Fault(_place(node), path, "this value contains itself"))
            return None
        around = (*around, id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path, around)
        if isinstance(node, SequenceNode):
            return tuple(self.read(item, (*path, i), around) for i, item in enumerate(node.value))
        return self._scalar(str(node.value), str(node.tag).removeprefix(_TAG), path)

    def _scalar(self, text: str, tag: str, path: Path) -> Value:
        self.texts[path] = text
        try:
            return _converted(text, tag)
        except ValueError:
            found = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
            message = (
                f"found {found!r}, expected {_KINDS[tag]}; if it is text, put it in quotes, "
                f"without a tag such as !!{tag}"
            )
            self.faults.append(Fault(self.places[path], path, message))
            return None

    def _mapping(self, node: MappingNode, path: Path, around: tuple[int, ...]) -> Value:
        result: dict[str, Value] = {}
        merged: list[Node] = []
        for key_node, value_node in node.value:
            key = _key(key_node)
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
        if isinstance(value_node, ScalarNode) and not value_node.value:
            # YAML puts a value that is left out where the next thing starts.
            self.places[here] = _place(key_node)
        return self.read(value_node, here, around)

    def _merge(
        self, source: Node, result: dict[str, Value], path: Path, around: tuple[int, ...]
    ) -> None:
        """Add what `<<: *anchor` brings along and the mapping does not say itself.

        What `<<` stands for may have a `<<` of its own; its own keys win over those.
        """
        sources = source.value if isinstance(source, SequenceNode) else [source]
        for one in sources:
            if not isinstance(one, MappingNode) or id(one) in around:
                message = "<< takes another mapping, or a list of them"
                self.faults.append(Fault(_place(source), (*path, "<<"), message))
                continue
            further = []
            for key_node, value_node in one.value:
                key = _key(key_node)
                if key == "<<":
                    further.append(value_node)
                elif key not in result:
                    result[key] = self._entry(key_node, value_node, (*path, key), around)
            for node in further:
                self._merge(node, result, path, (*around, id(one)))


def _place(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _key(node: Node) -> str:
    return str(node.value) if isinstance(node, ScalarNode) else "?"


def _converted(text: str, tag: str) -> Value:
    """The value of a scalar in YAML 1.2's core schema; anything else (a date) stays text.

    Raises:
        ValueError: The scalar is not what its tag says, or a number no setting is as large as.
    """
    lower = text.lower()
    match tag:
        case "null" if lower in ("", "~", "null"):
            return None
        case "bool" if lower in _BOOLS:
            return _BOOLS[lower]
        case "null" | "bool":
            raise ValueError(text)
        case "int":
            number = int(text, _BASES.get(lower.lstrip("+-")[:2], 10))
            if abs(number) >= _TOO_LARGE:
                raise ValueError(text)
            return number
        case "float":
            return float(lower.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
        case _:
            return text
