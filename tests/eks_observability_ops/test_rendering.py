"""Values of a template as plain text."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from eks_observability_ops.assembly import SynthesizedStack, read_assembly
from eks_observability_ops.rendering import ArtifactError, Placeholders, render, render_base64

LABEL = "Cluster-a (eu-central-1)"


@pytest.fixture
def stack(assembly: Path) -> SynthesizedStack:
    """A stack with a parameter that CloudFormation looks up."""
    parameter = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/hub/workspace-id"}
    first, _ = read_assembly(assembly)
    return replace(first, template={**first.template, "Parameters": {"Workspace": parameter}})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        ({"Fn::Join": ["-", ["a", {"Ref": "B"}]]}, "a-${B}"),
        ({"Fn::GetAtt": ["Role", "Arn"]}, "${Role.Arn}"),
        ({"Fn::Sub": "a ${B} ${C.Arn}"}, "a ${B} ${C.Arn}"),
        ({"Fn::Sub": ["a ${B} ${C}", {"B": {"Ref": "D"}}]}, "a ${D} ${C}"),
        ({"Fn::Sub": "a ${!env:B}"}, "a ${env:B}"),
        ({"Fn::Base64": {"Ref": "B"}}, "${B}"),
    ],
)
def test_what_a_template_composes_is_text(
    stack: SynthesizedStack, value: object, text: str
) -> None:
    assert render(value, stack, {}) == text


@pytest.mark.parametrize(
    ("value", "name", "meaning"),
    [
        ({"Fn::GetAtt": ["Role", "Arn"]}, "Role.Arn", "attribute Arn of Role"),
        ({"Fn::Sub": "${Role.Arn}"}, "Role.Arn", "attribute Arn of Role"),
        ({"Ref": "Topic"}, "Topic", "Topic"),
        ({"Ref": "Workspace"}, "Workspace", "the SSM parameter /hub/workspace-id"),
    ],
)
def test_a_placeholder_is_explained(
    stack: SynthesizedStack, value: object, name: str, meaning: str
) -> None:
    met: Placeholders = {}

    render(value, stack, met)

    assert met == {(LABEL, name): meaning}


def test_what_is_no_placeholder_is_not_explained(stack: SynthesizedStack) -> None:
    met: Placeholders = {}

    render({"Fn::Sub": "${!env:B}"}, stack, met)

    assert met == {}


@pytest.mark.parametrize("value", [{"Fn::ImportValue": "x"}, 1, {"Fn::Sub": ["${A}", "b"]}])
def test_a_value_that_has_no_plain_text_is_refused(stack: SynthesizedStack, value: object) -> None:
    with pytest.raises(ArtifactError, match="no plain text"):
        render(value, stack, {})


@pytest.mark.parametrize("value", [{"Fn::Base64": "a: b"}, base64.b64encode(b"a: b").decode()])
def test_what_is_encoded_is_decoded(stack: SynthesizedStack, value: object) -> None:
    assert render_base64(value, stack, {}) == "a: b"
