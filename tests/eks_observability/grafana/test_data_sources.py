"""Where dashboards get their data from."""

from typing import Any

import pytest

from eks_observability.grafana.data_sources import PLUGINS, DataSource, data_sources
from eks_observability.prometheus.workspace_reference import WorkspaceReference

WORKSPACE = WorkspaceReference(
    id="ws-12345678-1234-1234-1234-123456789012", account="111122223333", region="eu-west-1"
)
ALL = data_sources(WORKSPACE, region="eu-central-1", scrape_seconds=30)


def of(uid: str) -> DataSource:
    return next(each for each in ALL if each.uid == uid)


def test_the_uids_stay() -> None:
    assert [each.uid for each in ALL] == ["amp", "cloudwatch", "xray"]


def test_metrics_come_from_the_workspace() -> None:
    address = f"https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/{WORKSPACE.id}/"

    assert of("amp").url == address


def test_metrics_are_asked_for_by_the_plugin_that_still_signs() -> None:
    assert of("amp").type == "grafana-amazonprometheus-datasource"


def test_metrics_are_signed_for_the_region_of_their_workspace() -> None:
    assert of("amp").options["sigV4Region"] == "eu-west-1"


def test_metrics_are_signed_with_the_workspaces_role() -> None:
    signed = {"sigV4Auth": True, "sigV4AuthType": "ec2_iam_role"}

    assert signed.items() <= of("amp").options.items()


def test_no_rate_is_asked_for_over_less_than_four_scrapes() -> None:
    assert of("amp").options["timeInterval"] == "30s"


@pytest.mark.parametrize("uid", ["cloudwatch", "xray"])
def test_logs_and_traces_are_asked_for_with_the_workspaces_role(uid: str) -> None:
    asked: dict[str, Any] = {"authType": "ec2_iam_role", "defaultRegion": "eu-central-1"}

    assert asked.items() <= of(uid).options.items()


def test_a_log_leads_to_its_trace() -> None:
    assert of("cloudwatch").options["tracingDatasourceUid"] == "xray"


def test_metrics_are_what_a_panel_asks_for_that_names_nothing() -> None:
    assert [each.uid for each in ALL if each.is_default] == ["amp"]


def test_every_plugin_that_grafana_may_not_have_is_installed() -> None:
    assert {each.type for each in ALL} - set(PLUGINS) == {"cloudwatch"}


def test_no_data_source_holds_a_secret() -> None:
    assert not [each for each in ALL if "secureJsonData" in each.body()]


def test_a_body_has_what_grafana_wants_to_know() -> None:
    assert of("xray").body() == {
        "uid": "xray",
        "name": "AWS X-Ray",
        "type": "grafana-x-ray-datasource",
        "access": "proxy",
        "url": "",
        "isDefault": False,
        "jsonData": {"authType": "ec2_iam_role", "defaultRegion": "eu-central-1"},
    }
