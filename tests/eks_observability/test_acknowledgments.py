"""Accepted findings are named as cdk-nag names them."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from cdk_nag import AwsSolutionsChecks

from eks_observability.acknowledgments import wildcard_resource


def synthesize(*, accept: bool, environment: cdk.Environment | None = None) -> None:
    """An app whose one policy is wide in two ways: a token with a wildcard, and a token inside."""
    app = cdk.App()
    stack = cdk.Stack(app, "Stack", env=environment)
    group = logs.CfnLogGroup(stack, "Group")
    arns = [f"{group.attr_arn}:*", stack.format_arn(service="eks", resource="cluster/*")]
    role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    role.add_to_policy(iam.PolicyStatement(actions=["logs:PutLogEvents"], resources=arns))
    if accept:
        found = [wildcard_resource(stack, arn, "It is a test.") for arn in arns]
        cdk.Validations.of(role).acknowledge(*found)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()


def test_a_wildcard_that_nobody_accepted_fails() -> None:
    with pytest.raises(
        RuntimeError, match="ValidationFailed: ERROR The IAM entity contains wildcard"
    ):
        synthesize(accept=False)


@pytest.mark.parametrize(
    "environment", [None, cdk.Environment(account="111122223333", region="eu-central-1")]
)
def test_an_accepted_wildcard_passes_whether_or_not_the_environment_is_known(
    environment: cdk.Environment | None,
) -> None:
    synthesize(accept=True, environment=environment)
