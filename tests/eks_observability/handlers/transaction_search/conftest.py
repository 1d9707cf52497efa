"""X-Ray and the resource policies of CloudWatch Logs in memory."""

import json
from typing import Any

import pytest

from eks_observability.handlers.transaction_search import handler

NAME = "eks-observability-transaction-search"
GROUPS = [
    f"arn:aws:logs:eu-central-1:111122223333:log-group:{name}:*"
    for name in ("aws/spans", "/aws/application-signals/data")
]


class FakeTracing:
    """One account and Region; lists have one entry a page."""

    def __init__(self, aws_error: Any) -> None:
        self.aws_error = aws_error
        self.destination = "XRay"
        self.percent: float | None = 1.0
        """Of the rule `Default`; None is no such rule."""
        self.other_rules = ["Another"]
        self.lasts = 1
        """How often a change is PENDING when it is asked for."""
        self.pending = 0
        self.policies: dict[str, str] = {}
        self.room = 10
        self.unseen = 0
        """How many times X-Ray still does not see that it may write."""

    def get_trace_segment_destination(self) -> dict[str, Any]:
        status = "PENDING" if self.pending else "ACTIVE"
        self.pending = max(0, self.pending - 1)
        return {"Destination": self.destination, "Status": status}

    def update_trace_segment_destination(self, destination: str) -> dict[str, Any]:
        if self.pending:
            message = "Updates are not allowed while the current status is PENDING"
            raise self.aws_error(code="InvalidRequestException", message=message)
        if destination == "CloudWatchLogs" and (self.unseen or not self.policies):
            self.unseen = max(0, self.unseen - 1)
            message = (
                "XRay does not have permission to call PutLogEvents on the aws/spans Log Group"
            )
            raise self.aws_error(code="AccessDeniedException", message=message, status=403)
        self.destination, self.pending = destination, self.lasts
        return {"Destination": destination, "Status": "PENDING"}

    def get_indexing_rules(self, next_token: str = "0") -> dict[str, Any]:
        names = [*self.other_rules, *(["Default"] if self.percent is not None else [])]
        at = int(next_token)
        percent = self.percent if names[at] == "Default" else 50.0
        rule = {"Probabilistic": {"DesiredSamplingPercentage": percent}}
        page: dict[str, Any] = {"IndexingRules": [{"Name": names[at], "Rule": rule}]}
        return page | ({"NextToken": str(at + 1)} if names[at + 1 :] else {})

    def update_indexing_rule(self, name: str, rule: dict[str, Any]) -> dict[str, Any]:
        assert name == "Default"
        assert self.destination == "CloudWatchLogs"
        self.percent = rule["Probabilistic"]["DesiredSamplingPercentage"]
        return {}

    def describe_resource_policies(self, next_token: str = "0") -> dict[str, Any]:
        names, at = sorted(self.policies), int(next_token)
        page: dict[str, Any] = {
            "resourcePolicies": [
                {"policyName": name, "policyDocument": self.policies[name]}
                for name in names[at : at + 1]
            ]
        }
        return page | ({"nextToken": str(at + 1)} if names[at + 1 :] else {})

    def put_resource_policy(self, policy_name: str, policy_document: str) -> dict[str, Any]:
        if policy_name not in self.policies and len(self.policies) >= self.room:
            raise self.aws_error(code="LimitExceededException", message="Resource limit exceeded.")
        self.policies[policy_name] = policy_document
        return {}

    def delete_resource_policy(self, policy_name: str) -> None:
        if policy_name not in self.policies:
            raise self.aws_error(code="ResourceNotFoundException")
        del self.policies[policy_name]


def document(**changes: Any) -> dict[str, Any]:
    """The policy of ours, or one that differs in this."""
    statement: dict[str, Any] = {
        "Sid": "TransactionSearchXRayAccess",
        "Effect": "Allow",
        "Principal": {"Service": "xray.amazonaws.com"},
        "Action": "logs:PutLogEvents",
        "Resource": GROUPS,
        "Condition": {
            "ArnLike": {"aws:SourceArn": "arn:aws:xray:eu-central-1:111122223333:*"},
            "StringEquals": {"aws:SourceAccount": "111122223333"},
        },
    }
    return {"Version": "2012-10-17", "Statement": [statement | changes]}


@pytest.fixture
def tracing(network: Any, aws_error: Any) -> FakeTracing:
    network.service = FakeTracing(aws_error)
    return network.service  # type: ignore[no-any-return] # the network takes any service


@pytest.fixture
def stack(cloudformation: Any, tracing: FakeTracing) -> Any:
    """CloudFormation, with the one resource that the handler serves."""
    return cloudformation(handler)


@pytest.fixture
def policy() -> Any:
    """Makes policies as `document` does."""
    return document


@pytest.fixture
def asking() -> Any:
    """The properties that ask for this."""

    def properties(percent: str = "5", **changes: Any) -> dict[str, str]:
        return {"IndexingPercent": percent, "PolicyDocument": json.dumps(document(**changes))}

    return properties
