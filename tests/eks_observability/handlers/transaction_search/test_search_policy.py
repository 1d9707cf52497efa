"""The resource policy where a Region has room for no more of them."""

import json
from typing import Any

import pytest

from eks_observability.handlers.transaction_search.errors import TransactionSearchError

SPANS, DATA = (
    f"arn:aws:logs:eu-central-1:111122223333:log-group:{name}:*"
    for name in ("aws/spans", "/aws/application-signals/data")
)
ENOUGH: dict[str, dict[str, Any]] = {
    "as ours": {},
    "without a condition": {"Condition": {}},
    "for all accounts that begin alike": {
        "Condition": {"StringLike": {"AWS:SourceAccount": ["4444*", "1111*"]}}
    },
    "for every service": {"Principal": "*"},
    "for several services": {
        "Principal": {"Service": ["delivery.logs.amazonaws.com", "xray.amazonaws.com"]}
    },
    "for several actions": {"Action": ["logs:CreateLogStream", "logs:Put*"]},
    "on all groups": {"Resource": "*"},
    "on groups by a pattern": {"Resource": ["arn:aws:logs:*:*:log-group:*aws/*"]},
}
TOO_LITTLE: dict[str, dict[str, Any]] = {
    "denies": {"Effect": "Deny"},
    "another service": {"Principal": {"Service": "es.amazonaws.com"}},
    "an account": {"Principal": {"AWS": "111122223333"}},
    "another action": {"Action": "logs:CreateLogStream"},
    "one group": {"Resource": [SPANS]},
    "a group in brackets": {"Resource": [DATA, SPANS.replace("aws/s", "aws/[s]")]},
    "no group": {"Resource": None},
    "another account": {"Condition": {"StringEquals": {"aws:SourceAccount": "444455556666"}}},
    "all accounts but ours": {
        "Condition": {"StringNotEquals": {"aws:SourceAccount": "111122223333"}}
    },
    "a condition that nobody knows": {"Condition": {"StringEquals": {"aws:SourceOrgID": "o-1"}}},
}


@pytest.mark.parametrize("changes", ENOUGH.values(), ids=ENOUGH)
def test_somebody_elses_policy_will_do(
    stack: Any, asking: Any, tracing: Any, policy: Any, changes: dict[str, Any]
) -> None:
    tracing.room, tracing.policies = 1, {"theirs": json.dumps(policy(**changes))}

    stack.create(**asking())

    assert tracing.destination == "CloudWatchLogs"
    assert list(tracing.policies) == ["theirs"]


@pytest.mark.parametrize("changes", TOO_LITTLE.values(), ids=TOO_LITTLE)
def test_somebody_elses_policy_allows_too_little(
    stack: Any, asking: Any, tracing: Any, policy: Any, changes: dict[str, Any]
) -> None:
    tracing.room, tracing.policies = 1, {"theirs": json.dumps(policy(**changes))}

    with pytest.raises(TransactionSearchError, match="ten resource policies"):
        stack.create(**asking())


@pytest.mark.parametrize("text", ["not JSON", "[]", "{}"])
def test_a_policy_that_cannot_be_read_allows_nothing(
    stack: Any, asking: Any, tracing: Any, text: str
) -> None:
    tracing.room, tracing.policies = 1, {"theirs": text}

    with pytest.raises(TransactionSearchError, match="ten resource policies"):
        stack.create(**asking())


def test_two_statements_allow_together(stack: Any, asking: Any, tracing: Any, policy: Any) -> None:
    (spans,), (data,) = (policy(Resource=arn)["Statement"] for arn in (SPANS, DATA))
    tracing.room, tracing.policies = 1, {"theirs": json.dumps({"Statement": [spans, data]})}

    stack.create(**asking())

    assert tracing.destination == "CloudWatchLogs"


def test_there_is_a_policy_of_our_own_wherever_there_is_room(
    stack: Any, asking: Any, tracing: Any, policy: Any
) -> None:
    tracing.policies["theirs"] = json.dumps(policy())

    stack.create(**asking())

    assert sorted(tracing.policies) == ["eks-observability-transaction-search", "theirs"]
