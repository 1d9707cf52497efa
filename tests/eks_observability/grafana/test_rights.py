"""What Grafana may read, as IAM judges it, and what not."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template
from moto.iam.access_control import IAMPolicy, PermissionResult

from eks_observability.grafana.rights import ReadableLogs, reading
from eks_observability.prometheus.workspace_reference import WorkspaceReference

TemplateOf = Callable[[Any], Template]
May = Callable[[str, str], bool]

ARN = "arn:aws:{service}:eu-central-1:111122223333:{rest}"
OURS = ARN.format(service="aps", rest="workspace/ws-12345678-1234-1234-1234-123456789012")
ANOTHER = OURS.replace("ws-1234", "ws-9999")
QUERIES = ["aps:QueryMetrics", "aps:GetLabels", "aps:GetSeries", "aps:GetMetricMetadata"]
GROUP = ARN.format(service="logs", rest="log-group:{name}:*")


def statements(stack: cdk.Stack, logs: Sequence[ReadableLogs]) -> iam.ManagedPolicy:
    workspace = WorkspaceReference(
        id=OURS.rpartition("/")[2], account="111122223333", region="eu-central-1"
    )
    return iam.ManagedPolicy(stack, "It", statements=reading(stack, workspace, logs))


@pytest.fixture(scope="module")
def documents(template_of: TemplateOf) -> list[dict[str, Any]]:
    logs = [
        ReadableLogs(
            region="eu-central-1", names=["/aws/eks/shop/cluster", "/aws/containerinsights/shop/*"]
        )
    ]
    made = template_of(lambda stack: statements(stack, logs))
    (policy,) = made.find_resources("AWS::IAM::ManagedPolicy").values()
    return policy["Properties"]["PolicyDocument"]["Statement"]  # type: ignore[no-any-return] # JSON


@pytest.fixture(scope="module")
def may(documents: list[dict[str, Any]]) -> May:
    """Whether the role may do something, by moto's judgement of its policy."""
    document = json.dumps({"Version": "2012-10-17", "Statement": documents})
    policy = IAMPolicy({"policy_document": document})

    def judged(action: str, resource: str) -> bool:
        return policy.is_action_permitted(action, resource) == PermissionResult.PERMITTED

    return judged


@pytest.mark.parametrize("action", QUERIES)
def test_the_workspace_can_be_queried(may: May, action: str) -> None:
    assert may(action, OURS)


@pytest.mark.parametrize("action", [*QUERIES, "aps:ListRules", "aps:ListAlerts"])
def test_no_other_workspace_can(may: May, action: str) -> None:
    assert not may(action, ANOTHER)


@pytest.mark.parametrize("place", ["eu-west-1:111122223333", "eu-central-1:444455556666"])
def test_nor_one_of_that_id_elsewhere(may: May, place: str) -> None:
    assert not may("aps:QueryMetrics", OURS.replace("eu-central-1:111122223333", place))


@pytest.mark.parametrize(
    "action",
    ["aps:RemoteWrite", "aps:DeleteWorkspace", "aps:PutRuleGroupsNamespace", "aps:ListWorkspaces"],
)
def test_the_workspace_cannot_be_changed(may: May, action: str) -> None:
    assert not may(action, OURS)


@pytest.mark.parametrize(
    "name", ["/aws/eks/shop/cluster", "/aws/containerinsights/shop/application"]
)
def test_the_logs_of_the_cluster_can_be_read(may: May, name: str) -> None:
    assert may("logs:StartQuery", GROUP.format(name=name))


@pytest.mark.parametrize(
    "name",
    [
        "/aws/eks/shop-two/cluster",
        "/aws/containerinsights/shop-two/application",
        "/aws/lambda/payments",
    ],
)
def test_other_logs_cannot_be_read(may: May, name: str) -> None:
    assert not may("logs:StartQuery", GROUP.format(name=name))
    assert not may("logs:GetLogEvents", GROUP.format(name=f"{name}:log-stream:one"))


@pytest.mark.parametrize(
    "action", ["cloudwatch:GetMetricData", "xray:GetServiceGraph", "xray:BatchGetTraces"]
)
def test_metrics_of_cloudwatch_and_traces_can_be_read(may: May, action: str) -> None:
    assert may(action, "*")


def test_whatever_is_allowed_on_everything_only_reads(documents: list[dict[str, Any]]) -> None:
    [everywhere] = [each for each in documents if each["Resource"] == "*"]
    reads = ("Describe", "Get", "List", "BatchGet", "StopQuery")

    calls = [action.partition(":")[2] for action in everywhere["Action"]]

    assert [call for call in calls if not call.startswith(reads)] == []


def test_no_action_has_a_wildcard(documents: list[dict[str, Any]]) -> None:
    assert "*" not in "".join(action for each in documents for action in each["Action"])


def test_without_logs_none_can_be_read(template_of: TemplateOf) -> None:
    made = template_of(lambda stack: statements(stack, ()))

    assert "logs:StartQuery" not in json.dumps(made.to_json())
