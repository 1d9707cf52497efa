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
PROPERTIES: dict[str, Any] = {
    **{"ClusterName": "demo", "Types": []},
    **{"LogGroupName": "/demo", "RetentionInDays": "30", "OnDestroy": "keep"},
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


def test_there_are_handlers() -> None:
    assert {folder.name for folder in FOLDERS} >= {"control_plane_logging", "log_retention"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_deployed_folder_needs_nothing_but_boto3(folder: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import handler; handler.on_event; "
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )

    run = subprocess.run(
        [sys.executable, "-I", "-B", "-c", program], capture_output=True, text=True, check=True
    )

    loaded = set(run.stdout.split())
    lambda_has = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"}
    assert {"boto3", "handler"} <= loaded
    imported = {
        name.name.partition(".")[0]
        for node in ast.walk(ast.parse((folder / "handler.py").read_text(encoding="utf-8")))
        for name in (node.names if isinstance(node, ast.Import) else ())
    }
    assert imported <= sys.stdlib_module_names | lambda_has
    assert not loaded & {"eks_observability", "types_boto3_eks", "types_boto3_logs", "aws_cdk"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_client_is_made_when_asked_for_and_not_at_import(folder: Path) -> None:
    tree = ast.parse((folder / "handler.py").read_text(encoding="utf-8"))
    defined = (ast.FunctionDef, ast.ClassDef)

    outside = [ast.unparse(node) for node in tree.body if not isinstance(node, defined)]

    assert not [line for line in outside if "client(" in line]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
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
