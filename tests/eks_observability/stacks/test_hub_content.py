"""Which folders and dashboards the hub puts into Grafana."""

import json
import subprocess
import sys
from typing import Any

import pytest

from eks_observability.grafana.content import DashboardFile
from eks_observability.settings import Settings
from eks_observability.signals.dashboards.links import uid
from eks_observability.stacks.hub_content import dashboard_files, folders, plugins

FACTS = {
    "name": "shop",
    "region": "eu-central-1",
    "account": "111122223333",
    "kubernetes_version": "1.36",
    "oidc_issuer": "https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE",
    "authentication_mode": "API",
}
SUBJECTS = {
    *("alerts", "api-server", "cluster", "collectors", "control-plane", "coredns", "home"),
    *("logs", "nodes", "pods", "traces", "volumes", "workloads"),
}
APART = {"folders": "per_cluster"}


def settings_of(**grafana: Any) -> Settings:
    clusters = tuple(FACTS | {"name": name} for name in ("shop", "bank"))
    return Settings.model_validate({"clusters": clusters, "grafana": {"enabled": True, **grafana}})


@pytest.fixture(scope="module")
def shared() -> tuple[DashboardFile, ...]:
    return dashboard_files(settings_of())


@pytest.fixture(scope="module")
def apart() -> tuple[DashboardFile, ...]:
    return dashboard_files(settings_of(**APART))


def test_there_is_one_folder_unless_each_cluster_shall_have_its_own() -> None:
    assert [each.title for each in folders(settings_of())] == ["EKS"]


def test_each_cluster_can_have_a_folder() -> None:
    assert [each.title for each in folders(settings_of(**APART))] == ["EKS", "EKS shop", "EKS bank"]


def test_every_subject_has_a_dashboard(shared: tuple[DashboardFile, ...]) -> None:
    assert {each.uid for each in shared} == {uid(subject) for subject in SUBJECTS}


def test_all_of_them_are_in_the_one_folder(shared: tuple[DashboardFile, ...]) -> None:
    assert {each.folder for each in shared} == {"eks-observability"}


def test_the_file_holds_the_dashboard_of_its_uid(apart: tuple[DashboardFile, ...]) -> None:
    assert [each.uid for each in apart] == [json.loads(each.text)["uid"] for each in apart]


def test_no_two_clusters_have_a_dashboard_of_one_uid(apart: tuple[DashboardFile, ...]) -> None:
    uids = [each.uid for each in apart]

    assert len(uids) == len(set(uids)) == 2 * (len(SUBJECTS) - 2) + 2


def test_what_shows_all_clusters_is_there_once(apart: tuple[DashboardFile, ...]) -> None:
    of_all = [each.uid for each in apart if each.folder == "eks-observability"]

    assert sorted(of_all) == ["eks-alerts", "eks-home"]


@pytest.mark.parametrize("name", ["shop", "bank"])
def test_each_folder_has_the_dashboards_of_its_cluster(
    apart: tuple[DashboardFile, ...], name: str
) -> None:
    there = {each.uid for each in apart if each.folder == uid("folder", name)}

    assert there == {uid(subject, name) for subject in SUBJECTS - {"alerts", "home"}}


def test_every_link_leads_to_a_dashboard_that_is_there(apart: tuple[DashboardFile, ...]) -> None:
    there = {each.uid for each in apart}
    asked = {
        part.partition("?")[0].partition('"')[0]
        for each in apart
        for part in each.text.split("/d/")[1:]
    }

    assert asked
    assert asked <= there


def test_the_plugins_of_the_data_sources_are_installed_and_those_asked_for() -> None:
    wanted = plugins(settings_of(plugins=("grafana-athena-datasource",)))

    assert wanted == (
        "grafana-amazonprometheus-datasource",
        "grafana-x-ray-datasource",
        "grafana-athena-datasource",
    )


def test_no_plugin_is_installed_where_nobody_may() -> None:
    assert plugins(settings_of(workspace={"plugin_admin": False})) == ()


def test_whoever_has_no_grafana_does_not_load_grafanas_types() -> None:
    program = (
        "import sys; import eks_observability.stacks.hub, eks_observability.stacks.cluster; "
        "print([name for name in sys.modules if name.startswith('grafana_foundation_sdk')])"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == "[]"
