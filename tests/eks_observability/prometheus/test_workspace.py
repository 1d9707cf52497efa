"""The workspace."""

import json
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Annotations, Match, Template

from eks_observability.notes import CHANGES, COSTS
from eks_observability.prometheus.workspace import MetricsWorkspace
from eks_observability.settings.hub import SeriesLimit

TemplateOf = Callable[[Any], Template]

KEY = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
WORKSPACE = "AWS::APS::Workspace"


@pytest.fixture(scope="module")
def make(template_of: TemplateOf) -> Callable[..., Template]:
    """Synthesizes a workspace with these arguments."""
    return lambda **arguments: template_of(lambda stack: MetricsWorkspace(stack, "It", **arguments))


@pytest.fixture(scope="module")
def default(make: Callable[..., Template]) -> Template:
    return make()


def test_it_is_called_as_in_the_chapter(default: Template) -> None:
    default.has_resource_properties(WORKSPACE, {"Alias": "myamp"})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("RetentionPeriodInDays", 150),
        ("OutOfOrderTimeWindowInSeconds", 60),
        ("RuleQueryOffsetInSeconds", 60),
        ("LimitsPerLabelSets", []),
    ],
)
def test_its_configuration_is_said_in_full(default: Template, key: str, value: object) -> None:
    default.has_resource_properties(WORKSPACE, {"WorkspaceConfiguration": {key: value}})


def test_it_is_encrypted_with_a_key_of_amps_own(default: Template) -> None:
    default.has_resource_properties(WORKSPACE, {"KmsKeyArn": Match.absent()})


def test_it_is_encrypted_with_the_key_that_is_given(template_of: TemplateOf) -> None:
    def build(stack: cdk.Stack) -> None:
        key = kms.Key.from_key_arn(stack, "Key", KEY)
        MetricsWorkspace(stack, "It", encryption_key=key)

    template_of(build).has_resource_properties(WORKSPACE, {"KmsKeyArn": KEY})


def test_what_goes_wrong_is_logged_for_as_long_as_is_said(make: Callable[..., Template]) -> None:
    make(log_retention_days=7).has_resource_properties(
        "AWS::Logs::LogGroup",
        {"LogGroupName": "/aws/vendedlogs/prometheus/myamp", "RetentionInDays": 7},
    )


def test_the_logs_arn_ends_as_amp_wants_it(default: Template) -> None:
    # CloudFormation's Arn of a log group ends in `:*` (Template Reference, AWS::Logs::LogGroup).
    (group,) = default.find_resources("AWS::Logs::LogGroup")
    arn = {"Fn::GetAtt": [group, "Arn"]}

    default.has_resource_properties(WORKSPACE, {"LoggingConfiguration": {"LogGroupArn": arn}})


def test_logs_for_ever_are_paid_for_for_ever(make: Callable[..., Template]) -> None:
    make(log_retention_days="forever").has_resource_properties(
        "AWS::Logs::LogGroup", {"RetentionInDays": Match.absent()}
    )


def test_a_retention_that_cloudwatch_has_not_is_refused(make: Callable[..., Template]) -> None:
    with pytest.raises(ValueError, match="CloudWatch cannot keep logs for 8 days"):
        make(log_retention_days=8)


def test_an_alias_with_spaces_has_a_log_too(make: Callable[..., Template]) -> None:
    make(alias="my amp!").has_resource_properties(
        "AWS::Logs::LogGroup", {"LogGroupName": "/aws/vendedlogs/prometheus/my-amp-"}
    )


def test_logs_go_with_the_workspace(default: Template) -> None:
    default.has_resource("AWS::Logs::LogGroup", {"DeletionPolicy": "Delete"})


def test_without_logging_there_is_no_log(make: Callable[..., Template]) -> None:
    template = make(logging=False)

    template.resource_count_is("AWS::Logs::LogGroup", 0)
    template.has_resource_properties(WORKSPACE, {"LoggingConfiguration": Match.absent()})


