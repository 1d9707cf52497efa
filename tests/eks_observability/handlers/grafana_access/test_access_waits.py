"""What is waited for, and what Grafana says long after it was true."""

from typing import Any

import pytest

from eks_observability.handlers.grafana_access import handler

JANE = "73847832-1031-70a6-d142-6fbb72a512f0"
USER = "SSO_USER"


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "UPGRADING", "VERSION_UPDATING"])
def test_a_workspace_that_changes_is_waited_for(
    stack: Any, grafana: Any, asking: Any, status: str
) -> None:
    grafana.status = [status, status, "ACTIVE"]

    stack.create(**asking({JANE: "ADMIN"}))

    assert grafana.roles == {(USER, JANE): "ADMIN"}


def test_nothing_is_written_while_the_workspace_changes(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    grafana.status = ["UPDATING"]

    with pytest.raises(TimeoutError):
        stack.create(**asking({JANE: "ADMIN"}))

    assert network.writes == []


@pytest.mark.parametrize(
    "status",
    ["DELETING", "FAILED", "CREATION_FAILED", "UPDATE_FAILED", "VERSION_UPDATE_FAILED", "DEGRADED"],
)
def test_a_workspace_in_trouble_is_named(
    stack: Any, grafana: Any, asking: Any, status: str
) -> None:
    grafana.status = [status]

    with pytest.raises(handler.GrafanaAccessError, match=f"the workspace is {status}: look at it"):
        stack.create(**asking({JANE: "ADMIN"}))


def test_aws_own_reason_is_told(stack: Any, grafana: Any, asking: Any) -> None:
    grafana.status, grafana.reason = ["DEGRADED"], "its key is disabled"

    with pytest.raises(handler.GrafanaAccessError, match="DEGRADED: its key is disabled"):
        stack.create(**asking({JANE: "ADMIN"}))


def test_delete_does_not_hang_on_a_workspace_in_trouble(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    stack.create(**asking({JANE: "ADMIN"}))
    network.calls.clear()
    grafana.status = ["FAILED"]

    stack.delete()

    assert network.writes == []


def test_delete_of_a_workspace_that_is_gone_is_done(stack: Any, network: Any, asking: Any) -> None:
    stack.create(**asking({JANE: "ADMIN"}))
    network.fail("DescribeWorkspace", "ResourceNotFoundException", status=404)

    stack.delete()


def test_an_id_that_is_not_ours_takes_nothing_away(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    stack.create(**asking({JANE: "ADMIN"}))
    stack.physical_id = "somebody-elses"
    network.calls.clear()

    stack.delete()

    assert network.calls == []


def test_a_list_that_lags_is_asked_again(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    grafana.late = 4

    stack.create(**asking({JANE: "ADMIN"}))

    assert network.made("UpdatePermissions")
    assert len(network.made("UpdatePermissions")) == 1


def test_an_answer_that_changed_nothing_is_a_failure(stack: Any, grafana: Any, asking: Any) -> None:
    grafana.hidden = 1000

    with pytest.raises(handler.GrafanaAccessError, match=f"does not list it.*{JANE}"):
        stack.create(**asking({JANE: "ADMIN"}))


def test_there_is_a_second_between_two_writes(
    stack: Any, grafana: Any, network: Any, asking: Any
) -> None:
    stack.create(**asking({JANE: "ADMIN"}))
    network.naps.clear()

    stack.update(**asking({JANE: "VIEWER"}))

    assert [nap for nap in network.naps if nap] == [1, 1]
