"""Findings of cdk-nag that are accepted, each by its exact id and with its reason."""

from typing import Any

import aws_cdk as cdk
from constructs import Construct


def wildcard_resource(scope: Construct, arn: str, reason: str) -> cdk.Acknowledgment:
    """Accept that a policy allows something on `arn`, which has a wildcard in it.

    Args:
        scope: Any construct of the policy's stack.
        arn: The resource as the policy has it, tokens and all.
        reason: Why no narrower resource will do.
    """
    resource = _flat(cdk.Stack.of(scope).resolve(arn))
    return cdk.Acknowledgment(id=f"AwsSolutions-IAM5[Resource::{resource}]", reason=reason)


def _flat(resolved: Any) -> str:  # noqa: ANN401 - a CloudFormation value of any shape
    """A template's value as cdk-nag writes it in a finding's id: references in angle brackets."""
    match resolved:
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(map(_flat, parts))
        case {"Fn::GetAtt": [str(resource), str(attribute)]}:
            return f"<{resource}.{attribute}>"
        case {"Ref": str(name)}:
            return f"<{name}>"
        case _:
            return str(resolved)
