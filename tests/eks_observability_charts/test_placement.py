"""Where pods may run."""

from typing import Any

import cdk8s
import cdk8s_plus_27 as kplus

from eks_observability_charts.placement import Placement, Toleration, place


def pod(placement: Placement) -> dict[str, Any]:
    """The pods of a DaemonSet that is placed."""
    chart = cdk8s.Chart(cdk8s.App(), "chart")
    daemon_set = kplus.DaemonSet(chart, "set", containers=[kplus.ContainerProps(image="a:1")])
    place(cdk8s.ApiObject.of(daemon_set), placement)
    [made] = cdk8s.Testing.synth(chart)
    spec: dict[str, Any] = made["spec"]["template"]["spec"]
    return spec


def expressions(placement: Placement) -> list[dict[str, Any]]:
    affinity = pod(placement)["affinity"]["nodeAffinity"]
    [term] = affinity["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    found: list[dict[str, Any]] = term["matchExpressions"]
    return found


def test_windows_nodes_are_left_out() -> None:
    linux = {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}

    assert linux in expressions(Placement())


def test_fargate_is_left_out() -> None:
    no_fargate = {
        "key": "eks.amazonaws.com/compute-type",
        "operator": "NotIn",
        "values": ["fargate"],
    }

    assert no_fargate in expressions(Placement())


def test_every_taint_is_tolerated_by_default() -> None:
    assert pod(Placement())["tolerations"] == [{"operator": "Exists"}]


def test_one_taint_is_tolerated_where_that_is_asked_for() -> None:
    batch = Toleration(key="dedicated", operator="Equal", value="batch", effect="NoSchedule")

    assert pod(Placement(tolerations=(batch,)))["tolerations"] == [
        {"key": "dedicated", "operator": "Equal", "value": "batch", "effect": "NoSchedule"}
    ]


def test_a_full_node_makes_room_by_default() -> None:
    assert pod(Placement())["priorityClassName"] == "system-node-critical"


def test_the_clusters_own_priority_is_none_of_ours() -> None:
    assert "priorityClassName" not in pod(Placement(priority_class=None))
