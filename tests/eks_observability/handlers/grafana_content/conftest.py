"""A Grafana workspace in memory, and a stack that fills it."""

import io
import json
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from eks_observability.handlers.grafana_content import handler
from tests.eks_observability.handlers.grafana_content.fake_control import WORKSPACE, FakeControl
from tests.eks_observability.handlers.grafana_content.fake_grafana import FakeGrafana, Response

AMP = {
    "uid": "amp",
    "name": "Amazon Managed Service for Prometheus",
    "type": "grafana-amazonprometheus-datasource",
    "access": "proxy",
    "url": "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/",
    "isDefault": True,
    "jsonData": {"httpMethod": "POST", "sigV4Auth": True},
}
CLOUDWATCH = {
    **{"uid": "cloudwatch", "name": "CloudWatch", "type": "cloudwatch", "access": "proxy"},
    "jsonData": {"authType": "ec2_iam_role", "defaultRegion": "eu-central-1"},
}
FOLDER = {"Uid": "eks-observability", "Title": "EKS"}


@pytest.fixture
def control(network: Any, aws_error: Any) -> FakeControl:
    network.service = FakeControl(aws_error)
    return network.service  # type: ignore[no-any-return] # the network takes any service


@pytest.fixture
def grafana(control: FakeControl, monkeypatch: pytest.MonkeyPatch) -> FakeGrafana:
    grafana = FakeGrafana(control)

    def opened(
        opener: object, request: urllib.request.Request, data: object = None, timeout: float = 999
    ) -> Response:
        assert data is None
        return grafana.open(opener, request, timeout)

    monkeypatch.setattr(urllib.request.OpenerDirector, "open", opened)
    return grafana


@pytest.fixture
def stack(cloudformation: Any, grafana: FakeGrafana) -> Any:
    return cloudformation(handler)


@pytest.fixture
def asking(control: FakeControl) -> Callable[..., dict[str, Any]]:
    """Properties as the construct has them; dashboards are titles, or JSON, by uid."""

    def ask(
        dashboards: Mapping[str, Any] | None = None,
        sources: list[dict[str, Any]] | None = None,
        *,
        folder: str = FOLDER["Uid"],
        **other: Any,
    ) -> dict[str, Any]:
        wanted = {"eks-cluster": "Cluster"} if dashboards is None else dashboards
        packed, entries = io.BytesIO(), []
        with zipfile.ZipFile(packed, "w") as file:
            for uid, it in wanted.items():
                name = f"dashboards/{folder}/{uid}.json"
                file.writestr(name, json.dumps({"title": it} if isinstance(it, str) else it))
                entries.append({"uid": uid, "folder": folder, "file": name})
            file.writestr("content.json", json.dumps({"dashboards": entries}))
        key = f"asset-{len(control.objects)}.zip"
        control.objects[key] = packed.getvalue()
        asked = {
            "WorkspaceId": WORKSPACE,
            "AssetBucket": "assets",
            "AssetKey": key,
            "Dashboards": list(wanted),
            "DataSources": json.dumps([AMP, CLOUDWATCH] if sources is None else sources),
            "Folders": [FOLDER],
            "Plugins": ["grafana-amazonprometheus-datasource"],
            "EditedByHand": "refuse",
        }
        return asked | other

    return ask