def test_queries_are_not_logged_unless_asked_for(default: Template) -> None:
    default.has_resource_properties(WORKSPACE, {"QueryLoggingConfiguration": Match.absent()})


def test_queries_that_read_much_are_logged(make: Callable[..., Template]) -> None:
    template = make(query_log_samples=500)

    template.has_resource_properties(
        "AWS::Logs::LogGroup", {"LogGroupName": "/aws/vendedlogs/prometheus/myamp/queries"}
    )
    template.has_resource_properties(
        WORKSPACE,
        {"QueryLoggingConfiguration": {"Destinations": [{"Filters": {"QspThreshold": 500}}]}},
    )


def test_a_team_cannot_use_up_the_workspace(make: Callable[..., Template]) -> None:
    limit = SeriesLimit(labels={"namespace": "batch", "cluster": "shop"}, max_series=1000)

    labels = [{"Name": "cluster", "Value": "shop"}, {"Name": "namespace", "Value": "batch"}]
    make(series_limits=[limit]).has_resource_properties(
        WORKSPACE,
        {
            "WorkspaceConfiguration": {
                "LimitsPerLabelSets": [{"LabelSet": labels, "Limits": {"MaxSeries": 1000}}]
            }
        },
    )


def test_nobody_else_may_write(default: Template) -> None:
    default.resource_count_is("AWS::APS::ResourcePolicy", 0)


def test_another_account_may_write_and_nothing_else(
    stack: cdk.Stack,
) -> None:
    MetricsWorkspace(stack, "It", writers=["444455556666"])

    template = Template.from_stack(stack)
    (policy,) = template.find_resources("AWS::APS::ResourcePolicy").values()
    parts = policy["Properties"]["PolicyDocument"]["Fn::Join"][1]
    text = "".join(part if isinstance(part, str) else next(iter(part)) for part in parts)
    (statement,) = json.loads(text)["Statement"]
    assert statement["Action"] == "aps:RemoteWrite"
    assert statement["Principal"] == {"AWS": ["arn:Ref:iam::444455556666:root"]}


def test_that_other_accounts_need_the_key_too_is_said(stack: cdk.Stack) -> None:
    key = kms.Key.from_key_arn(stack, "Key", KEY)
    MetricsWorkspace(stack, "It", encryption_key=key, writers=["444455556666"])

    Annotations.from_stack(stack).has_warning(
        "*", Match.string_like_regexp("let them use the key, too: 444455556666")
    )


def test_it_stays_with_its_samples_when_its_stack_goes(default: Template) -> None:
    default.has_resource(WORKSPACE, {"DeletionPolicy": "RetainExceptOnCreate"})


def test_it_goes_with_its_stack_on_request(make: Callable[..., Template]) -> None:
    make(on_destroy="delete").has_resource(WORKSPACE, {"DeletionPolicy": "Delete"})


def test_one_that_is_replaced_keeps_its_samples(default: Template) -> None:
    default.has_resource(WORKSPACE, {"UpdateReplacePolicy": "Retain"})


def test_its_reference_is_known_at_deploy(stack: cdk.Stack) -> None:
    made = MetricsWorkspace(stack, "It")

    resolved = stack.resolve(made.reference.query_url)["Fn::Join"][1]
    assert resolved[0] == "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/"
    assert resolved[2] == "/api/v1/query"


def test_it_says_what_it_costs_and_what_destroy_leaves(stack: cdk.Stack) -> None:
    made = MetricsWorkspace(stack, "It")

    said = {entry.type: str(entry.data) for entry in made.node.metadata}
    assert "a price per sample ingested" in said[COSTS]
    assert "destroy leaves the AMP workspace myamp" in said[CHANGES]


def test_it_says_when_destroy_deletes_it(stack: cdk.Stack) -> None:
    made = MetricsWorkspace(stack, "It", on_destroy="delete")

    said = {entry.type: str(entry.data) for entry in made.node.metadata}
    assert "destroy DELETES the AMP workspace myamp" in said[CHANGES]
