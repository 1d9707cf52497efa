"""The generated pages: up to date, and true."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from eks_observability.settings import Settings
from eks_observability_ops.reference import pages, settings_schema

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "observability.yaml"


@pytest.mark.parametrize("file", pages(), ids=lambda file: str(file.name))
def test_a_generated_page_is_up_to_date(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == pages()[file], "stale: run `make docs`"


@pytest.fixture(scope="module")
def schema() -> Any:
    return YAML(typ="safe").load(settings_schema())


@pytest.fixture
def sample() -> Any:
    return YAML(typ="safe").load(SAMPLE)


def test_the_schema_is_a_schema(schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_sample_fits_the_schema(schema: Any, sample: Any) -> None:
    jsonschema.validate(sample, schema)


@pytest.mark.parametrize("days", [0, 31, "never", 30.5])
def test_the_schema_refuses_the_days_that_loading_refuses(
    schema: Any, sample: Any, days: object
) -> None:
    sample["log_retention"]["days"] = days

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(sample, schema)


def test_the_schema_refuses_an_unknown_key(schema: Any, sample: Any) -> None:
    sample["dashbord"] = {}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(sample, schema)


def test_the_sample_names_the_schema_in_its_first_line() -> None:
    first = SAMPLE.read_text(encoding="utf-8").splitlines()[0]

    assert first == "# yaml-language-server: $schema=docs/observability.schema.json"
    assert (ROOT / first.rpartition("=")[2]).is_file()


def models(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """All sections reachable from one, through the schema's own definitions."""
    seen.add(model)
    for field in model.model_fields.values():
        for inner in _inner(field.annotation):
            if inner not in seen:
                models(inner, seen)
    return seen


def _inner(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _inner(part)]


@pytest.mark.parametrize(
    "key", sorted({key for model in models(Settings, set()) for key in model.model_fields})
)
def test_the_sample_shows_every_key(key: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")

    assert f"{key}:" in text


@pytest.mark.parametrize("model", sorted(models(Settings, set()), key=lambda model: str(model)))
def test_every_key_is_documented(model: type[BaseModel]) -> None:
    assert not [name for name, field in model.model_fields.items() if not field.description]
