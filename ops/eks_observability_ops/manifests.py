"""Kubernetes objects as files that people read."""

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

KubernetesBody = Mapping[str, Any]
"""A Kubernetes object as JSON."""


def to_yaml(bodies: Sequence[KubernetesBody]) -> str:
    """Objects as one YAML file, a document each, text of several lines as it would be written."""
    yaml = YAML()
    yaml.explicit_start = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump_all([_readable(body) for body in bodies], text)
    return text.getvalue()


def configuration_files(bodies: Sequence[KubernetesBody]) -> Iterator[tuple[str, str]]:
    """Name and text of each file in the ConfigMaps among some objects."""
    for body in bodies:
        if body["kind"] == "ConfigMap":
            yield from body.get("data", {}).items()


def _readable(value: object) -> object:
    match value:
        case Mapping():
            return {key: _readable(each) for key, each in value.items()}
        case list():
            return [_readable(each) for each in value]
        case str() if "\n" in value:
            return LiteralScalarString(value)
        case _:
            return value
