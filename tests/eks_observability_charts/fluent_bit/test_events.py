"""Kubernetes events as logs."""

from typing import Any

import cdk8s

from eks_observability_charts.fluent_bit.events import KubernetesEventsChart
from eks_observability_charts.placement import Placement
from eks_observability_charts.resources import Resources
from tests.eks_observability_charts.fluent_bit.classic import Read, check, pipeline


def chart(**chosen: Any) -> dict[str, dict[str, Any]]:
    """The chart's objects, by kind."""
    arguments = {
        "cluster_name": "shop",
        "region": "eu-central-1",
        "image": "aws-for-fluent-bit:3.4.8",
        **chosen,
    }
    made = KubernetesEventsChart(cdk8s.App(), "events", **arguments).to_json()
    return {one["kind"]: one for one in made}


def pod(**chosen: Any) -> dict[str, Any]:
    return dict(chart(**chosen)["Deployment"]["spec"]["template"]["spec"])


def container(**chosen: Any) -> dict[str, Any]:
    [found] = pod(**chosen)["containers"]
    return dict(found)


def section(kind: str, **chosen: Any) -> Read:
    found = pipeline(chart(**chosen)["ConfigMap"]["data"])
    return next(each for each in found if each.name == kind)


def test_the_configuration_is_documented_and_hangs_together() -> None:
    check(chart()["ConfigMap"]["data"], {each["name"] for each in container()["env"]})


def test_objects_have_names_of_their_own() -> None:
    names = {kind: one["metadata"]["name"] for kind, one in chart().items()}
    assert names == {
        "ServiceAccount": "fluent-bit-events",
        "ClusterRole": "amazon-cloudwatch-fluent-bit-events",
        "ClusterRoleBinding": "amazon-cloudwatch-fluent-bit-events",
        "ConfigMap": "fluent-bit-events-config",
        "Deployment": "fluent-bit-events",
    }


def test_the_only_right_is_to_see_events() -> None:
    [rule] = chart()["ClusterRole"]["rules"]
    assert (rule["resources"], rule["verbs"]) == (["events"], ["list", "watch"])


def test_events_have_a_log_group_of_their_own() -> None:
    output = section("OUTPUT")
    assert output.value("log_group_name") == "/aws/containerinsights/${CLUSTER_NAME}/events"
    assert output.value("log_stream_name") == "fluent-bit-events"


def test_the_log_group_is_created_only_if_asked_for() -> None:
    assert section("OUTPUT").value("auto_create_group") == "Off"
    assert section("OUTPUT", create_log_groups=True).value("auto_create_group") == "On"


def test_events_that_were_written_are_remembered() -> None:
    assert section("INPUT").value("DB") == "/var/fluent-bit/state/events.db"


def test_two_never_run_at_once() -> None:
    spec = chart()["Deployment"]["spec"]
    assert spec["replicas"] == 1
    assert spec["strategy"] == {"type": "Recreate"}


def test_nothing_of_the_node_is_mounted() -> None:
    assert [each for each in pod()["volumes"] if "hostPath" in each] == []


def test_there_is_room_for_what_waits() -> None:
    [state] = [each for each in pod()["volumes"] if each["name"] == "state"]
    assert state["emptyDir"] == {"sizeLimit": "200Mi"}
    assert section("OUTPUT").value("storage.total_limit_size") == str(100 * 1024**2)


def test_it_is_a_user_without_privileges() -> None:
    assert container()["securityContext"] == {
        "runAsUser": 65532,
        "runAsGroup": 65532,
        "runAsNonRoot": True,
        "privileged": False,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }


def test_system_calls_are_those_of_the_runtime() -> None:
    assert pod()["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_the_token_is_mounted() -> None:
    assert pod()["automountServiceAccountToken"] is True


def test_it_leaves_a_node_that_is_lost() -> None:
    assert pod()["tolerations"] == []


def test_the_placement_can_be_chosen() -> None:
    assert pod(placement=Placement())["tolerations"] == [{"operator": "Exists"}]


def test_resources_can_be_chosen() -> None:
    chosen = Resources(
        cpu_request_millicores=75, memory_request_mebibytes=128, memory_limit_mebibytes=512
    )
    assert container(resources=chosen)["resources"]["limits"] == {"memory": "512Mi"}


def test_pods_are_selected_by_name_and_replaced_with_the_configuration() -> None:
    spec = chart()["Deployment"]["spec"]
    assert spec["selector"] == {"matchLabels": {"app.kubernetes.io/name": "fluent-bit-events"}}
    assert spec["template"]["metadata"]["annotations"]["checksum/config"]


def test_the_role_is_annotated() -> None:
    arn = "arn:aws:iam::111122223333:role/fluent-bit-events"
    annotations = chart(role_arn=arn)["ServiceAccount"]["metadata"]["annotations"]
    assert annotations == {"eks.amazonaws.com/role-arn": arn}
