"""Mistakes in a settings file, worded for the person who made them."""

from dataclasses import dataclass
from typing import Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from eks_observability.settings.document import Document, Path
from eks_observability.settings.model import Settings
from eks_observability.settings.section import nearest

_KINDS: Final = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
}

_LIMITS: Final = {
    "greater_than_equal": "found {found}, allowed: {ge} or more",
    "less_than_equal": "found {found}, allowed: {le} or less",
    "string_too_short": "found {found!r}, expected at least {min_length} character(s)",
    "string_too_long": "found {size} characters, allowed: {max_length} at most",
    "too_long": "found {size} entries, allowed: {max_length} at most",
}


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
    unknown = details["type"] == "extra_forbidden"
    place = document.keys[path] if unknown else document.place_of(path)
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
        case kind if kind in _LIMITS:
            size = len(found) if isinstance(found, str | tuple) else found
            return _LIMITS[kind].format(found=found, size=size, **context)
        case kind if kind in _KINDS:
            return f"found {_seen(found)}, expected {_KINDS[kind]}"
        case _:
            return details["msg"]


def _setting(path: Path) -> Path:
    """The setting that the value at `path` is, or is an entry of."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


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


def _description(path: Path) -> str:
    model = _model_at(path[:-1])
    field = model.model_fields.get(str(path[-1])) if model else None
    return " ".join((field.description or "").split()) if field else ""
