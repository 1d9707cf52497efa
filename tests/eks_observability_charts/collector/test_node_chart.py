"""The collector on every node, as it is deployed."""

from typing import Any

import cdk8s
import pytest

from eks_observability.signals import jobs as names
from eks_observability_charts.collector.jobs import (
    COLLECTOR_JOB,
    CadvisorJob,
    KubeletJob,
    NodeExporterJob,
    PodsJob,
    VpcCniJob,
)
from eks_observability_charts.collector.node_chart import NodeCollectorChart
from eks_observability_charts.collector.remote_write import RemoteWrite
from eks_observability_charts.collector.sizes import DEFAULT_NODE_RESOURCES, OTLP_NODE_RESOURCES
from eks_observability_charts.placement import Placement, Toleration
from tests.eks_observability_charts.collector.sending import OTLP, otlp

WORKSPACE = RemoteWrite(url="https://aps/w", region="eu-central-1", cluster="shop")
JOBS = [KubeletJob(), CadvisorJob(), NodeExporterJob(port=9110), VpcCniJob(), PodsJob()]


def objects(**more: Any) -> dict[str, dict[str, Any]]:
    chart = NodeCollectorChart(
        cdk8s.App(),
        "chart",
        **{"image": "aoc:1", "remote_write": WORKSPACE, "jobs": JOBS, **more},
    )
    return {one["kind"]: one for one in chart.to_json()}


@pytest.fixture(scope="module")
def made() -> dict[str, dict[str, Any]]:
    return objects()


