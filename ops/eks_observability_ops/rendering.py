"""Values of a template as plain text, with placeholders for what only a deploy knows."""

import base64
import re
from collections.abc import Mapping
from typing import Final

from eks_observability_ops.assembly import SynthesizedStack

Placeholders = dict[tuple[str, str], str]
"""What each placeholder stands for, by the stack it is of and its name."""

_REFERENCE: Final = re.compile(r"\$\{([^!}][^}]*)\}")
_LITERAL: Final = re.compile(r"\$\{!([^}]*)\}")


class ArtifactError(Exception):
    """Artifacts that cannot be written, or a folder that they cannot be written to."""


def render(value: object, stack: SynthesizedStack, placeholders: Placeholders) -> str:
    """A template's text value, with `${PLACEHOLDER}` for what only a deploy knows.

    Args:
        value: Text, or one of the intrinsic functions Fn::Join, Fn::Sub, Fn::GetAtt, Ref and
            Fn::Base64, of which the text before encoding is given.
        stack: The stack whose template it stands in.
        placeholders: Where each placeholder met is explained; added to.

    Raises:
        ArtifactError: The value is none of these.
    """
    match value:
        case str():
            return value
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(render(part, stack, placeholders) for part in parts)
        case {"Fn::Sub": str(text)}:
            return _substituted(text, {}, stack, placeholders)
        case {"Fn::Sub": [str(text), Mapping() as values]}:
            return _substituted(text, values, stack, placeholders)
        case {"Fn::Base64": text}:
            return render(text, stack, placeholders)
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            return _placeholder(f"{resource}.{attribute}", stack, placeholders)
        case {"Ref": str(name)}:
            return _placeholder(name, stack, placeholders)
        case _:
            msg = f"{stack.name} has a value that is no plain text: {value!r}"
            raise ArtifactError(msg)


def render_base64(value: object, stack: SynthesizedStack, placeholders: Placeholders) -> str:
    """The text that a template's value encodes: by Fn::Base64, or already.

    Raises:
        ArtifactError: The value is no plain text.
    """
    text = render(value, stack, placeholders)
    return base64.b64decode(text).decode() if isinstance(value, str) else text


def _substituted(
    text: str, values: Mapping[str, object], stack: SynthesizedStack, placeholders: Placeholders
) -> str:
    """What Fn::Sub makes of a text: `${!NAME}` stays `${NAME}`, other names are replaced."""

    def replaced(match: re.Match[str]) -> str:
        name = match[1].strip()
        if name in values:
            return render(values[name], stack, placeholders)
        return _placeholder(name, stack, placeholders)

    return _LITERAL.sub(r"${\1}", _REFERENCE.sub(replaced, text))


def _placeholder(name: str, stack: SynthesizedStack, placeholders: Placeholders) -> str:
    placeholders[stack.label, name] = _meaning(name, stack)
    return f"${{{name}}}"


def _meaning(name: str, stack: SynthesizedStack) -> str:
    resource, _, attribute = name.partition(".")
    if attribute:
        return f"attribute {attribute} of {resource}"
    parameter = stack.template.get("Parameters", {}).get(name, {})
    if str(parameter.get("Type")).startswith("AWS::SSM::Parameter::Value"):
        return f"the SSM parameter {parameter['Default']}"
    return name
