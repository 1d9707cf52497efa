"""What an agent may do with log groups."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from eks_observability.acknowledgments import wildcard_resource


def log_streams_arn(scope: Construct, log_group_name: str) -> str:
    """The ARN of a log group's streams, in the account and Region of `scope`."""
    return cdk.Stack.of(scope).format_arn(
        service="logs",
        resource="log-group",
        resource_name=f"{log_group_name}:*",
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )


def write_logs(
    scope: Construct, log_group_names: Sequence[str], *, create_groups: bool = False
) -> iam.PolicyStatement:
    """Let an agent make streams in some log groups, and write to them.

    Args:
        scope: Any construct of the groups' account and Region.
        log_group_names: The groups.
        create_groups: Whether it may also make the groups. They keep everything for ever then.
    """
    actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    return iam.PolicyStatement(
        actions=["logs:CreateLogGroup", *actions] if create_groups else actions,
        resources=[log_streams_arn(scope, name) for name in log_group_names],
    )


def accept_streams(scope: Construct, log_group_names: Sequence[str]) -> None:
    """Accept the wildcards of `write_logs` in the policies below `scope`."""
    cdk.Validations.of(scope).acknowledge(
        *(
            wildcard_resource(scope, log_streams_arn(scope, name), "The streams of this one group.")
            for name in log_group_names
        )
    )
