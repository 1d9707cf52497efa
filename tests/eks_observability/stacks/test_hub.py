"""The stack of the hub."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template
from cdk_nag import AwsSolutionsChecks
from ruamel.yaml import YAML

from eks_observability.notes import CHANGES
from eks_observability.settings import Settings
from eks_observability.stacks.hub import HubStack

FACTS = {
    "name": "myipv4cluster",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
MAIL = {"emails": ("oncall@example.com",)}
THERE = {"workspace": {"id": "ws-12345678-1234-1234-1234-123456789012"}}
EVERYTHING: dict[str, Any] = {
    "alerts": {
        **MAIL,
        "webhooks": ("https://example.com/hook?key=do-not-tell",),
        "slack": ({"workspace_id": "T07EA123LEP", "channel_id": "C07EZ1ABC23"},),
        "recording_rules": ({"name": "shop:orders:rate5m", "expr": "sum(rate(orders[5m]))"},),
    },
    "hub": {"workspace": {"query_logging": {"enabled": True}}},
}
WORKSPACE = "AWS::APS::Workspace"
RULES = "AWS::APS::RuleGroupsNamespace"


def hub(*clusters: dict[str, Any], app: cdk.App | None = None, **settings: Any) -> HubStack:
    facts = tuple(FACTS | one for one in clusters or ({},))
    values = Settings.model_validate({"clusters": facts, "alerts": MAIL, **settings})
    return HubStack(app or cdk.App(), settings=values)


@pytest.fixture(scope="module")
def default() -> HubStack:
    return hub()


@pytest.fixture(scope="module")
def template(default: HubStack) -> Template:
    return Template.from_stack(default)


@pytest.fixture(scope="module")
def beside() -> Template:
    """A hub that uses a workspace that is there."""
    return Template.from_stack(hub(hub=THERE))


def joined(value: object) -> str:
    """A template's text, with what is known at deploy in braces."""
    if isinstance(value, dict) and "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return str(separator).join(map(joined, parts))
    if isinstance(value, dict) and "Fn::GetAtt" in value:
        return f"{{{value['Fn::GetAtt'][1]}}}"
    return str(value)


def rules(template: Template, name: str) -> str:
    """The rule file of a namespace."""
    (found,) = template.find_resources(RULES, {"Properties": {"Name": name}}).values()
    return str(found["Properties"]["Data"])


def test_its_name_in_cloudformation_says_what_it_is_for(default: HubStack) -> None:
    assert default.stack_name == "EksObservability-Hub"


def test_it_stands_where_its_clusters_are(default: HubStack) -> None:
    assert (default.account, default.region) == ("111122223333", "eu-central-1")


def test_it_stands_where_it_is_told_to() -> None:
    made = hub(hub={"account": "444455556666", "region": "eu-west-1"})

    assert (made.account, made.region) == ("444455556666", "eu-west-1")


def test_tags_are_the_stacks() -> None:
    assert hub(tags={"team": "platform"}).tags.tag_values() == {"team": "platform"}


def test_it_prints_the_command_of_the_chapter(template: Template) -> None:
    command = joined(template.to_json()["Outputs"]["QueryCommand"]["Value"])

    assert command == (
        "awscurl -X POST --region eu-central-1 --service aps "
        "'https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/{WorkspaceId}"
        "/api/v1/query?query=up' | jq ."
    )


def test_it_prints_the_workspaces_id(template: Template) -> None:
    assert joined(template.to_json()["Outputs"]["WorkspaceId"]["Value"]) == "{WorkspaceId}"


def test_nobody_imports_what_it_prints(template: Template) -> None:
    assert not [one for one in template.to_json()["Outputs"].values() if "Export" in one]


def test_clusters_find_the_workspace_by_a_parameter(template: Template) -> None:
    (parameter,) = template.find_resources("AWS::SSM::Parameter").values()

    assert parameter["Properties"]["Name"] == "/eks-observability/hub/workspace-id"
    assert joined(parameter["Properties"]["Value"]) == "{WorkspaceId}"


def test_alerts_of_the_jobs_that_are_on_are_there(template: Template) -> None:
    names = [
        rule["alert"]
        for group in YAML(typ="safe").load(rules(template, "eks-observability-alerts"))["groups"]
        for rule in group["rules"]
    ]

    assert {"Watchdog", "ClusterSilent", "CoreDnsFails"} <= set(names)


def test_alerts_of_jobs_that_are_off_are_not() -> None:
    made = Template.from_stack(hub(metrics={"targets": {"coredns": False}}))

    assert "CoreDnsFails" not in rules(made, "eks-observability-alerts")


def test_an_alert_that_is_off_is_not_there() -> None:
    made = Template.from_stack(hub(alerts={**MAIL, "off": ("CoreDnsFails",)}))

    assert "alert: CoreDnsFails" not in rules(made, "eks-observability-alerts")


def test_an_alert_of_ones_own_is_there() -> None:
    own = {"name": "ShopDown", "expr": "up == 0", "severity": "info", "summary": "It is down."}
    made = Template.from_stack(hub(alerts={**MAIL, "alerts": (own,)}))

    assert "alert: ShopDown" in rules(made, "eks-observability-alerts")


def test_a_recording_rule_of_ones_own_is_there() -> None:
    made = Template.from_stack(hub(**EVERYTHING))

    assert "record: shop:orders:rate5m" in rules(made, "eks-observability-recording-rules")


def test_an_alert_links_to_where_runbooks_can_be_read() -> None:
    made = Template.from_stack(hub(alerts={**MAIL, "runbooks_url": "https://example.com/books"}))

    text = rules(made, "eks-observability-alerts")
    assert "runbook_url: https://example.com/books/ClusterSilent.md" in text


