"""What holds for every handler: it stands alone, and it keeps what is secret to itself."""

import ast
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eks_observability import handlers

ROOT = Path(str(handlers.__file__)).parent
FOLDERS = sorted(path.parent for path in ROOT.glob("*/handler.py"))
WITH_OWN_NETWORK = {"grafana_content"}
"""Those that talk to more than AWS: their own tests see that no secret is logged."""
POLICY = {
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "xray.amazonaws.com"},
            "Action": "logs:PutLogEvents",
            "Resource": ["arn:aws:logs:eu-central-1:111122223333:log-group:aws/spans:*"],
            "Condition": {},
        }
    ]
}
PROPERTIES: dict[str, Any] = {
    **{"ClusterName": "demo", "Types": []},
    **{"LogGroupName": "/demo", "RetentionInDays": "30", "OnDestroy": "keep"},
    **{"WorkspaceId": "g-0123456789", "Users": {}, "Groups": {}},
    **{"IndexingPercent": "1", "PolicyDocument": json.dumps(POLICY)},
    **{"Stacks": ["*"], "LogAnomalyDetection": "false"},
    "Issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
}


class Quiet:
    """An AWS that has what is asked for already."""

    def describe_cluster(self, name: str) -> dict[str, Any]:
        return {"cluster": {"name": name, "status": "ACTIVE"}}

    def describe_log_groups(self, **_asked: str) -> dict[str, Any]:
        return {"logGroups": [{"logGroupName": "/demo", "retentionInDays": 30}]}

    def get_open_id_connect_provider(self, **_asked: str) -> dict[str, Any]:
        return {"ClientIDList": ["sts.amazonaws.com"]}

    def describe_workspace(self, workspace_id: str) -> dict[str, Any]:
        given = {"created": 0, "modified": 0, "dataSources": [], "grafanaVersion": "12.4"}
        signing_in = {"endpoint": "grafana.example", "authentication": {"providers": ["AWS_SSO"]}}
        return {"workspace": {"id": workspace_id, "status": "ACTIVE", **given, **signing_in}}

    def list_permissions(self, **_asked: str) -> dict[str, Any]:
        return {"permissions": []}

    def get_trace_segment_destination(self) -> dict[str, Any]:
        return {"Destination": "CloudWatchLogs", "Status": "ACTIVE"}

    def get_indexing_rules(self) -> dict[str, Any]:
        rule = {"Probabilistic": {"DesiredSamplingPercentage": 1.0}}
        return {"IndexingRules": [{"Name": "Default", "Rule": rule}]}

    def describe_resource_policies(self) -> dict[str, Any]:
        name = "eks-observability-transaction-search"
        return {"resourcePolicies": [{"policyName": name, "policyDocument": json.dumps(POLICY)}]}

    def get_resource_collection(self, **_asked: str) -> dict[str, Any]:
        return {"ResourceCollection": {"CloudFormation": {"StackNames": ["*"]}}}

    def describe_service_integration(self) -> dict[str, Any]:
        return {"ServiceIntegration": {}}

    def list_notification_channels(self) -> dict[str, Any]:
        return {"Channels": []}


def test_there_are_handlers() -> None:
    assert {folder.name for folder in FOLDERS} == {
        "control_plane_logging",
        "devops_guru",
        "grafana_access",
        "grafana_content",
        "log_retention",
        "oidc_provider",
        "transaction_search",
    }


def imported(file: Path) -> set[str]:
    """The packages that a file imports when it runs, wherever in it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            names |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("line", ["import pydantic", "from pydantic import BaseModel"])
def test_an_import_is_found_however_it_is_written(tmp_path: Path, line: str) -> None:
    file = tmp_path / "handler.py"
    file.write_text(f"def on_event():\n    {line}\n", encoding="utf-8")

    assert imported(file) == {"pydantic"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_deployed_folder_needs_nothing_but_boto3(folder: Path) -> None:
    # As handler_provider deploys it: a folder of several modules is a package.
    package = len(list(folder.glob("*.py"))) > 2
    root, module = (ROOT, f"{folder.name}.handler") if package else (folder, "handler")
    program = (
        f"import sys; sys.path.insert(0, {str(root)!r}); import {module} as it; it.on_event; "
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )

    run = subprocess.run(
        [sys.executable, "-I", "-B", "-c", program], capture_output=True, text=True, check=True
    )

    loaded = set(run.stdout.split())
    lambda_has = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"}
    assert {"boto3", module.partition(".")[0]} <= loaded
    needed = set().union(*map(imported, folder.glob("*.py")))
    assert needed <= sys.stdlib_module_names | lambda_has
    assert not loaded & {"eks_observability", "types_boto3_eks", "types_boto3_logs", "aws_cdk"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_client_is_made_when_asked_for_and_not_at_import(folder: Path) -> None:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in folder.glob("*.py")]
    nodes = [node for tree in trees for node in tree.body]
    defined = (ast.FunctionDef, ast.ClassDef)

    outside = [ast.unparse(node) for node in nodes if not isinstance(node, defined)]

    assert not [line for line in outside if "client(" in line]


@pytest.mark.parametrize(
    "folder",
    [folder for folder in FOLDERS if folder.name not in WITH_OWN_NETWORK],
    ids=lambda folder: folder.name,
)
@pytest.mark.parametrize("fails", [False, True])
def test_no_secret_is_logged_and_each_line_is_json(
    folder: Path,
    fails: bool,
    cloudformation: Any,
    network: Any,
    unspeakable: tuple[str, ...],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    module = importlib.import_module(f"eks_observability.handlers.{folder.name}.handler")
    network.service = Quiet()
    if fails:
        network.fail("DescribeCluster", "AccessDeniedException")
        network.fail("DescribeLogGroups", "AccessDeniedException")
        network.fail("GetOpenIDConnectProvider", "AccessDenied")
        network.fail("ListPermissions", "AccessDeniedException")
        network.fail("DescribeResourcePolicies", "AccessDeniedException")
        network.fail("ListNotificationChannels", "AccessDeniedException")
    stack = cloudformation(module)
    said = ""
    try:
        stack.create(**PROPERTIES)
        stack.update(**PROPERTIES)
        stack.delete()
    except Exception as error:
        said = str(error)

    out, err = capfd.readouterr()

    assert bool(said) == fails
    assert [json.loads(line)["what"] for line in out.splitlines()]
    assert '"ResponseURL": "..."' in out
    for secret in unspeakable:
        assert secret not in out + err + said + caplog.text
