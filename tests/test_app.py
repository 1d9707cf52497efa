"""The app as a whole, on the sample settings."""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aws_cdk.assertions import Template

from app import build_app

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "observability.yaml"
SOURCES = ("app.py", "cdk.json", "observability.yaml", "constructs", "charts")


def run_app(
    *,
    root: Path = ROOT,
    cwd: Path | None = None,
    out: Path,
    context: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run app.py as the CDK CLI does: a process of its own, told where to write and the context."""
    environment = {
        **os.environ,
        "CDK_OUTDIR": str(out),
        "CDK_CONTEXT_JSON": json.dumps(context or {}),
    }
    return subprocess.run(
        [sys.executable, str(root / "app.py")],
        cwd=cwd or root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """cdk.out of the sample."""
    out = tmp_path_factory.mktemp("sample") / "cdk.out"
    finished = run_app(out=out)
    assert finished.returncode == 0, finished.stderr
    return out


@pytest.fixture(scope="module")
def template(synthesized: Path) -> Template:
    file = synthesized / "Cluster-myipv4cluster-eu-central-1.template.json"
    return Template.from_json(json.loads(file.read_text(encoding="utf-8")))


def statements(template: Template) -> list[dict[str, Any]]:
    roles = template.find_resources("AWS::IAM::Role").values()
    policies = [
        *template.find_resources("AWS::IAM::Policy").values(),
        *(inline for role in roles for inline in role["Properties"].get("Policies", [])),
    ]
    return [
        statement
        for policy in policies
        for statement in policy.get("Properties", policy)["PolicyDocument"]["Statement"]
    ]


def test_the_sample_makes_a_hub_and_a_stack_for_its_cluster(synthesized: Path) -> None:
    manifest = json.loads((synthesized / "manifest.json").read_text(encoding="utf-8"))
    stacks = [
        artifact["properties"]["stackName"]
        for artifact in manifest["artifacts"].values()
        if artifact["type"] == "aws:cloudformation:stack"
    ]

    assert stacks == ["EksObservability-Hub", "EksObservability-Cluster-myipv4cluster"]


def test_synthesis_looks_nothing_up(synthesized: Path) -> None:
    manifest = json.loads((synthesized / "manifest.json").read_text(encoding="utf-8"))

    assert "missing" not in manifest


def test_the_groups_have_their_retention_before_logs_are_switched_on(template: Template) -> None:
    (logging,) = template.find_resources("Custom::EksControlPlaneLogging").values()

    assert set(template.find_resources("Custom::LogRetention")) <= set(logging["DependsOn"])


def test_no_statement_allows_a_wildcard_action(template: Template) -> None:
    found = statements(template)

    assert found
    assert not [one for one in found if "*" in json.dumps(one["Action"])]


def test_only_what_has_no_resource_is_allowed_on_more_than_named_resources(
    template: Template,
) -> None:
    def names_its_resources(statement: dict[str, Any]) -> bool:
        one_or_more = statement["Resource"]
        resources = one_or_more if isinstance(one_or_more, list) else [one_or_more]
        # `<function>:*` are the versions of one function, `<group>:*` the streams of one group.
        bare = [json.dumps(resource).replace(':*"', '"') for resource in resources]
        return not [text for text in bare if "*" in text or text.endswith('log-group"')]

    wide = [one["Action"] for one in statements(template) if not names_its_resources(one)]

    # IAM, CloudWatch Logs, EC2 and X-Ray grant these on everything or nothing.
    assert sorted(wide, key=str) == [
        ["ec2:DescribeTags", "ec2:DescribeVolumes"],
        ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        "iam:ListRoles",
        "logs:DescribeLogGroups",
    ]


def test_no_managed_policy_is_attached(template: Template) -> None:
    roles = template.find_resources("AWS::IAM::Role").values()

    assert not [role for role in roles if role["Properties"].get("ManagedPolicyArns")]


def test_nothing_is_left_of_what_the_settings_switch_off(tmp_path: Path) -> None:
    settings = tmp_path / "off.yaml"
    sample = SAMPLE.read_text(encoding="utf-8")
    for on, off in (("enabled: true", "enabled: false"), ("mode: manifests", "mode: off")):
        sample = sample.replace(on, off)
    settings.write_text(sample, encoding="utf-8")

    app = build_app({"settings": str(settings)}, outdir=str(tmp_path / "out"))
    stack = next(child for child in app.node.children if child.node.id.startswith("Cluster-"))
    left = [child.node.id for child in stack.node.find_child("Observability").node.children]

    assert left == ["MetricsServer"]


def test_two_checkouts_give_the_same_bytes(synthesized: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "another" / "checkout"
    checkout.mkdir(parents=True)
    for source in SOURCES:
        copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
        copy(ROOT / source, checkout / source)
    out = tmp_path / "cdk.out"

    assert run_app(root=checkout, out=out).returncode == 0

    assert differences(filecmp.dircmp(synthesized, out)) == []


def differences(compared: "filecmp.dircmp[str]") -> list[str]:
    """Names of all files that differ or stand on one side only, folders below included."""
    _, mismatch, errors = filecmp.cmpfiles(
        compared.left, compared.right, compared.common_files, shallow=False
    )
    below = [name for sub in compared.subdirs.values() for name in differences(sub)]
    return [*mismatch, *errors, *compared.left_only, *compared.right_only, *below]


@pytest.mark.parametrize("folder", ["/", "tests"])
def test_the_app_runs_from_any_folder(tmp_path: Path, folder: str) -> None:
    assert run_app(cwd=ROOT / folder, out=tmp_path / "cdk.out").returncode == 0


def test_mistakes_are_printed_without_a_traceback(tmp_path: Path) -> None:
    finished = run_app(out=tmp_path / "cdk.out", context={"settings": str(tmp_path / "no.yaml")})

    assert finished.returncode == 2
    assert finished.stderr.strip() == (
        f"{tmp_path}/no.yaml: no such file; `-c settings=PATH` names another one"
    )


def test_mistakes_leave_nothing_in_the_output_folder(tmp_path: Path) -> None:
    run_app(out=tmp_path / "cdk.out", context={"settings": str(tmp_path / "no.yaml")})

    assert not (tmp_path / "cdk.out").exists()


def test_a_kubectl_one_minor_away_is_used_with_a_warning(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    sample = SAMPLE.read_text(encoding="utf-8")
    settings.write_text(sample.replace('"1.36"', '"1.38"'), encoding="utf-8")
    finished = run_app(out=tmp_path / "cdk.out", context={"settings": str(settings)})
    metadata = tmp_path / "cdk.out" / "Cluster-myipv4cluster-eu-central-1.metadata.json"

    assert finished.returncode == 0, finished.stderr
    assert "the cluster gets kubectl 1.37" in metadata.read_text(encoding="utf-8")
