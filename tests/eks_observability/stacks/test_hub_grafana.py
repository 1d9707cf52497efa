"""Grafana in the stack of the hub."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template
from cdk_nag import AwsSolutionsChecks

from eks_observability.settings import Settings
from eks_observability.stacks.hub import HubStack
from eks_observability.stacks.hub_grafana import readable_logs

FACTS = {
    "name": "myipv4cluster",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
JANE = "73847832-1031-70a6-d142-6fbb72a512f0"
TEAM = "93847832-1031-70a6-d142-6fbb72a512f0"
PEOPLE = {"admins": {"users": (JANE,)}, "editors": {"groups": (TEAM,)}}
SAML = {
    "authentication": "saml",
    "saml": {"metadata_url": "https://idp.example.com/saml", "admin_roles": ("platform",)},
}
THERE = {"id": "g-0123456789"}
WORKSPACE = "AWS::Grafana::Workspace"
ACCESS = "Custom::GrafanaAccess"
CONTENT = "Custom::GrafanaContent"


def settings_of(*clusters: dict[str, Any], grafana: dict[str, Any]) -> Settings:
    facts = [FACTS | one for one in clusters or ({},)]
    for one in facts:
        one["oidc_issuer"] = FACTS["oidc_issuer"].replace("eu-central-1", one["region"])
    on = {"enabled": True, "access": PEOPLE} | grafana
    hub = {"account": "111122223333", "region": "eu-central-1"}
    return Settings.model_validate({"clusters": tuple(facts), "hub": hub, "grafana": on})


def hub(*clusters: dict[str, Any], app: cdk.App | None = None, **grafana: Any) -> HubStack:
    return HubStack(app or cdk.App(), settings=settings_of(*clusters, grafana=grafana))


@pytest.fixture(scope="module")
def template() -> Template:
    return Template.from_stack(hub())


@pytest.fixture(scope="module")
def there() -> HubStack:
    """A hub with a workspace of Grafana that exists."""
    return hub(workspace=THERE)


@pytest.fixture(scope="module")
def beside(there: HubStack) -> Template:
    return Template.from_stack(there)


def test_there_is_none_unless_it_is_asked_for() -> None:
    made = Template.from_stack(hub(enabled=False))

    made.resource_count_is(WORKSPACE, 0)
    made.resource_count_is(ACCESS, 0)
    assert not made.find_outputs("GrafanaUrl")


def test_people_get_their_roles(template: Template) -> None:
    template.has_resource_properties(ACCESS, {"Users": {JANE: "ADMIN"}, "Groups": {TEAM: "EDITOR"}})


def test_it_opens_with_data_sources_and_dashboards(template: Template) -> None:
    template.has_resource_properties(
        CONTENT,
        {
            "Dashboards": Match.array_with(["eks-cluster", "eks-home"]),
            "HomeDashboard": "eks-home",
            "EditedByHand": "keep",
        },
    )


def test_content_comes_after_access(template: Template) -> None:
    (access,) = template.find_resources(ACCESS)

    template.has_resource(CONTENT, {"DependsOn": Match.array_with([access])})


def test_no_panel_asks_for_a_rate_over_less_than_the_longest_scrape_interval() -> None:
    slow = {"name": "bank", "metrics": {"interval_seconds": 120}}
    (content,) = Template.from_stack(hub({}, slow)).find_resources(CONTENT).values()

    assert '"timeInterval":"120s"' in json.dumps(content).replace("\\", "")


def test_what_else_the_settings_ask_for_is_put_in() -> None:
    made = Template.from_stack(
        hub(
            plugins=("grafana-athena-datasource",),
            community_dashboards=({"id": 1860, "revision": 37},),
            teams=({"name": "shop", "permission": "edit"},),
            edited_by_hand="refuse",
        )
    )

    made.has_resource_properties(
        CONTENT,
        {
            "Plugins": Match.array_with(["grafana-athena-datasource"]),
            "CommunityDashboards": [Match.object_like({"Id": "1860", "Revision": "37"})],
            "Teams": [{"Name": "shop", "Permission": "Edit"}],
            "EditedByHand": "refuse",
        },
    )


def test_a_workspace_that_is_not_open_to_all_is_filled_from_its_network() -> None:
    vpc = {
        "subnets": ("subnet-0123456a", "subnet-0123456b"),
        "security_groups": ("sg-0123456a",),
    }
    closed = {"network": {"prefix_lists": ("pl-0123456a",)}, "vpc": vpc}
    made = Template.from_stack(hub(workspace=closed)).find_resources("AWS::Lambda::Function")

    placed = [name for name, each in made.items() if "VpcConfig" in each["Properties"]]
    assert len(placed) == 2
    assert all(name.startswith("GrafanaContent") for name in placed)


def test_one_that_is_open_is_filled_from_anywhere(template: Template) -> None:
    functions = template.find_resources("AWS::Lambda::Function").values()

    assert not [each for each in functions if "VpcConfig" in each["Properties"]]


def test_the_stack_says_where_it_is(template: Template) -> None:
    (workspace,) = template.find_resources(WORKSPACE)
    (output,) = template.find_outputs("GrafanaUrl").values()

    scheme, id_, rest = output["Value"]["Fn::Join"][1]
    assert (scheme, id_) == ("https://", {"Fn::GetAtt": [workspace, "Id"]})
    assert rest == ".grafana-workspace.eu-central-1.amazonaws.com"


def test_the_stack_says_what_was_left_as_a_person_edited_it(template: Template) -> None:
    (content,) = template.find_resources(CONTENT)

    template.has_output("GrafanaLeftAsEdited", {"Value": {"Fn::GetAtt": [content, "LeftAsEdited"]}})


def test_alerts_lead_there(template: Template) -> None:
    rules = json.dumps(template.find_resources("AWS::APS::RuleGroupsNamespace"))

    assert "/d/eks-cluster?var-cluster={{ $labels.cluster }}" in rules
    assert "console.aws.amazon.com/cloudwatch" not in rules


def test_it_may_read_the_metrics_of_the_hubs_workspace(template: Template) -> None:
    (metrics,) = template.find_resources("AWS::APS::Workspace")
    arn = Match.object_like(
        {"Fn::Join": ["", Match.array_with([{"Fn::GetAtt": [metrics, "WorkspaceId"]}])]}
    )
    query = Match.object_like({"Action": Match.array_with(["aps:QueryMetrics"]), "Resource": arn})

    template.has_resource_properties(
        "AWS::IAM::Policy", {"PolicyDocument": {"Statement": Match.array_with([query])}}
    )


def test_a_workspace_that_is_there_is_used(beside: Template) -> None:
    beside.resource_count_is(WORKSPACE, 0)
    beside.has_resource_properties(ACCESS, {"WorkspaceId": "g-0123456789"})
    beside.has_output(
        "GrafanaUrl",
        {"Value": "https://g-0123456789.grafana-workspace.eu-central-1.amazonaws.com"},
    )


def test_its_role_is_somebody_elses_and_gets_a_policy_to_attach(beside: Template) -> None:
    (policy,) = beside.find_resources("AWS::IAM::ManagedPolicy")

    beside.has_output("GrafanaPolicyArn", {"Value": {"Ref": policy}})


def test_that_its_role_has_to_get_the_policy_is_said(there: HubStack) -> None:
    Annotations.from_stack(there).has_warning(
        "*", Match.string_like_regexp("dashboards are empty until.*GrafanaPolicyArn")
    )


def test_that_nobody_gets_in_is_said() -> None:
    Annotations.from_stack(hub(access={})).has_warning(
        "*", Match.string_like_regexp("Grafana is on and nobody gets in")
    )


def test_that_nobody_gets_in_is_not_said_of_a_workspace_that_people_may_use_already() -> None:
    Annotations.from_stack(hub(workspace=THERE, access={})).has_no_warning(
        "*", Match.string_like_regexp("nobody gets in")
    )


@pytest.mark.parametrize(
    "other",
    [
        {
            "region": "eu-west-1",
            "metrics": {"workspace_id": "ws-12345678-1234-1234-1234-123456789012"},
        },
        {"metrics": {"cluster_label": "bank-eu"}},
    ],
    ids=["another Region", "another label"],
)
def test_that_logs_of_a_cluster_are_not_found_is_said(other: dict[str, Any]) -> None:
    Annotations.from_stack(hub({}, {"name": "bank"} | other)).has_warning(
        "*", Match.string_like_regexp("Logs stays empty for bank:")
    )


def test_that_logs_are_not_found_is_not_said_where_they_are(there: HubStack) -> None:
    Annotations.from_stack(there).has_no_warning("*", Match.string_like_regexp("Logs stays empty"))


def test_that_plugins_may_be_missing_is_said() -> None:
    Annotations.from_stack(hub(workspace={"plugin_admin": False})).has_warning(
        "*", Match.string_like_regexp("grafana-x-ray-datasource are not installed")
    )


def test_that_plugins_may_be_missing_is_not_said_where_they_are_installed(there: HubStack) -> None:
    Annotations.from_stack(there).has_no_warning("*", Match.string_like_regexp("are not installed"))


def test_whoever_is_taken_out_of_the_settings_loses_the_role() -> None:
    made = Template.from_stack(hub(access={}))

    made.has_resource_properties(ACCESS, {"Users": {}, "Groups": {}})


def test_people_who_sign_in_by_saml_get_no_role_of_identity_center() -> None:
    made = Template.from_stack(hub(workspace=SAML, access={}))

    made.has_resource_properties(WORKSPACE, {"AuthenticationProviders": ["SAML"]})
    made.resource_count_is(ACCESS, 0)


def test_logs_of_every_cluster_of_the_account_can_be_read() -> None:
    bank = {"name": "bank", "region": "eu-west-1"}
    one, other = readable_logs(settings_of({}, bank, grafana={}))

    assert (one.region, other.region) == ("eu-central-1", "eu-west-1")
    assert other.names == ["/aws/eks/bank/cluster", "/aws/containerinsights/bank/*"]


def test_logs_of_other_accounts_cannot() -> None:
    bank = {"name": "bank", "account": "444455556666"}

    (logs,) = readable_logs(settings_of({}, bank, grafana={}))

    assert not [name for name in logs.names if "bank" in name]


def test_logs_of_the_add_on_can_be_read() -> None:
    insights = {"mode": "addon", "addon": {"logs": "otel"}}

    (logs,) = readable_logs(settings_of({"container_insights": insights}, grafana={}))

    otel = "/aws/otel/containerinsights/myipv4cluster"
    assert logs.names[2:] == [f"{otel}/application", f"{otel}/host"]


@pytest.mark.parametrize(
    "grafana",
    [{}, {"workspace": THERE}, {"workspace": SAML, "access": {}}],
    ids=["default", "a workspace that is there", "SAML"],
)
def test_cdk_nag_finds_nothing(grafana: dict[str, Any], tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    hub(app=app, **grafana)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))

    app.synth()
