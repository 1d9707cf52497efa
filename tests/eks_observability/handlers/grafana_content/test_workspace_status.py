"""A workspace that is not ACTIVE, and its plugin administration."""

from typing import Any

import pytest

from eks_observability.handlers.grafana_content.errors import GrafanaContentError

STATUSES = [
    *("CREATING", "DELETING", "FAILED", "UPDATING", "UPGRADING", "DELETION_FAILED", "DEGRADED"),
    *("CREATION_FAILED", "UPDATE_FAILED", "UPGRADE_FAILED", "LICENSE_REMOVAL_FAILED"),
    *("VERSION_UPDATING", "VERSION_UPDATE_FAILED"),
]
PASSING = ["CREATING", "UPDATING", "UPGRADING", "VERSION_UPDATING"]
BROKEN = [status for status in STATUSES if status not in PASSING]
PLUGIN = "grafana-x-ray-datasource"


def test_every_status_of_the_api_is_known(aws_session: Any) -> None:
    model = aws_session.client("grafana", "eu-central-1").meta.service_model
    assert {*STATUSES, "ACTIVE"} == set(model.shape_for("WorkspaceStatus").enum)


@pytest.mark.parametrize("status", PASSING)
def test_a_status_that_passes_is_waited_for(
    stack: Any, asking: Any, control: Any, grafana: Any, status: str
) -> None:
    control.statuses = [status] * 5

    stack.create(**asking())

    assert grafana.dashboards


def test_nothing_but_the_workspace_is_asked_for_while_it_is_updating(
    stack: Any, asking: Any, control: Any, network: Any
) -> None:
    control.statuses = ["UPDATING"] * 100

    with pytest.raises(TimeoutError):
        stack.create(**asking())

    assert network.writes == []


def test_a_workspace_that_becomes_updating_in_the_middle_is_waited_for(
    stack: Any, asking: Any, control: Any, grafana: Any
) -> None:
    control.statuses = ["ACTIVE", "UPDATING", "UPDATING"]

    stack.create(**asking())

    assert grafana.dashboards


@pytest.mark.parametrize("status", BROKEN)
def test_a_status_that_does_not_pass_is_explained(
    stack: Any, asking: Any, control: Any, status: str
) -> None:
    control.statuses = [status]

    with pytest.raises(GrafanaContentError, match=f"the workspace is {status}: "):
        stack.create(**asking())


def test_a_degraded_workspace_says_why(stack: Any, asking: Any, control: Any) -> None:
    control.statuses = ["DEGRADED"]

    with pytest.raises(GrafanaContentError, match=r"DEGRADED: KMS_KEY_DISABLED\. Mend it"):
        stack.create(**asking())


@pytest.mark.parametrize("status", BROKEN)
def test_a_broken_workspace_does_not_hold_up_a_destroy(
    stack: Any, asking: Any, control: Any, grafana: Any, status: str
) -> None:
    stack.create(**asking())
    control.statuses = [status]

    assert stack.delete()["IsComplete"]
    assert grafana.dashboards


def test_plugin_administration_is_switched_on_where_plugins_are_asked_for(
    stack: Any, asking: Any, control: Any, grafana: Any
) -> None:
    control.configuration = {"unifiedAlerting": {"enabled": True}}

    stack.create(**asking(Plugins=[PLUGIN], sources=[]))

    assert PLUGIN in grafana.plugins
    assert control.configuration == {
        "unifiedAlerting": {"enabled": True},
        "plugins": {"pluginAdminEnabled": True},
    }


def test_it_stays_off_where_no_plugins_are_asked_for(
    stack: Any, asking: Any, control: Any, network: Any
) -> None:
    control.configuration = {}

    stack.create(**asking(Plugins=[], sources=[]))

    assert "UpdateWorkspaceConfiguration" not in network.writes


@pytest.mark.parametrize("how", ["update", "delete"])
@pytest.mark.parametrize("before", [False, True])
def test_it_is_as_it_was_before_when_plugins_are_no_longer_asked_for(
    stack: Any, asking: Any, control: Any, how: str, before: bool
) -> None:
    control.configuration = {"plugins": {"pluginAdminEnabled": before}}
    stack.create(**asking(Plugins=[PLUGIN], sources=[]))

    if how == "update":
        stack.update(**asking(Plugins=[], sources=[]))
    else:
        stack.delete()

    assert control.configuration["plugins"]["pluginAdminEnabled"] == before


def test_it_is_as_it_was_also_after_a_second_deploy(stack: Any, asking: Any, control: Any) -> None:
    control.configuration = {}
    stack.create(**asking(Plugins=[PLUGIN], sources=[]))
    stack.update(**asking({"eks-pods": "Pods"}, Plugins=[PLUGIN], sources=[]))

    stack.delete()

    assert control.configuration["plugins"]["pluginAdminEnabled"] is False


def test_it_stays_on_where_a_person_switched_it_on_and_we_asked_for_no_plugins(
    stack: Any, asking: Any, control: Any
) -> None:
    control.configuration = {}
    stack.create(**asking(Plugins=[], sources=[]))
    control.configuration = {"plugins": {"pluginAdminEnabled": True}}

    stack.delete()

    assert control.configuration["plugins"]["pluginAdminEnabled"]
