"""The construct that fills a workspace."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template
from cdk_nag import AwsSolutionsChecks

from eks_observability.grafana.content import DashboardFile, Folder, GrafanaContent
from eks_observability.grafana.data_sources import data_sources
from eks_observability.grafana.reference import GrafanaReference
from eks_observability.handler_network import HandlerNetwork
from eks_observability.notes import CHANGES, COSTS
from eks_observability.prometheus.workspace_reference import WorkspaceReference

PLACE = {"account": "111122223333", "region": "eu-central-1"}
WORKSPACE = GrafanaReference(id="g-0123456789", **PLACE)
METRICS = WorkspaceReference(id="ws-1", **PLACE)
FOLDER = Folder(uid="eks-observability", title="EKS")
CLUSTER = DashboardFile(uid="eks-cluster", folder=FOLDER.uid, text='{"title": "Cluster"}')
HOME = DashboardFile(uid="eks-home", folder=FOLDER.uid, text='{"title": "Home"}')
KIND = "Custom::GrafanaContent"

Make = Callable[..., GrafanaContent]


def content(scope: cdk.Stack, **options: Any) -> GrafanaContent:
    asked: dict[str, Any] = {
        **{"workspace": WORKSPACE, "folders": [FOLDER], "dashboards": [CLUSTER, HOME]},
        "data_sources": data_sources(METRICS, region="eu-central-1"),
    }
    return GrafanaContent(scope, "Content", **asked | options)


def properties(stack: cdk.Stack, **options: Any) -> dict[str, Any]:
    content(stack, **options)
    [resource] = Template.from_stack(stack).find_resources(KIND).values()
    asked: dict[str, Any] = resource["Properties"]
    return asked


def statements(stack: cdk.Stack, service: str) -> list[dict[str, Any]]:
    """What the handler may do of a service."""
    return [
        statement
        for policy in Template.from_stack(stack).find_resources("AWS::IAM::Policy").values()
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if f"'{service}:" in str(statement["Action"])
        or statement["Action"] == f"{service}:GetObject"
    ]


def _actions(statement: dict[str, Any]) -> list[str]:
    actions = statement["Action"]
    return [actions] if isinstance(actions, str) else list(actions)


def zips(stack: cdk.Stack) -> list[Path]:
    app = stack.node.root
    assert isinstance(app, cdk.App)
    return sorted(Path(app.synth().directory).glob("asset.*.zip"))


def packed(stack: cdk.Stack) -> Path:
    """The zip with the dashboards."""
    [found] = [path for path in zips(stack) if "content.json" in zipfile.ZipFile(path).namelist()]
    return found


def test_the_handler_is_told_the_workspace_and_what_stands_in_it(stack: cdk.Stack) -> None:
    asked = properties(
        stack,
        plugins=["grafana-x-ray-datasource"],
        home="eks-home",
        community_dashboards={1860: 37},
        teams={"shop": "edit"},
    )

    assert asked["WorkspaceId"] == "g-0123456789"
    assert asked["Folders"] == [{"Uid": "eks-observability", "Title": "EKS"}]
    assert asked["Dashboards"] == ["eks-cluster", "eks-home"]
    assert asked["Plugins"] == ["grafana-x-ray-datasource"]
    assert asked["HomeDashboard"] == "eks-home"
    community = {"Id": "1860", "Revision": "37", "Folder": "eks-observability"}
    assert asked["CommunityDashboards"] == [community]
    assert asked["Teams"] == [{"Name": "shop", "Permission": "Edit"}]


def test_data_sources_are_one_text_that_keeps_truth_and_numbers(stack: cdk.Stack) -> None:
    [amp, *_] = json.loads(properties(stack)["DataSources"])

    assert amp["uid"] == "amp"
    assert amp["isDefault"] is True


def test_a_data_source_may_hold_what_is_known_only_when_deploying(stack: cdk.Stack) -> None:
    metrics = WorkspaceReference(id=cdk.Fn.ref("Workspace"), **PLACE)
    cdk.CfnResource(stack, "W", type="A::B::C").override_logical_id("Workspace")

    asked = properties(stack, data_sources=data_sources(metrics, region="eu-central-1"))

    assert {"Ref": "Workspace"} in asked["DataSources"]["Fn::Join"][1]


def test_what_a_person_edited_is_kept_by_default(stack: cdk.Stack) -> None:
    assert properties(stack)["EditedByHand"] == "keep"


def test_dashboards_are_packed_by_folder_and_uid(stack: cdk.Stack) -> None:
    content(stack)

    with zipfile.ZipFile(packed(stack)) as file:
        assert sorted(file.namelist()) == [
            "content.json",
            "dashboards/eks-observability/eks-cluster.json",
            "dashboards/eks-observability/eks-home.json",
        ]
        assert json.loads(file.read("content.json"))["dashboards"][0] == {
            "uid": "eks-cluster",
            "folder": "eks-observability",
            "file": "dashboards/eks-observability/eks-cluster.json",
        }
        cluster = file.read("dashboards/eks-observability/eks-cluster.json")
        assert json.loads(cluster) == {"title": "Cluster"}


def test_the_same_dashboards_are_the_same_bytes_in_whatever_order(stack: cdk.Stack) -> None:
    other = cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(**PLACE))
    content(stack, dashboards=[CLUSTER, HOME])
    content(other, dashboards=[HOME, CLUSTER])

    assert packed(stack).read_bytes() == packed(other).read_bytes()
    assert packed(stack).name == packed(other).name


def test_another_dashboard_is_another_asset(stack: cdk.Stack) -> None:
    other = cdk.Stack(cdk.App(), "Stack", env=cdk.Environment(**PLACE))

    assert properties(stack)["AssetKey"] != properties(other, dashboards=[CLUSTER])["AssetKey"]


def test_the_handler_may_use_this_workspace_and_no_other(stack: cdk.Stack) -> None:
    content(stack)

    [statement] = statements(stack, "grafana")
    assert statement["Resource"] == (
        "arn:aws:grafana:eu-central-1:111122223333:/workspaces/g-0123456789"
    )
    assert statement["Action"] == [
        f"grafana:{call}"
        for call in (
            "DescribeWorkspace",
            "ListWorkspaceServiceAccounts",
            "CreateWorkspaceServiceAccount",
            "DeleteWorkspaceServiceAccount",
            "CreateWorkspaceServiceAccountToken",
            "DeleteWorkspaceServiceAccountToken",
            "DescribeWorkspaceConfiguration",
            "UpdateWorkspaceConfiguration",
        )
    ]


def test_the_handler_may_read_this_asset_and_nothing_else(stack: cdk.Stack) -> None:
    key = properties(stack)["AssetKey"]

    [statement] = statements(stack, "s3")
    assert str(statement["Resource"]).count(key) == 1
    assert "*" not in str(statement["Resource"])


def test_the_handler_is_deployed_as_a_package(stack: cdk.Stack) -> None:
    content(stack)

    entries = {"grafana_content.handler.on_event", "grafana_content.handler.is_complete"}
    functions = Template.from_stack(stack).find_resources("AWS::Lambda::Function").values()
    assert entries <= {function["Properties"]["Handler"] for function in functions}


def test_the_package_holds_every_module_and_no_other_handler(stack: cdk.Stack) -> None:
    content(stack)
    app = stack.node.root
    assert isinstance(app, cdk.App)

    [package] = Path(app.synth().directory).glob("asset.*/grafana_content")

    source = Path(__file__).parents[3] / "constructs/eks_observability/handlers/grafana_content"
    assert {path.name for path in package.iterdir()} == {path.name for path in source.glob("*.py")}
    assert [path.name for path in package.parent.iterdir()] == ["grafana_content"]


def test_the_handler_may_run_in_a_vpc(stack: cdk.Stack) -> None:
    content(stack, network=HandlerNetwork(subnets=["subnet-1"], security_groups=["sg-1"]))

    Template.from_stack(stack).has_resource_properties(
        "AWS::Lambda::Function",
        {
            "Handler": "grafana_content.handler.is_complete",
            "VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
        },
    )


def test_a_dashboard_of_old_names_is_warned_of_and_ours_is_named(stack: cdk.Stack) -> None:
    content(stack, community_dashboards={3119: 2, 1860: 37})

    warnings = Annotations.from_stack(stack).find_warning("*", Match.any_value())
    [text] = [
        str(warning.entry.data) for warning in warnings if "grafana.com" in str(warning.entry)
    ]
    assert "dashboard 3119 of grafana.com" in text
    assert "before Kubernetes 1.16" in text
    assert "the dashboard eks-cluster shows the same" in text


def test_a_workspace_that_exists_is_noted_as_changed(stack: cdk.Stack) -> None:
    made = content(stack, edited_by_hand="overwrite")

    [note] = [entry.data for entry in made.node.metadata if entry.type == CHANGES]
    assert note.startswith("Grafana workspace g-0123456789: data sources, folders, dashboards")
    assert "WHAT A PERSON EDITED IS WRITTEN OVER" in note


def test_a_workspace_that_is_made_here_is_no_change(stack: cdk.Stack) -> None:
    reference = GrafanaReference(id=cdk.Fn.ref("Workspace"), **PLACE)

    made = content(stack, workspace=reference)

    assert not [entry for entry in made.node.metadata if entry.type == CHANGES]


def test_it_says_that_the_handler_counts_as_a_user(stack: cdk.Stack) -> None:
    made = content(stack)

    [note] = [entry.data for entry in made.node.metadata if entry.type == COSTS]
    assert "counts as a user with an editor's price" in note


def test_cdk_nag_finds_nothing(stack: cdk.Stack) -> None:
    content(stack, network=HandlerNetwork(subnets=["subnet-1"], security_groups=["sg-1"]))
    app = stack.node.root
    assert isinstance(app, cdk.App)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()


OTHER = {"uid": "eks-x", "folder": FOLDER.uid, "text": "{}"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"folders": [Folder(uid="mine", title="Mine")]}, "'mine' is no uid for a folder"),
        ({"folders": [FOLDER, FOLDER]}, "'eks-observability' is no uid for a folder"),
        ({"dashboards": [CLUSTER, CLUSTER]}, "'eks-cluster' is no uid for a dashboard"),
        ({"dashboards": [DashboardFile(**OTHER | {"uid": "eks-" + "x" * 37})]}, "is no uid for"),
        ({"dashboards": [DashboardFile(**OTHER | {"folder": "eks-y"})]}, "in the folder 'eks-y'"),
        ({"dashboards": [DashboardFile(**OTHER | {"text": "{"})]}, "eks-x is no JSON: Expecting"),
        (
            {"dashboards": [DashboardFile(**OTHER | {"text": cdk.Fn.import_value("it")})]},
            "eks-x holds what is only known when deploying",
        ),
        ({"home": "eks-pods"}, "the home page eks-pods is none of"),
        ({"folders": [], "dashboards": []}, "there is no folder"),
    ],
)
def test_what_grafana_would_not_take_is_refused(
    stack: cdk.Stack, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        content(stack, **options)


def test_the_longest_uid_is_taken(stack: cdk.Stack) -> None:
    uid = "eks-" + "x" * 36

    assert properties(stack, dashboards=[DashboardFile(**OTHER | {"uid": uid})])["Dashboards"] == [
        uid
    ]
