"""What is switched on and off, and what is remembered."""

from typing import Any

import pytest

from eks_observability.handlers.control_plane_logging import handler


def wanting(*types: str, cluster: str = "demo") -> dict[str, Any]:
    return {"ClusterName": cluster, "Types": sorted(types)}


def test_create_switches_on_what_is_off_and_nothing_else(
    stack: Any, network: Any, cluster: Any
) -> None:
    cluster.enabled = {"api", "audit"}

    stack.create(**wanting("audit", "authenticator"))

    assert cluster.enabled == {"api", "audit", "authenticator"}
    assert network.made("UpdateClusterConfig") == [
        {
            "name": "demo",
            "logging": {"clusterLogging": [{"types": ["authenticator"], "enabled": True}]},
            "clientRequestToken": "00000000-0000-4000-8000-000000000001",
        }
    ]


def test_create_of_what_is_on_already_writes_nothing(
    stack: Any, network: Any, cluster: Any
) -> None:
    cluster.enabled = {"audit"}

    answer = stack.create(**wanting("audit"))

    assert network.writes == []
    assert answer["Data"] == {"EnabledTypes": "audit"}


def test_create_answers_which_types_are_on(stack: Any, cluster: Any) -> None:
    cluster.enabled = {"scheduler"}

    assert stack.create(**wanting("audit", "api"))["Data"] == {
        "EnabledTypes": "api,audit,scheduler"
    }


def test_on_event_writes_nothing(stack: Any, network: Any) -> None:
    handler.on_event(stack.event("Create", wanting("audit")), None)

    assert network.calls == [("DescribeCluster", {"name": "demo"})]


@pytest.mark.parametrize(
    ("enabled", "remembered"),
    [
        (set(), "demo/control-plane-logging?before=none"),
        ({"scheduler", "api"}, "demo/control-plane-logging?before=api,scheduler"),
    ],
)
def test_the_physical_id_holds_the_types_that_were_on(
    stack: Any, cluster: Any, enabled: set[str], remembered: str
) -> None:
    cluster.enabled = enabled

    stack.create(**wanting("audit"))

    assert stack.physical_id == remembered


def test_a_cluster_without_logging_in_its_description_has_no_type_on(
    stack: Any, eks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = {"cluster": {"name": "demo", "status": "ACTIVE"}}
    monkeypatch.setattr(eks, "describe_cluster", lambda name: bare)

    answer = handler.on_event(stack.event("Create", wanting("audit")), None)

    assert answer == {"PhysicalResourceId": "demo/control-plane-logging?before=none"}


def test_update_without_a_change_writes_nothing_and_keeps_the_id(stack: Any, network: Any) -> None:
    stack.create(**wanting("audit"))
    physical_id, network.calls = stack.physical_id, []

    stack.update(**wanting("audit"))

    assert network.writes == []
    assert stack.physical_id == physical_id


def test_update_to_more_types_switches_on_the_difference(
    stack: Any, network: Any, cluster: Any
) -> None:
    stack.create(**wanting("audit"))
    physical_id, network.calls = stack.physical_id, []

    stack.update(**wanting("audit", "api"))

    assert cluster.enabled == {"api", "audit"}
    (call,) = network.made("UpdateClusterConfig")
    assert call["logging"] == {"clusterLogging": [{"types": ["api"], "enabled": True}]}
    assert stack.physical_id == physical_id


def test_update_to_fewer_types_switches_off_what_we_switched_on(stack: Any, cluster: Any) -> None:
    stack.create(**wanting("audit", "api"))

    stack.update(**wanting("audit"))

    assert cluster.enabled == {"audit"}


def test_update_to_fewer_types_leaves_on_what_was_on_before(stack: Any, cluster: Any) -> None:
    cluster.enabled = {"api"}
    stack.create(**wanting("audit", "api"))

    stack.update(**wanting("audit"))

    assert cluster.enabled == {"api", "audit"}


def test_update_to_other_types_is_one_call_that_switches_both_ways(
    stack: Any, network: Any, cluster: Any
) -> None:
    stack.create(**wanting("audit"))
    network.calls = []

    stack.update(**wanting("api"))

    assert cluster.enabled == {"api"}
    calls = [call["logging"] for call in network.made("UpdateClusterConfig")]
    setups = [{"types": ["api"], "enabled": True}, {"types": ["audit"], "enabled": False}]
    assert calls == [{"clusterLogging": setups}]


def test_update_leaves_on_what_a_person_switched_on_since(stack: Any, cluster: Any) -> None:
    stack.create(**wanting("audit"))
    cluster.enabled.add("scheduler")

    stack.update(**wanting("api"))

    assert cluster.enabled == {"api", "scheduler"}


def test_update_to_another_cluster_switches_on_there_and_puts_back_here(
    stack: Any, eks: Any, cluster: Any
) -> None:
    eks.clusters["other"] = type(cluster)({"api", "audit"})
    stack.create(**wanting("audit", "scheduler"))

    stack.update(**wanting("authenticator", cluster="other"))

    assert cluster.enabled == set()
    assert eks.clusters["other"].enabled == {"api", "audit", "authenticator"}
    assert stack.physical_id == "other/control-plane-logging?before=api,audit"


def test_what_was_asked_of_the_old_cluster_is_not_switched_off_on_the_new_one(
    stack: Any, eks: Any, cluster: Any
) -> None:
    eks.clusters["other"] = type(cluster)(set())
    stack.create(**wanting("scheduler"))
    stack.between_polls = lambda: eks.clusters["other"].enabled.add("scheduler")

    stack.update(**wanting("audit", cluster="other"))

    assert eks.clusters["other"].enabled == {"audit", "scheduler"}


def test_delete_puts_back_what_was_before(stack: Any, cluster: Any) -> None:
    cluster.enabled = {"api"}
    stack.create(**wanting("api", "audit"))

    stack.delete()

    assert cluster.enabled == {"api"}


def test_delete_leaves_on_what_a_person_switched_on_since(stack: Any, cluster: Any) -> None:
    stack.create(**wanting("audit"))
    cluster.enabled.add("scheduler")

    stack.delete()

    assert cluster.enabled == {"scheduler"}


def test_delete_leaves_off_what_a_person_switched_off_since(
    stack: Any, network: Any, cluster: Any
) -> None:
    cluster.enabled = {"api"}
    stack.create(**wanting("audit"))
    cluster.enabled, network.calls = set(), []

    stack.delete()

    assert cluster.enabled == set()
    assert network.writes == []


def test_delete_of_an_id_that_is_not_ours_switches_nothing_off(
    stack: Any, network: Any, cluster: Any
) -> None:
    cluster.enabled = {"audit"}
    stack.physical_id = "demo-ControlPlaneLogging-1A2B3C"

    stack.send("Delete", wanting("audit"))

    assert network.writes == []
    assert cluster.enabled == {"audit"}


def test_update_of_an_id_that_is_not_ours_switches_nothing_off(stack: Any, cluster: Any) -> None:
    cluster.enabled = {"audit"}
    stack.physical_id = "demo-ControlPlaneLogging-1A2B3C"

    stack.send("Update", wanting("api"), wanting("audit"))

    assert cluster.enabled == {"api", "audit"}
