"""The rule on changes of a cluster's access entries, held against the EKS API and real events."""

from collections.abc import Callable
from typing import Any

import botocore.session
import pytest
from aws_cdk.assertions import Template

from eks_observability.cloudwatch.access_entry_changes import CHANGES, AccessEntryChanges

# What CloudTrail has of a call, as published with Stratus Red Team's technique
# eks.lateral-movement.create-access-entry.
EVENT = {
    "eventSource": "eks.amazonaws.com",
    "eventName": "CreateAccessEntry",
    "requestParameters": {
        "name": "myipv4cluster",
        "principalArn": "arn:aws:iam::111122223333:role/somebody",
    },
}


@pytest.fixture(scope="module")
def pattern(template_of: Callable[[Any], Template]) -> dict[str, Any]:
    template = template_of(lambda stack, cluster: AccessEntryChanges(stack, "It", cluster=cluster))
    (rule,) = template.find_resources("AWS::Events::Rule").values()
    return dict(rule["Properties"]["EventPattern"])


def matches(pattern: dict[str, Any], event: dict[str, Any]) -> bool:
    """Whether an event matches, by the parts of the language that are used here."""
    for key, wanted in pattern.items():
        if isinstance(wanted, dict):
            if not matches(wanted, event.get(key, {})):
                return False
        elif wanted == [{"exists": False}]:
            if key in event:
                return False
        elif event.get(key) not in wanted:
            return False
    return True


def test_events_are_calls_of_eks_that_cloudtrail_tells(pattern: dict[str, Any]) -> None:
    assert pattern["source"] == ["aws.eks"]
    assert pattern["detail-type"] == ["AWS API Call via CloudTrail"]


def test_a_new_entry_matches(pattern: dict[str, Any]) -> None:
    assert matches(pattern["detail"], EVENT)


@pytest.mark.parametrize(
    "other",
    [
        {"requestParameters": {"name": "another"}},
        {"eventName": "DescribeAccessEntry"},
        {"errorCode": "AccessDenied"},
    ],
    ids=["another cluster", "a look", "refused"],
)
def test_what_changes_nothing_here_does_not_match(
    pattern: dict[str, Any], other: dict[str, Any]
) -> None:
    assert not matches(pattern["detail"], EVENT | other)


def test_all_calls_of_eks_that_change_access_are_watched() -> None:
    model = botocore.session.get_session().get_service_model("eks")
    changing = {
        name
        for name in model.operation_names
        if "Access" in name and not name.startswith(("Describe", "List"))
    }

    assert set(CHANGES) == changing


@pytest.mark.parametrize("call", CHANGES)
def test_the_cluster_is_in_the_path_by_this_name(call: str) -> None:
    model = botocore.session.get_session().get_service_model("eks").operation_model(call)

    assert model.input_shape
    assert model.input_shape.members["clusterName"].serialization["name"] == "name"
