"""What the hub puts into Grafana, as plain files."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eks_observability_ops import grafana_files
from eks_observability_ops.assembly import read_assembly
from eks_observability_ops.rendering import ArtifactError, Placeholders

SOURCES = {
    "Fn::Join": [
        "",
        [
            '[{"uid":"amp","url":"https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/',
            {"Fn::GetAtt": ["Workspace", "WorkspaceId"]},
            '/"}]',
        ],
    ]
}
CONTENT = {
    "Type": "Custom::GrafanaContent",
    "Properties": {"DataSources": SOURCES, "AssetKey": "0123abcd.zip"},
}

Written = Callable[[], dict[str, str]]


@pytest.fixture
def asset(tmp_path: Path) -> Path:
    """The dashboards as the stack has them beside its template."""
    index = {"dashboards": [{"uid": "eks-pods", "folder": "eks", "file": "dashboards/eks/it.json"}]}
    with zipfile.ZipFile(tmp_path / "asset.0123abcd.zip", "w") as packed:
        packed.writestr("content.json", json.dumps(index))
        packed.writestr("dashboards/eks/it.json", '{"uid":"eks-pods","title":"Pods · all"}')
    return tmp_path / "asset.0123abcd.zip"


@pytest.fixture
def placeholders() -> Placeholders:
    return {}


@pytest.fixture
def written(assembly: Path, asset: Path, placeholders: Placeholders) -> Written:
    """The files of a stack with content for Grafana."""
    stack = replace(
        read_assembly(assembly)[0],
        template={"Resources": {"Content": CONTENT}},
        template_file=asset.parent / "Hub.template.json",
    )
    return lambda: {str(path): text for path, text in grafana_files.files(stack, placeholders)}


def test_each_dashboard_is_a_file_of_its_uid(written: Written) -> None:
    body: dict[str, Any] = json.loads(written()["hub/grafana/dashboards/eks-pods.json"])

    assert body == {"uid": "eks-pods", "title": "Pods · all"}


def test_a_dashboard_is_written_as_people_read_it(written: Written) -> None:
    assert '  "title": "Pods · all"\n' in written()["hub/grafana/dashboards/eks-pods.json"]


def test_data_sources_say_what_only_a_deploy_knows(
    written: Written, placeholders: Placeholders
) -> None:
    (source,) = json.loads(written()["hub/grafana/datasources.json"])

    assert source["url"].endswith("/workspaces/${Workspace.WorkspaceId}/")
    assert [name for _, name in placeholders] == ["Workspace.WorkspaceId"]


def test_dashboards_that_are_missing_are_a_mistake(written: Written, asset: Path) -> None:
    asset.unlink()

    with pytest.raises(ArtifactError, match="synthesize again"):
        written()


def test_a_stack_without_grafana_has_no_files(assembly: Path) -> None:
    stack = replace(read_assembly(assembly)[0], template={"Resources": {}})

    assert list(grafana_files.files(stack, {})) == []
