"""Mistakes in a settings file, worded for the person who made them."""

from dataclasses import dataclass
from typing import Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from eks_observability.settings.document import Document, Path
from eks_observability.settings.model import Settings
from eks_observability.settings.section import nearest

_KINDS: Final = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
}
_NUMBERS: Final = ("int_type", "float_type")
_OUT_OF_RANGE: Final = {
    "greater_than": "",
    "greater_than_equal": "",
    "less_than": "",
    "less_than_equal": "",
    "string_too_short": "characters",
    "string_too_long": "characters",
    "too_long": "entries",
}
"""What is counted, by the error of too few or too many; numbers are what they are."""

_BOUNDS: Final = ("gt", "ge", "lt", "le", "min_length", "max_length")
_UNITS: Final = (
    *("percent", "milliseconds", "seconds", "minutes", "hours", "days"),
    *("millicores", "mebibytes"),
)
"""What keys of numbers end in."""

_OF_KEY: Final = "[key]"
"""What pydantic appends to the path of a mapping's entry where its key is what is wrong."""


@dataclass(frozen=True, kw_only=True, order=True)
class Mistake:
    """One thing wrong with a settings file."""

    line: int
    """Line it stands on, from 1; 0 for the file as a whole."""

    column: int
    """Column it starts at, from 1; 0 for the file as a whole."""

    path: str
    """Which setting, e.g. `clusters[0].region`; empty for the file as a whole."""

    message: str
    """What was found, what is allowed, what to do."""


class SettingsError(Exception):
    """A settings file that cannot be used, with every mistake that was found in it."""

    def __init__(self, file: str, mistakes: tuple[Mistake, ...]) -> None:
        self.file = file
        self.mistakes = tuple(sorted(mistakes))
        super().__init__(str(self))

    def __str__(self) -> str:
        """A line per mistake, in the form editors and CI logs turn into links."""
        return "\n".join(self._line(mistake) for mistake in self.mistakes)

    def _line(self, mistake: Mistake) -> str:
        where = f"{self.file}:{mistake.line}:{mistake.column}" if mistake.line else self.file
        setting = f" {mistake.path}:" if mistake.path else ""
        return f"{where}:{setting} {mistake.message}"


