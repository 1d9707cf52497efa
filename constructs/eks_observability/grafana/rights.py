"""What Grafana may read: one workspace for metrics, some log groups, CloudWatch and X-Ray."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource
from eks_observability.prometheus.workspace_reference import WorkspaceReference
from eks_observability.regions import partition_of

METRICS: Final = (
    *("aps:GetLabels", "aps:GetMetricMetadata", "aps:GetSeries", "aps:QueryMetrics"),
    # Grafana shows rules and alerts of its data sources beside its own.
    *("aps:ListAlerts", "aps:ListRules"),
)
"""On the workspace alone (Service Authorization Reference, "Amazon Managed Service for
Prometheus")."""

LOGS: Final = ("logs:GetLogEvents", "logs:GetLogGroupFields", "logs:StartQuery")
"""On log groups."""

ANYWHERE: Final = (
    *("cloudwatch:DescribeAlarmHistory", "cloudwatch:DescribeAlarms"),
    *("cloudwatch:DescribeAlarmsForMetric", "cloudwatch:GetMetricData"),
    *("cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics", "ec2:DescribeRegions"),
    *("logs:DescribeLogGroups", "logs:GetQueryResults", "logs:StopQuery"),
    *("xray:BatchGetTraces", "xray:GetGroups", "xray:GetInsight", "xray:GetInsightSummaries"),
    *("xray:GetServiceGraph", "xray:GetTimeSeriesServiceStatistics", "xray:GetTraceGraph"),
    "xray:GetTraceSummaries",
)
"""What IAM grants on everything or on nothing, or what lists things to choose from: less than AWS's
own AmazonGrafanaCloudWatchAccess and the policy of "Connect to an AWS X-Ray data source" (Amazon
Managed Grafana User Guide), but for the service map, which has GetServiceGraph."""


@dataclass(frozen=True, kw_only=True)
class ReadableLogs:
    """Log groups of one Region that Grafana may read."""

    region: str
    """The Region they are in."""

    names: Sequence[str]
    """Their names; one that ends in `*` stands for all that begin like it."""


def reading(
    scope: Construct, workspace: WorkspaceReference, logs: Sequence[ReadableLogs]
) -> list[iam.PolicyStatement]:
    """The statements of a role that Grafana asks its data sources with.

    Args:
        scope: Any construct of the account that the logs are in.
        workspace: The one workspace whose metrics it may ask for.
        logs: The log groups it may read.
    """
    readable = [arn for each in logs for arn in _arns(scope, each)]
    statements = [
        iam.PolicyStatement(actions=list(METRICS), resources=[workspace.arn]),
        iam.PolicyStatement(actions=list(ANYWHERE), resources=["*"]),
    ]
    if readable:
        statements.insert(1, iam.PolicyStatement(actions=list(LOGS), resources=readable))
    return statements


def accept_reading(scope: Construct, logs: Sequence[ReadableLogs]) -> None:
    """Accept the wildcards of `reading` in the policies below `scope`."""
    everything = (
        "CloudWatch's metrics, lists of log groups and X-Ray's traces have no ARNs to name."
    )
    cdk.Validations.of(scope).acknowledge(
        wildcard_resource(scope, "*", everything),
        *(
            wildcard_resource(scope, arn, "The log groups of one cluster, and their streams.")
            for each in logs
            for arn in _arns(scope, each)
        ),
    )


def _arns(scope: Construct, logs: ReadableLogs) -> list[str]:
    """With `:*`, as IAM wants it of all actions but those on tags (CloudWatch Logs User Guide)."""
    place = f"arn:{partition_of(logs.region)}:logs:{logs.region}:{cdk.Stack.of(scope).account}"
    return [
        f"{place}:log-group:{name}" + ("" if name.endswith("*") else ":*") for name in logs.names
    ]