def test_an_alert_links_to_its_clusters_dashboard(template: Template) -> None:
    alerts = [
        rule
        for group in YAML(typ="safe").load(rules(template, "eks-observability-alerts"))["groups"]
        for rule in group["rules"]
        if rule["labels"]["severity"] != "none"
    ]

    links = {rule["annotations"]["dashboard_url"].rpartition("#")[2] for rule in alerts}
    assert links == {"dashboards/dashboard/EKS-Dashboard"}


def test_the_workspace_comes_after_its_topics(template: Template) -> None:
    (workspace,) = template.find_resources(WORKSPACE).values()
    topics = template.find_resources("AWS::SNS::Topic")

    assert set(workspace["DependsOn"]) == set(topics)


def test_no_alert_fires_before_it_may_be_sent(template: Template) -> None:
    (found,) = template.find_resources(
        RULES, {"Properties": {"Name": "eks-observability-alerts"}}
    ).values()

    assert set(template.find_resources("AWS::SNS::TopicPolicy")) <= set(found["DependsOn"])


def test_silence_is_noticed_once_there_are_alerts(template: Template) -> None:
    (name,) = template.find_resources(RULES, {"Properties": {"Name": "eks-observability-alerts"}})
    alarms = template.find_resources("AWS::CloudWatch::Alarm").values()

    assert len(alarms) == 8
    assert all(name in alarm["DependsOn"] for alarm in alarms)


def test_a_watchdog_that_is_off_is_not_missed() -> None:
    made = Template.from_stack(hub(alerts={**MAIL, "off": ("Watchdog",)}))

    made.resource_count_is("AWS::CloudWatch::Alarm", 7)


@pytest.fixture(scope="module")
def quiet() -> Template:
    return Template.from_stack(hub(alerts={"enabled": False}))


@pytest.mark.parametrize(
    "kind", ["AWS::SNS::Topic", "AWS::KMS::Key", "AWS::CloudWatch::Alarm", "AWS::SNS::Subscription"]
)
def test_without_alerts_nobody_is_told_of_any(quiet: Template, kind: str) -> None:
    quiet.resource_count_is(kind, 0)


def test_without_alerts_there_is_no_alert_manager(quiet: Template) -> None:
    quiet.has_resource_properties(WORKSPACE, {"AlertManagerDefinition": Match.absent()})
    assert not quiet.find_resources(RULES, {"Properties": {"Name": "eks-observability-alerts"}})


def test_a_workspace_that_is_there_is_not_made(beside: Template) -> None:
    beside.resource_count_is(WORKSPACE, 0)
    beside.resource_count_is("AWS::Logs::LogGroup", 0)


def test_a_workspace_that_is_there_gets_the_rules(beside: Template) -> None:
    arn = f"arn:aws:aps:eu-central-1:111122223333:workspace/{THERE['workspace']['id']}"

    beside.all_resources_properties(RULES, {"Workspace": arn})


def test_that_a_workspace_which_is_there_is_changed_is_said() -> None:
    notes = [entry.data for entry in hub(hub=THERE).node.metadata if entry.type == CHANGES]

    assert len(notes) == 1
    assert "adds rules to the AMP workspace ws-12345678" in str(notes[0])


def test_what_its_alert_manager_is_to_be_told_is_said() -> None:
    Annotations.from_stack(hub(hub=THERE)).has_warning(
        "*",
        Match.string_like_regexp(
            "its alert manager stays as it is.*aws amp put-alert-manager-definition --region "
            "eu-central-1 --workspace-id ws-12345678.*--data fileb://dist/hub/alert-manager-definition.yaml"
        ),
    )


def test_what_its_alert_manager_is_to_be_told_is_in_the_template(
    template: Template, beside: Template
) -> None:
    (workspace,) = template.find_resources(WORKSPACE).values()
    topics = beside.find_resources("AWS::SNS::Topic").values()
    kept = [each["Metadata"] for each in topics if "Metadata" in each]

    wanted = workspace["Properties"]["AlertManagerDefinition"]
    assert kept == [{"AlertManagerDefinition": wanted}]


def test_accounts_of_other_clusters_may_write() -> None:
    elsewhere = {
        "name": "bank",
        "account": "444455556666",
        "metrics": {"workspace_id": "ws-12345678"},
    }
    made = Template.from_stack(hub({}, elsewhere, hub={"account": "111122223333"}))

    (policy,) = made.find_resources("AWS::APS::ResourcePolicy").values()
    assert "444455556666" in joined(policy["Properties"]["PolicyDocument"])


def test_a_webhooks_url_is_in_no_output_and_no_note() -> None:
    made = hub(**EVERYTHING)
    template = Template.from_stack(made).to_json()
    said = [str(entry.data) for each in made.node.find_all() for entry in each.node.metadata]

    assert json.dumps(template).count("do-not-tell") == 1
    assert not [text for text in said if "do-not-tell" in text]


def test_that_alerts_reach_nobody_is_said() -> None:
    warning = Annotations.from_stack(hub(alerts={})).find_warning(
        "*", Match.string_like_regexp("alerts are on and reach nobody")
    )

    assert len(warning) == 1


@pytest.mark.parametrize(
    "settings",
    [{}, EVERYTHING, {"hub": THERE}, {"alerts": {"enabled": False}}],
    ids=["default", "everything", "a workspace that is there", "no alerts"],
)
def test_cdk_nag_finds_nothing(settings: dict[str, Any], tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    hub(app=app, **settings)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))

    app.synth()
