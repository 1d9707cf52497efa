"""The resource policy of CloudWatch Logs that lets X-Ray write spans."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    LogsClient = Any

NAME: Final = "eks-observability-transaction-search"
"""What ours is called. A Region has ten policies at most (CloudWatch Logs, PutResourcePolicy)."""

SERVICE: Final = "xray.amazonaws.com"
ACTION: Final = "logs:PutLogEvents"
OPERATORS: Final = {"StringEquals", "StringLike", "ArnEquals", "ArnLike"}


def read(logs: LogsClient) -> dict[str, dict[str, Any]]:
    """The account's policies by name; one that is no JSON object is an empty one."""
    pages = logs.get_paginator("describe_resource_policies").paginate()
    return {
        policy["policyName"]: _parsed(policy.get("policyDocument", ""))
        for page in pages
        for policy in page.get("resourcePolicies", [])
    }


def lets_in(document: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    """Whether `document` allows on each resource what `wanted`, a policy of ours, allows.

    Only conditions as ours are understood: a statement with any other counts for nothing. So does
    one that denies, which X-Ray says when it is told to write.
    """
    (ours,) = wanted["Statement"]
    theirs = [each for each in _many(document.get("Statement")) if _is_alike(each, ours)]
    allowed = [pattern for each in theirs for pattern in _many(each.get("Resource"))]
    return all(
        any(_covers(pattern, resource) for pattern in allowed) for resource in ours["Resource"]
    )


def _is_alike(statement: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    principal = statement.get("Principal", {})
    services = _many(principal.get("Service")) if isinstance(principal, dict) else [principal]
    return (
        statement.get("Effect") == "Allow"
        and bool({SERVICE, "*"} & set(services))
        and any(_covers(action, ACTION) for action in _many(statement.get("Action")))
        and all(
            operator in OPERATORS and _holds(key, patterns, ours["Condition"])
            for operator, tests in statement.get("Condition", {}).items()
            for key, patterns in tests.items()
        )
    )


def _holds(key: str, patterns: object, known: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether a condition on `key` holds for X-Ray here, as far as ours says what it sends."""
    sent = [
        value
        for tests in known.values()
        for name, value in tests.items()
        if name.lower() == key.lower()
    ]
    return any(_covers(pattern, value) for pattern in _many(patterns) for value in sent)


def _covers(pattern: str, text: str) -> bool:
    # A bracket stands for itself in a policy.
    return fnmatchcase(text.lower(), pattern.lower().replace("[", "[[]"))


def _many(value: Any) -> list[Any]:  # noqa: ANN401 - a policy's JSON
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _parsed(document: str) -> dict[str, Any]:
    try:
        parsed = json.loads(document)
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}
