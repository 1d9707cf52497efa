"""The CloudWatch agent on every node."""

import json
from typing import Any

import cdk8s
import pytest

from eks_observability_charts.cloudwatch_agent import CloudWatchAgentChart
from eks_observability_charts.resources import Resources
from tests.eks_observability_charts.cloudwatch_agent_schema import problems


def chart(**chosen: Any) -> dict[str, dict[str, Any]]:
    """The chart's objects, by kind."""
    arguments = {
        "cluster_name": "shop",
        "region": "eu-central-1",
        "image": "cloudwatch-agent:1",
        "kubelet_resource": "nodes/pods",
        **chosen,
    }
    made = CloudWatchAgentChart(cdk8s.App(), "chart", **arguments)
    return {one["kind"]: one for one in cdk8s.Testing.synth(made)}


def pod(**chosen: Any) -> dict[str, Any]:
    spec: dict[str, Any] = chart(**chosen)["DaemonSet"]["spec"]["template"]["spec"]
    return spec


def container(**chosen: Any) -> dict[str, Any]:
    (only,) = pod(**chosen)["containers"]
    return dict(only)


def config(**chosen: Any) -> Any:
    return json.loads(chart(**chosen)["ConfigMap"]["data"]["cwagentconfig.json"])


def kubernetes(**chosen: Any) -> dict[str, Any]:
    found: dict[str, Any] = config(**chosen)["logs"]["metrics_collected"]["kubernetes"]
    return found


def rights(**chosen: Any) -> set[str]:
    rules = chart(**chosen)["ClusterRole"]["rules"]
    return {what for rule in rules for what in rule.get("resources", rule.get("nonResourceURLs"))}


@pytest.mark.parametrize("enhanced", [True, False])
def test_its_configuration_has_documented_keys_alone(enhanced: bool) -> None:
    assert problems(config(enhanced_observability=enhanced)) == []


def test_it_measures_every_minute_by_default() -> None:
    assert kubernetes()["metrics_collection_interval"] == 60


def test_it_measures_as_often_as_is_asked_for() -> None:
    assert kubernetes(interval_seconds=30)["metrics_collection_interval"] == 30


def test_it_observes_containers_too_by_default() -> None:
    assert kubernetes()["enhanced_container_insights"] is True


def test_metrics_carry_the_clusters_name() -> None:
    assert kubernetes()["cluster_name"] == "shop"


def test_it_asks_nobody_for_the_region() -> None:
    assert config()["agent"]["region"] == "eu-central-1"


def test_it_does_not_ask_the_metadata_service_where_it_runs() -> None:
    assert {"name": "RUN_WITH_IRSA", "value": "True"} in container()["env"]


def test_with_irsa_its_service_account_names_the_role() -> None:
    role = "arn:aws:iam::111122223333:role/agent"
    account = chart(role_arn=role)["ServiceAccount"]

    assert account["metadata"]["annotations"] == {"eks.amazonaws.com/role-arn": role}


def test_without_irsa_its_service_account_names_no_role() -> None:
    assert "annotations" not in chart()["ServiceAccount"]["metadata"]


def test_it_reads_the_control_planes_metrics_where_it_observes_them() -> None:
    assert "/metrics" in rights()


def test_it_does_not_read_the_control_planes_metrics_otherwise() -> None:
    assert "/metrics" not in rights(enhanced_observability=False)


@pytest.mark.parametrize("resource", ["nodes/pods", "nodes/proxy"])
def test_it_asks_the_kubelet_by_the_resource_it_is_given(resource: str) -> None:
    assert {one for one in rights(kubelet_resource=resource) if "/" in one} == {
        resource,
        "/metrics",
    }


def test_it_finds_what_measures_volumes_and_gpus_by_their_services() -> None:
    assert "services" in rights()


def test_it_locks_by_one_config_map_and_no_other() -> None:
    rules = chart()["Role"]["rules"]
    held = [rule for rule in rules if "update" in rule["verbs"]]

    assert [rule["resourceNames"] for rule in held] == [["cwagent-clusterleader"]]


def test_the_election_is_the_agents_own() -> None:
    (subject,) = chart()["RoleBinding"]["subjects"]

    assert (subject["kind"], subject["name"]) == ("ServiceAccount", "cloudwatch-agent")


@pytest.mark.parametrize("kind", ["ClusterRole", "ClusterRoleBinding"])
def test_its_cluster_role_is_named_after_its_namespace(kind: str) -> None:
    assert chart(namespace="a")[kind]["metadata"]["name"] == "a-cloudwatch-agent"


def test_the_nodes_files_are_only_read() -> None:
    assert all(mount["readOnly"] for mount in container()["volumeMounts"])


def test_dockers_files_are_left_alone() -> None:
    paths = [one["hostPath"]["path"] for one in pod()["volumes"] if "hostPath" in one]

    assert not [path for path in paths if "docker" in path]


def test_the_only_capability_is_to_read() -> None:
    assert container()["securityContext"]["capabilities"] == {
        "drop": ["ALL"],
        "add": ["DAC_READ_SEARCH"],
    }


def test_it_is_not_privileged() -> None:
    assert container()["securityContext"]["privileged"] is False


def test_it_may_not_gain_privileges() -> None:
    assert container()["securityContext"]["allowPrivilegeEscalation"] is False


def test_unusual_system_calls_are_refused() -> None:
    assert pod()["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_it_reaches_the_metadata_service_from_the_nodes_network() -> None:
    assert pod()["hostNetwork"] is True


def test_it_finds_services_from_the_nodes_network() -> None:
    assert pod()["dnsPolicy"] == "ClusterFirstWithHostNet"


def test_its_token_is_mounted() -> None:
    assert pod()["automountServiceAccountToken"] is True


def test_it_is_given_what_awss_chart_gives_it() -> None:
    assert container()["resources"] == {
        "requests": {"cpu": "250m", "memory": "128Mi"},
        "limits": {"memory": "512Mi"},
    }


def test_it_is_given_what_is_asked_for() -> None:
    resources = Resources(
        cpu_request_millicores=1, memory_request_mebibytes=16, memory_limit_mebibytes=32
    )

    assert container(resources=resources)["resources"]["limits"] == {"memory": "32Mi"}


def test_it_is_updated_on_a_tenth_of_the_nodes_at_a_time() -> None:
    strategy = chart()["DaemonSet"]["spec"]["updateStrategy"]

    assert strategy["rollingUpdate"] == {"maxUnavailable": "10%"}


def checksum(**chosen: Any) -> str:
    template = chart(**chosen)["DaemonSet"]["spec"]["template"]
    return str(template["metadata"]["annotations"]["checksum/config"])


def test_a_change_of_its_configuration_restarts_it() -> None:
    assert checksum() != checksum(interval_seconds=30)


def test_a_region_that_is_known_at_deploy_time_alone_restarts_nothing() -> None:
    assert checksum() == checksum(region="${Token[AWS.Region.1]}")
