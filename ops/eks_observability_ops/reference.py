"""The pages and files that are made from code: `python -m eks_observability_ops.reference`.

A test fails while one of them is stale.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import NoneType
from typing import Final, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from eks_observability.settings import Settings
from eks_observability_ops import (
    alarms_page,
    alerts_page,
    dashboards_page,
    footprint_page,
    log_queries_page,
)

ROOT: Final = Path(__file__).resolve().parents[2]


def pages() -> Mapping[Path, str]:
    """Every generated file: where it belongs, and what must stand in it."""
    docs = ROOT / "docs"
    return {
        docs / "alarms.md": alarms_page.render(),
        docs / "alerts.md": alerts_page.render(),
        docs / "dashboards.md": dashboards_page.render(),
        docs / "footprint.md": footprint_page.render(),
        docs / "observability.schema.json": settings_schema(),
        docs / "settings.md": settings_page(),
        docs / "log-queries.md": log_queries_page.render(),
    }


def settings_schema() -> str:
    """The JSON Schema of the settings file, for editors."""
    schema = Settings.model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def settings_page() -> str:
    """docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Every key of the settings file, from the types that check it. `observability.yaml` is an",
        "annotated example; another file is named with `make synth SETTINGS=PATH` or",
        "`cdk synth -c settings=PATH`.",
        "",
        "A mistake is reported with its line, all mistakes at once, and nothing is written then.",
        "",
        *_section("", Settings, {}),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _section(path: str, model: type[BaseModel], seen: dict[type[BaseModel], str]) -> Iterator[str]:
    """A heading and a table for one section of the file, then those below it."""
    seen[model] = path
    yield f"## {path or 'Top of the file'}"
    yield ""
    yield (model.__doc__ or "").strip().replace("\n    ", "\n")
    yield ""
    yield "| key | what it is | default |"
    yield "|---|---|---|"
    below = []
    for name, field in model.model_fields.items():
        inner = _model_in(field.annotation)
        here = f"{path}.{name}".removeprefix(".") + ("[]" if _is_list(field.annotation) else "")
        if inner and inner not in seen:
            below.append((here, inner))
        text = " ".join((field.description or "").split())
        if inner and inner in seen:
            text += f" Keys: see [{seen[inner]}](#{_anchor(seen[inner])})."
        allowed = _allowed(field)
        text += f" Allowed: {allowed}." if allowed else ""
        yield f"| `{name}` | {text} | {_default(field)} |"
    yield ""
    for here, inner in below:
        if inner not in seen:
            yield from _section(here, inner, seen)


def _anchor(heading: str) -> str:
    return heading.replace(".", "").replace("[", "").replace("]", "")


def _default(field: FieldInfo) -> str:
    """A field's default; sections have those of their keys."""
    match field.default:
        case value if value is PydanticUndefined:
            return "required"
        case BaseModel() | None:
            return "as described"
        case () | {} as empty if not empty:
            return "none"
        case tuple(values):
            return ", ".join(f"`{_shown(value)}`" for value in values)
        case value:
            return f"`{json.dumps(value)}`"


def _shown(value: object) -> str:
    """A value as it would stand in the settings file."""
    if not isinstance(value, BaseModel):
        return str(value)
    given = value.model_dump(exclude_none=True)
    return "{" + ", ".join(f"{key}: {each}" for key, each in given.items()) + "}"


def _allowed(field: FieldInfo) -> str:
    words = next(_words(field.annotation), ())
    return ", ".join(f"`{word}`" for word in words)


def _words(annotation: object) -> Iterator[tuple[str, ...]]:
    """The words of the first `Literal` in a type; days of retention say theirs in their text."""
    if int in get_args(annotation):
        return
    if get_origin(annotation) is Literal:
        yield get_args(annotation)
    for argument in get_args(annotation):
        yield from _words(argument)


def _is_list(annotation: object) -> bool:
    return get_origin(annotation) is tuple


def _model_in(annotation: object) -> type[BaseModel] | None:
    """The section that a type is or holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(argument) for argument in get_args(annotation) if argument is not NoneType)
    return next((found for found in inner if found), None)


def main() -> None:
    """Write every generated file."""
    for file, text in pages().items():
        file.write_text(text, encoding="utf-8")
        print(f"wrote {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