@pytest.fixture(scope="module")
def spec(made: dict[str, dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = made["OpenTelemetryCollector"]["spec"]
    return found


def scrapes(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    configs = spec["config"]["receivers"]["prometheus"]["config"]["scrape_configs"]
    return {one["job_name"]: one for one in configs}


def test_it_is_called_as_dashboards_and_runbooks_call_it(made: dict[str, dict[str, Any]]) -> None:
    metadata = made["OpenTelemetryCollector"]["metadata"]
    assert (metadata["name"], metadata["namespace"]) == ("observability", "prometheus")
    assert made["ServiceAccount"]["metadata"]["name"] == "amp-iamproxy-ingest-role"


def test_it_runs_on_every_node(spec: dict[str, Any]) -> None:
    assert spec["mode"] == "daemonset"
    assert spec["tolerations"] == [{"operator": "Exists"}]
    assert spec["priorityClassName"] == "system-node-critical"


def test_jobs_have_the_names_that_rules_know(spec: dict[str, Any]) -> None:
    assert list(scrapes(spec)) == [*names.ON_EACH_NODE, names.COLLECTOR]
    assert names.COLLECTOR == COLLECTOR_JOB


def test_it_scrapes_its_own_node_only(spec: dict[str, Any]) -> None:
    for name, one in scrapes(spec).items():
        if name == "pods":
            (discovery,) = one["kubernetes_sd_configs"]
            assert discovery["selectors"][0]["field"] == "spec.nodeName=${env:K8S_NODE_NAME}"
        elif name != "collector":
            assert one["static_configs"][0]["targets"] == ["${env:K8S_NODE_IP}"]


def test_a_port_of_somebodys_own_is_scraped_once(spec: dict[str, Any]) -> None:
    rules = scrapes(spec)["node-exporter"]["relabel_configs"]
    assert [rule["replacement"] for rule in rules[1:]] == ["$$1:9110", "[$$1]:9110"]
    dropped = [rule.get("regex") for rule in scrapes(spec)["pods"]["relabel_configs"]]
    assert r"\[?${env:K8S_NODE_IP}\]?:(?:9110|61678)" in dropped


def test_kubelets_certificates_are_verified(spec: dict[str, Any]) -> None:
    for name in ("kubelet", "cadvisor"):
        tls = scrapes(spec)[name]["tls_config"]
        assert tls == {"ca_file": "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"}


def test_kubelets_certificates_can_go_unverified() -> None:
    spec = objects(jobs=[KubeletJob(verify_certificate=False)])["OpenTelemetryCollector"]["spec"]
    assert scrapes(spec)["kubelet"]["tls_config"] == {"insecure_skip_verify": True}


def test_the_token_is_mounted(made: dict[str, dict[str, Any]]) -> None:
    # The operator says nothing of it in its pods, so the account decides.
    assert made["ServiceAccount"]["automountServiceAccountToken"] is True


def test_the_role_of_irsa_stands_at_the_account() -> None:
    account = objects(role_arn="arn:aws:iam::111122223333:role/c")["ServiceAccount"]
    annotations = account["metadata"]["annotations"]
    assert annotations == {"eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/c"}


def test_the_container_can_do_nothing_but_scrape(spec: dict[str, Any]) -> None:
    assert spec["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
    assert spec["podSecurityContext"]["runAsUser"] == 4317
    assert spec["podSecurityContext"]["runAsNonRoot"] is True
    assert spec["podSecurityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}


def test_it_has_no_credentials_of_its_node(spec: dict[str, Any]) -> None:
    assert {"name": "AWS_EC2_METADATA_DISABLED", "value": "true"} in spec["env"]


def test_memory_is_limited_and_processor_time_is_not(spec: dict[str, Any]) -> None:
    assert spec["resources"] == {
        "requests": {"cpu": "50m", "memory": "128Mi"},
        "limits": {"memory": "512Mi"},
    }
    assert {"name": "GOMEMLIMIT", "value": "287MiB"} in spec["env"]


def test_no_newer_operator_rewrites_it(spec: dict[str, Any]) -> None:
    assert spec["upgradeStrategy"] == "none"
    assert spec["image"] == "aoc:1"


def test_it_is_not_scraped_as_a_pod_too(spec: dict[str, Any]) -> None:
    assert spec["podAnnotations"] == {"prometheus.io/scrape": "false"}


def test_the_kubelet_can_ask_whether_it_is_alive(spec: dict[str, Any]) -> None:
    # The operator makes the probe of the extension.
    assert spec["config"]["extensions"]["health_check"] == {"endpoint": ":13133"}
    assert "health_check" in spec["config"]["service"]["extensions"]


def test_a_throttled_batch_is_tried_again(spec: dict[str, Any]) -> None:
    gates = spec["args"]["feature-gates"]
    assert gates == "+exporter.prometheusremotewritexporter.RetryOn429"


def test_a_change_is_rolled_out_to_a_tenth_of_the_nodes_at_a_time(spec: dict[str, Any]) -> None:
    assert spec["daemonSetUpdateStrategy"]["rollingUpdate"] == {"maxUnavailable": "10%"}


def test_it_can_be_kept_off_nodes() -> None:
    placement = Placement(tolerations=(Toleration(key="gpu"),), priority_class=None)
    spec = objects(placement=placement)["OpenTelemetryCollector"]["spec"]
    assert spec["tolerations"] == [{"key": "gpu", "operator": "Exists"}]
    assert "priorityClassName" not in spec


def pipelines(**more: Any) -> set[str]:
    config = objects(**more)["OpenTelemetryCollector"]["spec"]["config"]
    return set(config["service"]["pipelines"])


def test_it_can_scrape_and_take_what_is_sent() -> None:
    assert pipelines(otlp=OTLP) == {"metrics", "traces", "metrics/otlp", "logs"}


def test_it_can_take_what_is_sent_and_scrape_nothing() -> None:
    assert pipelines(remote_write=None, jobs=(), otlp=OTLP) == {"traces", "metrics/otlp", "logs"}


@pytest.mark.parametrize("more", [{"otlp": OTLP}, {"jobs": (), "otlp": None}])
def test_it_scrapes_nothing_that_it_could_write_nowhere(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="without 'remote_write'"):
        objects(remote_write=None, **more)


def test_it_may_follow_pods_where_it_says_who_sends_and_nothing_else() -> None:
    (rule,) = objects(remote_write=None, jobs=(), otlp=OTLP)["ClusterRole"]["rules"]
    assert (rule["resources"], rule["verbs"]) == (["pods"], ["list", "watch"])


def test_nobody_reaches_it_where_it_takes_nothing(made: dict[str, dict[str, Any]]) -> None:
    assert "NetworkPolicy" not in made


def test_applications_reach_its_ports_and_nobody_else_does() -> None:
    policy = objects(otlp=OTLP, otlp_namespaces=["shop"])["NetworkPolicy"]["spec"]
    assert policy["policyTypes"] == ["Ingress"]
    labels = policy["podSelector"]["matchLabels"]
    assert labels["app.kubernetes.io/instance"] == "prometheus.observability"
    applications, health = policy["ingress"]
    assert [port["port"] for port in applications["ports"]] == [4317, 4318]
    (sender,) = applications["from"]
    assert sender["namespaceSelector"]["matchExpressions"][0]["values"] == ["shop"]
    assert health == {"ports": [{"protocol": "TCP", "port": 13133}]}


def test_its_service_has_a_port_for_sampling_rules_where_sdks_may_ask() -> None:
    found = objects(otlp=otlp(sampling_rules=True))
    (port,) = found["OpenTelemetryCollector"]["spec"]["ports"]
    assert port == {"name": "sampling-rules", "port": 2000, "protocol": "TCP"}
    allowed = found["NetworkPolicy"]["spec"]["ingress"][0]["ports"]
    assert [each["port"] for each in allowed] == [4317, 4318, 2000]


def test_the_cloud_is_told_of_by_a_variable() -> None:
    variables = objects(otlp=OTLP)["OpenTelemetryCollector"]["spec"]["env"]
    assert "OTEL_RESOURCE_ATTRIBUTES" in {each["name"] for each in variables}


def test_it_gets_more_memory_where_applications_send() -> None:
    for one, resources in ((None, DEFAULT_NODE_RESOURCES), (OTLP, OTLP_NODE_RESOURCES)):
        spec = objects(otlp=one)["OpenTelemetryCollector"]["spec"]
        limit = spec["resources"]["limits"]["memory"]
        assert limit == f"{resources.memory_limit_mebibytes}Mi"
