"""What collectors may do with traces and logs of applications."""

from typing import Any

import pytest
from aws_cdk import aws_iam as iam

from eks_observability.settings.tracing import Tracing
from eks_observability.tracing.rights import node_statements, sampler_statements

STREAM = "arn:aws:logs:eu-central-1:111122223333:log-group:/a:log-stream:b"
DAEMON = [
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
]
"""AWSXRayDaemonWriteAccess, version 2 (AWS Managed Policy Reference Guide)."""

TAIL = {"sampling": {"at": "tail", "ratio": 0.1}}
RULE = {"sampling_rule": {"enabled": True}}


def actions(statements: list[iam.PolicyStatement]) -> list[str]:
    return [action for each in statements for action in each.actions]


def on_nodes(**tracing: Any) -> list[str]:
    wanted = Tracing.model_validate(tracing)
    return actions(node_statements(wanted, log_stream_arn=None))


def test_with_a_rule_it_is_what_the_daemons_policy_has() -> None:
    assert on_nodes(**RULE) == DAEMON


def test_without_a_rule_nothing_is_asked_of_x_ray() -> None:
    assert on_nodes() == ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]


def test_by_otlp_spans_are_written() -> None:
    assert {"xray:PutSpans", "xray:PutSpansForIndexing"} <= set(on_nodes(destination="otlp"))


def test_whoever_passes_traces_on_writes_none() -> None:
    assert not [action for action in on_nodes(**TAIL) if "Put" in action]


def test_whoever_passes_traces_on_and_asks_nothing_may_nothing() -> None:
    assert on_nodes(**TAIL) == []


@pytest.mark.parametrize(
    ("destination", "action"), [("x_ray", "xray:PutTraceSegments"), ("otlp", "xray:PutSpans")]
)
def test_whoever_decides_writes(destination: str, action: str) -> None:
    tracing = Tracing.model_validate({"destination": destination, **TAIL})

    assert action in actions(sampler_statements(tracing))


def test_whoever_decides_asks_nothing() -> None:
    assert not [each for each in actions(sampler_statements(Tracing())) if "Get" in each]


def test_logs_are_written_to_the_one_stream_alone() -> None:
    logs = node_statements(Tracing(), log_stream_arn=STREAM)[-1]

    assert (logs.actions, logs.resources) == (["logs:PutLogEvents"], [STREAM])