def dotted(path: Path) -> str:
    """A path as people write it: ("clusters", 0, "name") is clusters[0].name."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def mistakes_of(error: ValidationError, document: Document) -> tuple[Mistake, ...]:
    """Every mistake that validation found, with its place in `document`."""
    return tuple(
        _mistake(details, document)
        for details in error.errors()
        if not _consequence(details, document)
    )


def _consequence(details: ErrorDetails, document: Document) -> bool:
    """Whether an error only follows from others.

    A list counts as short for want of valid items; a value that is at fault reads as nothing.
    """
    path = details["loc"]
    at_fault = {(fault.path, fault.place) for fault in document.faults}
    short = details["type"] == "too_short" and bool(details["input"])
    return short or (path, document.place_of(path)) in at_fault


def _mistake(details: ErrorDetails, document: Document) -> Mistake:
    path = details["loc"]
    of_key = path[-1:] == (_OF_KEY,) and details["type"] in _OUT_OF_RANGE
    path = path[:-1] if of_key else path
    unknown = details["type"] == "extra_forbidden"
    place = document.keys[path] if unknown or of_key else document.place_of(path)
    return Mistake(
        line=place.line, column=place.column, path=dotted(path), message=_message(details, document)
    )


def _message(details: ErrorDetails, document: Document) -> str:
    path, found = details["loc"], details["input"]
    context = details.get("ctx", {})
    match details["type"]:
        case "extra_forbidden":
            known = _keys_at(path[:-1])
            return f"unknown key{nearest(path[-1], known)} (allowed: {', '.join(known)})"
        case "missing":
            return f"this key is missing: {_description(path)}"
        case "value_error":
            return str(context["error"])
        case "literal_error":
            allowed = str(context["expected"]).replace("'", "").replace(" or ", ", ")
            return f"found {found!r}, allowed: {allowed}{nearest(found, allowed.split(', '))}"
        case "string_type" if isinstance(found, int | float) and not isinstance(found, bool):
            text = document.texts[path]
            return f'found {text}, which YAML takes for a number; write "{text}"'
        case "too_short":
            return "the list is empty; it needs one entry at least"
        case kind if kind in _OUT_OF_RANGE:
            return _out_of_range(details, _OUT_OF_RANGE[kind])
        case kind if kind in _NUMBERS and isinstance(found, str) and found[:1].isdigit():
            return f"found {found!r}, expected a number alone: {_where_unit_is(path)}"
        case kind if kind in _KINDS:
            return f"found {_seen(found)}, expected {_KINDS[kind]}"
        case _:
            return details["msg"]


def _out_of_range(details: ErrorDetails, counted: str) -> str:
    """What was found, and the bounds on both sides where both are known."""
    path, found = details["loc"], details["input"]
    bounds = details.get("ctx", {}) | _bounds(path)
    low = bounds.get("ge", bounds.get("min_length"))
    high = bounds.get("le", bounds.get("max_length"))
    low = f"more than {bounds['gt']}" if "gt" in bounds else low
    high = f"below {bounds['lt']}" if "lt" in bounds else high
    if high is None:
        allowed = f"{low} or more"
    elif low is None:
        allowed = f"{high} or fewer" if counted else f"{high} or less"
    else:
        allowed = f"{low} to {high}"
    if not counted:
        return f"found {found}, allowed: {allowed}{_unit(path)}"
    what = f"a key of {len(found)}" if path[-1] == _OF_KEY else len(found)
    return f"found {what} {counted}, allowed: {allowed}"


def _unit(path: Path) -> str:
    """The unit of a number, as its key says it, in front of which a space stands."""
    word = str(path[-1]).rpartition("_")[2]
    return f" {word}" if word in _UNITS else ""


def _where_unit_is(path: Path) -> str:
    return "its unit is in the key's name" if _unit(path) else "it has no unit"


def _bounds(path: Path) -> dict[str, int]:
    """The bounds that the setting at `path` declares, by pydantic's names for them."""
    field = _field_at(path[:-2] if path[-1] == _OF_KEY else path)
    constraints = [*_nested_constraints(field.annotation), *field.metadata] if field else []
    return {
        name: bound
        for one in constraints
        for name in _BOUNDS
        if (bound := getattr(one, name, None)) is not None
    }


def _nested_constraints(annotation: object) -> list[object]:
    """The constraints inside a type: `Annotated[str, X] | None` holds X."""
    inner = [one for arg in get_args(annotation) for one in _nested_constraints(arg)]
    return [*inner, *getattr(annotation, "__metadata__", ())]


def _seen(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case tuple():
            return "a list"
        case _:
            return repr(value)


def _model_at(path: Path) -> type[BaseModel] | None:
    """The section that stands at `path` of the settings."""
    model: type[BaseModel] | None = Settings
    for part in path:
        if model is None or isinstance(part, int):
            continue
        field = model.model_fields.get(str(part))
        model = _section_in(field.annotation) if field else None
    return model


def _section_in(annotation: object) -> type[BaseModel] | None:
    """The section that a type is, or holds: `X | None` and `tuple[X, ...]` hold X."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _section_in(arg))), None)


def _keys_at(path: Path) -> tuple[str, ...]:
    model = _model_at(path)
    return tuple(model.model_fields) if model else ()


def _field_at(path: Path) -> FieldInfo | None:
    model = _model_at(path[:-1])
    return model.model_fields.get(str(path[-1])) if model else None


def _description(path: Path) -> str:
    field = _field_at(path)
    return " ".join((field.description or "").split()) if field else ""
