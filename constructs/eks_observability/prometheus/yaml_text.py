"""Values as the YAML that AMP reads."""

from io import StringIO

from ruamel.yaml import YAML


def yaml_text(value: object) -> str:
    """`value` as YAML, no line of it broken: a value that is known at deploy is one word."""
    yaml = YAML()
    yaml.width = 65_536
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(value, text)
    return text.getvalue()
