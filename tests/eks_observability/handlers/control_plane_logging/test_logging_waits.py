"""Waiting for the cluster, updates that fail, and what a failed Create leaves behind."""

from typing import Any

import pytest

from eks_observability.handlers.control_plane_logging import handler

AUDIT = {"ClusterName": "demo", "Types": ["audit"]}
OUT_OF_ADDRESSES = {
    "errorCode": "InsufficientFreeAddresses",
    "errorMessage": "One or more subnets have no free addresses.",
    "resourceIds": ["subnet-0a1b2c3d"],
}


def test_nothing_is_complete_before_eks_is_done(stack: Any, eks: Any, cluster: Any) -> None:
    eks.polls = 5
    seen = []
    stack.between_polls = lambda: seen.append((cluster.status, set(cluster.enabled)))

    stack.create(**AUDIT)

    assert seen == [("UPDATING", set())] * 6
    assert (cluster.status, cluster.enabled) == ("ACTIVE", {"audit"})


@pytest.mark.parametrize("status", ["CREATING", "UPDATING", "PENDING", "A_STATUS_TO_COME"])
@pytest.mark.parametrize("kind", ["Create", "Delete"])
def test_a_cluster_that_is_not_active_is_waited_for(
    stack: Any, network: Any, cluster: Any, status: str, kind: str
) -> None:
    stack.physical_id = "demo/control-plane-logging?before=none"
    cluster.status, cluster.polls_left = status, 99
    event = stack.event(kind, AUDIT) | {"PhysicalResourceId": stack.physical_id}

    assert handler.is_complete(event, None) == {"IsComplete": False}
    assert network.writes == []


def test_an_update_by_somebody_else_is_waited_for(stack: Any, eks: Any, cluster: Any) -> None:
    eks.begin("demo", {"scheduler"})

    stack.create(**AUDIT)

    assert cluster.enabled == {"audit", "scheduler"}


def test_an_update_by_somebody_else_that_comes_in_between_is_waited_for(
    stack: Any, eks: Any, network: Any, cluster: Any
) -> None:
    network.fail("UpdateClusterConfig", "ResourceInUseException", status=409, times=1)
    eks.polls = 0
    stack.between_polls = lambda: None if eks.updates else eks.begin("demo", {"api"})

    stack.create(**AUDIT)

    assert cluster.enabled == {"api", "audit"}


@pytest.mark.parametrize("code", ["InvalidParameterException", "InvalidRequestException"])
def test_no_changes_needed_is_looked_at_again(
    stack: Any, eks: Any, network: Any, cluster: Any, code: str
) -> None:
    cluster.enabled, eks.behind = {"audit"}, True
    network.fail("UpdateClusterConfig", code, "No changes needed for the logging config provided")

    def catch_up() -> None:
        eks.behind = False

    stack.between_polls = catch_up

    assert stack.create(**AUDIT)["Data"] == {"EnabledTypes": "audit"}
    assert network.writes == ["UpdateClusterConfig"]


def test_a_description_that_lags_behind_a_done_update_is_looked_at_again(
    stack: Any, eks: Any, network: Any
) -> None:
    eks.behind, eks.polls = True, 0

    def catch_up() -> None:
        eks.behind = len(network.made("UpdateClusterConfig")) < 3

    stack.between_polls = catch_up

    assert stack.create(**AUDIT)["Data"] == {"EnabledTypes": "audit"}
    assert len(eks.updates) == 1


@pytest.mark.parametrize("status", ["Failed", "Cancelled"])
def test_an_update_that_fails_is_explained(stack: Any, eks: Any, status: str) -> None:
    eks.failure = status, [OUT_OF_ADDRESSES]

    with pytest.raises(handler.ControlPlaneLoggingError) as caught:
        stack.create(**AUDIT)

    message = str(caught.value)
    assert f"update u0 is {status}" in message
    for part in ("demo", "111122223333", "eu-central-1", "InsufficientFreeAddresses"):
        assert part in message
    assert "no free addresses" in message
    assert "subnet-0a1b2c3d" in message


