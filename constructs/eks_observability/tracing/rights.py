"""What collectors may do with traces and logs of applications, in AWS."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.settings.tracing import Tracing

SEGMENTS: Final = ("xray:PutTelemetryRecords", "xray:PutTraceSegments")
"""Writes through X-Ray's own API."""

SPANS: Final = ("xray:PutSpans", "xray:PutSpansForIndexing", "xray:PutTraceSegments")
"""Writes through X-Ray's OTLP endpoint. AWS's page of it attaches AWSXrayWriteOnlyAccess, which has
only the third; the Service Authorization Reference has the others."""

SAMPLING: Final = (
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
)
"""What programs ask X-Ray through the collector, to know which traces to begin. With `SEGMENTS` it
is AWSXRayDaemonWriteAccess, to the letter."""


def node_statements(tracing: Tracing, *, log_stream_arn: str | None) -> list[iam.PolicyStatement]:
    """Rights of the collector on each node.

    Where another collector decides which traces are kept, this one writes none.

    Args:
        tracing: The settings.
        log_stream_arn: The one stream that logs go to. None: none.
    """
    writes = () if tracing.sampling.at == "tail" else _writes(tracing)
    asks = SAMPLING if tracing.sampling_rule.enabled else ()
    statements = [_on_everything(*writes, *asks)] if writes or asks else []
    if log_stream_arn:
        statements.append(
            iam.PolicyStatement(actions=["logs:PutLogEvents"], resources=[log_stream_arn])
        )
    return statements


def sampler_statements(tracing: Tracing) -> list[iam.PolicyStatement]:
    """Rights of the collector that decides which traces are kept."""
    return [_on_everything(*_writes(tracing))]


def accept_everything(scope: Construct) -> None:
    """Accept that policies below `scope` name no resource of X-Ray's."""
    reason = "X-Ray grants these actions on everything or nothing."
    cdk.Validations.of(scope).acknowledge(wildcard_resource(scope, "*", reason))


def _writes(tracing: Tracing) -> tuple[str, ...]:
    return SEGMENTS if tracing.destination == "x_ray" else SPANS


def _on_everything(*actions: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=sorted(actions), resources=["*"])