def test_an_update_that_fails_without_a_word_is_an_error(stack: Any, eks: Any) -> None:
    eks.failure = "Failed", []

    with pytest.raises(handler.ControlPlaneLoggingError, match=r"u0 is Failed.*EKS says: nothing"):
        stack.create(**AUDIT)


def test_an_error_is_short_enough_for_cloudformation(stack: Any, eks: Any) -> None:
    eks.failure = "Failed", [OUT_OF_ADDRESSES] * 100

    with pytest.raises(handler.ControlPlaneLoggingError) as caught:
        stack.create(**AUDIT)

    assert len(str(caught.value)) == 2000


def test_an_update_that_never_ends_ends_with_the_timeout_of_the_provider(
    stack: Any, eks: Any
) -> None:
    eks.polls = 10_000

    with pytest.raises(TimeoutError):
        stack.create(**AUDIT)


@pytest.mark.parametrize("status", ["DELETING", "FAILED"])
def test_a_cluster_that_goes_away_fails_a_create(stack: Any, cluster: Any, status: str) -> None:
    cluster.status = status

    with pytest.raises(handler.ControlPlaneLoggingError, match=f"it is {status}. Name a cluster"):
        stack.create(**AUDIT)


@pytest.mark.parametrize("status", ["DELETING", "FAILED"])
def test_a_cluster_that_goes_away_needs_nothing_put_back(
    stack: Any, network: Any, cluster: Any, status: str
) -> None:
    stack.create(**AUDIT)
    cluster.status, network.calls = status, []

    stack.delete()

    assert network.writes == []


def test_a_cluster_that_is_gone_needs_nothing_put_back(stack: Any, eks: Any) -> None:
    stack.create(**AUDIT)
    eks.clusters.clear()

    answer = stack.delete()

    assert answer["IsComplete"]


def test_a_cluster_that_goes_away_between_two_calls_needs_nothing_put_back(
    stack: Any, network: Any
) -> None:
    stack.create(**AUDIT)
    network.fail("UpdateClusterConfig", "ResourceNotFoundException", status=404)

    assert stack.delete()["IsComplete"]


def test_delete_after_a_create_that_eks_failed_restores(stack: Any, eks: Any, cluster: Any) -> None:
    eks.failure = "Failed", [OUT_OF_ADDRESSES]
    with pytest.raises(handler.ControlPlaneLoggingError):
        stack.create(**AUDIT)

    stack.delete()

    assert cluster.enabled == set()


def test_delete_after_a_create_that_timed_out_waits_and_restores(
    stack: Any, eks: Any, network: Any, cluster: Any
) -> None:
    eks.polls = 25
    with pytest.raises(TimeoutError):
        stack.create(**AUDIT)
    eks.polls = 2

    stack.delete()

    assert cluster.enabled == set()
    assert network.made("UpdateClusterConfig")[-1]["logging"] == {
        "clusterLogging": [{"types": ["audit"], "enabled": False}]
    }


@pytest.mark.parametrize("operation", ["DescribeCluster", "UpdateClusterConfig", "DescribeUpdate"])
def test_delete_after_a_create_that_failed_at_any_call_restores(
    stack: Any, network: Any, cluster: Any, operation: str
) -> None:
    cluster.enabled = {"api"}
    network.fail(operation, "AccessDeniedException", status=403)
    with pytest.raises(handler.ControlPlaneLoggingError):
        stack.create(**AUDIT)
    network.faults.clear()

    stack.delete()

    assert (cluster.status, cluster.enabled) == ("ACTIVE", {"api"})


def test_delete_of_a_create_whose_on_event_failed_never_comes_and_is_not_needed(
    stack: Any, network: Any, cluster: Any
) -> None:
    network.fail("DescribeCluster", "AccessDeniedException", status=403)
    with pytest.raises(handler.ControlPlaneLoggingError):
        stack.create(**AUDIT)

    assert "CREATE_FAILED" in stack.physical_id
    assert network.writes == []
    assert cluster.enabled == set()
